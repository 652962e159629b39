import { validatedName } from "../../dcv/validation-owner.js";
import { CNAME } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_CNAME, HAS_SEVERAL, UNREADABLE } from "../../zone/zone.js";

const both = HAS_CNAME | HAS_SEVERAL;

export default defineRule({
  id: "duplicate-cname",
  group: "Records that contradict each other",
  severity: "error",
  summary: "An owner has more than one CNAME",
  sources: [rfc(2181, "10.1", "CNAME resource records"), rfc(1034, "3.6.2", "Aliases and canonical names")],
  messages: {
    several: ({ owner, targets }: { owner: string; targets: string }) => ({
      what: `"${owner}" is made an alias of ${targets}.`,
      why: "A name has one CNAME. Name servers refuse the zone, or answer with one or the other by chance.",
      how: "Keep the CNAME that is in use and delete the rest.",
    }),
    validation: ({ owner, targets, certified }: { owner: string; targets: string; certified: string }) => ({
      what: `"${owner}" is made an alias of ${targets}.`,
      why: `A name has one CNAME. Name servers refuse the zone, or answer with one or the other by chance, and the certificate for "${certified}" is issued by luck or not at all.`,
      how: "Keep one. Where two issuers want this name, let the other one validate by dns-account-01, http-01 or a record of its own.",
    }),
  },
  owners: {
    where: (types) => (types & both) === both,
    check(owner, { zone, index, other, report }) {
      if (zone.whole && !index.inZone(owner.name)) return;
      const { names } = zone;
      const distinct = new Map<number, number>();
      for (const id of owner.records()) {
        if (zone.type[id] !== CNAME || (zone.flags[id] & UNREADABLE) !== 0) continue;
        if (!distinct.has(zone.target[id])) distinct.set(zone.target[id], id);
      }
      if (distinct.size < 2) return;
      const [first, second, ...more] = distinct.values();
      const data = { owner: names.text(owner.name), targets: list([...distinct.keys()].map((id) => names.text(id))) };
      const related = [first, ...more].map((id) => ({ place: other.at(id).place, note: "the other CNAME" }));
      const certified = validatedName(names, owner.name);
      const { place } = other.at(second);
      if (certified === undefined) report(place, "several", data, { related });
      else report(place, "validation", { ...data, certified: names.text(certified) }, { related });
    },
  },
});

/** "a" and "b"; of many, the first three. */
function list(targets: readonly string[]): string {
  const shown = targets.slice(0, 3).map((target) => `"${target}"`);
  const last = targets.length > 3 ? `${targets.length - 3} more` : shown.pop();
  return `${shown.join(", ")} and ${last}`;
}
