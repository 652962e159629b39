import type { NameId } from "../../name/name-table.js";
import { HAS_SEVERAL, type RecordId, typeBit, UNREADABLE, type Zone } from "../../zone/zone.js";

/** Answers which record of a type an owner holds first, unreadable ones left out; -1 where it holds none. No walk per question. */
export function firstByOwner(zone: Zone, type: number): (name: NameId) => RecordId {
  const bit = typeBit(type);
  const among = new Map<NameId, RecordId>();
  const { owner, types, flags } = zone;
  const ids = zone.index.ofType(type);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i];
    const name = owner[id];
    if ((types[name] & HAS_SEVERAL) === 0 || (flags[id] & UNREADABLE) !== 0 || among.has(name)) continue;
    among.set(name, id);
  }
  return (name) => {
    const types = zone.typesAt(name);
    if ((types & bit) === 0) return -1;
    if ((types & HAS_SEVERAL) !== 0) return among.get(name) ?? -1;
    const only = zone.firstRecordAt(name);
    return zone.type[only] === type && (zone.flags[only] & UNREADABLE) === 0 ? only : -1;
  };
}
