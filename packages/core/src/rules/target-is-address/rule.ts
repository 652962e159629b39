import { misfitTargets } from "../../dcv/zone/target-text.js";
import { CNAME } from "../../rdata/types.js";
import { type Draft, defineRule, rfc } from "../../rule.js";
import type { RecordView } from "../../zone/record-view.js";
import { Lexer } from "../../zonefile/lexer.js";

interface Target {
  written: string;
  meant: string;
  type: string;
  address: string;
  addressType: "A" | "AAAA";
}

const what = ({ written, meant, type }: Target): string =>
  `The ${type} target "${written}" is an IP address, read as the name "${meant}".`;

export default defineRule({
  id: "target-is-address",
  group: "Names",
  severity: "error",
  summary: "An IP address where the name of a host belongs",
  sources: [rfc(1035, "3.3", "Standard RRs"), rfc(2181, "10.3", "MX and NS records")],
  fixable: true,
  messages: {
    alias: (d: Target) => ({
      what: what(d),
      why: "A CNAME points to a name. Resolvers ask for the name made of these digits, which doesn't exist, so whoever connects here finds no address.",
      how: `Write "${d.addressType} ${d.address}" instead of the CNAME.`,
    }),
    host: (d: Target) => ({
      what: what(d),
      why: `${d.type} records point to a host by its name. Resolvers look up the address of the name made of these digits, and there is none.`,
      how: `Give the host a name with "${d.addressType} ${d.address}", and write that name here.`,
    }),
  },
  zone({ zone, other, report }) {
    for (const misfit of misfitTargets(zone, other)) {
      if (misfit.kind !== "address") continue;
      const { target, typeName, type } = other;
      const { address } = misfit;
      const addressType = misfit.version === 4 ? "A" : "AAAA";
      const data: Target = { written: target.text, meant: target.name, type: typeName, address, addressType };
      if (type === CNAME) report(target.place, "alias", data, { fix: writeAddress(other, addressType, address) });
      else report(target.place, "host", data);
    }
  },
});

/** An address record in place of the CNAME. */
function writeAddress(record: RecordView, type: "A" | "AAAA", address: string): Draft | undefined {
  const { source, place, rdataPlace, target } = record;
  const head = new Lexer(source.bytes, place.start, rdataPlace.start);
  head.readRdata();
  const at = head.count - 1;
  if (at < 0 || source.text(head.start[at], head.end[at]).toUpperCase() !== "CNAME") return undefined;
  return {
    title: `Make it an ${type} record`,
    safety: "suggestion",
    edits: [
      { place: { ...place, start: head.start[at], end: head.end[at] }, newText: type },
      { place: target.place, newText: address },
    ],
  };
}
