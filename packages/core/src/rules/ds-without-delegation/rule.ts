import { relatedRecords } from "../../dcv/written/related.js";
import { knowsAbsence, standingOf } from "../../dcv/zone/standing.js";
import { DS } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_DS, HAS_NS, HAS_SOA } from "../../zone/zone.js";

export default defineRule({
  id: "ds-without-delegation",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A DS record stands where the zone has no NS",
  sources: [rfc(4035, "2.4", "Including DS RRs in a Zone"), rfc(4034, "5", "The DS Resource Record")],
  messages: {
    noDelegation: ({ owner }: { owner: string }) => ({
      what: `"${owner}" has a DS and no NS: it is delegated to nobody.`,
      why: "A DS vouches for the keys of a child zone. Without NS there is no child zone; validating resolvers may take the name for broken, and BIND refuses a DS that isn't at a zone cut.",
      how: `Add the NS records of "${owner}", or delete the DS. If "${owner}" was meant to be this zone, its DS belongs into the parent.`,
    }),
    atApex: ({ owner }: { owner: string }) => ({
      what: `"${owner}", the zone's own apex, has a DS.`,
      why: "A zone's DS stands in its parent. Name servers such as BIND refuse one at the apex, so nothing in the zone is served.",
      how: "Delete it here, and give it to the registrar or to whoever runs the parent zone.",
    }),
  },
  owners: {
    where: (types) => (types & HAS_DS) !== 0 && (types & (HAS_NS | HAS_SOA)) !== HAS_NS,
    check(owner, { zone, other, report }) {
      const atApex = owner.name === zone.apex;
      if (!zone.whole || (!atApex && (!knowsAbsence(zone) || standingOf(zone, owner.name) !== "there"))) return;
      const records = owner.records();
      // An entry that can't be read may be the NS.
      if (!atApex && ((owner.types & HAS_NS) !== 0 || records.some((id) => zone.type[id] === 0))) return;
      const [first, ...more] = records.filter((id) => zone.type[id] === DS && other.at(id).readable);
      if (first === undefined) return;
      const related = relatedRecords(other, more, () => "another DS of it");
      report(
        other.at(first).place,
        atApex ? "atApex" : "noDelegation",
        { owner: zone.names.text(owner.name) },
        { related },
      );
    },
  },
});
