import { VALIDATION_LABELS } from "../../knowledge/shapes/labels.js";
import { type NameId, type NameTable, ROOT } from "../../name/name-table.js";
import { DIGITS, FOLD, HEX_LETTERS, KIND, MARKED } from "../../name/octets.js";

/** `isValidationLabel` of a name's first label, told by its octets: names are asked by the hundred thousand. */
export const isValidationName = (names: NameTable, name: NameId): boolean =>
  (names.kinds[name] & MARKED) !== 0 && (isHashName(names, name) || isKnownFrom(names, name, 1));

/** Is it one of those that have a name rather than a hash, but for its underscore: `acme-challenge`? */
export const lacksUnderscore = (names: NameTable, name: NameId): boolean =>
  name > ROOT && (names.kinds[name] & MARKED) === 0 && isKnownFrom(names, name, 0);

/** `_` and 32 hexadecimal digits. */
export const isHashName = (names: NameTable, name: NameId): boolean =>
  names.labelLengthOf(name) === 33 && (names.kinds[name] & ~(DIGITS | HEX_LETTERS)) === MARKED;

/** A label without its underscore: what it is made of tells it from nearly all others. */
interface Known {
  readonly octets: Uint8Array;
  readonly kinds: number;
}

const toKnown = (label: string): Known => {
  const octets = Uint8Array.from(label.slice(1), (char) => char.charCodeAt(0));
  return { octets, kinds: octets.reduce((kinds, octet) => kinds | KIND[octet], 0) };
};
const KNOWN = VALIDATION_LABELS.map(toKnown);
/** Most labels are shorter than all of these. */
const SHORTEST = Math.min(...KNOWN.map(({ octets }) => octets.length));
const CHALLENGE_WITH_MORE = toKnown("_acme-challenge_");

function isKnownFrom(names: NameTable, name: NameId, from: number): boolean {
  const length = names.labelLengthOf(name) - from;
  if (length < SHORTEST) return false;
  const kinds = names.kinds[name] & ~MARKED;
  for (let i = 0; i < KNOWN.length; i++) {
    const known = KNOWN[i];
    if (known.kinds === kinds && known.octets.length === length && startsWith(names, name, from, known.octets))
      return true;
  }
  const { octets, kinds: least } = CHALLENGE_WITH_MORE;
  return (kinds & least) === least && length >= octets.length && startsWith(names, name, from, octets);
}

function startsWith(names: NameTable, name: NameId, from: number, octets: Uint8Array): boolean {
  for (let i = 0; i < octets.length; i++) if (FOLD[names.labelOctet(name, from + i)] !== octets[i]) return false;
  return true;
}
