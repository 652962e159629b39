import { WEB } from "../addresses.js";
import type { Expectation, Scenario, Signing, ZoneSpec } from "../scenario.js";
import { challengeOf, nameOf, site, zone } from "./helpers.js";
import { challengeAlias, earlier } from "./tokens.js";

/** A zone that is as it should be, signed in one way or another. */
export function sound(
  id: string,
  summary: string,
  options: Partial<ZoneSpec>,
  more: Partial<Expectation> = {},
): Scenario {
  const secure = options.sign !== undefined;
  return {
    id,
    summary,
    zones: [zone(id, options)],
    acme: [earlier(id)],
    probes: [
      {
        name: nameOf(id),
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          resolvers: [
            { ask: `A ${nameOf(id)}`, unbound: "NOERROR", bind: "NOERROR", ad: secure },
            { ask: `A nothing-here.${nameOf(id)}`, unbound: "NXDOMAIN", bind: "NXDOMAIN", ad: secure },
          ],
          dnssec: [{ ask: `A ${nameOf(id)}`, is: secure ? "secure" : "insecure" }],
          ca: { pebble: "valid", publishAt: challengeOf(id) },
          ...more,
        },
      },
    ],
  };
}

/** A zone that no validator believes. */
export function bogus(id: string, summary: string, options: Partial<ZoneSpec>, rule: string, ede: number): Scenario {
  return {
    id,
    summary,
    zones: [zone(id, options)],
    acme: [earlier(id)],
    probes: [
      {
        name: nameOf(id),
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-not-issue",
          findings: [`${rule} error`],
          resolvers: [{ ask: `A ${nameOf(id)}`, unbound: "SERVFAIL", bind: "SERVFAIL", ede }],
          dnssec: [{ ask: `A ${nameOf(id)}`, is: "bogus" }],
          ca: { pebble: "invalid", publishAt: challengeOf(id) },
        },
      },
    ],
  };
}

const TAMPERED: Signing = { tamper: { find: /127\.53\.8\.13$/m, replace: WEB.serves } };

export const DNSSEC: readonly Scenario[] = [
  sound("good-signed", "Signed, DS in the parent", { sign: "good" }),
  sound("good-unsigned", "No keys, no DS", {}),
  sound("good-nsec3", "Signed with NSEC3 and no extra iterations", { sign: "nsec3" }),
  {
    id: "good-dynamic-signed",
    summary: "The server signs, and the challenge is written straight into the zone",
    zones: [
      {
        name: nameOf("good-dynamic-signed"),
        records: `@ A ${WEB.serves}`,
        sign: "policy",
        dynamic: true,
        servers: ["one"],
      },
    ],
    probes: [
      {
        name: nameOf("good-dynamic-signed"),
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          resolvers: [{ ask: `A ${nameOf("good-dynamic-signed")}`, unbound: "NOERROR", bind: "NOERROR", ad: true }],
          dnssec: [{ ask: `A ${nameOf("good-dynamic-signed")}`, is: "secure" }],
          ca: { pebble: "valid", publishAt: `_acme-challenge.${nameOf("good-dynamic-signed")}` },
        },
      },
    ],
  },
  bogus("rrsig-expired", "Signatures ended in the past", { sign: "expired" }, "dnssec-bogus", 7),
  bogus("rrsig-future", "Signatures begin in the future", { sign: "future" }, "dnssec-bogus", 8),
  bogus("ds-wrong", "The DS is of a key that the zone doesn't have", { sign: "good", ds: "wrong" }, "dnssec-bogus", 9),
  bogus("ds-no-dnskey", "A DS, and an unsigned zone", { ds: "fake" }, "ds-without-dnskey", 9),
  {
    id: "sig-one-rrset",
    summary: "One RRset changed after signing: the apex is fine, www isn't",
    zones: [
      zone("sig-one-rrset", {
        records: [`@ A ${WEB.serves}`, `www A ${WEB.servesToo}`, challengeAlias("sig-one-rrset")].join("\n"),
        sign: TAMPERED,
      }),
    ],
    acme: [earlier("sig-one-rrset")],
    probes: [
      {
        name: nameOf("sig-one-rrset"),
        ca: "pebble",
        method: "http-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          resolvers: [{ ask: `A ${nameOf("sig-one-rrset")}`, unbound: "NOERROR", bind: "NOERROR", ad: true }],
          dnssec: [{ ask: `A ${nameOf("sig-one-rrset")}`, is: "secure" }],
          ca: { pebble: "valid" },
        },
      },
      {
        name: `www.${nameOf("sig-one-rrset")}`,
        ca: "pebble",
        method: "http-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["dnssec-bogus error"],
          resolvers: [{ ask: `A www.${nameOf("sig-one-rrset")}`, unbound: "SERVFAIL", bind: "SERVFAIL", ede: 6 }],
          dnssec: [{ ask: `A www.${nameOf("sig-one-rrset")}`, is: "bogus" }],
          ca: { pebble: "invalid" },
        },
      },
    ],
  },
  {
    id: "bogus-child",
    summary: "A sound parent, and below it a zone whose signatures ended",
    zones: [
      zone("bogus-child", { sign: "good" }),
      {
        name: `child.${nameOf("bogus-child")}`,
        records: [`@ A ${WEB.serves}`, challengeAlias("bogus-child-child")].join("\n"),
        sign: "expired",
      },
    ],
    acme: [earlier("bogus-child"), earlier("bogus-child-child")],
    probes: [
      {
        name: nameOf("bogus-child"),
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          resolvers: [{ ask: `A ${nameOf("bogus-child")}`, unbound: "NOERROR", bind: "NOERROR", ad: true }],
          dnssec: [{ ask: `A ${nameOf("bogus-child")}`, is: "secure" }],
          ca: { pebble: "valid", publishAt: challengeOf("bogus-child") },
        },
      },
      {
        name: `child.${nameOf("bogus-child")}`,
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["dnssec-bogus error"],
          says: [/child\.bogus-child\.test/],
          resolvers: [{ ask: `A child.${nameOf("bogus-child")}`, unbound: "SERVFAIL", bind: "SERVFAIL", ede: 7 }],
          dnssec: [{ ask: `A child.${nameOf("bogus-child")}`, is: "bogus" }],
          ca: { pebble: "invalid", publishAt: challengeOf("bogus-child-child") },
        },
      },
    ],
  },
  sound(
    "dnssec-expiring",
    "Signatures end in two days",
    { sign: "expiring" },
    { findings: ["dnssec-expiring warning"] },
  ),
  {
    id: "http-via-bogus",
    summary: "The web server is fine, the zone bogus",
    zones: [zone("http-via-bogus", { records: site("http-via-bogus"), sign: "expired" })],
    acme: [earlier("http-via-bogus")],
    probes: [
      {
        name: nameOf("http-via-bogus"),
        ca: "pebble",
        method: "http-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["dnssec-bogus error"],
          resolvers: [{ ask: `A ${nameOf("http-via-bogus")}`, unbound: "SERVFAIL", bind: "SERVFAIL", ede: 7 }],
          dnssec: [{ ask: `A ${nameOf("http-via-bogus")}`, is: "bogus" }],
          ca: { pebble: "invalid" },
        },
      },
    ],
  },
];
