import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeBudget } from "../src/budget.mjs";
import { matchAddresses, matchLines } from "../src/defects.mjs";
import { alternate, median } from "../src/measure.mjs";

const run = (generator: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, "../src/generators", generator), ...args], {
    encoding: "utf8",
  });
const generate = (...args: string[]) => run("gen-zone.mjs", ...args);

describe("the zone generator", () => {
  it("gives the same bytes for the same options, on every platform", () => {
    const zone = generate("--records", "1000", "--seed", "1").stdout;
    expect(createHash("sha256").update(zone).digest("hex")).toBe(
      "c58e9c56c3a150510daddf2d59bf836123dcb760846251aaa8c034122c5d591b",
    );
  });

  it("plants no defect that no rule is expected for", () => {
    const { defects } = JSON.parse(generate("--records", "300", "--defects", "44").stderr);
    expect(new Set(defects.map((defect: { kind: string }) => defect.kind)).size).toBe(22);
    expect(matchLines(defects, []).every(({ found }) => !found)).toBe(true);
  });
});

describe("the generators of Terraform", () => {
  const kindsOf = (defects: { kind: string }[]) => new Set(defects.map(({ kind }) => kind)).size;

  it("plant no defect that no rule is expected for", () => {
    const plan = run("gen-plan.mjs", "--records", "100", "--defects", "15");
    const { defects } = JSON.parse(plan.stderr);
    expect(kindsOf(defects)).toBe(15);
    expect(matchAddresses(defects, [], plan.stdout).every(({ found }) => !found)).toBe(true);
    const sources = JSON.parse(run("gen-tf.mjs", "--records", "100", "--defects", "12").stderr);
    expect(kindsOf(sources.defects)).toBe(12);
    expect(matchLines(sources.defects, []).every(({ found }) => !found)).toBe(true);
  });

  it("have defects of a plan found by address, or by the place of the change", () => {
    const planted = ["a", "b", "c"].map((address) => ({ kind: "duplicate-cname", address }));
    const plan = '"resource_changes":[{"address":"a",},{"address":"b",},{"address":"c",}]';
    const findings = [
      { rule: "duplicate-cname", record: { address: "a" }, related: [{ location: { startColumn: 38 } }] },
    ];
    expect(matchAddresses(planted, findings, plan).map(({ found }) => found)).toEqual([true, true, false]);
  });
});

describe("planted defects", () => {
  const at = (startLine: number, endLine = startLine) => ({ startLine, endLine });

  it("count as found when the right rule speaks on the line or on a related place there", () => {
    const planted = [
      { kind: "missing-trailing-dot", line: 4 },
      { kind: "cname-and-txt", line: 9 },
    ];
    const findings = [
      { rule: "missing-trailing-dot", location: at(3, 5), related: [] },
      { rule: "cname-and-other-data", location: at(8), related: [{ location: at(9) }] },
    ];
    expect(matchLines(planted, findings).map(({ found }) => found)).toEqual([true, true]);
  });

  it("count as missed when only another rule speaks there, or the right one elsewhere", () => {
    const findings = [
      { rule: "challenge-in-code", location: at(4), related: [] },
      { rule: "rrset-ttl-mismatch", location: at(5), related: [] },
    ];
    expect(matchLines([{ kind: "rrset-ttl-differs", line: 4 }], findings)).toEqual([
      { kind: "rrset-ttl-differs", line: 4, rules: ["challenge-in-code"], found: false },
    ]);
  });

  it("count as found when they stand at the apex again and the first one was told of", () => {
    const planted = [4, 7].map((line) => ({ kind: "cname-at-apex", line }));
    const again = { rule: "duplicate-record", location: at(7), related: [] };
    const first = { rule: "cname-at-apex", location: at(4), related: [] };
    expect(matchLines(planted, [again]).map(({ found }) => found)).toEqual([false, false]);
    expect(matchLines(planted, [first, again]).map(({ found }) => found)).toEqual([true, true]);
  });
});

describe("the budget", () => {
  const verdicts = (figures: object) => judgeBudget(figures).map(({ verdict }) => verdict);
  const zone = (wall: number, peak: number, peers = {}) => ({ dcvlint: { wall, peak }, ...peers });

  it("says met, aim met and not met", () => {
    const figures = {
      zones: {
        10000: zone(0.15, 91),
        100000: zone(0.33, 110),
        1000000: zone(2, 210, { "named-checkzone": { wall: 4 }, kzonecheck: { wall: 2.2 } }),
      },
      plans: {
        10000: { dcvlint: { wall: 0.1, peak: 100 } },
        40000: { dcvlint: { wall: 0.7, peak: 150 } },
        220000: { dcvlint: { wall: 4.3, peak: 450 }, seen: 1 },
      },
      sources: { dcvlint: { wall: 0.6 }, hcl2json: { wall: 1.8 } },
      startup: { empty: { wall: 0.05 }, version: { wall: 0.07 }, tiny: { wall: 0.1 } },
    };
    expect(verdicts(figures)).toEqual([
      "met", // twice as fast as named-checkzone
      "NOT MET", // 1.1x kzonecheck
      "aim met", // 210 MiB
      "met", // 0.15 s
      "NOT MET", // 91 MiB
      "aim met", // 20 ms
      "met", // 50 ms
      "aim met", // 0.7 s for a plan
      "met", // 150 MiB
      "met", // all of a huge one
      "met", // three times as fast as hcl2json
      "met", // 20 µs a change each time
      "met",
      "met", // 1.86 µs a record after 2 µs
      "met",
    ]);
  });

  it("calls growth that isn't linear by its name", () => {
    const figures = { zones: { 10: zone(1, 1), 100: zone(2, 2), 1000: zone(40, 3) } };
    expect(verdicts(figures).slice(-2)).toEqual(["NOT MET", "met"]);
  });

  it("never judges what wasn't measured", () => {
    expect(new Set(verdicts({ zones: { 1000000: zone(1, undefined as never) } }))).toEqual(new Set(["not measured"]));
  });
});

describe("measuring", () => {
  it("takes the middle, or the mean of the two middle ones", () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("keeps every exit code and the programs apart", () => {
    const node = (script: string) => [process.execPath, "-e", script];
    const programs = [
      { name: "good", argv: node("") },
      { name: "bad", argv: node("process.exit(3)") },
    ];
    const { good, bad } = alternate(programs, 2, process.cwd());
    expect([good.codes, bad.codes]).toEqual([[0], [3]]);
    expect(good.wall).toBeGreaterThanOrEqual(good.least);
  });
});
