import { defineRule, rfc } from "../../rule.js";

/** Found by comparing the referral with what the zone's own servers say. */
export default defineRule({
  id: "parent-child-ns-mismatch",
  group: "Live",
  severity: "warning",
  summary: "The parent delegates to other name servers than the zone names itself",
  sources: [rfc(1034, "4.2.2", "Administrative considerations"), rfc(2181, "5.4.1", "Ranking data")],
  messages: {
    /** Names of servers, joined; one of the two may be empty. */
    differ: ({ zone, parentOnly, childOnly }: { zone: string; parentOnly: string; childOnly: string }) => ({
      what: `The NS records of "${zone}" aren't the same at the parent and in the zone: ${sides(parentOnly, childOnly)}.`,
      why: "Resolvers begin with the parent's list, and many go on with the zone's own. If the two lead to different copies of the zone, it depends on the resolver what a CA sees.",
      how: "Write the same NS records in both places: at the registrar (or in the parent zone) and at the zone's apex.",
    }),
    /** Of a zone in files, which is for other servers than those that are asked; names of servers, joined. */
    declared: ({ zone, parent, declared }: { zone: string; parent: string; declared: string }) => ({
      what: `The files declare "${zone}" with the name servers ${declared}, and the parent delegates it to others: ${parent}.`,
      why: "If these files are of another provider or account than the one that is delegated to, nobody sees what they change, no CA either.",
      how: `Make the change at ${parent}, or have the registrar (or the parent zone) name the servers that these files are for.`,
    }),
  },
});

function sides(parentOnly: string, childOnly: string): string {
  const parts = [parentOnly && `only the parent names ${parentOnly}`, childOnly && `only the zone names ${childOnly}`];
  return parts.filter(Boolean).join("; ");
}
