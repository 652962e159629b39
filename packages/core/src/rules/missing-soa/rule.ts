import { relatedRecords } from "../../dcv/written/related.js";
import { isAllRead } from "../../dcv/zone/standing.js";
import { foldLabel } from "../../name/domain-name.js";
import { A, AAAA, DS, NS, SOA } from "../../rdata/types.js";
import { defineRule, type Facts, rfc } from "../../rule.js";
import { HAS_NS, type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

export default defineRule({
  id: "missing-soa",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A zone file has name servers at the apex and no SOA",
  sources: [
    rfc(1035, "5.2", "Use of master files to define zones"),
    rfc(2308, "3", "Negative Answers from Authoritative Servers"),
  ],
  zoneFilesOnly: true,
  messages: {
    missing: ({ apex, server }: { apex: string; server: string }) => ({
      what: `The file gives "${apex}" its NS records and no SOA.`,
      why: "A zone without SOA isn't loaded, so its name servers answer SERVFAIL for every name in it, to CAs too.",
      how: `Begin the file with an SOA: ${apex} 3600 IN SOA ${server} hostmaster.${apex} 1 7200 900 1209600 300`,
    }),
  },
  zone({ zone, facts, other, report }) {
    const { apex, names } = zone;
    if (zone.whole || !zone.originKnown || (zone.typesAt(apex) & HAS_NS) === 0 || !isAllRead(zone)) return;
    if (!isZoneFile(zone, facts)) return;
    const [first, ...more] = [...recordsAt(zone, apex)].filter((id) => zone.type[id] === NS && other.at(id).readable);
    if (first === undefined) return;
    const related = relatedRecords(other, more, () => "another name server");
    const { place, targetText: server } = other.at(first);
    report(place, "missing", { apex: names.text(apex), server }, { related });
  },
});

/** A whole zone that lost its SOA, or a part of a larger one that delegates what its `$ORIGIN` names? */
function isZoneFile(zone: Zone, { suffixes }: Facts): boolean {
  const { apex, count, flags, index, owner, type } = zone;
  if (index.ofType(SOA).length > 0) return false;
  for (const id of recordsAt(zone, apex)) if (type[id] === 0) return false;
  let more = false;
  for (let id: RecordId = 0; id < count; id++) {
    // Names of other trees: whose apex it is nobody knows.
    if (!index.inZone(owner[id])) return false;
    if ((flags[id] & UNREADABLE) === 0 && !OF_DELEGATIONS.has(type[id])) more = true;
  }
  // With more than a delegation needs it is a zone; with less, only where the parent is a registry's.
  const text = foldLabel(zone.names.text(apex)).slice(0, -1);
  return more || suffixes.registrableDomain(text) === text;
}

const OF_DELEGATIONS: ReadonlySet<number> = new Set([NS, DS, A, AAAA]);
