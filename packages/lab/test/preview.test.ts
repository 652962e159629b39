import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { findObstacle, inLab } from "./in-lab.js";

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
type Said = Readonly<Record<"before" | "preview" | "live", Run>> & { readonly id: string };

const obstacle = findObstacle();

const verdictOf = ({ stdout, stderr }: Run): string => {
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout).names[0].verdict;
};
const rulesOf = ({ stdout }: Run): string[] =>
  JSON.parse(stdout).names[0].findings.map(({ rule }: { rule: string }) => rule);

describe.skipIf(obstacle !== undefined)("the verdict on a change before it ships", () => {
  let said: Said[];
  beforeAll(async () => {
    const inside = fileURLToPath(new URL("preview-inside.mjs", import.meta.url));
    const { code, stdout, stderr } = await inLab([process.execPath, inside]);
    if (code !== 0) throw new Error(`the lab ended with ${code}: ${stderr}`);
    said = JSON.parse(stdout);
  }, 300_000);

  test("is the one once the servers have it, for each of them", () => {
    expect(said.length).toBeGreaterThanOrEqual(20);
    const verdicts = said.map(({ id, preview }) => [id, verdictOf(preview)]);
    expect(verdicts).toEqual(said.map(({ id, live }) => [id, verdictOf(live)]));
  });

  test("names the same rules where the CA refuses", () => {
    const refused = said.filter(({ live }) => verdictOf(live) === "will-not-issue");
    expect(refused.map(({ id, preview }) => [id, rulesOf(preview)])).toEqual(
      refused.map(({ id, live }) => [id, rulesOf(live)]),
    );
  });

  test("differs from what is live before it, for many of them", () => {
    const changed = said.filter(({ before, preview }) => verdictOf(before) !== verdictOf(preview));
    expect(changed.length).toBeGreaterThanOrEqual(10);
  });
});
