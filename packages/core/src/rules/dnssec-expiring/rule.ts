import { defineRule, rfc } from "../../rule.js";

/** Found in the signatures of the answers. */
export default defineRule({
  id: "dnssec-expiring",
  group: "Live",
  severity: "warning",
  summary: "DNSSEC signatures end within three days",
  sources: [rfc(6781, "4.4.2", "Signature Validity Periods"), rfc(4035, "5.3.1", "Checking the RRSIG RR Validity")],
  messages: {
    /** `until`: the time, `left`: what is left of it in words. */
    soon: ({ zone, ask, until, left }: { zone: string; ask: string; until: string; left: string }) => ({
      what: `The signature of "${ask}" in the zone "${zone}" ends on ${until}, in ${left}.`,
      why: "From then on validating resolvers answer SERVFAIL, and CAs refuse. Signers renew signatures days before they end, so one that is left to run out tells that signing has stopped.",
      how: "Sign the zone again now, and see why the signer didn't: a stopped service, lost keys, or a secondary that no longer gets transfers.",
    }),
  },
});
