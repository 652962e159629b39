import { firstByOwner } from "../../dcv/zone/first-record.js";
import { standingOf } from "../../dcv/zone/standing.js";
import { CNAME, DNAME, MX, NS, SRV } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";
import { HAS_CNAME, type RecordId, type Zone } from "../../zone/zone.js";

interface Pointer {
  owner: string;
  type: string;
  target: string;
  /** What the alias leads to. */
  canonical: string;
}

/** What the reader of the target does with an alias. */
const CONSEQUENCE: Record<string, string> = {
  NS: "Name servers must be names with addresses: some resolvers drop this one, and BIND calls the zone illegal. A CA whose resolver drops it sees less of the zone, or nothing.",
  MX: "Mail servers must be names with addresses: some senders refuse, and others look the alias up again with every mail.",
  SRV: "The target must be a name with addresses: some clients don't follow the alias.",
};

const why = ({ type }: Pointer) => CONSEQUENCE[type];
const how = ({ owner, type, target, canonical }: Pointer) =>
  `Let the ${type} of "${owner}" point to "${canonical}", or give "${target}" addresses of its own.`;

export default defineRule({
  id: "target-is-alias",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "An MX, NS or SRV record points to an alias",
  sources: [
    rfc(2181, "10.3", "MX and NS records"),
    source('RFC 2782, Target: "MUST NOT be an alias"', "https://www.rfc-editor.org/rfc/rfc2782"),
    rfc(6672, "2.4", "Names next to and below a DNAME Record"),
  ],
  messages: {
    alias: (pointer: Pointer) => ({
      what: `The ${pointer.type} of "${pointer.owner}" points to "${pointer.target}", which is an alias of "${pointer.canonical}".`,
      why: why(pointer),
      how: how(pointer),
    }),
    throughWildcard: (pointer: Pointer & { wildcard: string }) => ({
      what: `The ${pointer.type} of "${pointer.owner}" points to "${pointer.target}", for which "${pointer.wildcard}" answers with an alias of "${pointer.canonical}".`,
      why: why(pointer),
      how: how(pointer),
    }),
    throughDname: (pointer: Pointer & { dname: string }) => ({
      what: `The ${pointer.type} of "${pointer.owner}" points to "${pointer.target}", which the DNAME of "${pointer.dname}" makes an alias.`,
      why: why(pointer),
      how: `Let the ${pointer.type} of "${pointer.owner}" point to a name that isn't below "${pointer.dname}".`,
    }),
  },
  zone({ zone, index, other, report }) {
    const { names, types, target } = zone;
    const cnameAt = firstByOwner(zone, CNAME);
    const dnameAt = firstByOwner(zone, DNAME);
    for (const type of [NS, MX, SRV]) {
      const ids = index.ofType(type);
      for (let i = 0; i < ids.length; i++) {
        const id = ids[i];
        const name = target[id];
        // Nearly every target holds addresses or lies outside the zone.
        if (name <= 0 || (types[name] !== 0 && (types[name] & HAS_CNAME) === 0 && !index.hasDnames)) continue;
        if ((zone.whole && !index.inZone(name)) || isOccluded(id, zone)) continue;
        const standing = standingOf(zone, name);
        if (standing === "delegated") continue;
        const above = standing === "rewritten" ? index.dnameAbove(name) : undefined;
        const alias =
          above === undefined ? cnameAt(standing === "covered" ? index.wildcardFor(name)! : name) : dnameAt(above);
        if (alias < 0) continue;
        const { ownerText: owner, typeName, targetText } = other.at(id);
        const pointer = { owner, type: typeName, target: targetText, canonical: names.text(target[alias]) };
        const { place } = other.target;
        const source = names.text(zone.owner[alias]);
        const related = [{ place: other.at(alias).place, note: `the ${other.typeName}` }];
        if (above !== undefined) report(place, "throughDname", { ...pointer, dname: source }, { related });
        else if (standing === "covered")
          report(place, "throughWildcard", { ...pointer, wildcard: source }, { related });
        else report(place, "alias", pointer, { related });
      }
    }
  },
});

/** Behind a zone cut or below a DNAME nobody sees the record; the NS at the cut themselves are seen. */
function isOccluded(id: RecordId, { index, owner, type }: Zone): boolean {
  const cut = index.cutAt(owner[id]);
  return (cut !== undefined && (cut !== owner[id] || type[id] !== NS)) || index.dnameAbove(owner[id]) !== undefined;
}
