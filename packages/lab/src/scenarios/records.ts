import { WEB } from "../addresses.js";
import type { Expectation, Probe, Scenario } from "../scenario.js";
import { challengeOf, nameOf, site, zone } from "./helpers.js";
import { challengeAlias, earlier, OTHER_TOKEN, TOKEN } from "./tokens.js";

/** A dns-01 request whose value is known. */
const asked = (name: string, expect: Expectation): Probe => ({
  name,
  ca: "pebble",
  method: "dns-01",
  records: [`_acme-challenge.${name} TXT ${TOKEN}`],
  expect,
});

/** `_acme-challenge`, then `hops - 1` more aliases, then the zone where challenges are published. */
function chain(id: string, hops: number): string {
  const link = (i: number): string => `hop${i}.${nameOf(id)}.`;
  const lines = [`@ A ${WEB.serves}`, `_acme-challenge CNAME ${link(1)}`];
  for (let i = 1; i < hops; i++) lines.push(`hop${i} CNAME ${i === hops - 1 ? `${challengeOf(id)}.` : link(i + 1)}`);
  return lines.join("\n");
}

export const RECORDS: readonly Scenario[] = [
  {
    id: "preview",
    summary: "A sound zone that tests may replace (loadZone), so nothing is expected of it",
    zones: [zone("preview")],
    acme: [earlier("preview")],
    probes: [],
  },
  {
    id: "txt-missing",
    summary: "The challenge isn't there: no such name, and a name without TXT",
    zones: [
      {
        name: nameOf("txt-missing"),
        records: [`@ A ${WEB.serves}`, `www A ${WEB.serves}`, `_acme-challenge.www A ${WEB.serves}`].join("\n"),
      },
    ],
    probes: [
      asked(nameOf("txt-missing"), {
        verdict: "will-not-issue",
        findings: ["validation-record-missing error"],
        resolvers: [{ ask: `TXT _acme-challenge.${nameOf("txt-missing")}`, unbound: "NXDOMAIN", bind: "NXDOMAIN" }],
        ca: { pebble: "invalid" },
      }),
      asked(`www.${nameOf("txt-missing")}`, {
        verdict: "will-not-issue",
        findings: ["validation-record-missing error"],
        resolvers: [{ ask: `TXT _acme-challenge.www.${nameOf("txt-missing")}`, unbound: "NOERROR", bind: "NOERROR" }],
        ca: { pebble: "invalid" },
      }),
    ],
  },
  {
    id: "txt-wrong",
    summary: "The challenge of another order",
    zones: [{ name: nameOf("txt-wrong"), records: `@ A ${WEB.serves}\n_acme-challenge TXT "${OTHER_TOKEN}"` }],
    probes: [
      asked(nameOf("txt-wrong"), {
        verdict: "will-not-issue",
        findings: ["validation-record-mismatch error"],
        resolvers: [{ ask: `TXT _acme-challenge.${nameOf("txt-wrong")}`, unbound: "NOERROR", bind: "NOERROR" }],
        ca: { pebble: "invalid", detail: /not found|[Cc]orrect value/ },
      }),
    ],
  },
  {
    id: "cname-target-dangling",
    summary: "The challenge's alias leads to a name that doesn't exist",
    zones: [zone("cname-target-dangling")],
    probes: [
      asked(nameOf("cname-target-dangling"), {
        verdict: "will-not-issue",
        findings: ["validation-record-missing error"],
        may: ["dangling-target"],
        says: [/cname-target-dangling\.acme\.test/],
        resolvers: [
          { ask: `TXT _acme-challenge.${nameOf("cname-target-dangling")}`, unbound: "NXDOMAIN", bind: "NXDOMAIN" },
        ],
        ca: { pebble: "invalid" },
      }),
    ],
  },
  {
    id: "doubled-domain",
    summary: "The challenge stands at a name that bears its zone twice",
    zones: [
      {
        name: nameOf("doubled-domain"),
        records: [
          `@ A ${WEB.serves}`,
          `www A ${WEB.serves}`,
          `_acme-challenge.www.doubled-domain.test TXT "${TOKEN}"`,
        ].join("\n"),
      },
    ],
    probes: [
      asked(`www.${nameOf("doubled-domain")}`, {
        verdict: "will-not-issue",
        findings: ["doubled-domain error"],
        may: ["validation-record-missing"],
        says: [/_acme-challenge\.www\.doubled-domain\.test\.doubled-domain\.test/],
        resolvers: [
          { ask: `TXT _acme-challenge.www.${nameOf("doubled-domain")}`, unbound: "NXDOMAIN", bind: "NXDOMAIN" },
        ],
        ca: { pebble: "invalid" },
      }),
    ],
  },
  {
    id: "wildcard-captures",
    summary: "A wildcard alias answers for the challenge, too",
    zones: [{ name: nameOf("wildcard-captures"), records: `www A ${WEB.serves}\n* CNAME www.wildcard-captures.test.` }],
    probes: [
      asked(`any.${nameOf("wildcard-captures")}`, {
        verdict: "will-not-issue",
        findings: ["validation-record-missing error"],
        may: ["wildcard-catches-challenge"],
        says: [/\*\.wildcard-captures\.test/],
        resolvers: [
          { ask: `TXT _acme-challenge.any.${nameOf("wildcard-captures")}`, unbound: "NOERROR", bind: "NOERROR" },
        ],
        ca: { pebble: "invalid" },
      }),
      {
        name: `any.${nameOf("wildcard-captures")}`,
        ca: "pebble",
        method: "http-01",
        expect: { verdict: "will-issue", findings: [], ca: { pebble: "valid" } },
      },
    ],
  },
  {
    id: "cname-and-txt",
    summary: "A server that loads an alias and a TXT at one name, and shows the alias only",
    zones: [
      {
        name: nameOf("cname-and-txt"),
        records: [
          `@ A ${WEB.serves}`,
          "_acme-challenge CNAME elsewhere.acme.test.",
          `_acme-challenge TXT "${TOKEN}"`,
        ].join("\n"),
        servers: ["lax"],
      },
    ],
    acme: [earlier("elsewhere")],
    sights: [{ ask: `TXT _acme-challenge.${nameOf("cname-and-txt")}`, at: "lax", is: "NOERROR elsewhere.acme.test." }],
    probes: [
      asked(nameOf("cname-and-txt"), {
        verdict: "will-not-issue",
        findings: ["validation-record-mismatch error"],
        may: ["cname-and-other-data"],
        resolvers: [{ ask: `TXT _acme-challenge.${nameOf("cname-and-txt")}`, unbound: "NOERROR", bind: "NOERROR" }],
        ca: { pebble: "invalid" },
      }),
    ],
  },
  {
    id: "cname-chain-11",
    summary: "As many aliases as resolvers follow",
    zones: [{ name: nameOf("cname-chain-11"), records: chain("cname-chain-11", 11) }],
    acme: [earlier("cname-chain-11")],
    probes: [
      {
        name: nameOf("cname-chain-11"),
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: ["cname-chain-too-long warning"],
          resolvers: [{ ask: `TXT _acme-challenge.${nameOf("cname-chain-11")}`, unbound: "NOERROR", bind: "NOERROR" }],
          ca: { pebble: "valid", publishAt: challengeOf("cname-chain-11") },
        },
      },
    ],
  },
  {
    id: "cname-chain-12",
    summary: "One alias more than resolvers follow",
    zones: [{ name: nameOf("cname-chain-12"), records: chain("cname-chain-12", 12) }],
    acme: [earlier("cname-chain-12")],
    probes: [
      {
        name: nameOf("cname-chain-12"),
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["cname-chain-too-long error"],
          resolvers: [
            { ask: `TXT _acme-challenge.${nameOf("cname-chain-12")}`, unbound: "SERVFAIL", bind: "SERVFAIL" },
          ],
          ca: { pebble: "invalid", publishAt: challengeOf("cname-chain-12") },
        },
      },
    ],
  },
  {
    id: "cname-loop",
    summary: "Aliases in a circle, and one of itself",
    zones: [
      {
        name: nameOf("cname-loop"),
        records: [
          `@ A ${WEB.serves}`,
          `self A ${WEB.serves}`,
          "_acme-challenge CNAME round.cname-loop.test.",
          "round CNAME _acme-challenge.cname-loop.test.",
          "_acme-challenge.self CNAME _acme-challenge.self.cname-loop.test.",
        ].join("\n"),
      },
    ],
    probes: [nameOf("cname-loop"), `self.${nameOf("cname-loop")}`].map((name) => ({
      name,
      ca: "pebble",
      method: "dns-01",
      expect: {
        verdict: "will-not-issue",
        findings: ["cname-loop error"],
        resolvers: [{ ask: `TXT _acme-challenge.${name}`, unbound: "SERVFAIL", bind: "SERVFAIL" }],
        ca: { pebble: "invalid" },
      },
    })),
  },
  {
    id: "dname",
    summary: "The name lies below a DNAME",
    zones: [
      { name: nameOf("dname"), records: `@ A ${WEB.serves}\nsub DNAME dname-target.test.` },
      { name: nameOf("dname-target"), records: `www A ${WEB.serves}\n${challengeAlias("dname", "www")}` },
    ],
    acme: [earlier("dname")],
    probes: [
      {
        name: `www.sub.${nameOf("dname")}`,
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          resolvers: [{ ask: `TXT _acme-challenge.www.sub.${nameOf("dname")}`, unbound: "NOERROR", bind: "NOERROR" }],
          ca: { pebble: "valid", publishAt: challengeOf("dname") },
        },
      },
    ],
  },
  {
    id: "txt-among-others",
    summary: "The right challenge beside an older one",
    zones: [
      zone("txt-among-others", {
        records: `@ A ${WEB.serves}\n_acme-challenge TXT "${OTHER_TOKEN}"\n_acme-challenge TXT "${TOKEN}"`,
      }),
    ],
    probes: [
      asked(nameOf("txt-among-others"), {
        verdict: "will-issue",
        findings: [],
        resolvers: [{ ask: `TXT _acme-challenge.${nameOf("txt-among-others")}`, unbound: "NOERROR", bind: "NOERROR" }],
        ca: { rule: "issues", because: "pebble-knows-acme-only" },
      }),
    ],
  },
  {
    id: "digicert-txt",
    summary: "A random value of DigiCert's as TXT record",
    zones: [{ name: nameOf("digicert-txt"), records: `_dnsauth TXT "k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j"` }],
    probes: [
      {
        name: nameOf("digicert-txt"),
        ca: "digicert",
        method: "dns-txt",
        records: ["_dnsauth.digicert-txt.test TXT k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j"],
        expect: { verdict: "will-issue", findings: [], ca: { rule: "issues", because: "pebble-knows-acme-only" } },
      },
    ],
  },
  {
    id: "acm-record",
    summary: "A CNAME that stays, as Amazon's certificate manager wants it: one is there, the other isn't",
    zones: [
      zone("acm-record", {
        records: site(
          "acm-record",
          "_3639ac514e785e898d2646601fa951d5 CNAME _f58e4a9ae7d6d5f6d3d8d0f7c7b2a1e0.mhbtsbpdnt.acm-validations.aws.",
        ),
      }),
    ],
    acme: [earlier("acm-record")],
    probes: [
      {
        name: nameOf("acm-record"),
        ca: "amazon",
        method: "dns-cname",
        records: [
          "_3639ac514e785e898d2646601fa951d5.acm-record.test CNAME _f58e4a9ae7d6d5f6d3d8d0f7c7b2a1e0.mhbtsbpdnt.acm-validations.aws",
        ],
        expect: { verdict: "will-issue", findings: [], ca: { rule: "issues", because: "pebble-knows-acme-only" } },
      },
      {
        name: `www.${nameOf("acm-record")}`,
        ca: "amazon",
        method: "dns-cname",
        records: [
          "_7aa1f2c0e4b84cf6a8ef41d3a2f0c9d8.www.acm-record.test CNAME _0123456789abcdef0123456789abcdef.mhbtsbpdnt.acm-validations.aws",
        ],
        expect: {
          verdict: "will-not-issue",
          findings: ["validation-record-missing error"],
          ca: { rule: "refuses", because: "pebble-knows-acme-only" },
        },
      },
    ],
  },
];
