import { expect, test } from "vitest";
import { checkArgs } from "./check-args.js";
import type { Expectation } from "./scenario.js";

const expected: Expectation = { verdict: "will-issue", findings: [], ca: {} };
const lab = { profiles: { default: "/lab/default.json", stale: "/lab/stale.json", patient: "/lab/patient.json" } };

test("a probe becomes the arguments that a user would type", () => {
  const probe = {
    name: "*.x.test",
    ca: "pebble",
    method: "dns-01",
    records: ["_a.x.test TXT v"],
    expect: expected,
  } as const;
  expect(checkArgs(probe, lab)).toEqual([
    ...["check", "*.x.test", "--ca", "pebble", "--method", "dns-01", "--record", "_a.x.test TXT v"],
    ...["--network-profile", "/lab/default.json", "--format", "json"],
  ]);
});

test("a probe may bring a file and a profile of its own", () => {
  const probe = {
    name: "x.test",
    ca: "pebble",
    method: "http-01",
    httpFile: "/p c",
    profile: "stale",
    expect: expected,
  } as const;
  const args = checkArgs(probe, lab);
  expect(args).toContain("/lab/stale.json");
  expect(args.slice(args.indexOf("--http-file"))[1]).toBe("/p c");
});
