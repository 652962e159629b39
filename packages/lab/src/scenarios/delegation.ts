import { type ServerId, WEB } from "../addresses.js";
import type { Expectation, Outcome, Scenario, ZoneSpec } from "../scenario.js";
import { challengeOf, nameOf, site, zone } from "./helpers.js";
import { challengeAlias, earlier, TOKEN } from "./tokens.js";

interface Case extends Omit<Expectation, "resolvers" | "ca"> {
  readonly unbound: Outcome;
  readonly bind: Outcome;
  readonly ca?: Expectation["ca"];
  readonly zone?: Partial<ZoneSpec>;
  readonly slow?: boolean;
  readonly sights?: Scenario["sights"];
}

/** A zone on the servers named, and one dns-01 request for its apex. */
function served(id: string, summary: string, servers: readonly ServerId[], found: Case): Scenario {
  const { unbound, bind, zone: options, slow, ca, sights, ...expect } = found;
  return {
    id,
    summary,
    zones: [zone(id, { servers, ...options })],
    acme: [earlier(id)],
    slow,
    sights,
    probes: [
      {
        name: nameOf(id),
        ca: "pebble",
        method: "dns-01",
        expect: {
          ...expect,
          resolvers: [{ ask: `A ${nameOf(id)}`, unbound, bind }],
          ca: ca ?? {
            pebble: expect.verdict === "will-issue" ? "valid" : "invalid",
            publishAt: challengeOf(id),
          },
        },
      },
    ],
  };
}

export const DELEGATION: readonly Scenario[] = [
  served("lame-all", "One server refuses, the other isn't there", ["refuses", "closed"], {
    verdict: "will-not-issue",
    findings: ["lame-delegation error"],
    may: ["nameserver-unreachable"],
    unbound: "fails",
    bind: "SERVFAIL",
    sights: [
      { ask: `A ${nameOf("lame-all")}`, at: "refuses", is: "REFUSED" },
      { ask: `A ${nameOf("lame-all")}`, at: "closed", is: "none" },
    ],
  }),
  served("lame-half", "One good server, one that refuses", ["one", "refuses"], {
    verdict: "will-issue",
    findings: ["lame-delegation warning"],
    unbound: "NOERROR",
    bind: "NOERROR",
    sights: [
      { ask: `A ${nameOf("lame-half")}`, at: "one", is: `NOERROR ${WEB.serves}` },
      { ask: `A ${nameOf("lame-half")}`, at: "refuses", is: "REFUSED" },
    ],
  }),
  served("zone-not-loaded", "The server couldn't load the zone", ["broken"], {
    verdict: "will-not-issue",
    findings: ["servfail error"],
    unbound: "SERVFAIL",
    bind: "SERVFAIL",
    sights: [{ ask: `A ${nameOf("zone-not-loaded")}`, at: "broken", is: "SERVFAIL" }],
  }),
  served("servers-silent", "Nobody answers", ["silent"], {
    verdict: "will-not-issue",
    findings: ["nameserver-unreachable error"],
    unbound: "fails",
    bind: "fails",
    slow: true,
    sights: [
      { ask: `A ${nameOf("servers-silent")}`, at: "silent", is: "none" },
      { ask: `A ${nameOf("servers-silent")}`, at: "silent", over: "tcp", is: "none" },
    ],
  }),
  served("half-silent", "One good server, one that never answers", ["one", "silent"], {
    verdict: "will-issue",
    findings: ["nameserver-unreachable warning"],
    // It begins with either of the two, and may not be done with the silent one when whoever asked has given up.
    unbound: "any",
    bind: "NOERROR",
    ca: { rule: "issues", because: "pebble-gives-up-early" },
    slow: true,
  }),
  served("tcp-dropped", "UDP works, TCP doesn't, and nothing needs it", ["tcp-dropped"], {
    verdict: "will-issue",
    findings: ["tcp-refused warning"],
    unbound: "NOERROR",
    bind: "NOERROR",
    sights: [
      { ask: `A ${nameOf("tcp-dropped")}`, at: "tcp-dropped", is: `NOERROR ${WEB.serves}` },
      { ask: `A ${nameOf("tcp-dropped")}`, at: "tcp-dropped", over: "tcp", is: "none" },
    ],
  }),
  served("udp-dropped", "A firewall lets only TCP through", ["udp-dropped"], {
    verdict: "will-not-issue",
    findings: ["nameserver-unreachable error"],
    says: [/TCP/],
    unbound: "fails",
    bind: "fails",
    slow: true,
    sights: [
      { ask: `A ${nameOf("udp-dropped")}`, at: "udp-dropped", is: "none" },
      { ask: `A ${nameOf("udp-dropped")}`, at: "udp-dropped", over: "udp-without-edns", is: "none" },
      { ask: `A ${nameOf("udp-dropped")}`, at: "udp-dropped", over: "tcp", is: `NOERROR ${WEB.serves}` },
    ],
  }),
  served("truncates", "Every UDP answer is truncated, TCP works", ["truncates"], {
    verdict: "will-issue",
    findings: [],
    unbound: "NOERROR",
    bind: "NOERROR",
    sights: [
      { ask: `A ${nameOf("truncates")}`, at: "truncates", is: "NOERROR TC" },
      { ask: `A ${nameOf("truncates")}`, at: "truncates", over: "tcp", is: `NOERROR ${WEB.serves}` },
    ],
  }),
  served("truncates-no-tcp", "Every UDP answer is truncated, and TCP is closed", ["truncates-no-tcp"], {
    verdict: "will-not-issue",
    findings: ["tcp-refused error"],
    may: ["caa-lookup-failed"],
    unbound: "fails",
    bind: "fails",
    slow: true,
    sights: [
      { ask: `A ${nameOf("truncates-no-tcp")}`, at: "truncates-no-tcp", is: "NOERROR TC" },
      { ask: `A ${nameOf("truncates-no-tcp")}`, at: "truncates-no-tcp", over: "tcp", is: "none" },
    ],
  }),
  served("edns-dropped", "Queries with EDNS get lost", ["edns-dropped"], {
    verdict: "will-not-issue",
    findings: ["edns-broken error"],
    unbound: "fails",
    bind: "fails",
    slow: true,
    sights: [
      { ask: `A ${nameOf("edns-dropped")}`, at: "edns-dropped", is: "none" },
      { ask: `A ${nameOf("edns-dropped")}`, at: "edns-dropped", over: "udp-without-edns", is: `NOERROR ${WEB.serves}` },
    ],
  }),
  // BIND answers after seven seconds, Unbound not in ten; CAs don't wait for either.
  served("slow-3s", "Every answer takes three seconds", ["slow-3s"], {
    verdict: "will-not-issue",
    findings: ["nameserver-unreachable error"],
    may: ["nameserver-slow"],
    unbound: "fails",
    bind: "any",
    slow: true,
    sights: [{ ask: `A ${nameOf("slow-3s")}`, at: "slow-3s", is: "none" }],
  }),
  {
    id: "slow-1s",
    summary: "Every answer takes a second and a half",
    zones: [zone("slow-1s", { servers: ["slow-1s"] })],
    acme: [earlier("slow-1s")],
    slow: true,
    probes: [
      {
        name: nameOf("slow-1s"),
        ca: "pebble",
        method: "dns-01",
        profile: "patient",
        expect: {
          verdict: "will-issue",
          findings: ["nameserver-slow warning"],
          // Whether a resolver waits hangs on its retries.
          resolvers: [{ ask: `A ${nameOf("slow-1s")}`, unbound: "any", bind: "NOERROR" }],
          ca: { rule: "issues", because: "pebble-gives-up-early" },
        },
      },
    ],
  },
  {
    id: "disagree",
    summary: "One server has the challenge, the other an older copy without it",
    zones: [
      {
        name: nameOf("disagree"),
        records: [`@ A ${WEB.serves}`, `_acme-challenge 1 TXT "${TOKEN}"`].join("\n"),
        serial: 2,
        servers: ["one", "old"],
        variants: [{ at: ["old"], records: `@ A ${WEB.serves}`, serial: 1 }],
      },
    ],
    sights: [
      { ask: `TXT _acme-challenge.${nameOf("disagree")}`, at: "one", is: `NOERROR "${TOKEN}"` },
      { ask: `TXT _acme-challenge.${nameOf("disagree")}`, at: "old", is: "NXDOMAIN" },
      { ask: `SOA ${nameOf("disagree")}`, at: "one", is: "NOERROR ns-one.test. hostmaster.test. 2 3600 600 604800 1" },
      { ask: `SOA ${nameOf("disagree")}`, at: "old", is: "NOERROR ns-one.test. hostmaster.test. 1 3600 600 604800 1" },
    ],
    probes: [
      {
        name: nameOf("disagree"),
        ca: "pebble",
        method: "dns-01",
        records: [`_acme-challenge.${nameOf("disagree")} TXT ${TOKEN}`],
        expect: {
          verdict: "cannot-tell",
          findings: ["nameservers-disagree error"],
          may: ["validation-record-missing"],
          resolvers: [{ ask: `TXT _acme-challenge.${nameOf("disagree")}`, unbound: "any", bind: "any" }],
          ca: { rule: "depends", because: "pebble-one-server" },
        },
      },
    ],
  },
  {
    id: "parent-child-ns-mismatch",
    summary: "The parent delegates to two servers, the zone names one of them and another",
    zones: [
      zone("parent-child-ns-mismatch", {
        apexServers: ["one", "old"],
        variants: [{ at: ["old"], records: site("parent-child-ns-mismatch") }],
      }),
    ],
    acme: [earlier("parent-child-ns-mismatch")],
    sights: [
      { ask: `NS ${nameOf("parent-child-ns-mismatch")}`, at: "one", is: "NOERROR ns-old.test. ns-one.test." },
      { ask: `A ${nameOf("parent-child-ns-mismatch")}`, at: "old", is: `NOERROR ${WEB.serves}` },
    ],
    probes: [
      {
        name: nameOf("parent-child-ns-mismatch"),
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: ["parent-child-ns-mismatch warning"],
          resolvers: [{ ask: `A ${nameOf("parent-child-ns-mismatch")}`, unbound: "NOERROR", bind: "NOERROR" }],
          ca: { pebble: "valid", publishAt: challengeOf("parent-child-ns-mismatch") },
        },
      },
    ],
  },
  {
    id: "not-registered",
    summary: "The registry has no such name",
    zones: [],
    probes: [
      {
        name: `www.${nameOf("not-registered")}`,
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["not-registered error"],
          resolvers: [{ ask: `A www.${nameOf("not-registered")}`, unbound: "NXDOMAIN", bind: "NXDOMAIN", ad: true }],
          ca: { pebble: "invalid" },
        },
      },
    ],
  },
  {
    id: "private-zone",
    summary: "Only a network of the owner's sees the zone",
    zones: [
      {
        name: nameOf("private-zone"),
        records: null,
        variants: [{ from: ["inside"], records: site("private-zone") }],
      },
    ],
    acme: [earlier("private-zone")],
    sights: [
      { ask: `A ${nameOf("private-zone")}`, at: "one", is: "REFUSED" },
      { ask: `A ${nameOf("private-zone")}`, at: "one", from: "p1", is: "REFUSED" },
      { ask: `A ${nameOf("private-zone")}`, at: "one", from: "inside", is: `NOERROR ${WEB.serves}` },
    ],
    probes: [
      {
        name: nameOf("private-zone"),
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["lame-delegation error"],
          resolvers: [{ ask: `A ${nameOf("private-zone")}`, unbound: "SERVFAIL", bind: "SERVFAIL" }],
          ca: { pebble: "invalid", publishAt: challengeOf("private-zone") },
        },
      },
    ],
  },
  {
    id: "zone-cut-occludes",
    summary: "The parent holds a challenge below a zone cut, where only the child is asked",
    zones: [
      {
        name: nameOf("zone-cut-occludes"),
        records: [`@ A ${WEB.serves}`, `_acme-challenge.sub TXT "${TOKEN}"`].join("\n"),
      },
      { name: `sub.${nameOf("zone-cut-occludes")}`, records: `@ A ${WEB.serves}` },
    ],
    probes: [
      {
        name: `sub.${nameOf("zone-cut-occludes")}`,
        ca: "pebble",
        method: "dns-01",
        records: [`_acme-challenge.sub.${nameOf("zone-cut-occludes")} TXT ${TOKEN}`],
        expect: {
          verdict: "will-not-issue",
          findings: ["validation-record-missing error"],
          resolvers: [
            { ask: `TXT _acme-challenge.sub.${nameOf("zone-cut-occludes")}`, unbound: "NXDOMAIN", bind: "NXDOMAIN" },
          ],
          ca: { pebble: "invalid" },
        },
      },
    ],
  },
  {
    id: "zone-cut-lame-child",
    summary: "A name is delegated to servers that have only the parent zone",
    zones: [zone("zone-cut-lame-child"), { name: `sub.${nameOf("zone-cut-lame-child")}`, records: null }],
    acme: [earlier("zone-cut-lame-child")],
    probes: [
      {
        name: `sub.${nameOf("zone-cut-lame-child")}`,
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["lame-delegation error"],
          says: [/sub\.zone-cut-lame-child\.test/],
          // The servers answer with a referral to themselves; what to make of it is a matter of taste.
          resolvers: [
            { ask: `TXT _acme-challenge.sub.${nameOf("zone-cut-lame-child")}`, unbound: "NOERROR", bind: "SERVFAIL" },
          ],
          ca: { pebble: "invalid" },
        },
      },
    ],
  },
  {
    id: "ent-nxdomain",
    summary: "A server denies an empty non-terminal below which there are records",
    zones: [
      {
        name: nameOf("ent-nxdomain"),
        records: [`a.b A ${WEB.serves}`, challengeAlias("ent-nxdomain", "a.b")].join("\n"),
        servers: ["ent-nxdomain"],
        denied: [`b.${nameOf("ent-nxdomain")}`],
      },
    ],
    acme: [earlier("ent-nxdomain")],
    sights: [
      { ask: `A a.b.${nameOf("ent-nxdomain")}`, at: "ent-nxdomain", is: `NOERROR ${WEB.serves}` },
      { ask: `A b.${nameOf("ent-nxdomain")}`, at: "ent-nxdomain", is: "NXDOMAIN" },
    ],
    probes: [
      {
        name: `a.b.${nameOf("ent-nxdomain")}`,
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: ["ent-nxdomain warning"],
          resolvers: [
            { ask: `A a.b.${nameOf("ent-nxdomain")}`, unbound: "NOERROR", bind: "NOERROR" },
            { ask: `A b.${nameOf("ent-nxdomain")}`, unbound: "NXDOMAIN", bind: "NXDOMAIN" },
          ],
          ca: { pebble: "valid", publishAt: challengeOf("ent-nxdomain") },
        },
      },
    ],
  },
];
