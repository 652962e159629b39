import type { NameId } from "../../name/name-table.js";
import { CNAME, DNAME } from "../../rdata/types.js";
import { HAS_CNAME, type RecordId, type Zone } from "../../zone/zone.js";
import type { ZoneIndex } from "../../zone/zone-index.js";
import { firstByOwner } from "./first-record.js";
import { standingOf } from "./standing.js";

/** From an alias to the alias that its target leads to; a record whose chain ends at its target isn't there. */
export type AliasLinks = ReadonlyMap<RecordId, RecordId>;

const made = new WeakMap<ZoneIndex, AliasLinks>();

/** Which CNAME follows which in this zone, by way of wildcards and DNAME too: where a resolver would be sent next. */
export function aliasLinks(zone: Zone): AliasLinks {
  let links = made.get(zone.index);
  if (!links) {
    links = linkAliases(zone);
    made.set(zone.index, links);
  }
  return links;
}

function linkAliases(zone: Zone): AliasLinks {
  const { index } = zone;
  const cnameAt = firstByOwner(zone, CNAME);
  const dnameAt = firstByOwner(zone, DNAME);
  const links = new Map<RecordId, RecordId>();
  const aliases = index.ofType(CNAME);
  for (let i = 0; i < aliases.length; i++) {
    const id = aliases[i];
    const owner = zone.owner[id];
    const target = zone.target[id];
    // Most targets are outside the zone or hold addresses.
    if (target < 0 || (zone.whole && !index.inZone(target))) continue;
    if ((zone.typesAt(target) & HAS_CNAME) === 0 && index.exists(target)) continue;
    if (index.cutAt(owner) !== undefined || index.dnameAbove(owner) !== undefined || cnameAt(owner) !== id) continue;
    const next = nextAlias(zone, target, cnameAt, dnameAt);
    if (next >= 0) links.set(id, next);
  }
  return links;
}

/** The CNAME that answers for a name; -1 where none does, or where other servers are asked. */
function nextAlias(zone: Zone, target: NameId, cnameAt: FirstRecord, dnameAt: FirstRecord): RecordId {
  const { index } = zone;
  let name = target;
  for (let rewrites = 0; rewrites < MAX_REWRITES; rewrites++) {
    const standing = standingOf(zone, name);
    if (standing === "there" || (standing === "outside" && !zone.whole)) return cnameAt(name);
    if (standing === "covered") return cnameAt(index.wildcardFor(name)!);
    if (standing !== "rewritten") return -1;
    const dname = index.dnameAbove(name)!;
    const record = dnameAt(dname);
    const rewritten = record < 0 ? undefined : rewrite(zone, name, dname, zone.target[record]);
    if (rewritten === undefined) return -1;
    name = rewritten;
  }
  return -1;
}

type FirstRecord = (name: NameId) => RecordId;
const MAX_REWRITES = 16;

/** The name with its end `dname` replaced (RFC 6672 §2.2); `undefined` where the zone doesn't mention such a name. */
function rewrite({ names }: Zone, name: NameId, dname: NameId, target: NameId): NameId | undefined {
  const labels: string[] = [];
  for (let at = name; at !== dname; at = names.parent[at]) labels.push(names.label(at));
  let rewritten: NameId | undefined = target;
  for (let i = labels.length - 1; i >= 0 && rewritten !== undefined; i--) {
    const octets = Uint8Array.from(labels[i], (char) => char.charCodeAt(0));
    rewritten = names.find(rewritten, octets, 0, octets.length);
  }
  return rewritten;
}

/** From a DNAME to the DNAME that rewrites the names under its target. */
export function dnameLinks(zone: Zone): AliasLinks {
  const { index } = zone;
  const dnameAt = firstByOwner(zone, DNAME);
  const links = new Map<RecordId, RecordId>();
  for (const id of index.ofType(DNAME)) {
    const owner = zone.owner[id];
    const target = zone.target[id];
    if (target < 0 || dnameAt(owner) !== id || index.dnameAbove(owner) !== undefined) continue;
    if (index.cutAt(owner) !== undefined || index.cutAt(target) !== undefined) continue;
    const next = dnameAt(index.dnameAbove(target) ?? target);
    if (next >= 0) links.set(id, next);
  }
  return links;
}

/** The cycles among the links, each once, from its first record in the order of the source. Linear. */
export function findCycles(links: AliasLinks): RecordId[][] {
  const cycles: RecordId[][] = [];
  const done = new Set<RecordId>();
  for (const start of links.keys()) {
    const path = new Map<RecordId, number>();
    let at: RecordId | undefined = start;
    while (at !== undefined && !done.has(at) && !path.has(at)) {
      path.set(at, path.size);
      at = links.get(at);
    }
    if (at !== undefined && path.has(at)) {
      const cycle = [...path.keys()].slice(path.get(at));
      const first = cycle.indexOf(cycle.reduce((least, id) => Math.min(least, id)));
      cycles.push([...cycle.slice(first), ...cycle.slice(0, first)]);
    }
    for (const id of path.keys()) done.add(id);
  }
  return cycles;
}
