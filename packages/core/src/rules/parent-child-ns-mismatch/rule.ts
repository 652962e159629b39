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
  },
});

function sides(parentOnly: string, childOnly: string): string {
  const parts = [parentOnly && `only the parent names ${parentOnly}`, childOnly && `only the zone names ${childOnly}`];
  return parts.filter(Boolean).join("; ");
}
