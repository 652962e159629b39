import { validatedName } from "../../dcv/validation/validation-owner.js";
import { listTexts } from "../../dcv/written/list-texts.js";
import { relatedRecords } from "../../dcv/written/related.js";
import { areToldApart, isRouted } from "../../dcv/zone/routed.js";
import { isDataUnknown } from "../../dcv/zone/unknown-data.js";
import type { NameId } from "../../name/name-table.js";
import { CNAME, DNAME } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import type { RecordView } from "../../zone/record-view.js";
import { HAS_CNAME, HAS_DNAME, HAS_SEVERAL, type RecordId } from "../../zone/zone.js";

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
    sameRrset: ({ owner, resources }: { owner: string; resources: string }) => ({
      what: `${resources} each make a CNAME of "${owner}".`,
      why: "A name has one CNAME. The provider refuses the second one because there is one already, or it replaces the first.",
      how: "Keep the resource that is in use and delete the rest.",
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
        const distinct = firstByTarget(records, type, other);
        if (distinct.size < 2) continue;
        const [first, second, ...more] =
          type === CNAME ? contradicting([...distinct.values()], other) : distinct.values();
        if (second === undefined) continue;
        const conflicting = [first, second, ...more];
        const related = relatedRecords(other, [first, ...more], ({ typeName }) => `the other ${typeName}`);
        const data = { owner: names.text(owner.name) };
        const unknown = conflicting.some((id) => zone.target[id] < 0);
        if (unknown) {
          const resources = listTexts(conflicting.map((id) => other.at(id).origin?.address ?? ""));
          report(other.at(second).place, "sameRrset", { ...data, resources }, { related });
          continue;
        }
        const targets = listTexts(conflicting.map((id) => names.text(zone.target[id])));
        const certified = validatedName(names, owner.name);
        const { place } = other.at(second);
        if (type === DNAME) report(place, "severalDnames", { ...data, targets }, { related });
        else if (certified === undefined) report(place, "several", { ...data, targets }, { related });
        else report(place, "validation", { ...data, targets, certified: names.text(certified) }, { related });
      }
    },
  },
});

/**
 * The same target twice is a duplicate and no contradiction. A resource whose target isn't known yet counts by itself
 * where its provider takes it for the whole RRset: two of them can't both be made.
 */
function firstByTarget(records: readonly RecordId[], wanted: number, view: RecordView): Map<NameId | string, RecordId> {
  const { type, target } = view.zone;
  const first = new Map<NameId | string, RecordId>();
  for (const id of records) {
    if (type[id] !== wanted) continue;
    const { origin, readable } = view.at(id);
    const isWhole = origin?.reading.rrset === true && !origin.allowOverwrite && isDataUnknown(view);
    if (origin?.uncertain || !(readable || isWhole)) continue;
    // Weighted answers may have one target; what contradicts is told by their identifiers.
    const key = readable
      ? origin?.setIdentifier
        ? `${target[id]} ${origin.setIdentifier}`
        : target[id]
      : origin!.address;
    if (!first.has(key)) first.set(key, id);
  }
  return first;
}

/** Those that can't stand beside the others: all of them where one has no routing policy, else those of one identifier. */
function contradicting(records: readonly RecordId[], view: RecordView): readonly RecordId[] {
  if (records.some((id) => !isRouted(view.at(id)))) return records;
  for (const id of records) {
    const { origin } = view.at(id);
    const same = records.filter((each) => origin && !areToldApart(view.at(each).origin, origin));
    if (same.length > 1) return same;
  }
  return [];
}
