import { defineRule, rfc } from "../../rule.js";

/** Found by asking the parent for DS and the zone for DNSKEY. */
export default defineRule({
  id: "ds-without-dnskey",
  group: "Live",
  severity: "error",
  summary: "The parent says that the zone is signed, and it isn't",
  sources: [
    rfc(4035, "2.4", "Including DS RRs in a Zone"),
    rfc(4035, "5.2", "Authenticating Referrals"),
    rfc(6781, "4.3.5", "Changing DNS Operators"),
  ],
  messages: {
    /** `tags`: the key tags of the DS records, joined. */
    none: ({ zone, tags }: { zone: string; tags: string }) => ({
      what: `The parent of "${zone}" has DS records (key tag ${tags}), but the zone has no DNSKEY: it isn't signed.`,
      why: "Validating resolvers, those of CAs among them, take every answer of the zone for forged and answer SERVFAIL: nothing is validated, nothing issued.",
      how: "Delete the DS records at the registrar and wait until their TTL is over. Or sign the zone, and write the DS records of its new keys. When a zone moves to another provider, the DS goes first.",
    }),
  },
});
