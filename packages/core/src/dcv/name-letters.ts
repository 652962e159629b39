import { HIGH, ODD, UNDERSCORE, UNDERSCORES } from "../name/octets.js";
import type { Zone } from "../zone/zone.js";

export { HIGH, ODD };
/** What the octets of a name's labels are, beside letters, digits and hyphens. An asterisk that is a label of its own is none of them. */
export const UNDERSCORE_FIRST = 1;
export const UNDERSCORE_INSIDE = UNDERSCORES;

export interface NameLetters {
  /** By name: the bits of all its labels. */
  readonly bits: Uint8Array;
  /** The bits of all names together. */
  readonly any: number;
}

/** Looks at every name once, for all rules that ask. */
export function lettersOf(zone: Zone): NameLetters {
  let letters = known.get(zone);
  if (!letters || letters.bits.length !== zone.names.count) {
    letters = readLetters(zone);
    known.set(zone, letters);
  }
  return letters;
}

const known = new WeakMap<Zone, NameLetters>();

function readLetters({ names, apex, originKnown }: Zone): NameLetters {
  const { parent, kinds } = names;
  const bits = new Uint8Array(names.count);
  let any = 0;
  for (let id = 1; id < bits.length; id++) {
    let own = kinds[id] & (UNDERSCORE_INSIDE | HIGH | ODD);
    if (names.labelOctet(id, 0) === UNDERSCORE) own |= UNDERSCORE_FIRST;
    // What stands for an origin that nobody knows was never written.
    if (own === ODD && (names.isWildcard(id) || (id === apex && !originKnown))) own = 0;
    any |= own;
    // A parent's number is lower than its children's, so its bits are there.
    bits[id] = own | bits[parent[id]];
  }
  return { bits, any };
}
