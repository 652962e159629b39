import { defineRule, rfc, source } from "../../rule.js";

/** Found by the judgement on certificates: there is no record to blame. */
export default defineRule({
  id: "no-address",
  group: "Validation records",
  severity: "error",
  summary: "A host that the CA is to connect to has no address",
  sources: [
    rfc(8555, "8.3", "HTTP Challenge"),
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.4.18 to .20",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
  ],
  messages: {
    none: ({ host, method }: { host: string; method: string }) => ({
      what: `"${host}" has no address.`,
      why: `By ${method} the CA connects to the host, and there is nothing to connect to.`,
      how: "Publish an A or AAAA record, or validate by DNS.",
    }),
  },
});
