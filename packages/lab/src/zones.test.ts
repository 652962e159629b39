import { expect, test } from "vitest";
import type { Scenario } from "./scenario.js";
import { planZones } from "./zones.js";

const scenario: Scenario = {
  id: "x",
  summary: "",
  zones: [
    {
      name: "x.test",
      records: "@ A 127.53.8.1",
      sign: "good",
      variants: [{ from: ["p1"], records: "@ A 127.53.8.2" }],
    },
    { name: "sub.x.test", records: null, servers: ["one", "refuses"], ds: "fake" },
    { name: "alone.test", records: "", servers: [] },
  ],
  acme: ["x TXT token"],
  probes: [],
};
const plans = planZones([scenario]);
const textsOf = (name: string): string[] =>
  plans
    .find((plan) => plan.name === name)
    ?.contents((child) => [`DS of ${child}`])
    .map(({ text }) => text) ?? [];

test("children come before their parents, and the root last", () => {
  expect(plans.map(({ name }) => name)).toEqual(["sub.x.test.", "x.test.", "alone.test.", "acme.test.", "test.", "."]);
});

test("every content of a parent delegates to its children and holds their DS records", () => {
  const delegation = [
    "sub.x.test. NS ns-one.test.",
    "sub.x.test. NS ns-refuses.test.",
    "sub.x.test. DS of sub.x.test.",
  ];
  expect(textsOf("x.test.")).toHaveLength(2);
  for (const text of textsOf("x.test.")) expect(text).toContain(delegation.join("\n"));
});

test("a grandchild is its parent's business, and a zone without servers nobody's", () => {
  const [tld] = textsOf("test.");
  expect(tld).toContain("x.test. NS ns-two.test.");
  expect(tld).not.toContain("sub.x.test.");
  expect(tld).not.toContain("alone.test.");
});

test("single sources come before the rest, since the first that fits counts", () => {
  const [varied, base] = plans.find(({ name }) => name === "x.test.")?.contents(() => []) ?? [];
  expect([varied.from, base.from]).toEqual([["p1"], undefined]);
});

test("scenarios' lines go to the zone that takes updates, where nothing is cached", () => {
  const [acme] = textsOf("acme.test.");
  expect(acme).toMatch(/^\$TTL 0$/m);
  expect(acme).toMatch(/^x TXT token$/m);
});

test("two scenarios with one zone are refused", () => {
  expect(() => planZones([scenario, { ...scenario, id: "y" }])).toThrow("two scenarios have a zone x.test.");
});
