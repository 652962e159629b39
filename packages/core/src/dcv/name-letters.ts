import { ASTERISK, HYPHEN, UNDERSCORE } from "../name/octets.js";
import type { Zone } from "../zone/zone.js";

/** What the octets of a name's labels are, beside letters, digits and hyphens (RFC 1123 §2.1). */
export const UNDERSCORE_FIRST = 1;
export const UNDERSCORE_INSIDE = 2;
/** Over 127. */
export const HIGH = 4;
/** Anything else: blanks, slashes, `=`, … An asterisk is one unless it is a label of its own. */
export const ODD = 8;

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
  const bits = new Uint8Array(names.count);
  let any = 0;
  for (let id = 1; id < bits.length; id++) {
    const length = names.labelLengthOf(id);
    const first = names.labelOctet(id, 0);
    let own = first === UNDERSCORE ? UNDERSCORE_FIRST : first === ASTERISK && length === 1 ? 0 : BITS[first];
    for (let i = 1; i < length; i++) own |= BITS[names.labelOctet(id, i)];
    // What stands for an origin that nobody knows was never written.
    if (id === apex && !originKnown) own = 0;
    any |= own;
    // A parent's number is lower than its children's, so its bits are there.
    bits[id] = own | bits[names.parent[id]];
  }
  return { bits, any };
}

const BITS = new Uint8Array(256).fill(ODD, 0, 128).fill(HIGH, 128);
for (const [from, to] of ["09", "AZ", "az"]) BITS.fill(0, from.charCodeAt(0), to.charCodeAt(0) + 1);
BITS[HYPHEN] = 0;
BITS[UNDERSCORE] = UNDERSCORE_INSIDE;
