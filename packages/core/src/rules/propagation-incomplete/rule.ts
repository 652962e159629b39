import { defineRule, rfc } from "../../rule.js";

/** Found by comparing resolvers with the zone's own servers. */
export default defineRule({
  id: "propagation-incomplete",
  group: "Validation records",
  severity: "warning",
  summary: "The name servers are right, and some resolvers still have the old answer",
  sources: [rfc(2181, "8", "Time to Live (TTL)"), rfc(2308, "5", "Caching Negative Answers")],
  messages: {
    /** `resolvers`: who has it, and for how long. `until`: when the last of them lets go of it. */
    stale: ({ ask, resolvers, until }: { ask: string; resolvers: string; until: string }) => ({
      what: `The name servers have the new answer to "${ask}", and these resolvers still have an old one: ${resolvers}.`,
      why: `They keep it until its TTL is over, ${until} at the latest. A CA whose resolver asked before the change is told the old answer too.`,
      how: `Wait until ${until} before you have the CA look again. Before the next change, lower the TTL first; after an NXDOMAIN it is the SOA's minimum that counts.`,
    }),
  },
});
