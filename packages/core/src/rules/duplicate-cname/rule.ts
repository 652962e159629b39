import { listTexts } from "../../dcv/list-texts.js";
import { relatedRecords } from "../../dcv/related.js";
import { isRouted } from "../../dcv/routed.js";
import { validatedName } from "../../dcv/validation-owner.js";
import type { NameId } from "../../name/name-table.js";
import { CNAME, DNAME } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_CNAME, HAS_DNAME, HAS_SEVERAL, type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";

const BY_CHANCE = "A name has one CNAME. Name servers refuse the zone, or answer with one or the other by chance";

export default defineRule({
  id: "duplicate-cname",
  group: "Records that contradict each other",
  severity: "error",
  summary: "An owner has more than one CNAME",
  sources: [
    rfc(2181, "10.1", "CNAME resource records"),
    rfc(1034, "3.6.2", "Aliases and canonical names"),
    rfc(6672, "2.4", "Names next to and below a DNAME Record"),
  ],
  messages: {
    several: ({ owner, targets }: { owner: string; targets: string }) => ({
      what: `"${owner}" is made an alias of ${targets}.`,
      why: `${BY_CHANCE}.`,
      how: "Keep the CNAME that is in use and delete the rest.",
    }),
    validation: ({ owner, targets, certified }: { owner: string; targets: string; certified: string }) => ({
      what: `"${owner}" is made an alias of ${targets}.`,
      why: `${BY_CHANCE}, and the certificate for "${certified}" is issued by luck or not at all.`,
      how: "Keep one. Where two issuers want this name, let the other one validate by dns-account-01, http-01 or a record of its own.",
    }),
    severalDnames: ({ owner, targets }: { owner: string; targets: string }) => ({
      what: `What is below "${owner}" is moved by DNAME to ${targets}.`,
      why: "A name has one DNAME. Name servers refuse the zone, so nothing in it is served.",
      how: "Keep the DNAME that is in use and delete the rest.",
    }),
  },
  owners: {
    where: (types) => (types & (HAS_CNAME | HAS_DNAME)) !== 0 && (types & HAS_SEVERAL) !== 0,
    check(owner, { zone, index, other, report }) {
      if (zone.whole && !index.inZone(owner.name)) return;
      const { names } = zone;
      const records = owner.records();
      for (const type of [CNAME, DNAME]) {
        const distinct = firstByTarget(records, type, zone);
        if (distinct.size < 2) continue;
        if (type === CNAME && records.every((id) => zone.type[id] !== CNAME || isRouted(other.at(id)))) continue;
        const [first, second, ...more] = distinct.values();
        const data = {
          owner: names.text(owner.name),
          targets: listTexts([...distinct.keys()].map((id) => names.text(id))),
        };
        const related = relatedRecords(other, [first, ...more], ({ typeName }) => `the other ${typeName}`);
        const certified = validatedName(names, owner.name);
        const { place } = other.at(second);
        if (type === DNAME) report(place, "severalDnames", data, { related });
        else if (certified === undefined) report(place, "several", data, { related });
        else report(place, "validation", { ...data, certified: names.text(certified) }, { related });
      }
    },
  },
});

/** The same target twice is a duplicate and no contradiction. */
function firstByTarget(records: readonly RecordId[], wanted: number, zone: Zone): Map<NameId, RecordId> {
  const { type, target, flags } = zone;
  const first = new Map<NameId, RecordId>();
  for (const id of records) {
    if (type[id] !== wanted || (flags[id] & UNREADABLE) !== 0 || first.has(target[id])) continue;
    first.set(target[id], id);
  }
  return first;
}
