import { defineRule, rfc, source } from "../../rule.js";

interface Unissuable {
  certified: string;
  /** The label or ending that is in the way. */
  label: string;
}

const REFUSED = "Every public CA refuses it before it validates anything: the order fails at once.";
const BR = "CA/Browser Forum, Baseline Requirements 7.1.4.2 and 4.2.2";

/** Found by the judgement on certificates, which have no record to blame. */
export default defineRule({
  id: "name-not-issuable",
  group: "Names",
  severity: "error",
  summary: "A certificate is wanted for a name that no public CA may certify",
  sources: [
    source(BR, "https://github.com/cabforum/servercert/blob/main/docs/BR.md"),
    rfc(5890, "2.3.1", "LDH Label"),
    source("Boulder, policy/pa.go", "https://github.com/letsencrypt/boulder/blob/main/policy/pa.go"),
  ],
  messages: {
    underscore: ({ certified, label }: Unissuable) => ({
      what: `No public CA may certify "${certified}": "${label}" holds an underscore.`,
      why: `An underscore has no place in a host name, and none in a certificate since 2019. ${REFUSED}`,
      how: "Give the host a name without it. Names of records, such as _acme-challenge, may have one.",
    }),
    letters: ({ certified, label }: Unissuable) => ({
      what: `No public CA may certify "${certified}": "${label}" isn't made of letters, digits and hyphens.`,
      why: REFUSED,
      how:
        label === "*"
          ? 'A wildcard is one "*" in front of a name, as in "*.example.com", and stands for one label: name each level.'
          : 'Write letters of other scripts as an A-label ("xn--…").',
    }),
    hyphens: ({ certified, label }: Unissuable) => ({
      what: `No public CA may certify "${certified}": "${label}" begins or ends with a hyphen.`,
      why: REFUSED,
      how: "Give the host a name without it.",
    }),
    reserved: ({ certified, label }: Unissuable) => ({
      what: `No public CA may certify "${certified}": "${label}" has hyphens where only an A-label ("xn--…") may.`,
      why: REFUSED,
      how: "Give the host another name.",
    }),
    suffix: ({ certified, label }: Unissuable) => ({
      what: `No public CA certifies "${certified}": "${label}" is a public suffix, under which everybody registers names.`,
      why: REFUSED,
      how: "Write the name that you registered below it.",
    }),
    reverse: ({ certified, label }: Unissuable) => ({
      what: `No public CA may certify "${certified}": names under ${label} are addresses.`,
      why: `Since 2026-03-15 the Baseline Requirements forbid it. ${REFUSED}`,
      how: "Write the host's name.",
    }),
    /** Of one CA. */
    labels: ({ certified, ca, count, most }: { certified: string; ca: string; count: string; most: string }) => ({
      what: `${ca} doesn't certify "${certified}": it has ${count} labels, and ${most} are the most.`,
      why: "The CA refuses the order before it validates anything.",
      how: "Give the host a name with fewer labels, ask for a wildcard further up, or take another CA.",
    }),
    internal: ({ certified, label }: Unissuable) => ({
      what: `No public CA may certify "${certified}": "${label}" isn't a top-level domain, and never will be.`,
      why: `Names inside a network can't be proved to belong to anybody. ${REFUSED}`,
      how: "Use a name under a domain that you registered, or a CA of your own; then it has no place among these certificates.",
    }),
  },
});
