import type { NameId } from "../../name/name-table.js";
import type { Zone } from "../../zone/zone.js";

/** Remembers what was found out of an owner: an owner of thousands of records is read once, and not for each of them. */
export function perOwner<T>(find: (zone: Zone, owner: NameId) => T): (zone: Zone, owner: NameId) => T {
  const known = new WeakMap<Zone, Map<NameId, { readonly found: T }>>();
  return (zone, owner) => {
    let ofZone = known.get(zone);
    if (!ofZone) {
      ofZone = new Map();
      known.set(zone, ofZone);
    }
    let entry = ofZone.get(owner);
    if (!entry) {
      entry = { found: find(zone, owner) };
      ofZone.set(owner, entry);
    }
    return entry.found;
  };
}
