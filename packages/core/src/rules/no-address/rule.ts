import { defineRule, rfc } from "../../rule.js";

/** Found by the judgement on certificates whose method connects to the host. */
export default defineRule({
  id: "no-address",
  group: "Live",
  severity: "error",
  summary: "A host to which the CA would connect has no address",
  sources: [
    rfc(8555, "8.3", "HTTP Challenge"),
    rfc(8737, "3", "TLS with Application-Layer Protocol Negotiation (TLS ALPN) Challenge"),
  ],
  messages: {
    none: ({ host, method }: { host: string; method: string }) => ({
      what: `"${host}" has no address.`,
      why: `By ${method} the CA connects to the host, and there is nothing to connect to.`,
      how: "Publish an A or AAAA record, or validate by DNS.",
    }),
  },
});
