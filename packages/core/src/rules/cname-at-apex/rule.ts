import { gradeBy } from "../../dcv/written/provider-reading.js";
import { relatedRecords } from "../../dcv/written/related.js";
import { isFlattened } from "../../dcv/zone/flattened.js";
import { CNAME, typeInfo } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_CNAME } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

export default defineRule({
  id: "cname-at-apex",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A CNAME stands at the zone's apex",
  sources: [rfc(1912, "2.4", "CNAME records"), rfc(1034, "3.6.2", "Aliases and canonical names")],
  messages: {
    atApex: ({ apex, target, vanish }: { apex: string; target: string; vanish: string }) => ({
      what: `"${apex}", the zone's apex, is made an alias of "${target}".`,
      why: `A CNAME must be alone, and the apex holds ${vanish}. Name servers refuse the zone; where one serves it, those records vanish behind the alias.`,
      how: `Write A and AAAA records with the addresses of "${target}", or use your provider's ALIAS or flattening.`,
    }),
    refused: ({ apex, target }: { apex: string; target: string }) => ({
      what: `"${apex}", the zone's apex, is made an alias of "${target}".`,
      why: "A CNAME must be alone, and the apex holds SOA and NS. This provider refuses the record: apply will be rejected half-way.",
      how: `Write A and AAAA records with the addresses of "${target}", or use the provider's own alias.`,
    }),
    perhapsRefused: ({ apex, target }: { apex: string; target: string }) => ({
      severity: "warning" as const,
      what: `"${apex}", the zone's apex, is made an alias of "${target}".`,
      why: "A CNAME must be alone, and the apex holds SOA and NS. Unless this provider answers with the target's addresses, it refuses the record, or the other records of the apex vanish, CAA and validation records included.",
      how: `Write A and AAAA records with the addresses of "${target}", or use the provider's ALIAS or flattening.`,
    }),
  },
  zone({ zone, other, report }) {
    const { apex, names } = zone;
    if (!zone.originKnown || !(zone.whole || zone.made) || (zone.typesAt(apex) & HAS_CNAME) === 0) return;
    const records = [...recordsAt(zone, apex)];
    const cname = records.find((id) => zone.type[id] === CNAME && other.at(id).readable);
    if (cname === undefined || isFlattened(other.at(cname))) return;
    const { origin } = other.at(cname);
    if (origin && origin.reading.apexCname.value !== "allowed") {
      const { apexCname } = origin.reading;
      const { place, targetText: target } = other;
      const data = { apex: names.text(apex), target };
      if (apexCname.value !== "refused") report(place, "perhapsRefused", data);
      else report(place, "refused", data, { severity: gradeBy(apexCname) });
      return;
    }
    const rest = records.filter((id) => zone.type[id] !== CNAME && zone.type[id] !== 0);
    const vanish = [...new Set(rest.map((id) => typeInfo(zone.type[id]).mnemonic))].join(", ");
    const related = relatedRecords(other, rest, ({ typeName }) => `the ${typeName} record, which vanishes`);
    const { place, targetText: target } = other.at(cname);
    const severity = origin && gradeBy(origin.reading.apexCname);
    const data = { apex: names.text(apex), target, vanish: vanish || "SOA and NS" };
    report(place, "atApex", data, { related, severity });
  },
});
