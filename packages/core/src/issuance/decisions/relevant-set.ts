import { type Decision, EXCLUDED, LE, NO, ruling, YES } from "./decision.js";

const OTHER = `CAA 0 issue "digicert.com"`;
const OURS = `CAA 0 issue "letsencrypt.org"`;
const SOA = "@ SOA ns1.example.net. hostmaster.example.com. 1 7200 900 1209600 300";
const whole = (origin: string, ...records: readonly string[]) => [`$ORIGIN ${origin}`, SOA, ...records].join("\n");

/** rules-of-issuance §2.1: finding the relevant set (RFC 8659 §3). */
export const RELEVANT_SET: Readonly<Record<string, Decision>> = {
  "2.1.1": {
    says: "Strip `*.` and any final dot, start at the full name",
    good: [ruling(`www ${OURS}\n@ ${OTHER}`, `*.www.example.com. ${LE}`, YES)],
    bad: [ruling(`www ${OTHER}\n@ ${OURS}`, `*.www.example.com ${LE}`, EXCLUDED)],
  },
  "2.1.2": {
    says: "Aliases are followed by ordinary resolution; what stands at the target counts as the name's",
    good: [
      ruling(`www CNAME shop\nshop ${OURS}\n@ ${OTHER}`, `www.example.com ${LE}`, YES),
      ruling(`old DNAME new\nwww.new ${OURS}\n@ ${OTHER}`, `www.old.example.com ${LE}`, YES),
    ],
    bad: [
      ruling(`www CNAME shop\nshop ${OTHER}\n@ ${OURS}`, `www.example.com ${LE}`, EXCLUDED),
      ruling(`a CNAME b\nb CNAME c\nc ${OTHER}\n@ ${OURS}`, `a.example.com ${LE}`, EXCLUDED),
      ruling(`old DNAME new\nwww.new ${OTHER}\n@ ${OURS}`, `www.old.example.com ${LE}`, EXCLUDED),
      ruling(`www CNAME shop\nshop CNAME www`, `www.example.com ${LE}`, `${NO} caa-lookup-failed`),
      ruling("www CNAME shop.example.net.", `www.example.com ${LE}`, "cannot-tell"),
    ],
  },
  "2.1.3": {
    says: "Climb from the original name, never from the alias's target (that was RFC 6844)",
    good: [
      ruling(`www CNAME a.shop\na.shop A 192.0.2.1\nshop ${OTHER}\n@ ${OURS}`, `www.example.com ${LE}`, YES),
      ruling(`a.b.c A 192.0.2.1\nc ${OURS}\n@ ${OTHER}`, `a.b.c.example.com ${LE}`, YES),
    ],
    bad: [
      ruling(`www CNAME a.shop\na.shop A 192.0.2.1\nshop ${OURS}\n@ ${OTHER}`, `www.example.com ${LE}`, EXCLUDED),
      ruling(`a.b.c A 192.0.2.1\nc ${OTHER}\n@ ${OURS}`, `a.b.c.example.com ${LE}`, EXCLUDED),
      // A wildcard beyond the parent: the set of a name far above decides.
      ruling(`a.b.c A 192.0.2.1\n@ CAA 0 issuewild ";"`, `*.a.b.c.example.com ${LE}`, `${NO} caa-excludes-wildcard`),
    ],
  },
  "2.1.4": {
    says: "Climbing goes on up to and including the TLD",
    good: [
      {
        zones: [whole("et.", `@ ${OURS}`, "example NS ns1.example.net."), whole("example.et.")],
        asked: `example.et ${LE}`,
        is: YES,
      },
      // Nobody has its zone: taken to hold none, and the evidence says so.
      { zones: [whole("example.et.")], asked: `example.et ${LE}`, is: YES },
    ],
    bad: [
      {
        zones: [whole("et.", `@ ${OTHER}`, "example NS ns1.example.net."), whole("example.et.")],
        asked: `example.et ${LE}`,
        is: EXCLUDED,
      },
      // A registry's own: a climb that ends at the public suffix misses it.
      {
        zones: [
          whole("uk.", `@ ${OTHER}`, "co NS ns1.example.net."),
          whole("co.uk.", "example NS ns1.example.net."),
          whole("example.co.uk."),
        ],
        asked: `example.co.uk ${LE}`,
        is: EXCLUDED,
      },
    ],
  },
  "2.1.5": {
    says: "An error nearer than the first set is fatal; further up it doesn't matter",
    good: [ruling(`www ${OURS}`, `www.example.com ${LE}`, YES, { failing: { "CAA example.com.": "servfail" } })],
    bad: [
      ruling(`@ ${OURS}`, `www.example.com ${LE}`, `${NO} caa-lookup-failed`, {
        failing: { "CAA www.example.com.": "servfail" },
      }),
    ],
  },
  "2.1.6": {
    says: "Each name is evaluated on its own",
    good: [ruling(`www ${OURS}\napi ${OTHER}`, `www.example.com ${LE}`, YES)],
    bad: [ruling(`www ${OURS}\napi ${OTHER}`, `api.example.com ${LE}`, EXCLUDED)],
  },
};
