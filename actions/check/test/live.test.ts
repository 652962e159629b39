import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { findObstacle, inLab } from "../../../packages/lab/test/in-lab.js";
import { newFolder, Repository } from "./repository.js";
import { collect, type Job, places, prepare, pullRequest, type Ran, run } from "./runner.js";

// The live modes against the lab's name servers: all runs share one lab.

const certificates = (...list: readonly [name: string, ca: string, method: string][]) =>
  `certificates:\n${list.map(([name, ca, method]) => `  - { names: ["${name}"], ca: ${ca}, method: ${method} }\n`).join("")}`;
const CONFIG = "dcvlint.config.yaml";
const GOOD = ["good-unsigned.test", "pebble", "dns-01"] as const;
/** A zone of the lab's as its servers have it, with lines more. */
const zoneOf = (apex: string, ...lines: string[]) => `$ORIGIN ${apex}.
$TTL 300
@ IN SOA ns-one.test. hostmaster 1 7200 900 1209600 300
@ IN NS ns-one.test.
@ IN NS ns-two.test.
_acme-challenge IN CNAME ${apex.replace(".test", "")}.acme.test.
${lines.join("\n")}
`;
const DENY = '@ IN CAA 0 issue "amazon.com"';

const at = (config: string) => new Repository({}, { [CONFIG]: config }).path;
const schedule = { name: "schedule", payload: {} };
const live = { mode: "live" };

function jobs(): Record<string, Job> {
  const changed = new Repository(
    {
      [CONFIG]: certificates(["preview.test", "pebble", "dns-01"], [...GOOD]),
      "preview.test.zone": zoneOf("preview.test"),
      // Here for ages, and never what the servers say.
      "good-unsigned.test.zone": zoneOf("good-unsigned.test", DENY),
    },
    { "preview.test.zone": zoneOf("preview.test", DENY) },
  );
  const untouched = new Repository(
    { [CONFIG]: certificates(["caa-deny.test", "letsencrypt", "dns-01"]), "preview.test.zone": zoneOf("preview.test") },
    { "README.md": "x" },
  );
  const nothing = new Repository({}, { "preview.test.zone": zoneOf("preview.test") });
  const both = { mode: "both" };
  // The example's own names aren't the lab's.
  const monitored = readFileSync(new URL(`../../../examples/live-monitor/${CONFIG}`, import.meta.url), "utf8")
    .replace("www.example.com", "caa-allow.test")
    .replaceAll("example.com", "caa-wild.test");
  return {
    good: prepare(at(certificates([...GOOD], ["caa-allow.test", "letsencrypt", "dns-01"])), schedule, live),
    broken: prepare(at(certificates([...GOOD], ["caa-deny.test", "letsencrypt", "dns-01"])), schedule, {
      ...live,
      "json-file": "out.json",
      "sarif-file": "out.sarif",
      "html-file": "out.html",
      "fail-on": "never",
    }),
    unknown: prepare(at(certificates(["addresses-differ.test", "pebble", "http-01"])), schedule, live),
    unknownFails: prepare(at(certificates(["addresses-differ.test", "pebble", "http-01"])), schedule, {
      ...live,
      "fail-on-cannot-tell": "true",
    }),
    changed: prepare(changed.path, pullRequest(changed), both),
    untouched: prepare(untouched.path, pullRequest(untouched), both),
    monitor: prepare(at(monitored), schedule, live),
    nothing: prepare(nothing.path, pullRequest(nothing), both),
  };
}

const obstacle = findObstacle();

describe.skipIf(obstacle !== undefined)("in the lab", () => {
  const ran: Record<string, Ran> = {};
  beforeAll(async () => {
    const all = Object.entries(jobs());
    const list = join(newFolder(), "jobs.json");
    writeFileSync(list, JSON.stringify(all.map(([, job]) => job)));
    const inside = fileURLToPath(new URL("live-inside.mjs", import.meta.url));
    const { code, stdout, stderr } = await inLab([process.execPath, inside, list]);
    if (code !== 0) throw new Error(`the lab ended with ${code}: ${stderr}`);
    const said = JSON.parse(stdout);
    for (const [at, [name, job]] of all.entries()) ran[name] = collect(job, said[at].status, said[at].log);
  }, 300_000);

  test("certificates that will be issued pass", () => {
    expect(ran.good).toMatchObject({ status: 0, outputs: { verdict: "pass", findings: "0" }, annotations: [] });
    expect(ran.good.log).toContain("2 names: 2 will issue");
    expect(ran.good.summary).toContain("| `good-unsigned.test` | `pebble` | `dns-01` | **will issue** |");
  });
  test("one that won't fails the step whatever fail-on says, and is explained with a picture", () => {
    const { status, outputs, annotations, summary } = ran.broken;
    expect([status, outputs.verdict, outputs.errors]).toEqual([1, "fail", "1"]);
    expect(annotations).toMatchObject([{ kind: "error", properties: { title: "caa-excludes-ca" } }]);
    expect(summary).toContain("| `caa-deny.test` | `letsencrypt` | `dns-01` | **will not issue** |");
    expect(summary).toMatch(/```mermaid\nflowchart TD\n {2}z0\["zone /);
    expect(summary).toContain('["CAA caa-deny.test.<br/>0 issue #34;digicert.com#34;"]');
  });
  test("reports hold the verdicts", () => {
    const { outputs } = ran.broken;
    const { findings, names } = JSON.parse(readFileSync(outputs["json-file"], "utf8"));
    expect(findings).toEqual([]);
    expect(names.map(({ name, verdict }: Record<string, string>) => [name, verdict])).toEqual([
      ["good-unsigned.test", "will-issue"],
      ["caa-deny.test", "will-not-issue"],
    ]);
    const sarif = JSON.parse(readFileSync(outputs["sarif-file"], "utf8"));
    expect(sarif.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(["caa-excludes-ca"]);
    const page = readFileSync(outputs["html-file"], "utf8");
    expect(page).toContain("2 names: 1 will issue, 1 will not");
    expect(page).not.toContain("in 0 files");
  });
  test("what can't be told is a verdict of its own, and fails only where that is wanted", () => {
    expect([ran.unknown.status, ran.unknown.outputs.verdict]).toEqual([0, "cannot-tell"]);
    expect([ran.unknownFails.status, ran.unknownFails.outputs.verdict]).toEqual([1, "cannot-tell"]);
    expect(ran.unknown.summary).toContain("**cannot tell**");
  });
  test("changed files are laid over the live DNS, and no others", () => {
    expect(ran.changed.log).toContain("2 names: 1 will issue, 1 will not");
    expect(ran.changed.summary).toContain("| `preview.test` | `pebble` | `dns-01` | **will not issue** |");
    expect(ran.changed.summary).toContain("| `good-unsigned.test` | `pebble` | `dns-01` | **will issue** |");
    expect(places(ran.changed)).toEqual([
      "error preview.test.zone:7 caa-excludes-ca",
      "notice preview.test.zone:7 caa-tightened",
    ]);
    expect([ran.changed.status, ran.changed.outputs]).toMatchObject([1, { verdict: "fail", errors: "1" }]);
  });
  test("the example's monitor asks for every certificate of its config", () => {
    expect(ran.monitor.summary).toContain("3 names: 2 will issue, 1 will not");
    expect(ran.monitor.summary).toContain("| `*.caa-wild.test` | `letsencrypt` | `dns-01` | **will not issue** |");
    expect(ran.monitor.status).toBe(1);
  });
  test("a change without DNS asks nobody", () => {
    expect(ran.untouched).toMatchObject({ status: 0, outputs: { verdict: "pass" } });
    expect(ran.untouched.log).not.toContain("names:");
  });
  test("without a certificate there is nothing to ask, and that is said", () => {
    expect(ran.nothing.log).toContain("nothing was asked live");
    expect(ran.nothing.status).toBe(0);
  });
});

describe("the live modes", () => {
  test("live without a certificate in the config can't do its job", async () => {
    const ran = await run(at("ignore: []\n"), schedule, live);
    expect(ran.log).toMatch(/^::error::mode live: the config names no certificate/m);
    expect([ran.status, ran.outputs.verdict]).toEqual([1, "fail"]);
  });
  test("a network profile that is no profile is a sentence", async () => {
    const path = at(certificates([...GOOD]));
    writeFileSync(join(path, "broken.json"), "{");
    writeFileSync(join(path, "wrong.json"), '{"resolver": []}');
    for (const [file, said] of [
      ["gone.json", /can't be read/],
      ["broken.json", /isn't JSON/],
      ["wrong.json", /wrong\.json.*resolver/],
    ] as const) {
      const ran = await run(path, schedule, { ...live, "network-profile": file });
      expect([ran.status, ran.log]).toEqual([1, expect.stringMatching(/^::error::/)]);
      expect(ran.log).toMatch(said);
    }
  });
});
