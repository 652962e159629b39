import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, scratch } from "./command.js";

const cwd = scratch("check");
writeFileSync(
  join(cwd, "example.com.zone"),
  '@ 300 IN SOA ns1.example.net. h 1 7200 900 1209600 300\n@ 300 IN NS ns1.example.net.\n@ 300 IN CAA 0 issue "letsencrypt.org"\nwww 300 IN CNAME host.example.net.\n',
);

const check = (...args: string[]) => spawnSync(process.execPath, [bin, "check", ...args], { cwd, encoding: "utf8" });
const OFFLINE = ["--offline", "--after", "example.com.zone"];

describe("exit codes of check --offline", () => {
  test.each([
    [["example.com", "*.example.com", "--ca", "letsencrypt"], 0],
    [["example.com", "--ca", "digicert"], 1],
    [["example.com", "www.example.com", "--ca", "digicert"], 1],
    [["example.com", "www.example.com", "--ca", "letsencrypt"], 3],
    [["example.com", "--ca", "nobody"], 2],
    [["example.com", "--ca", "letsencrypt", "--method", "carrier-pigeon"], 2],
    [["example.com", "--ca", "letsencrypt", "--after", "nosuch.zone"], 2],
    [["example.com"], 2],
    [[], 2],
  ])("%j: %i", (args, code) => expect(check(...args, ...OFFLINE).status).toBe(code));
});

test("without --offline a sentence says what there is", () => {
  const { status, stderr, stdout } = check("example.com", "--ca", "letsencrypt");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^dcvlint: .*live checks aren't there yet.*--offline --after PATH/);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("reports go where they are sent", () => {
  const { status, stdout } = check(
    "example.com",
    "--ca",
    "digicert",
    ...OFFLINE,
    "--format",
    "json=out.json",
    "--format",
    "markdown",
  );
  expect(status).toBe(1);
  expect(stdout).toMatch(/^## dcvlint check/);
  const report = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"));
  expect(report.names[0]).toMatchObject({ name: "example.com", ca: "digicert", verdict: "will-not-issue" });
  expect(report.names[0].findings[0]).toMatchObject({
    rule: "caa-excludes-ca",
    location: { path: "example.com.zone", startLine: 3 },
  });
});
