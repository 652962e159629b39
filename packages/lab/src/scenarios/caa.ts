import { type ServerId, WEB } from "../addresses.js";
import type { CaExpectation, Expectation, Outcome, Probe, Scenario, ZoneSpec } from "../scenario.js";
import { challengeOf, nameOf, site, zone } from "./helpers.js";
import { challengeAlias, earlier } from "./tokens.js";

/** Pebble issues whatever CAA says, so what the rules ask for stands beside it. */
const blind = (id: string, rule: CaExpectation["rule"]): CaExpectation => ({
  pebble: "valid",
  publishAt: challengeOf(id),
  rule,
  because: "pebble-no-caa",
});

const permitted = (id: string): Expectation => ({
  verdict: "will-issue",
  findings: [],
  ca: { pebble: "valid", publishAt: challengeOf(id) },
});

const letsEncrypt = (name: string, expect: Expectation): Probe => ({
  name,
  ca: "letsencrypt",
  method: "dns-01",
  expect,
});

/** A zone with these CAA records at its apex, and one request for the apex. */
function caa(id: string, summary: string, records: readonly string[], expect: Omit<Expectation, "ca">): Scenario {
  return {
    id,
    summary,
    zones: [zone(id, { records: site(id, ...records.map((record) => `@ CAA ${record}`)) })],
    acme: [earlier(id)],
    probes: [
      letsEncrypt(nameOf(id), {
        resolvers: [{ ask: `CAA ${nameOf(id)}`, unbound: "NOERROR", bind: "NOERROR" }],
        ...expect,
        ca: expect.verdict === "will-issue" ? permitted(id).ca : blind(id, "refuses"),
      }),
    ],
  };
}

/**
 * A server on which only the CAA query fails. Let's Encrypt never takes that for permission. Another CA may where the zone
 * isn't signed (Baseline Requirements §3.2.2.8), so of one that isn't known it can't be told.
 */
function caaFails(
  id: string,
  summary: string,
  options: Partial<ZoneSpec> & { servers: [ServerId] },
  bind: Outcome,
): Scenario {
  const signed = options.sign !== undefined;
  const [server] = options.servers;
  const dropped = server === "caa-dropped";
  const expected: Omit<Expectation, "verdict" | "ca"> = {
    findings: ["caa-lookup-failed error"],
    resolvers: [
      { ask: `A ${nameOf(id)}`, unbound: "NOERROR", bind: "NOERROR" },
      { ask: `CAA ${nameOf(id)}`, unbound: "fails", bind },
    ],
  };
  const other: Expectation = signed
    ? { ...expected, verdict: "will-not-issue", ca: blind(id, "refuses") }
    : { ...expected, verdict: "cannot-tell", ca: blind(id, "depends") };
  return {
    id,
    summary,
    zones: [zone(id, options)],
    acme: [earlier(id)],
    slow: dropped,
    sights: [
      { ask: `A ${nameOf(id)}`, at: server, is: `NOERROR ${WEB.serves}` },
      { ask: `CAA ${nameOf(id)}`, at: server, is: dropped ? "none" : "SERVFAIL" },
    ],
    probes: [
      letsEncrypt(nameOf(id), { ...expected, verdict: "will-not-issue", ca: blind(id, "refuses") }),
      { name: nameOf(id), ca: "pebble", method: "dns-01", expect: other },
    ],
  };
}

const TREE = nameOf("caa-tree");

export const CAA: readonly Scenario[] = [
  caa("caa-allow", "The CA is named", ['0 issue "letsencrypt.org"'], { verdict: "will-issue", findings: [] }),
  caa("caa-deny", "Another CA is named", ['0 issue "digicert.com"'], {
    verdict: "will-not-issue",
    findings: ["caa-excludes-ca error"],
  }),
  caa("caa-none", "Nobody may issue", ['0 issue ";"'], {
    verdict: "will-not-issue",
    findings: ["caa-excludes-ca error"],
    may: ["caa-denies-all"],
  }),
  caa("caa-critical-unknown", "A critical property that no CA knows", ['0 issue "letsencrypt.org"', '128 tbs "x"'], {
    verdict: "will-not-issue",
    findings: ["caa-unknown-tag error"],
    may: ["caa-excludes-ca"],
  }),
  caa("caa-method", "The CA is named for another method", ['0 issue "letsencrypt.org; validationmethods=http-01"'], {
    verdict: "will-not-issue",
    findings: ["caa-excludes-method error"],
  }),
  {
    id: "caa-wild",
    summary: "issuewild forbids what issue allows",
    zones: [
      zone("caa-wild", { records: site("caa-wild", '@ CAA 0 issue "letsencrypt.org"', '@ CAA 0 issuewild ";"') }),
    ],
    acme: [earlier("caa-wild")],
    probes: [
      letsEncrypt(nameOf("caa-wild"), { ...permitted("caa-wild"), may: ["caa-denies-all"] }),
      letsEncrypt(`*.${nameOf("caa-wild")}`, {
        verdict: "will-not-issue",
        findings: ["caa-excludes-wildcard error"],
        may: ["caa-denies-all"],
        resolvers: [{ ask: `CAA ${nameOf("caa-wild")}`, unbound: "NOERROR", bind: "NOERROR" }],
        ca: blind("caa-wild", "refuses"),
      }),
    ],
  },
  {
    id: "caa-tree",
    summary: "Each name is judged by the nearest set above it",
    zones: [
      zone("caa-tree", {
        records: site(
          "caa-tree",
          '@ CAA 0 issue "digicert.com"',
          `child A ${WEB.serves}`,
          'child CAA 0 issue "letsencrypt.org"',
          challengeAlias("caa-tree-child", "child"),
          `grand.child A ${WEB.serves}`,
          challengeAlias("caa-tree-grand", "grand.child"),
          `sibling A ${WEB.serves}`,
          challengeAlias("caa-tree-sibling", "sibling"),
        ),
      }),
    ],
    acme: ["caa-tree", "caa-tree-child", "caa-tree-grand", "caa-tree-sibling"].map(earlier),
    probes: [
      letsEncrypt(TREE, {
        verdict: "will-not-issue",
        findings: ["caa-excludes-ca error"],
        resolvers: [
          { ask: `CAA child.${TREE}`, unbound: "NOERROR", bind: "NOERROR" },
          { ask: `CAA grand.child.${TREE}`, unbound: "NOERROR", bind: "NOERROR" },
        ],
        ca: blind("caa-tree", "refuses"),
      }),
      letsEncrypt(`child.${TREE}`, permitted("caa-tree-child")),
      letsEncrypt(`grand.child.${TREE}`, permitted("caa-tree-grand")),
      letsEncrypt(`sibling.${TREE}`, {
        verdict: "will-not-issue",
        findings: ["caa-excludes-ca error"],
        says: [/caa-tree\.test/],
        ca: blind("caa-tree-sibling", "refuses"),
      }),
    ],
  },
  {
    id: "caa-via-cname",
    summary: "An alias brings its target's own CAA, never that of the target's parents (RFC 8659 §3)",
    zones: [
      zone("caa-via-cname", {
        records: site(
          "caa-via-cname",
          '@ CAA 0 issue "digicert.com"',
          "bare CNAME bare.caa-target.test.",
          challengeAlias("caa-via-cname-bare", "bare"),
          "own CNAME own.caa-target.test.",
          challengeAlias("caa-via-cname-own", "own"),
        ),
      }),
      {
        name: nameOf("caa-target"),
        records: [
          '@ CAA 0 issue "letsencrypt.org"',
          `bare A ${WEB.serves}`,
          `own A ${WEB.serves}`,
          'own CAA 0 issue "letsencrypt.org"',
        ].join("\n"),
      },
    ],
    acme: ["caa-via-cname", "caa-via-cname-bare", "caa-via-cname-own"].map(earlier),
    probes: [
      letsEncrypt(`bare.${nameOf("caa-via-cname")}`, {
        verdict: "will-not-issue",
        findings: ["caa-excludes-ca error"],
        resolvers: [{ ask: `CAA bare.${nameOf("caa-via-cname")}`, unbound: "NOERROR", bind: "NOERROR" }],
        ca: blind("caa-via-cname-bare", "refuses"),
      }),
      letsEncrypt(`own.${nameOf("caa-via-cname")}`, permitted("caa-via-cname-own")),
    ],
  },
  caaFails("caa-servfail", "CAA queries fail, others don't", { servers: ["caa-servfail"] }, "SERVFAIL"),
  caaFails("caa-servfail-signed", "The same in a signed zone", { servers: ["caa-servfail"], sign: "good" }, "SERVFAIL"),
  caaFails("caa-timeout", "CAA queries get lost, others don't", { servers: ["caa-dropped"] }, "fails"),
];
