import { validatedName } from "../../dcv/validation/validation-owner.js";
import { firstByOwner } from "../../dcv/zone/first-record.js";
import { nameServerMarks } from "../../dcv/zone/name-servers.js";
import type { NameId } from "../../name/name-table.js";
import { A, AAAA, DNAME, NS, NSEC, NSEC3, RRSIG } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_DNAME, HAS_NS, type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

interface Occluded {
  owner: string;
  type: string;
  dname: string;
  target: string;
}

const what = ({ owner, type, dname, target }: Occluded) =>
  `The ${type} of "${owner}" lies below "${dname}", whose DNAME moves every name below it to "${target}".`;
const how = ({ owner, dname, target }: Occluded) =>
  `Publish it at "${owner.slice(0, -dname.length)}${target}", or delete the DNAME of "${dname}".`;

export default defineRule({
  id: "occluded-by-dname",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A record lies below a DNAME, which moves all names there elsewhere",
  sources: [
    rfc(6672, "2.4", "Names next to and below a DNAME Record"),
    rfc(6672, "2.3", "DNAME Owner Name Matching the QNAME"),
  ],
  messages: {
    occluded: (d: Occluded) => ({
      what: what(d),
      why: "Name servers refuse the zone, or answer with the name that the DNAME makes of it, and nobody sees the record.",
      how: how(d),
    }),
    validation: (d: Occluded & { certified: string }) => ({
      what: what(d),
      why: `The CA is led to the other tree, finds no such record there, and issues no certificate for "${d.certified}".`,
      how: how(d),
    }),
    delegation: (d: Occluded) => ({
      what: `"${d.owner}" is handed to other servers, but lies below "${d.dname}", whose DNAME moves every name below it to "${d.target}".`,
      why: "Resolvers go by the DNAME and never hear of those servers.",
      how: `Delete the NS records, or the DNAME of "${d.dname}".`,
      severity: "warning",
    }),
    besideDelegation: ({ owner, target }: { owner: string; target: string }) => ({
      what: `"${owner}" is handed to other servers and also has a DNAME to "${target}".`,
      why: "At a zone cut only NS and DS count. Servers answer with one or the other for the names below it.",
      how: "Keep the NS if other servers answer there, else the DNAME.",
      severity: "warning",
    }),
  },
  zone({ zone, index, other, report }) {
    if (!index.hasDnames) return;
    const { names, types } = zone;
    const isServer = nameServerMarks(zone);
    const dnameAt = firstByOwner(zone, DNAME);
    for (let name = 0; name < names.count; name++) {
      const dname = dnameOver(name, zone);
      if (types[name] === 0 || dname === undefined) continue;
      const record = dnameAt(dname);
      if (record < 0) continue;
      const target = names.text(zone.target[record]);
      for (const id of recordsAt(zone, name)) {
        if (!isOccluded(id, dname, zone, isServer)) continue;
        const { place, typeName: type, ownerText: owner } = other.at(id);
        const data = { owner, type, dname: names.text(dname), target };
        const related = [{ place: other.at(record).place, note: "the DNAME" }];
        const certified = validatedName(names, name);
        if (name === dname) {
          report(place, "besideDelegation", data, { related });
          break;
        }
        if (zone.type[id] === NS) report(place, "delegation", data, { related });
        else if (certified !== undefined)
          report(place, "validation", { ...data, certified: names.text(certified) }, { related });
        else report(place, "occluded", data, { related });
      }
    }
  },
});

/** The DNAME that a name lies below, or that its NS stand beside; not where a zone cut above that hides both. */
function dnameOver(name: NameId, { index, types, names, apex }: Zone): NameId | undefined {
  const cut = index.cutAt(name);
  if (cut === name && name !== apex && (types[name] & HAS_DNAME) !== 0 && index.dnameAbove(name) === undefined)
    return name;
  const dname = index.dnameAbove(name);
  if (dname === undefined || (cut !== undefined && names.depth[cut] <= names.depth[dname])) return undefined;
  return dname;
}

function isOccluded(id: RecordId, dname: NameId, { flags, type, owner, types }: Zone, isServer: Uint8Array): boolean {
  if ((flags[id] & UNREADABLE) !== 0) return false;
  if (owner[id] === dname) return type[id] === NS;
  switch (type[id]) {
    case A:
    case AAAA:
      return isServer[owner[id]] === 0;
    case RRSIG:
    case NSEC:
    case NSEC3:
      return false;
    default:
      // DS and the like are said with the NS beside them.
      return type[id] === NS || (types[owner[id]] & HAS_NS) === 0;
  }
}
