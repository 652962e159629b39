import { SOA } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { UNREADABLE } from "../../zone/zone.js";

export default defineRule({
  id: "multiple-soa",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A zone has two SOA records, or one that isn't at its apex",
  sources: [rfc(1035, "5.2", "Use of master files to define zones"), rfc(2181, "6.1", "Zone authority")],
  zoneFilesOnly: true,
  messages: {
    second: ({ apex }: { apex: string }) => ({
      what: `"${apex}" has a second SOA, which differs from the first.`,
      why: "A zone has one. Name servers such as BIND and NSD refuse the file, and then nothing in it is served.",
      how: "Keep the SOA with the higher serial number and delete the other.",
    }),
    belowApex: ({ owner, apex }: { owner: string; apex: string }) => ({
      what: `"${owner}" has an SOA, but this is the zone "${apex}".`,
      why: "An SOA begins a zone. Name servers such as BIND and NSD refuse the file, and then nothing in it is served.",
      how: `Put the zone "${owner}" into a file of its own and delegate it here with NS, or delete the SOA.`,
    }),
    otherZone: ({ owner, apex }: { owner: string; apex: string }) => ({
      what: `"${owner}" has an SOA, but this is the zone "${apex}", to which it doesn't belong.`,
      why: "A file holds one zone. Some name servers ignore the rest of the file, others refuse it.",
      how: `Put the zone "${owner}" into a file of its own.`,
    }),
  },
  zone({ zone, index, other, report }) {
    const records = [...index.ofType(SOA)].filter((id) => (zone.flags[id] & UNREADABLE) === 0);
    if (records.length < 2) return;
    const { apex, names } = zone;
    const [first, ...more] = records;
    const value = String(other.at(first).wire(true));
    const related = [{ place: other.at(first).place, note: "the zone's SOA" }];
    for (const id of more) {
      const owner = zone.owner[id];
      const data = { owner: names.text(owner), apex: names.text(apex) };
      // The same one again, as at the end of a zone transfer, is a duplicate and no contradiction.
      if (owner === apex && String(other.at(id).wire(true)) === value) continue;
      const message = owner === apex ? "second" : index.inZone(owner) ? "belowApex" : "otherZone";
      report(other.at(id).place, message, data, { related });
    }
  },
});
