import { firstByOwner } from "../../dcv/zone/first-record.js";
import { knowsAbsence } from "../../dcv/zone/standing.js";
import { purposeOf } from "../../dcv/zone/zone-purpose.js";
import { NS, SOA } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_NS } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

export default defineRule({
  id: "missing-apex-ns",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A zone has no NS records at its apex",
  sources: [rfc(1034, "4.2.1", "Technical considerations"), rfc(2181, "6.1", "Zone authority")],
  zoneFilesOnly: true,
  messages: {
    missing: ({ apex }: { apex: string }) => ({
      what: `The zone "${apex}" has an SOA and no NS at its apex.`,
      why: "Name servers such as BIND and Knot refuse it, and resolvers that ask the zone for its own servers get none. Then nothing in it is found, CAA and validation records included.",
      how: `Add the name servers that the parent zone names for it: ${apex} 3600 IN NS …`,
    }),
    noneAtAll: ({ apex }: { apex: string }) => ({
      severity: "warning" as const,
      what: `The file of the zone "${apex}" has an SOA and not one NS.`,
      why: "Name servers such as BIND and Knot refuse it. A hosted provider that exports its zones so adds its own NS, and nothing is amiss.",
      how: `If a name server loads this file, add the NS that the parent zone names: ${apex} 3600 IN NS …`,
    }),
  },
  zone({ zone, index, other, report }) {
    const { apex, names } = zone;
    if (!zone.originKnown || !zone.whole || (zone.typesAt(apex) & HAS_NS) !== 0 || !knowsAbsence(zone)) return;
    // An entry that can't be read may be the NS.
    for (const id of recordsAt(zone, apex)) if (zone.type[id] === 0) return;
    const delegations = index.ofType(NS);
    // An origin that was concluded from little: the servers of another name are probably the zone's.
    if (delegations.some((id) => !index.inZone(zone.owner[id]))) return;
    const message = delegations.length === 0 ? "noneAtAll" : "missing";
    // Unbound and Knot Resolver read policies from files; nobody is ever sent to such a zone.
    if (message === "noneAtAll" && purposeOf(zone) === "policy") return;
    const soa = firstByOwner(zone, SOA)(apex);
    report(other.at(soa).place, message, { apex: names.text(apex) });
  },
});
