import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { checkDifferences } from "../src/compare.js";
import { SCENARIOS } from "../src/scenarios/index.js";
import { findObstacle, inLab } from "./in-lab.js";

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const CODES: Readonly<Record<string, number>> = { "will-issue": 0, "will-not-issue": 1, "cannot-tell": 3 };

const obstacle = findObstacle();
const probes = SCENARIOS.flatMap(({ id, probes }) =>
  probes.map((probe, at) => [`${id}: ${probe.name} by ${probe.method}`, `${id} ${at}`, probe] as const),
);

describe.skipIf(obstacle !== undefined)("dcvlint check in the lab", () => {
  let said: Record<string, Run>;
  beforeAll(async () => {
    const { code, stdout, stderr } = await inLab([
      process.execPath,
      fileURLToPath(new URL("check-inside.mjs", import.meta.url)),
    ]);
    if (code !== 0) throw new Error(`the lab ended with ${code}: ${stderr}`);
    said = JSON.parse(stdout);
  }, 300_000);

  test.for(probes)("%s", ([, key, probe]) => {
    const { code, stdout, stderr } = said[key];
    expect(stderr).toBe("");
    const [checked] = JSON.parse(stdout).names;
    expect(checkDifferences(probe, checked), JSON.stringify(checked.findings, null, 1)).toEqual([]);
    expect(code).toBe(CODES[checked.verdict]);
    for (const { evidence } of checked.findings)
      for (const number of evidence) expect(checked.evidence[number]).toBeDefined();
  });

  test("where Pebble can judge, our verdict is its own", () => {
    const differing = probes.filter(([, key, { expect: wanted }]) => {
      const { pebble, rule } = wanted.ca;
      if (rule !== undefined || typeof pebble !== "string") return false;
      return (verdictOf(said[key]) === "will-issue") !== (pebble === "valid");
    });
    expect(differing.map(([title]) => title)).toEqual([]);
  });

  test("nothing that a CA refuses is said to be issued", () => {
    const wrong = probes.filter(([, key, { expect: wanted }]) => {
      const { pebble, rule } = wanted.ca;
      const refuses = rule === "refuses" || (rule === undefined && pebble === "invalid");
      return refuses && verdictOf(said[key]) === "will-issue";
    });
    expect(wrong.map(([title]) => title)).toEqual([]);
  });
});

const verdictOf = ({ stdout }: Run): string => JSON.parse(stdout).names[0].verdict;
