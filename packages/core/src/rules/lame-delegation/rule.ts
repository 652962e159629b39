import { defineRule, rfc } from "../../rule.js";

/** Found by asking the servers that the parent delegates to. */
export default defineRule({
  id: "lame-delegation",
  group: "Live",
  severity: "warning",
  summary: "A zone is delegated to a name server that doesn't serve it",
  sources: [rfc(9499, "7", "Zones"), rfc(1034, "4.2.2", "Administrative considerations")],
  messages: {
    some: ({ zone, server, says }: { zone: string; server: string; says: string }) => ({
      what: `"${zone}" is delegated to ${server}, which doesn't serve it: ${says}.`,
      why: "A resolver that picks this server gets nothing and must try another. That costs time, and some of the places that a CA asks from may give up before.",
      how: `Set up "${zone}" on that server, or take the server out of the NS records, at the parent and in the zone.`,
    }),
    /** `servers`: `ns1.example. (192.0.2.1): REFUSED; …`. */
    all: ({ zone, servers }: { zone: string; servers: string }) => ({
      what: `None of the name servers that "${zone}" is delegated to serves it: ${servers}.`,
      why: "Resolvers answer SERVFAIL for every name in the zone, CAA included, so no CA validates or issues.",
      how: `Set up "${zone}" as a public zone on these servers (a private zone answers nobody outside), or let the parent's NS records name the servers that have it.`,
      severity: "error" as const,
    }),
  },
});
