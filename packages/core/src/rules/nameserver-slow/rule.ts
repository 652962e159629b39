import { duration } from "../../dcv/written/milliseconds.js";
import { defineRule, rfc, source } from "../../rule.js";

/** Found by measuring; `ms` are milliseconds. */
export default defineRule({
  id: "nameserver-slow",
  group: "Live",
  severity: "warning",
  summary: "A name server takes longer than a second to answer",
  sources: [
    rfc(9520, "2", "Conditions That Lead to DNS Resolution Failures"),
    source("NLnet Labs, Unbound timeout information", "https://www.nlnetlabs.nl/documentation/unbound/info-timeout/"),
  ],
  messages: {
    slow: ({ zone, server, ms }: { zone: string; server: string; ms: number }) => ({
      what: `${server}, a name server of "${zone}", took ${duration(ms)} to answer.`,
      why: "Resolvers ask again or elsewhere before that, so the server is of little use to them, and a CA's whole lookup may run into its limit.",
      how: "Find out what keeps the server busy, or what lies on the way to it (rate limiting looks like this too); or take it out of the NS records.",
    }),
    allSlow: ({ zone, servers, ms }: { zone: string; servers: string; ms: number }) => ({
      what: `All name servers of "${zone}" are slow, the fastest took ${duration(ms)} to answer: ${servers}.`,
      why: "A CA looks up several names and types for one certificate, and gives up after some seconds. With servers 3 s slow one common resolver found nothing within 10 s, another needed 7 s.",
      how: "Find out what keeps the servers busy, or serve the zone from others that are nearer to the world.",
    }),
  },
});
