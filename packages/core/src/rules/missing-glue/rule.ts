import { isInOtherZone, knowsAbsence, standingOf } from "../../dcv/zone/standing.js";
import type { NameId } from "../../name/name-table.js";
import { NS } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_ADDRESS, HAS_CNAME, type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";

interface Server {
  server: string;
  served: string;
}

export default defineRule({
  id: "missing-glue",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "A name server inside the zone has no address",
  sources: [rfc(1034, "4.2.1", "Technical considerations"), rfc(9471, "2", "Types of Glue in Referral Responses")],
  zoneFilesOnly: true,
  messages: {
    ofZone: ({ server, served }: Server) => ({
      what: `"${server}" is a name server of "${served}" and has neither A nor AAAA in its zone.`,
      why: "Resolvers that want to ask it find no address, and do without it. If no other server is left, nothing in the zone resolves, CAA and validation records included.",
      how: `Add its address: ${server} A …, or name a server that has one.`,
    }),
    ofChild: ({ server, served }: Server) => ({
      what: `"${served}" is handed to "${server}", which lies in this zone and has neither A nor AAAA here.`,
      why: "Resolvers that are sent there find no address. If no other server is left, nothing below the cut resolves, validation records included.",
      how: `Add its address: ${server} A …, or name a server that has one.`,
    }),
    glue: ({ server, served }: Server) => ({
      what: `"${served}" is handed to "${server}", which lies below that zone cut, without glue.`,
      why: "To find its address a resolver must ask the very servers that it is looking for. If no other server is left, nothing below the cut resolves, validation records included.",
      how: `Add the address that the child zone has for it: ${server} A …`,
    }),
  },
  zone({ zone, index, facts, other, report }) {
    if (!knowsAbsence(zone)) return;
    const { names } = zone;
    const doubtful = ownersOfUnreadable(zone);
    // A server that many delegations name is missing once.
    const without = new Map<NameId, RecordId[]>();
    for (const id of index.ofType(NS)) {
      const target = zone.target[id];
      if (target <= 0 || (zone.types[target] & HAS_ADDRESS) !== 0 || !index.inZone(target) || doubtful.has(target))
        continue;
      if (!isServed(zone.owner[id], zone) || !lacksAddress(id, zone) || isInOtherZone(zone, target, facts)) continue;
      const list = without.get(target);
      if (list) list.push(id);
      else without.set(target, [id]);
    }
    for (const [target, [first, ...more]] of without) {
      const related = more.slice(0, MOST_RELATED).map((id) => ({ place: other.at(id).place, note: "named here too" }));
      const served = zone.owner[first];
      const data = { server: names.text(target), served: names.text(served) };
      const message = served === zone.apex ? "ofZone" : index.cutAt(target) === undefined ? "ofChild" : "glue";
      report(other.at(first).place, message, data, { related });
    }
  },
});

/** What can't be read may be the address. */
function ownersOfUnreadable({ count, flags, owner }: Zone): Set<NameId> {
  const owners = new Set<NameId>();
  for (let id = 0; id < count; id++) if ((flags[id] & UNREADABLE) !== 0) owners.add(owner[id]);
  return owners;
}

/** The apex, or a cut that isn't hidden by another one or by a DNAME. */
function isServed(owner: NameId, { index, apex }: Zone): boolean {
  return index.dnameAbove(owner) === undefined && (owner === apex || index.cutAt(owner) === owner);
}

function lacksAddress(id: RecordId, zone: Zone): boolean {
  const { index, types, target, owner } = zone;
  const server = target[id];
  switch (standingOf(zone, server)) {
    case "there":
      // An alias is another rule's.
      return (types[server] & HAS_CNAME) === 0;
    case "covered":
      return (types[index.wildcardFor(server)!] & (HAS_ADDRESS | HAS_CNAME)) === 0;
    case "delegated":
      // A server below another cut can be asked for there (RFC 9471 §2.2, sibling glue), and so can one of the zone's own.
      return owner[id] !== zone.apex && zone.names.isSubdomain(server, owner[id]);
    case "absent":
    case "empty":
      return true;
    default:
      return false;
  }
}

const MOST_RELATED = 20;
