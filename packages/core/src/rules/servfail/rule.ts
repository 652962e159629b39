import { defineRule, rfc } from "../../rule.js";

/** Found by asking name servers and resolvers; what DNSSEC is to blame for is another rule's. */
export default defineRule({
  id: "servfail",
  group: "Live",
  severity: "error",
  summary: "Name servers or resolvers answer SERVFAIL",
  sources: [
    rfc(2308, "7.1", "Server Failure (OPTIONAL)"),
    rfc(9520, "2", "Conditions That Lead to DNS Resolution Failures"),
  ],
  messages: {
    some: ({ zone, server, ask }: { zone: string; server: string; ask: string }) => ({
      what: `${server}, a name server of "${zone}", answers SERVFAIL to "${ask}"; others of the zone answer.`,
      why: "The server can't serve the zone, as when its copy didn't load or has expired. A resolver that picks it must try another, and a CA's lookup fails where that one isn't reached in time.",
      how: "Look into the server's log: does the zone file load, do transfers arrive? Or take the server out of the NS records.",
    }),
    all: ({ zone, servers, ask }: { zone: string; servers: string; ask: string }) => ({
      what: `No name server of "${zone}" has an answer to "${ask}": ${servers}.`,
      why: 'Resolvers pass that on, and a CA takes it as a failed lookup, never as "no such record": it refuses.',
      how: "Look into the servers' logs: a zone that doesn't load (a CNAME beside other data is enough), or copies that have expired. `dcvlint lint` on the zone file shows what a server stumbles over.",
    }),
    /** `resolvers`: who says so. */
    resolvers: ({ ask, resolvers }: { ask: string; resolvers: string }) => ({
      what: `Resolvers answer SERVFAIL to "${ask}": ${resolvers}.`,
      why: "They couldn't get an answer that they trust from the zone's name servers. A CA's resolver is in the same place, and refuses.",
      how: "Look at the other findings about this zone first: unreachable or lame servers, a loop of aliases, broken EDNS. If there are none, the servers may keep these resolvers out, by country or by rate.",
    }),
  },
});
