import { knowsAbsence } from "../dcv/zone/standing.js";
import type { DomainName } from "../name/domain-name.js";
import { type NameId, ROOT } from "../name/name-table.js";
import { HAS_DNAME, type Zone } from "../zone/zone.js";

/** A zone that a run declares, and what it was before where a plan tells. */
export interface DeclaredZone {
  readonly zone: Zone;
  readonly before?: Zone;
}

/** Is it certain that what isn't there won't be there? Records whose owner isn't known yet may be anywhere. */
export function isClosed(zone: Zone): boolean {
  if (!knowsAbsence(zone)) return false;
  // What a certificate asks for are CNAMEs at names that nobody else has.
  const awaited = new Set(zone.awaited.map(({ address }) => address));
  return [...zone.unplaced].every((address) => awaited.has(address));
}

/** What providers add by themselves is another rule's (caa-hidden-by-provider). */
export const isGuessable = ({ zone }: DeclaredZone): boolean =>
  zone.made && !zone.caaUnplaced && zone.addedCas.length === 0;

/** The name in the zone's table, or the deepest one above it that exists there. */
export function locate(zone: Zone, { labels }: DomainName): { id: NameId; missing: boolean; cut?: NameId } {
  const { names, index, apex } = zone;
  let id: NameId = ROOT;
  for (let i = labels.length - 1; i >= 0; i--) {
    const octets = Uint8Array.from(labels[i], (char) => char.charCodeAt(0));
    const child = names.find(id, octets, 0, octets.length);
    const isAbove = names.depth[id] < names.depth[apex];
    if (child === undefined || !(isAbove || index.exists(child) || child === apex))
      return { id, missing: true, cut: id === ROOT ? undefined : index.cutAt(id) };
    id = child;
  }
  return { id, missing: false, cut: id === ROOT ? undefined : index.cutAt(id) };
}

/** The labels that the zone holds directly below a name, and whether there are no others. */
export function labelsIn(zone: Zone, name: DomainName): { readonly labels: string[]; readonly complete: boolean } {
  const { names, index } = zone;
  const { id: top, missing, cut } = locate(zone, name);
  const labels: string[] = [];
  if (cut !== undefined || index.dnameAbove(top) !== undefined) return { labels, complete: false };
  // Of what a certificate will ask for only the name is known that it is for.
  const complete = isClosed(zone) && zone.awaited.length === 0;
  if (missing) return { labels, complete: complete && (zone.typesAt(top) & HAS_DNAME) === 0 };
  const { first, next } = childrenOf(zone);
  for (let id = first[top]; id > ROOT; id = next[id]) if (index.exists(id)) labels.push(names.label(id));
  return { labels, complete };
}

interface Children {
  /** By name: its first child, and the next child of its parent; 0 where there is none. */
  readonly first: Int32Array;
  readonly next: Int32Array;
}
const children = new WeakMap<Zone, Children>();

function childrenOf(zone: Zone): Children {
  let known = children.get(zone);
  if (!known) {
    const { parent, count } = zone.names;
    known = { first: new Int32Array(count), next: new Int32Array(count) };
    for (let id = count - 1; id > ROOT; id--) {
      known.next[id] = known.first[parent[id]];
      known.first[parent[id]] = id;
    }
    children.set(zone, known);
  }
  return known;
}
