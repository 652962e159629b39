import { knowsAbsence, standingOf } from "../../dcv/standing.js";
import { DS } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_DS, HAS_NS } from "../../zone/zone.js";

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
  },
  owners: {
    where: (types) => (types & HAS_DS) !== 0 && (types & HAS_NS) === 0,
    check(owner, { zone, other, report }) {
      if (!knowsAbsence(zone) || standingOf(zone, owner.name) !== "there" || owner.name === zone.apex) return;
      const records = owner.records();
      // An entry that can't be read may be the NS.
      if (records.some((id) => zone.type[id] === 0)) return;
      const [first, ...more] = records.filter((id) => zone.type[id] === DS && other.at(id).readable);
      if (first === undefined) return;
      const related = more.map((id) => ({ place: other.at(id).place, note: "another DS of it" }));
      report(other.at(first).place, "noDelegation", { owner: zone.names.text(owner.name) }, { related });
    },
  },
});
