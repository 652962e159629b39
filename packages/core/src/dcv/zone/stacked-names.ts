import { foldLabel } from "../../name/domain-name.js";
import { type NameId, parseName } from "../../name/name-table.js";
import { SOA } from "../../rdata/types.js";
import type { Facts } from "../../rule.js";
import { OWNER_RELATIVE, type RecordId, type Zone } from "../../zone/zone.js";

/** The name with these labels in front of those of `lower`, where the zone speaks of it: `example.com.example.com.` */
export function findStacked(zone: Zone, upper: readonly string[], lower: NameId): NameId | undefined {
  return findBelow(zone, upper.map(labelOctets), lower);
}

/** The same, for those who ask often. */
function findBelow({ names }: Zone, labels: readonly Uint8Array[], lower: NameId): NameId | undefined {
  let at: NameId | undefined = lower;
  for (let i = labels.length - 1; i >= 0 && at !== undefined; i--) at = names.find(at, labels[i], 0, labels[i].length);
  return at;
}

const labelOctets = (label: string): Uint8Array => Uint8Array.from(label, (char) => char.charCodeAt(0));

/** Where names of the zone's domain stand on top of its own names: nowhere, in most zones. */
export interface Stacks {
  /** By origin: the registrable domain (the apex, where there is none) on top of it. */
  readonly byOrigin: ReadonlyMap<NameId, NameId>;
  /** The apex on top of itself. */
  readonly twice: NameId | undefined;
}

export function findStacks(zone: Zone, { suffixes }: Facts): Stacks {
  const { names, apex, index } = zone;
  const text = apexText(zone);
  const byOrigin = new Map<NameId, NameId>();
  // "com.com." is a name like any other in the zone "com.".
  if (names.depth[apex] < 2 || suffixes.isPublicSuffix(text)) return { byOrigin, twice: undefined };
  const own = names.name(apex).labels;
  const domain = suffixes.registrableDomain(text);
  const upper = ((domain === undefined ? undefined : parseName(domain)?.labels) ?? own).map(labelOctets);
  for (const origin of [...zone.origins, apex]) {
    const stacked = index.inZone(origin) ? findBelow(zone, upper, origin) : undefined;
    if (stacked !== undefined) byOrigin.set(origin, stacked);
  }
  return { byOrigin, twice: findStacked(zone, own, apex) };
}

/** The SOA whose owner lacks its final dot, so that the zone's apex bears its origin twice. */
export function findDoubledApex(zone: Zone): RecordId | undefined {
  if (!zone.whole) return undefined;
  for (const id of zone.index.ofType(SOA)) {
    const origin = zone.originOf(id);
    if (zone.owner[id] !== zone.apex || (zone.flags[id] & OWNER_RELATIVE) === 0 || zone.names.depth[origin] < 2)
      continue;
    if (findStacked(zone, zone.names.name(origin).labels, origin) === zone.apex) return id;
  }
  return undefined;
}

/** The zone's name in lower case, without the final dot. */
export const apexText = ({ names, apex }: Zone): string => foldLabel(names.text(apex)).slice(0, -1);
