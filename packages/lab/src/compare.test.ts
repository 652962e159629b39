import { expect, test } from "vitest";
import { checkDifferences, differences } from "./compare.js";
import type { Answer } from "./observe.js";
import type { Probe, Scenario } from "./scenario.js";

const probe: Probe = {
  name: "x.test",
  ca: "pebble",
  method: "dns-01",
  expect: {
    verdict: "will-not-issue",
    findings: ["dnssec-bogus error"],
    may: ["servfail"],
    says: [/x\.test/],
    resolvers: [{ ask: "A x.test", unbound: "SERVFAIL", bind: "fails", ede: 7, ad: false }],
    dnssec: [{ ask: "A x.test", is: "bogus" }],
    ca: { pebble: "invalid", detail: /SERVFAIL/ },
  },
};
const scenario: Scenario = {
  id: "x",
  summary: "",
  zones: [],
  sights: [{ ask: "A x.test", at: "one", is: "REFUSED" }],
  probes: [probe],
};
const answer = (rcode: string, more: Partial<Answer> = {}): Answer => ({ rcode, ad: false, ede: [], ...more });
const invalid = { invalid: true, detail: "SERVFAIL looking up TXT" } as const;
const observed = (
  unbound: Answer,
  bind: Answer,
  dnssec: string,
  at: { sight: string; order: "valid" | typeof invalid },
) => ({
  sights: [at.sight],
  probes: [{ lookups: [{ unbound, bind }], dnssec: [dnssec], orders: { unbound: invalid, bind: at.order } }],
});

test("what is as expected makes no difference", () => {
  const as = { sight: "REFUSED", order: invalid };
  expect(differences(scenario, observed(answer("SERVFAIL", { ede: [7] }), answer("none"), "bogus", as))).toEqual([]);
});

test("each difference is named", () => {
  const other = { sight: "NOERROR", order: "valid" } as const;
  const found = differences(scenario, observed(answer("NOERROR", { ad: true }), answer("NXDOMAIN"), "secure", other));
  expect(found).toEqual([
    "A x.test at one: NOERROR, expected REFUSED",
    "A x.test at unbound: NOERROR, expected SERVFAIL",
    "A x.test at unbound: EDE none, expected 7",
    "A x.test at unbound: AD is true, expected false",
    "A x.test at bind: NXDOMAIN, expected fails",
    "A x.test by unbound-host: secure, expected bogus",
    "Pebble at bind: valid, expected invalid",
  ]);
});

const finding = (rule: string, severity: "error" | "warning", what = "x.test is bogus.") => ({
  ...{ rule, severity, what },
  why: "",
  how: "",
});

test("our checker may add a finding about the same cause", () => {
  const findings = [finding("dnssec-bogus", "error"), finding("servfail", "error")];
  expect(checkDifferences(probe, { verdict: "will-not-issue", findings })).toEqual([]);
});

test("our checker's missing, other and extra findings are named", () => {
  const findings = [finding("dnssec-bogus", "warning", "Bogus."), finding("no-address", "error", "No address.")];
  expect(checkDifferences(probe, { verdict: "cannot-tell", findings })).toEqual([
    "verdict cannot-tell, expected will-not-issue",
    "no finding dnssec-bogus error",
    "finding dnssec-bogus warning: Bogus.",
    "finding no-address error: No address.",
    "no finding says /x\\.test/",
  ]);
});
