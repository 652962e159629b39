import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import type { Probe } from "../scenario.js";
import { SCENARIOS } from "./index.js";

const probes = SCENARIOS.flatMap(({ id, probes }) => probes.map((probe, i) => [`${id} ${i}`, probe] as const));
const of = (test: (probe: Probe) => boolean): string[] => probes.filter(([, probe]) => test(probe)).map(([id]) => id);

test("no two scenarios share an id or a zone", () => {
  const ids = SCENARIOS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const zones = SCENARIOS.flatMap(({ zones }) => zones.map(({ name }) => name));
  expect(new Set(zones).size).toBe(zones.length);
});

test("every name lies below the lab's own TLD", () => {
  expect(of(({ name }) => !/^(\*\.)?([a-z0-9-]+\.)+test$/.test(name))).toEqual([]);
  expect(SCENARIOS.flatMap(({ zones }) => zones).filter(({ name }) => !name.endsWith(".test"))).toEqual([]);
});

test("a verdict is Pebble's, or the rules', or the difference has a name", () => {
  const outcome = { "will-issue": "valid", "will-not-issue": "invalid", "cannot-tell": undefined } as const;
  const unexplained = of(({ expect: { verdict, ca } }) => {
    const orders = typeof ca.pebble === "object" ? Object.values(ca.pebble) : [ca.pebble];
    return orders.some((order) => order !== outcome[verdict]) && ca.because === undefined;
  });
  expect(unexplained).toEqual([]);
});

test("where Pebble is blind, the rules' verdict stands beside it", () => {
  const verdict = { issues: "will-issue", refuses: "will-not-issue", depends: "cannot-tell" } as const;
  expect(of(({ expect: { ca } }) => (ca.because === undefined) !== (ca.rule === undefined))).toEqual([]);
  expect(of(({ expect }) => expect.ca.rule !== undefined && verdict[expect.ca.rule] !== expect.verdict)).toEqual([]);
});

test("whoever will not issue has an error or a difference of views to show for it", () => {
  const withoutReason = of(
    ({ expect: { verdict, findings } }) =>
      verdict === "will-not-issue" && !findings.some((f) => f.endsWith(" error") || f.startsWith("views-disagree ")),
  );
  expect(withoutReason).toEqual([]);
});

test("every CA is the profile's own or one that is known", () => {
  const cas = new URL("../../../core/src/knowledge/cas/", import.meta.url);
  expect(of(({ ca }) => ca !== "pebble" && !existsSync(new URL(`${ca}.json`, cas)))).toEqual([]);
});

test("every order that must succeed has a place for its challenge", () => {
  const without = of(({ method, expect: { ca } }) => method === "dns-01" && ca.pebble === "valid" && !ca.publishAt);
  expect(without).toEqual([]);
});
