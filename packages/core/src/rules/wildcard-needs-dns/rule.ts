import { defineRule, rfc, source } from "../../rule.js";

/** Found by the judgement on certificates, which have no record to blame. */
export default defineRule({
  id: "wildcard-needs-dns",
  group: "Validation records",
  severity: "error",
  summary: "A wildcard is to be validated by a method that can't",
  sources: [
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.4.18 to .20",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
    rfc(8555, "7.1.3", "Order Objects"),
  ],
  messages: {
    needsDns: ({ certified, method }: { certified: string; method: string }) => ({
      what: `"${certified}" can't be validated by ${method}.`,
      why: "A file or a connection proves one host, and the Baseline Requirements allow no wildcard on such a proof. The CA refuses the order, or offers no such challenge.",
      how: "Validate by DNS (dns-01, or the CA's CNAME or TXT), or leave the wildcard out and list the hosts.",
    }),
  },
});
