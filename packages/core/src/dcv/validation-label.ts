import { VALIDATION_LABELS } from "../knowledge/validation-shapes.js";
import { type NameId, type NameTable, ROOT } from "../name/name-table.js";
import { DIGITS_2_TO_7, DIGITS_0189, FOLD, HEX_LETTERS, UNDERSCORE } from "../name/octets.js";

/** `isValidationLabel` of a name's first label, told by its octets: names are asked by the hundred thousand. */
export const isValidationName = (names: NameTable, name: NameId): boolean =>
  name > ROOT && names.labelOctet(name, 0) === UNDERSCORE && (isHashName(names, name) || isKnownFrom(names, name, 1));

/** Is it one of those that have a name rather than a hash, but for its underscore: `acme-challenge`? */
export const lacksUnderscore = (names: NameTable, name: NameId): boolean =>
  name > ROOT && names.labelOctet(name, 0) !== UNDERSCORE && isKnownFrom(names, name, 0);

/** `_` and 32 hexadecimal digits. */
export const isHashName = (names: NameTable, name: NameId): boolean =>
  names.labelLengthOf(name) === 33 &&
  (names.kinds[name] & ~(DIGITS_0189 | DIGITS_2_TO_7 | HEX_LETTERS)) === 0 &&
  names.labelOctet(name, 0) === UNDERSCORE;

/** The known labels without their underscore, as octets, by their length. */
const BY_LENGTH: Uint8Array[][] = [];
for (const label of VALIDATION_LABELS) {
  const octets = Uint8Array.from(label.slice(1), (char) => char.charCodeAt(0));
  BY_LENGTH[octets.length] = [...(BY_LENGTH[octets.length] ?? []), octets];
}
const CHALLENGE_WITH_MORE = Uint8Array.from("acme-challenge_", (char) => char.charCodeAt(0));

function isKnownFrom(names: NameTable, name: NameId, from: number): boolean {
  const length = names.labelLengthOf(name) - from;
  for (const known of BY_LENGTH[length] ?? NONE) if (startsWith(names, name, from, known)) return true;
  return length >= CHALLENGE_WITH_MORE.length && startsWith(names, name, from, CHALLENGE_WITH_MORE);
}
const NONE: readonly Uint8Array[] = [];

function startsWith(names: NameTable, name: NameId, from: number, octets: Uint8Array): boolean {
  for (let i = 0; i < octets.length; i++) if (FOLD[names.labelOctet(name, from + i)] !== octets[i]) return false;
  return true;
}
