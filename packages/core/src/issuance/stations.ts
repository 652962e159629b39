import { foldLabel } from "../name/domain-name.js";
import { type NameId, ROOT } from "../name/name-table.js";
import { UNDERSCORE } from "../name/octets.js";
import { CAA, CNAME, DNAME } from "../rdata/types.js";
import { HAS_CAA, HAS_CNAME, HAS_DNAME, type Zone } from "../zone/zone.js";

/** Where the search for a CAA set could stop or turn aside, in all the zones of a run. */
export class Stations {
  private stations: ReadonlySet<string> | undefined;

  constructor(private readonly zones: readonly Zone[]) {}

  /** Is there a set or an alias at or above a name of this zone, in any zone? Where there is none, asking finds nothing. */
  mayMeet(zone: Zone, name: NameId): boolean {
    const { names } = zone;
    for (let at = name; at !== ROOT; at = names.parent[at]) {
      if ((zone.typesAt(at) & (HAS_CAA | HAS_CNAME | HAS_DNAME)) !== 0 || names.labelOctet(at, 0) === UNDERSCORE)
        return true;
    }
    this.stations ??= stationsOf(this.zones);
    if (this.stations.has(WILDCARD)) return true;
    for (let at = name; at !== ROOT; at = names.parent[at])
      if (this.stations.has(foldLabel(names.text(at)))) return true;
    return false;
  }
}

/** Owners of CAA, DNAME and CNAME records, but for labels with an underscore, which no host has; any wildcard is `*`. */
function stationsOf(zones: readonly Zone[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { names, owner, index } of zones) {
    for (const type of [CAA, DNAME, CNAME]) {
      const ids = index.ofType(type);
      for (let i = 0; i < ids.length; i++) {
        const name = owner[ids[i]];
        if (names.isWildcard(name)) found.add(WILDCARD);
        else if (names.labelOctet(name, 0) !== UNDERSCORE) found.add(foldLabel(names.text(name)));
      }
    }
  }
  return found;
}

const WILDCARD = "*";
