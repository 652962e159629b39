import { defineRule, rfc } from "../../rule.js";

/** Found by asking the live parent of a declared zone. */
export default defineRule({
  id: "zone-not-delegated",
  group: "Live",
  severity: "error",
  summary: "A zone that the files declare isn't there for the public",
  sources: [rfc(1034, "4.2.2", "Administrative considerations")],
  messages: {
    notDelegated: ({ zone, parent }: { zone: string; parent: string }) => ({
      what: `"${zone}" is declared as a zone, but "${parent}" doesn't delegate it.`,
      why: `Resolvers stop at "${parent}", so nobody sees the records of "${zone}", no CA either.`,
      how: `Write the NS records of "${zone}" into "${parent}" (with its DS if it is signed), or put the records into "${parent}" itself.`,
    }),
    /** `servers`: who answers and who doesn't. */
    privateZone: ({ zone, servers }: { zone: string; servers: string }) => ({
      what: `"${zone}" is answered inside a network and not to the public: ${servers}.`,
      why: "That is what a private zone looks like. A CA asks from outside, finds nothing, and validation stays pending.",
      how: "Publish the validation record and the CAA records in a public zone, and let the parent delegate to its servers.",
    }),
  },
});
