import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { findObstacle, inLab } from "./in-lab.js";

const obstacle = findObstacle();
const DCVLINT = fileURLToPath(new URL("../../cli/bin/dcvlint.js", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "dcvlint-lint-live-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(
  join(folder, "good-unsigned.test.zone"),
  [
    "$ORIGIN good-unsigned.test.",
    "@ 60 SOA ns-one.test. h 1 3600 900 604800 1",
    "@ 60 NS ns-one.test.",
    "@ 60 NS ns-two.test.",
    '@ 60 CAA 0 issue "digicert.com"',
    "_acme-challenge 60 CNAME good-unsigned.acme.test.",
    "",
  ].join("\n"),
);
const certificates = (...names: string[]) =>
  JSON.stringify({ certificates: [{ names, ca: "letsencrypt", method: "dns-01" }] });
writeFileSync(join(folder, "both.json"), certificates("good-unsigned.test", "good-signed.test"));
writeFileSync(join(folder, "one.json"), certificates("good-signed.test"));

const run = (...args: string[]) =>
  inLab(["sh", "-c", `cd ${folder} && exec "$0" "$@"`, process.execPath, DCVLINT, ...args]);

describe.skipIf(obstacle !== undefined)("certificates of the config", () => {
  test("lint --live lays the files over what is live, and writes both into one report", {
    timeout: 60_000,
  }, async () => {
    const { code, stdout, stderr } = await run("--live", "--config", "both.json", "--format", "json");
    expect([code, stderr]).toEqual([1, ""]);
    const { findings, names, summary } = JSON.parse(stdout);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual(["caa-excludes-ca"]);
    expect(summary.errors).toBe(1);
    expect(names.map((one: { name: string; verdict: string }) => [one.name, one.verdict])).toEqual([
      ["good-unsigned.test", "will-not-issue"],
      ["good-signed.test", "will-issue"],
    ]);
    expect(names[0].findings[0].location).toMatchObject({ path: "good-unsigned.test.zone", startLine: 5 });
  });

  test("check without NAME asks for every one of them", { timeout: 60_000 }, async () => {
    const { code, stdout } = await run("check", "--config", "one.json", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).names).toMatchObject([{ name: "good-signed.test", verdict: "will-issue" }]);
  });
});
