import { foldLabel } from "../name/domain-name.js";
import { type NameId, ROOT } from "../name/name-table.js";
import { COMMENTED, HAS_CAA, HAS_CNAME, type Zone } from "../zone/zone.js";
import type { DeclaredWorld } from "./declared-world.js";
import { isClosed } from "./declared-zone.js";

/** No set is above the name, or none that could be known. */
export const NO_SET = -1;
/** The way leads over an alias, or out of the zone. */
export const NEEDS_ASKING = -2;
const NOT_TOLD = -3;

/** Which owner's CAA set is the nearest above a name, as far as one zone tells. */
export class NearestSets {
  private readonly known: Int32Array;
  private readonly closed: boolean;
  private readonly above: number;
  private readonly absent: number;
  private readonly before: ReadonlySet<string> | undefined;

  constructor(
    private readonly zone: Zone,
    private readonly world: DeclaredWorld,
  ) {
    this.known = new Int32Array(zone.names.count).fill(NOT_TOLD);
    this.closed = isClosed(zone) || world.isPresumedWhole(zone);
    // Above the zone only another one of the run can hold a set.
    this.above = world.isBelowAnother(zone) ? NEEDS_ASKING : NO_SET;
    // What isn't in a part of a zone is unknown, unless another part or the plan tells.
    this.before = world.ownersBefore(zone);
    this.absent = this.closed ? NOT_TOLD : world.isAlone(zone) ? NO_SET : NEEDS_ASKING;
  }

  of(name: NameId): number {
    const { zone, known, above, absent } = this;
    const { names, apex } = zone;
    const start = name;
    let at = name;
    let found = NOT_TOLD;
    while (found === NOT_TOLD) {
      const types = zone.typesAt(at);
      if (known[at] !== NOT_TOLD) found = known[at];
      else if ((types & HAS_CAA) !== 0 && (types & HAS_CNAME) === 0) found = at;
      else if ((types & HAS_CNAME) !== 0) {
        found = this.throughAlias(at);
        if (found === NOT_TOLD && at !== apex) at = names.parent[at];
        else if (found === NOT_TOLD) found = above;
      } else if (absent !== NOT_TOLD) {
        // Unknown, unless the change took a set away from there.
        const isGone = this.before === undefined || this.before.has(foldLabel(names.text(at)));
        found = isGone ? absent : NO_SET;
      } else if (at === apex || at === ROOT) found = above;
      else at = names.parent[at];
    }
    for (let id = start; id !== at; id = names.parent[id]) known[id] = found;
    known[at] = found;
    return found;
  }

  /** What an alias leads to: a set, nothing that could be known, or (`NOT_TOLD`) no set, so that the climb goes on. */
  private throughAlias(name: NameId): number {
    const { zone, world } = this;
    const { index, names } = zone;
    const id = zone.firstRecordAt(name);
    const isPlain = zone.typesAt(name) === HAS_CNAME && (zone.flags[id] & COMMENTED) === 0 && name !== zone.apex;
    if (!isPlain) return NEEDS_ASKING;
    const target = zone.target[id];
    if (target < 0) return NO_SET;
    if (!index.inZone(target)) return world.zonesFor(names.name(target)).length === 0 ? NO_SET : NEEDS_ASKING;
    if (index.cutAt(target) !== undefined || index.dnameAbove(target) !== undefined) return NEEDS_ASKING;
    const types = zone.typesAt(target);
    if (types === 0 || (types & HAS_CNAME) !== 0 || this.absent !== NOT_TOLD) return NEEDS_ASKING;
    return (types & HAS_CAA) === 0 ? NOT_TOLD : target;
  }
}
