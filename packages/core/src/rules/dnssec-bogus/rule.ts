import { defineRule, rfc, source } from "../../rule.js";

const REFUSES =
  "Every CA validates DNSSEC, for CAA and for its own record, and may pass over no failure since 2026-03-15: it refuses.";
const how =
  "Sign the zone again with the keys that the parent's DS records name, or correct the DS at the registrar. If the zone isn't to be signed any more, delete the DS, wait until its TTL is over, and only then stop signing.";

/** Found by validating from the trust anchor down, or by comparing a resolver's answers with and without checking. */
export default defineRule({
  id: "dnssec-bogus",
  group: "Live",
  severity: "error",
  summary: "DNSSEC proves an answer wrong, so validating resolvers refuse it",
  sources: [
    rfc(4035, "5.5", "Resolver Behavior When Signatures Do Not Validate"),
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.4 and 3.2.2.8.1",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
  ],
  messages: {
    bogus: ({ zone, ask, reason }: { zone: string; ask: string; reason: string }) => ({
      what: `The answer to "${ask}" from the signed zone "${zone}" doesn't validate: ${reason}.`,
      why: `Validating resolvers answer SERVFAIL instead. ${REFUSES}`,
      how,
    }),
    resolvers: ({ ask, resolvers, reason }: { ask: string; resolvers: string; reason: string }) => ({
      what: `Validating resolvers answer SERVFAIL to "${ask}" (${resolvers}), and give the data as soon as they are told not to check DNSSEC${reason ? `: ${reason}` : ""}.`,
      why: `So the servers answer, and it is the signatures that are wrong. ${REFUSES}`,
      how,
    }),
  },
});
