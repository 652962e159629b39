import { WEB } from "../addresses.js";
import type { Scenario, Signing } from "../scenario.js";
import { bogus, sound } from "./dnssec.js";
import { challengeOf, nameOf, site, zone } from "./helpers.js";
import { challengeAlias, earlier } from "./tokens.js";

const SHAPES = nameOf("signed-shapes");
const OPTOUT = nameOf("good-nsec3-optout");
const NESTED = nameOf("nested");
const UNSIGNED = nameOf("rrsig-missing");
const UNPROVEN = nameOf("denial-unproven");

/** Each denial claims a type more. Without its NSEC records named would take the zone for unsigned. */
const DENIALS_CHANGED: Signing = { tamper: { find: /(\sIN\s+NSEC\s.*)$/gm, replace: "$1 LOC" } };

/** What else a validator meets: algorithms, proofs, aliases out of a signed zone, records that were lost. */
export const DNSSEC_SHAPES: readonly Scenario[] = [
  sound("good-rsa-split", "RSA, and one key for the keys, one for the rest", {
    sign: { algorithm: "RSASHA256", split: true },
  }),
  sound("good-p384", "ECDSA with P-384", { sign: { algorithm: "ECDSAP384SHA384" } }),
  sound("good-ed25519", "Ed25519", { sign: { algorithm: "ED25519" } }),
  sound("ds-rollover", "Beside the DS of the key, one of a key to come", { sign: "good", ds: "rollover" }),
  sound(
    "ds-unsupported",
    "A DS of an algorithm that nobody knows: as if unsigned",
    { sign: "good", ds: "unsupported" },
    {
      resolvers: [{ ask: `A ${nameOf("ds-unsupported")}`, unbound: "NOERROR", bind: "NOERROR", ad: false }],
      dnssec: [{ ask: `A ${nameOf("ds-unsupported")}`, is: "insecure" }],
    },
  ),
  sound("good-nsec3-salted", "NSEC3 with a salt and ten iterations", { sign: "nsec3-salted" }),
  {
    id: "good-nsec3-optout",
    summary: "NSEC3 with opt-out, and an unsigned zone below",
    zones: [
      zone("good-nsec3-optout", { sign: "nsec3-optout" }),
      { name: `plain.${OPTOUT}`, records: [`@ A ${WEB.serves}`, challengeAlias("optout-plain")].join("\n") },
    ],
    acme: [earlier("good-nsec3-optout"), earlier("optout-plain")],
    probes: [
      {
        name: `plain.${OPTOUT}`,
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          resolvers: [
            { ask: `A ${OPTOUT}`, unbound: "NOERROR", bind: "NOERROR", ad: true },
            { ask: `A plain.${OPTOUT}`, unbound: "NOERROR", bind: "NOERROR", ad: false },
          ],
          dnssec: [
            { ask: `A ${OPTOUT}`, is: "secure" },
            { ask: `A plain.${OPTOUT}`, is: "insecure" },
          ],
          ca: { pebble: "valid", publishAt: challengeOf("optout-plain") },
        },
      },
    ],
  },
  {
    id: "signed-shapes",
    summary: "Wildcards, denials, aliases and delegations of a signed zone, all as they should be",
    zones: [
      zone("signed-shapes", {
        records: [
          `*.wild A ${WEB.serves}`,
          `below.empty A ${WEB.serves}`,
          "to-secure CNAME good-signed.test.",
          "to-insecure CNAME good-unsigned.test.",
          "renamed DNAME good-signed.test.",
        ].join("\n"),
        sign: "good",
      }),
      { name: `plain.${SHAPES}`, records: `@ A ${WEB.serves}` },
    ],
    probes: [
      {
        name: `any.wild.${SHAPES}`,
        ca: "pebble",
        method: "http-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          dnssec: [
            { ask: `A any.wild.${SHAPES}`, is: "secure" },
            { ask: `A deep.any.wild.${SHAPES}`, is: "secure" },
            { ask: `TXT any.wild.${SHAPES}`, is: "secure" },
            { ask: `A empty.${SHAPES}`, is: "secure" },
            { ask: `CAA ${SHAPES}`, is: "secure" },
            { ask: `A nothing-here.${SHAPES}`, is: "secure" },
            { ask: `A www.renamed.${SHAPES}`, is: "secure" },
          ],
          ca: { pebble: "valid" },
        },
      },
      ...[
        { name: `to-secure.${SHAPES}`, is: "secure" as const },
        { name: `to-insecure.${SHAPES}`, is: "insecure" as const },
        { name: `plain.${SHAPES}`, is: "insecure" as const },
      ].map(({ name, is }): Scenario["probes"][number] => ({
        name,
        ca: "pebble",
        method: "http-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          resolvers: [{ ask: `A ${name}`, unbound: "NOERROR", bind: "NOERROR", ad: is === "secure" }],
          dnssec: [{ ask: `A ${name}`, is }],
          ca: { pebble: "valid" },
        },
      })),
    ],
  },
  {
    id: "nested",
    summary: "Three signed zones; the servers of the first have the second too, and one of them the third",
    zones: [
      zone("nested", { sign: "nsec3-optout" }),
      { name: `mid.${NESTED}`, records: `@ A ${WEB.serves}`, sign: "good" },
      {
        name: `low.deep.mid.${NESTED}`,
        records: [`@ A ${WEB.serves}`, challengeAlias("nested-low")].join("\n"),
        sign: "nsec3",
        servers: ["one"],
      },
      { name: `plain.mid.${NESTED}`, records: [`@ A ${WEB.serves}`].join("\n"), servers: ["two"] },
    ],
    acme: [earlier("nested"), earlier("nested-low")],
    probes: [
      {
        name: `low.deep.mid.${NESTED}`,
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          resolvers: [{ ask: `A low.deep.mid.${NESTED}`, unbound: "NOERROR", bind: "NOERROR", ad: true }],
          dnssec: [{ ask: `A low.deep.mid.${NESTED}`, is: "secure" }],
          ca: { pebble: "valid", publishAt: challengeOf("nested-low") },
        },
      },
      {
        name: `plain.mid.${NESTED}`,
        ca: "pebble",
        method: "http-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          dnssec: [{ ask: `A plain.mid.${NESTED}`, is: "insecure" }],
          ca: { pebble: "valid" },
        },
      },
    ],
  },
  bogus("dnskey-unsigned", "The keys' own signature is gone", { sign: without(/RRSIG\s+DNSKEY/) }, "dnssec-bogus", 10),
  {
    id: "rrsig-missing",
    summary: "The addresses have no signatures; the rest of the zone does",
    zones: [zone("rrsig-missing", { sign: without(/RRSIG\s+A/) })],
    acme: [earlier("rrsig-missing")],
    probes: [
      {
        name: UNSIGNED,
        ca: "pebble",
        method: "http-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["dnssec-bogus error"],
          resolvers: [{ ask: `A ${UNSIGNED}`, unbound: "SERVFAIL", bind: "SERVFAIL", ede: 10 }],
          dnssec: [{ ask: `A ${UNSIGNED}`, is: "bogus" }],
          ca: { pebble: "invalid" },
        },
      },
      {
        name: UNSIGNED,
        ca: "pebble",
        method: "dns-01",
        expect: {
          verdict: "will-issue",
          findings: [],
          dnssec: [{ ask: `CNAME _acme-challenge.${UNSIGNED}`, is: "secure" }],
          ca: { pebble: "valid", publishAt: challengeOf("rrsig-missing") },
        },
      },
    ],
  },
  {
    id: "denial-unproven",
    summary: "The denials don't match their signatures: what is there is fine, and that there is no CAA can't be shown",
    zones: [zone("denial-unproven", { records: site("denial-unproven"), sign: DENIALS_CHANGED })],
    acme: [earlier("denial-unproven")],
    probes: [
      {
        name: UNPROVEN,
        ca: "letsencrypt",
        method: "dns-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["dnssec-bogus error"],
          may: ["caa-lookup-failed"],
          resolvers: [
            { ask: `A ${UNPROVEN}`, unbound: "NOERROR", bind: "NOERROR", ad: true },
            { ask: `CAA ${UNPROVEN}`, unbound: "SERVFAIL", bind: "SERVFAIL" },
          ],
          dnssec: [
            { ask: `A ${UNPROVEN}`, is: "secure" },
            { ask: `CAA ${UNPROVEN}`, is: "bogus" },
          ],
          ca: { pebble: "valid", publishAt: challengeOf("denial-unproven"), rule: "refuses", because: "pebble-no-caa" },
        },
      },
    ],
  },
];

/** A zone signed well, from which every record of these types was lost afterwards. */
function without(types: RegExp): { tamper: { find: RegExp; replace: string } } {
  return { tamper: { find: new RegExp(String.raw`^\S+\s+\d+\s+IN\s+${types.source}\s.*\n`, "gm"), replace: "" } };
}
