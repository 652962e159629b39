import { defineRule, rfc } from "../../rule.js";

const DEAD = "Resolvers get no answer for any name in the zone, CAA included, so no CA validates or issues.";
const WAITS =
  "A resolver that picks it waits for nothing and must try another. Some of the places that a CA asks from may give up before.";

/** Found by asking every name server over UDP and TCP. */
export default defineRule({
  id: "nameserver-unreachable",
  group: "Live",
  severity: "warning",
  summary: "A name server of the zone doesn't answer",
  sources: [rfc(2182, "4", "Unreachable servers"), rfc(9520, "2", "Conditions That Lead to DNS Resolution Failures")],
  messages: {
    some: ({ zone, server, why }: { zone: string; server: string; why: string }) => ({
      what: `${server}, a name server of "${zone}", doesn't answer: ${why}.`,
      why: WAITS,
      how: "Start the server, open port 53 over UDP and TCP to everybody, or take it out of the NS records, at the parent and in the zone.",
    }),
    /** `servers`: `ns1.example. (192.0.2.1): timeout; …`. */
    all: ({ zone, servers }: { zone: string; servers: string }) => ({
      what: `No name server of "${zone}" answers: ${servers}.`,
      why: DEAD,
      how: "Start the servers and open port 53 over UDP and TCP to everybody. If they have moved, correct the NS records and the glue at the parent.",
      severity: "error" as const,
    }),
    udpDropped: ({ zone, server }: { zone: string; server: string }) => ({
      what: `${server}, a name server of "${zone}", answers over TCP and not over UDP.`,
      why: `Resolvers ask over UDP and don't turn to TCP when nothing comes back: for them the server is dead. ${WAITS}`,
      how: "Let UDP to and from port 53 through; a firewall that knows only TCP is the usual cause.",
    }),
    allUdpDropped: ({ zone, servers }: { zone: string; servers: string }) => ({
      what: `The name servers of "${zone}" answer over TCP and not over UDP: ${servers}.`,
      why: `Resolvers ask over UDP and don't turn to TCP when nothing comes back. ${DEAD}`,
      how: "Let UDP to and from port 53 through; a firewall that knows only TCP is the usual cause.",
      severity: "error" as const,
    }),
    noAddress: ({ zone, server }: { zone: string; server: string }) => ({
      what: `${server}, a name server of "${zone}", has no address.`,
      why: "No resolver can ask it, so the zone rests on the others. Whoever registers a server's expired domain would answer for the zone.",
      how: `Give the server's name an address (for a name below "${zone}", glue at the parent as well), or take it out of the NS records.`,
    }),
  },
});
