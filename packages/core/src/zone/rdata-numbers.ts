import type { RecordId, Zone } from "./zone.js";

/** As many different texts are told apart; whoever has more of them hardly repeats any. */
export const MOST_NUMBERS = 4096;

/**
 * Numbers RDATA by its text: records whose RDATA is written alike have the same number. For types without names in
 * their RDATA, which mean another thing under another origin.
 */
export class RdataNumbers {
  /** By number: the first record with that text. */
  private readonly firsts: RecordId[] = [];
  private readonly byHash = new Map<number, number>();
  /** By record: 2 + its number, 0 where nobody has asked yet. */
  private readonly known: Uint16Array;

  constructor(private readonly zone: Zone) {
    this.known = new Uint16Array(zone.count);
  }

  /** From 0; -1 where there are too many different texts for this one to have a number. */
  of(id: RecordId): number {
    if (this.known[id] === 0) this.known[id] = 2 + this.find(id);
    return this.known[id] - 2;
  }

  private find(id: RecordId): number {
    const { zone, firsts, byHash } = this;
    const { bytes } = zone.sources[zone.source[id]];
    const end = zone.rdataEnd[id];
    let hash = zone.type[id];
    for (let at = zone.rdataStart[id]; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    const known = byHash.get(hash);
    if (known !== undefined) return isSameText(zone, firsts[known], id) ? known : -1;
    if (firsts.length === MOST_NUMBERS) return -1;
    byHash.set(hash, firsts.length);
    return firsts.push(id) - 1;
  }
}

function isSameText({ sources, source, type, rdataStart, rdataEnd }: Zone, a: RecordId, b: RecordId): boolean {
  const length = rdataEnd[a] - rdataStart[a];
  if (type[a] !== type[b] || rdataEnd[b] - rdataStart[b] !== length) return false;
  const first = sources[source[a]].bytes;
  const second = sources[source[b]].bytes;
  const from = rdataStart[a];
  const shift = rdataStart[b] - from;
  for (let at = from; at < from + length; at++) if (first[at] !== second[at + shift]) return false;
  return true;
}
