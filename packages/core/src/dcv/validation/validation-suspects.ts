import { CA_SHAPES } from "../../knowledge/cas-shapes.gen.js";
import { VALIDATION_SUFFIXES } from "../../knowledge/shapes/suffixes.js";
import { DomainName } from "../../name/domain-name.js";
import { type NameId, type NameTable, ROOT } from "../../name/name-table.js";
import {
  ASTERISK,
  BACKSLASH,
  DIGITS,
  DOT,
  FOLD,
  HIGH,
  HYPHEN,
  HYPHENS,
  isDigit,
  KIND,
  MARKED,
  ODD,
  OTHER_LETTERS,
  QUOTE,
  SEMICOLON,
  SPACE,
  UNDERSCORE,
  UNDERSCORES,
} from "../../name/octets.js";
import { CNAME, TXT } from "../../rdata/types.js";
import { type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";
import { isChallengeLabel } from "./challenge-owner.js";
import { isHashName, isValidationName, lacksUnderscore } from "./validation-label.js";

/**
 * By record: 1 for the CNAME and TXT records that must be read as text to tell whether they are a CA's, or were meant
 * to be, and are wrong. The many that are nobody's or right are told by numbers; `isRight` is asked of one alias of
 * each build.
 */
export function findSuspects(zone: Zone, suffixOf: Uint8Array, isRight: (id: RecordId) => boolean): Uint8Array {
  const suspects = new Uint8Array(zone.count);
  markAliases(zone, suffixOf, isRight, suspects);
  markTexts(zone, suspects);
  return suspects;
}

function markAliases(zone: Zone, suffixOf: Uint8Array, isRight: (id: RecordId) => boolean, suspects: Uint8Array): void {
  const { owner, flags } = zone;
  const aliases = zone.index.ofType(CNAME);
  const rightBuilds = new Map<number, boolean>();
  for (let i = 0; i < aliases.length; i++) {
    const id = aliases[i];
    if ((flags[id] & UNREADABLE) !== 0 || owner[id] === ROOT || !mayBeAlias(zone, id, suffixOf)) continue;
    const build = buildOf(zone, id, suffixOf);
    let right = build < 0 ? false : rightBuilds.get(build);
    if (right === undefined) {
      right = isRight(id);
      rightBuilds.set(build, right);
    }
    if (!right) suspects[id] = 1;
  }
}

function markTexts(zone: Zone, suspects: Uint8Array): void {
  const { owner, flags } = zone;
  const texts = zone.index.ofType(TXT);
  for (let i = 0; i < texts.length; i++) {
    const id = texts[i];
    if ((flags[id] & UNREADABLE) === 0 && owner[id] !== ROOT && mayBeText(zone, id)) suspects[id] = 1;
  }
}

/** Suffixes of validation targets, and whether the target names the host that it is for in front of them. */
const SUFFIXES = VALIDATION_SUFFIXES.map(({ suffix }) => ({
  name: new DomainName(suffix.split(".")),
  namesHost: CA_SHAPES.some(({ shapes = [] }) =>
    shapes.some(
      ({ value, suffixes = [] }) => value.includes("(?<host>") && suffixes.some((each) => each.value === suffix),
    ),
  ),
}));

/** By name: 1 + the number of the suffix that it is, or is below; 0 where there is none. */
export function suffixesBelow({ names }: Zone): Uint8Array {
  const suffixOf = new Uint8Array(names.count);
  let any = false;
  SUFFIXES.forEach(({ name }, i) => {
    const id = names.lookup(name);
    if (id === undefined) return;
    suffixOf[id] = i + 1;
    any = true;
  });
  if (!any) return suffixOf;
  const { parent } = names;
  // A parent's number is lower than its children's.
  for (let id = 1; id < suffixOf.length; id++) if (suffixOf[id] === 0) suffixOf[id] = suffixOf[parent[id]];
  return suffixOf;
}

function mayBeAlias({ names, owner, target }: Zone, id: RecordId, suffixOf: Uint8Array): boolean {
  const name = owner[id];
  if (suffixOf[target[id]] !== 0 || isBelowChallenge(names, name) || isHashName(names, target[id])) return true;
  const kinds = names.kinds[name];
  if ((kinds & MARKED) !== 0) return isValidationName(names, name) || mayBeMisspelt(names, name);
  const isOdd = (kinds & (ODD | HIGH)) !== 0 && !isPlain(names.labelOctet(name, 0));
  return isOdd || lacksUnderscore(names, name);
}

const isPlain = (octet: number): boolean => isDigit(octet) || isLetter(octet) || octet === ASTERISK || octet === HYPHEN;
const isAlphanumeric = (octet: number): boolean => isDigit(octet) || isLetter(octet);
const isLetter = (octet: number): boolean => FOLD[octet] >= 97 && FOLD[octet] <= 122;

/** What stands for an origin that nobody knows, `<origin>`, was never written; of other names all labels count. */
const topOf = ({ originKnown, apex }: Zone): NameId => (originKnown ? ROOT : apex);

function mayBeText(zone: Zone, id: RecordId): boolean {
  const { names, owner, sources, source, rdataStart, rdataEnd } = zone;
  const { bytes } = sources[source[id]];
  const start = rdataStart[id];
  const end = rdataEnd[id];
  if (isBelowChallenge(names, owner[id]) || mayBeMisspelt(names, owner[id])) return true;
  if (isTextLabel(names, owner[id])) return !isPlainAnswer(zone, owner[id], bytes, start, end);
  if (endsLikeTarget(bytes, start, end)) return true;
  const clues = cluesOfPlaceholder(bytes, start, end);
  return clues === STRONG || (clues === WEAK && mayHoldSample(zone, owner[id]));
}

/** An account's label stands there, perhaps twice. */
function isBelowChallenge(names: NameTable, owner: NameId): boolean {
  const parent = names.parent[owner];
  if (parent === ROOT) return false;
  return isChallengeLabel(names, parent) || isChallengeLabel(names, names.parent[parent]);
}

/** As long as one of the known labels, and begun like one, without being it: `_acme_challenge`, `__acme-challenge`, `_dnsaut`. */
function mayBeMisspelt(names: NameTable, owner: NameId): boolean {
  if ((names.kinds[owner] & MARKED) === 0) return false;
  const length = names.labelLengthOf(owner);
  if (length < 7 || length > LONGEST_LABEL + 2 || BEGINNING[names.labelOctet(owner, 1)] === 0) return false;
  return !isValidationName(names, owner);
}
/** Of "acme", "dnsauth", "pki" and "validation", and what may stand in front of them or after a lost letter. */
const BEGINNING = new Uint8Array(256);
for (const char of "_-acdnpkvACDNPKV") BEGINNING[char.charCodeAt(0)] = 1;

/** `_acme-challenge` and its kind, with the underscore or without. */
export function isTextLabel(names: NameTable, owner: NameId): boolean {
  if (isValidationName(names, owner)) return !isHashName(names, owner);
  return names.labelLengthOf(owner) <= LONGEST_LABEL && lacksUnderscore(names, owner);
}
/** `validation-contactemail` and an octet more. */
const LONGEST_LABEL = 24;

// ── builds of aliases ──────────────────────────────────────────────────────────────────────────────────────────────────

const SPECIAL = HYPHENS | UNDERSCORES | HIGH | ODD;

const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193) ^ (hash >>> 15);

/**
 * A number that is the same for aliases of the same build: hashes count by length and kinds of octets, everything else
 * octet by octet. -1 where more than that matters, or where sample text may be in it.
 */
function buildOf(zone: Zone, id: RecordId, suffixOf: Uint8Array): number {
  const { names, owner, target } = zone;
  const { parent } = names;
  const suffix = suffixOf[target[id]];
  if (suffix !== 0 && SUFFIXES[suffix - 1].namesHost) return -1;
  // Owner and target may have changed places, which all labels of the owner tell.
  if (suffix === 0 && isHashName(names, target[id])) return -1;
  let hash = addLabel(names, owner[id], 0x811c9dc5, false);
  if (hash < 0) return -1;
  const top = topOf(zone);
  for (let at = parent[owner[id]]; at > ROOT && at !== top; at = parent[at]) {
    if (mayBeSample(names, at)) return -1;
  }
  let at = target[id];
  if (suffix === 0) {
    hash = addLabel(names, at, hash, true);
    at = parent[at];
  } else {
    // The labels in front of the suffix.
    for (; hash >= 0 && suffixOf[parent[at]] === suffix; at = parent[at]) hash = addLabel(names, at, hash, true);
  }
  return hash < 0 ? -1 : mix(hash, at) & 0x7fffffff;
}

/** Is one of its labels no host's, or does it hold what only sample text does? */
function mayHoldSample(zone: Zone, name: NameId): boolean {
  const { names } = zone;
  const top = topOf(zone);
  for (let at = name; at > ROOT && at !== top; at = names.parent[at]) {
    if ((names.kinds[at] & (ODD | HIGH)) !== 0 || mayBeSample(names, at)) return true;
  }
  return false;
}

/** Not of a host's name: "_acme-challenge" again, "*", "<domain>", "your-domain", "value-here", "change-me", "fixme". */
function mayBeSample(names: NameTable, id: NameId): boolean {
  const kinds = names.kinds[id];
  if (kinds === 0 || ((kinds & (MARKED | SPECIAL)) !== 0 && !isAlphanumeric(names.labelOctet(id, 0)))) return true;
  const length = names.labelLengthOf(id);
  if (length < 4) return false;
  return (
    hasLetters(names, id, 0, "yo") ||
    hasLetters(names, id, length - 2, "me") ||
    hasLetters(names, id, length - 4, "here")
  );
}

function hasLetters(names: NameTable, id: NameId, from: number, letters: string): boolean {
  for (let i = 0; i < letters.length; i++) {
    if (FOLD[names.labelOctet(id, from + i)] !== letters.charCodeAt(i)) return false;
  }
  return true;
}

/** -1 where the label may be sample text: "xxxx", "abc123", words and masks. */
function addLabel(names: NameTable, id: NameId, before: number, anyKind: boolean): number {
  if (holdsSample(names, id)) return -1;
  const length = names.labelLengthOf(id);
  const kinds = names.kinds[id];
  const from = (kinds & MARKED) !== 0 ? 1 : 0;
  const isHash = (kinds & (OTHER_LETTERS | SPECIAL)) === 0 && length - from >= 30;
  // A token of letters and digits mixed, or a long one that is no word of instructions.
  const isToken =
    anyKind &&
    (kinds & SPECIAL) === 0 &&
    ((kinds & DIGITS) !== 0 || (length >= 8 && !SAMPLE_WORDS.test(names.label(id))));
  if (isHash || isToken) return mix(before, (kinds << 8) | length) & 0x7fffffff;
  if (anyKind) {
    const shape = identifierOf(names, id, length);
    return shape < 0 ? -1 : mix(mix(before, kinds), shape) & 0x7fffffff;
  }
  let octets = before;
  for (let i = from; i < length; i++) octets = mix(octets, FOLD[names.labelOctet(id, i)]);
  return mix(octets, from) & 0x7fffffff;
}

const SAMPLE_WORDS = /your|todo|tbd|fixme|placeholder|example|sample|dummy|replace|change|fill|here/i;

/** "xxxx" anywhere in the label, or "123" in one that is no longer than `_abcdef-123456`. */
function holdsSample(names: NameTable, id: NameId): boolean {
  const length = names.labelLengthOf(id);
  const mayBeNumbered = length <= 14;
  if (!mayBeNumbered && (names.kinds[id] & OTHER_LETTERS) === 0) return false;
  let run = 0;
  for (let i = 0; i < length; i++) {
    const octet = names.labelOctet(id, i);
    run = (octet | 32) === 120 ? run + 1 : 0;
    if (run === 4) return true;
    if (mayBeNumbered && i >= 2 && octet === 51 && hasLetters(names, id, i - 2, "12")) return true;
  }
  return false;
}

/** Of an identifier such as a UUID, letters, digits and hyphens with four digits or more: where its hyphens are. Else -1. */
function identifierOf(names: NameTable, id: NameId, length: number): number {
  let digits = 0;
  let shape = length;
  for (let i = 0; i < length; i++) {
    const octet = names.labelOctet(id, i);
    if (isDigit(octet)) digits++;
    else if (octet === HYPHEN || (octet === UNDERSCORE && i === 0)) shape = mix(shape, i ^ octet);
    else if (!isLetter(octet)) return -1;
  }
  return digits < 4 ? -1 : shape & 0x7fffffff;
}

// ── texts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A digest at `_acme-challenge` without anything that sample text is told by: what most of these records are. */
function isPlainAnswer(zone: Zone, owner: NameId, bytes: Uint8Array, start: number, end: number): boolean {
  const { names } = zone;
  if (!isChallengeLabel(names, owner)) return false;
  const quote = bytes[start] === QUOTE ? 1 : 0;
  if (end - start !== 43 + 2 * quote) return false;
  let digits = 0;
  let run = 0;
  for (let at = start + quote; at < end - quote; at++) {
    const octet = bytes[at];
    if (isDigit(octet)) digits++;
    else if (!isLetter(octet) && octet !== HYPHEN && octet !== UNDERSCORE) return false;
    run = (octet | 32) === 120 ? run + 1 : 0;
    if (run === 4) return false;
  }
  if (digits < 3) return false;
  const top = topOf(zone);
  for (let at = names.parent[owner]; at > ROOT && at !== top; at = names.parent[at]) {
    if (mayBeSample(names, at)) return false;
  }
  return true;
}

const ENDINGS: ReadonlySet<number> = new Set(
  VALIDATION_SUFFIXES.map(({ suffix }) =>
    [...suffix.slice(-3)].reduce((sum, char) => (sum << 8) | char.charCodeAt(0), 0),
  ),
);

/** Does a text end as a validation target does, and is it as long as one? */
function endsLikeTarget(bytes: Uint8Array, start: number, end: number): boolean {
  let last = end - 1;
  while (last > start && (bytes[last] === QUOTE || bytes[last] === DOT || bytes[last] <= SPACE || bytes[last] === 39))
    last--;
  if (last - start < 19 || last - start > 300) return false;
  const three = (FOLD[bytes[last - 2]] << 16) | (FOLD[bytes[last - 1]] << 8) | FOLD[bytes[last]];
  return ENDINGS.has(three);
}

const WEAK = 1;
const STRONG = 2;

/**
 * A look at the octets for what every placeholder has that stands in any text: brackets, masks, "-here", "replaceme".
 * `STRONG` where there may be one in the text, `WEAK` where the text would fit one in the owner.
 */
function cluesOfPlaceholder(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 520) return 0;
  let clues = 0;
  let expected = SIGN;
  for (let at = start; at < end; at++) {
    const octet = bytes[at];
    const clue = CLUE[octet] & expected;
    expected = EXPECTED_BEHIND[octet];
    if (clue === 0) continue;
    if (clue === SIGN) {
      // An escaped quote or semicolon is just that; other escapes may hide anything.
      if (octet !== BACKSLASH || (bytes[at + 1] !== QUOTE && bytes[at + 1] !== SEMICOLON)) return STRONG;
      clues = WEAK;
      expected = SIGN;
      at++;
    } else if (clue === WORD) {
      if (FOLD[bytes[at + 1]] !== SECOND_LETTER[octet]) continue;
      if (isWordOfInstructions(bytes, at, start)) return STRONG;
      clues = WEAK;
    } else if (isRun(bytes, at - 1, end, octet === ASTERISK ? 3 : 8)) return STRONG;
  }
  return clues;
}

/** Of "me", "this", "with" and "here": does what stands in front go with it? Where a string ends, it may. */
function isWordOfInstructions(bytes: Uint8Array, at: number, start: number): boolean {
  const joined = bytes[at - 1] === HYPHEN || bytes[at - 1] === UNDERSCORE;
  if (FOLD[bytes[at]] === 104) return joined && mayBe(bytes[at + 2], 114) && mayBe(bytes[at + 3], 101);
  const last = joined ? at - 2 : at - 1;
  if (last - 1 < start) return false;
  const before = bytes[last - 1];
  // "replace", "change", "fill"
  if (mayBe(bytes[last], 101)) return mayBe(before, 99) || mayBe(before, 103);
  return mayBe(bytes[last], 108) && mayBe(before, 108);
}

/** Is it this letter, or no letter at all? */
const mayBe = (octet: number, letter: number): boolean => FOLD[octet] === letter || KIND[octet] < DIGITS;

function isRun(bytes: Uint8Array, at: number, end: number, length: number): boolean {
  if (at + length > end) return false;
  for (let i = 1; i < length; i++) if (bytes[at + i] !== bytes[at]) return false;
  return true;
}

/** What an octet may be a clue of: a bracket or an escape, a word, the second of a row of x or of asterisks. */
const SIGN = 1;
const WORD = 2;
const X = 4;
const STAR = 8;
const CLUE = new Uint8Array(256);
/** What one may be behind an octet: a word only as in "replace-me", "fill_this", "value-here", a row only in one. */
const EXPECTED_BEHIND = new Uint8Array(256).fill(SIGN);
/** Of "me", "this", "here" and "with". */
const SECOND_LETTER = new Uint8Array(256);
for (const [chars, clue] of [
  ["<\\", SIGN],
  ["mthwMTHW", WORD],
  ["xX", X],
  ["*", STAR],
] as const) {
  for (const char of chars) CLUE[char.charCodeAt(0)] = clue;
}
for (const [chars, clue] of [
  ["-_eElL", WORD],
  ["xX", X],
  ["*", STAR],
] as const) {
  for (const char of chars) EXPECTED_BEHIND[char.charCodeAt(0)] |= clue;
}
for (const [first, second] of ["me", "th", "he", "wi"]) {
  for (const char of [first, first.toUpperCase()]) SECOND_LETTER[char.charCodeAt(0)] = second.charCodeAt(0);
}
