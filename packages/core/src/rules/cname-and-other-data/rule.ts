import { CNAME, typeInfo } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_CNAME, HAS_DNSSEC, HAS_SEVERAL } from "../../zone/zone.js";

export default defineRule({
  id: "cname-and-other-data",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A CNAME stands beside other records of the same owner",
  sources: [rfc(1034, "3.6.2", "Aliases and canonical names"), rfc(2181, "10.1", "CNAME resource records")],
  seed: "sectigo-cname-dcv",
  messages: {
    conflict: ({ owner, types }: { owner: string; types: string }) => ({
      what: `"${owner}" has a CNAME and also ${types}.`,
      why: "A CNAME must be alone at its owner. Name servers refuse the zone or answer with one of the two, so the CA may never see the record that it looks for.",
      how: `Delete the CNAME, or delete the other records of "${owner}".`,
    }),
  },
  owners: {
    where: (types) => (types & HAS_CNAME) !== 0 && (types & ~(HAS_CNAME | HAS_DNSSEC | HAS_SEVERAL)) !== 0,
    check(owner, { zone, other, report }) {
      const readable = owner.records().filter((id) => zone.type[id] !== 0);
      const cname = readable.find((id) => zone.type[id] === CNAME)!;
      const rest = readable.filter((id) => zone.type[id] !== CNAME && !DNSSEC_TYPES.has(zone.type[id]));
      if (rest.length === 0) return;
      // The apex has its own rule, which says what to do there.
      if (zone.whole && owner.name === zone.apex) return;
      const types = [...new Set(rest.map((id) => typeInfo(zone.type[id]).mnemonic))].join(", ");
      report(other.at(cname).place, "conflict", { owner: zone.names.text(owner.name), types }, {
        related: rest.map((id) => ({ place: other.at(id).place, note: `the ${other.at(id).typeName} record` })),
      });
    },
  },
});

/** RFC 4034 §2.5 and RFC 3007: these may stand beside a CNAME. */
const DNSSEC_TYPES = new Set([46, 47, 50, 24, 25, 30]);
