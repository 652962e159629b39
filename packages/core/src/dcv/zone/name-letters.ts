import { HIGH, MARKED, ODD, UNDERSCORES } from "../../name/octets.js";
import type { Zone } from "../../zone/zone.js";

export { HIGH, ODD };
/** What the octets of a name's labels are, beside letters, digits and hyphens. An asterisk that is a label of its own is none of them. */
export const UNDERSCORE_FIRST = MARKED;
export const UNDERSCORE_INSIDE = UNDERSCORES;

export interface NameLetters {
  /** By name: the bits of all its labels; none of them where no name has another than `UNDERSCORE_FIRST`. */
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
  if ((names.allKinds & (UNDERSCORE_INSIDE | HIGH | ODD)) === 0) return { bits, any };
  for (let id = 1; id < bits.length; id++) {
    let own = kinds[id] & (UNDERSCORE_FIRST | UNDERSCORE_INSIDE | HIGH | ODD);
    // What stands for an origin that nobody knows was never written.
    if (own === ODD && id === apex && !originKnown) own = 0;
    any |= own;
    // A parent's number is lower than its children's, so its bits are there.
    bits[id] = own | bits[parent[id]];
  }
  return { bits, any };
}
