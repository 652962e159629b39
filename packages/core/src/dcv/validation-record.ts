import { CA_SHAPES } from "../knowledge/cas-shapes.gen.js";
import { findPlaceholder, type Placeholder } from "../knowledge/placeholders.js";
import {
  type Diagnosis,
  diagnoseShape,
  isValidationLabel,
  VALIDATION_SUFFIXES,
} from "../knowledge/validation-shapes.js";
import { DomainName, foldLabel } from "../name/domain-name.js";
import { type NameId, type NameTable, ROOT } from "../name/name-table.js";
import { ASTERISK, BACKSLASH, DOT, FOLD, HYPHEN, isDigit, QUOTE, SPACE, UNDERSCORE, utf8 } from "../name/octets.js";
import { CNAME, TXT } from "../rdata/types.js";
import type { RecordView } from "../zone/record-view.js";
import type { RecordId, Zone } from "../zone/zone.js";
import { isChallengeLabel } from "./challenge-owner.js";

/** A CNAME or TXT record that is, or was perhaps meant as, what a CA asked for. */
export interface ValidationReading {
  /** The owner's labels in front of the zone, in lower case; all of them where the owner is outside it. */
  readonly labels: readonly string[];
  /** The target in lower case without its final dot, or the strings of a TXT record joined. */
  readonly value: string;
  readonly zoneName?: string;
  /** It stands at a validation label, or points to where a CA's targets end. */
  readonly validation: boolean;
  /** Sample text of instructions in it: then nothing else is worth telling. */
  readonly placeholder?: Placeholder;
  readonly diagnosis?: Diagnosis;
}

/**
 * Reads a CNAME or TXT record as a CA's; `undefined` for one that is certainly none, or is a right one. Told by numbers
 * for the many that are neither broken nor a CA's.
 */
export function readValidation(record: RecordView): ValidationReading | undefined {
  const { zone, id } = record;
  const memory = memoryOf(zone);
  if (memory.lastId !== id) {
    memory.lastId = id;
    memory.last =
      record.type === CNAME ? readAlias(record, memory) : record.type === TXT ? readText(record, memory) : undefined;
  }
  return memory.last;
}

/** What is remembered of a zone from record to record. */
interface Memory {
  /** Names that validation targets end in, as far as the zone has them. */
  readonly suffixes: ReadonlyMap<NameId, { readonly namesHost: boolean }>;
  readonly zoneName: string | undefined;
  /** Features of aliases that were found right: another one with the same is right too. */
  readonly right: Set<number>;
  lastId: RecordId;
  last: ValidationReading | undefined;
}

const memories = new WeakMap<Zone, Memory>();

function memoryOf(zone: Zone): Memory {
  let memory = memories.get(zone);
  if (!memory) {
    const suffixes = new Map<NameId, { namesHost: boolean }>();
    for (const { suffix } of VALIDATION_SUFFIXES) {
      const id = zone.names.lookup(new DomainName(suffix.split(".")));
      if (id !== undefined) suffixes.set(id, { namesHost: NAMING_HOST.has(suffix) });
    }
    const apex = foldLabel(zone.names.text(zone.apex)).slice(0, -1);
    const zoneName = zone.originKnown && zone.apex !== ROOT ? apex : undefined;
    memory = { suffixes, zoneName, right: new Set(), lastId: -1, last: undefined };
    memories.set(zone, memory);
  }
  return memory;
}

const SHAPES = CA_SHAPES.flatMap((ca) => ca.shapes ?? []);
/** Suffixes in front of which the target names the host that it is for. */
const NAMING_HOST: ReadonlySet<string> = new Set(
  SHAPES.filter((shape) => shape.value.includes("(?<host>")).flatMap((shape) =>
    (shape.suffixes ?? []).map(({ value }) => value),
  ),
);

function readAlias(record: RecordView, memory: Memory): ValidationReading | undefined {
  const { zone, ownerId, targetId } = record;
  const { names } = zone;
  if (ownerId === ROOT) return undefined;
  const suffix = suffixUnder(names, targetId, memory);
  const first = names.labelOctet(ownerId, 0);
  const atValidationLabel = first === UNDERSCORE && isMarked(names, ownerId);
  if (suffix === undefined && !atValidationLabel && isPlain(first)) return undefined;
  const features = featuresOf(names, ownerId, targetId, suffix, memory);
  if (features !== undefined && memory.right.has(features)) return undefined;
  const value = foldLabel(textOf(names, targetId));
  return remember(judge(record, value, suffix !== undefined || atValidationLabel, memory), features, memory);
}

function remember(
  reading: ValidationReading,
  features: number | undefined,
  memory: Memory,
): ValidationReading | undefined {
  if (reading.placeholder || reading.diagnosis) return reading;
  if (features !== undefined) memory.right.add(features);
  return undefined;
}

function readText(record: RecordView, memory: Memory): ValidationReading | undefined {
  const { zone, id, ownerId } = record;
  if (ownerId === ROOT) return undefined;
  const atLabel = isTextLabel(zone.names, ownerId);
  const { bytes } = record.source;
  const start = zone.rdataStart[id];
  const end = zone.rdataEnd[id];
  if (!atLabel && !endsLikeTarget(bytes, start, end) && !mightHoldPlaceholder(bytes, start, end)) return undefined;
  if (atLabel && isPlainAnswer(zone.names, ownerId, bytes, start, end)) return undefined;
  const reading = judge(record, textValue(record), atLabel, memory);
  return reading.placeholder || reading.diagnosis ? reading : undefined;
}

function judge(record: RecordView, value: string, validation: boolean, { zoneName }: Memory): ValidationReading {
  const { zone, ownerId } = record;
  const inZone = zone.index.inZone(ownerId);
  const labels: string[] = [];
  for (let at = ownerId; at !== ROOT && !(inZone && at === zone.apex); at = zone.names.parent[at]) {
    labels.push(foldLabel(decode(zone.names.label(at))));
  }
  const about = { labels, value, zoneName: inZone ? zoneName : undefined, validation };
  const where = { validation };
  const placeholder = findPlaceholder(labels.join("."), where) ?? findPlaceholder(value, where);
  if (placeholder) return { ...about, placeholder };
  const type = record.type === CNAME ? "CNAME" : "TXT";
  const diagnosis = diagnoseShape({ ownerLabels: labels, type, value, zone: about.zoneName });
  return { ...about, diagnosis };
}

/** The strings of a TXT record joined, as their author sees them. */
export const textValue = (record: RecordView): string => decode(record.strings().join(""));

/** UTF-8 in text of one character an octet. */
const decode = (octets: string): string =>
  /[\x80-\xff]/.test(octets)
    ? utf8(
        Uint8Array.from(octets, (char) => char.charCodeAt(0)),
        0,
        octets.length,
      )
    : octets;

/** The name without escapes and final dot. */
function textOf(names: NameTable, id: NameId): string {
  const labels: string[] = [];
  for (let at = id; at !== ROOT; at = names.parent[at]) labels.push(decode(names.label(at)));
  return labels.join(".");
}

function suffixUnder(names: NameTable, target: NameId, { suffixes }: Memory): NameId | undefined {
  if (suffixes.size === 0) return undefined;
  for (let at = names.ancestor(target, 4); at > ROOT; at = names.parent[at]) if (suffixes.has(at)) return at;
  return undefined;
}

const isPlain = (octet: number): boolean =>
  isDigit(octet) || isLetter(octet) || octet === UNDERSCORE || octet === ASTERISK || octet === HYPHEN;
const isLetter = (octet: number): boolean => FOLD[octet] >= 97 && FOLD[octet] <= 122;

/** `_acme-challenge` and its kind, with the underscore or without. */
function isTextLabel(names: NameTable, owner: NameId): boolean {
  if (names.labelOctet(owner, 0) === UNDERSCORE) return !isHashLabel(names, owner) && isMarked(names, owner);
  const length = names.labelLengthOf(owner);
  return (
    length >= 7 &&
    length <= 24 &&
    STARTS.has(FOLD[names.labelOctet(owner, 0)]) &&
    isValidationLabel(`_${foldLabel(names.label(owner))}`)
  );
}

/** Of a label that begins with an underscore: is it one that only validation records stand at? */
function isMarked(names: NameTable, owner: NameId): boolean {
  if (isHashLabel(names, owner)) return true;
  const length = names.labelLengthOf(owner);
  return (
    length >= 8 && STARTS.has(FOLD[names.labelOctet(owner, 1)]) && isValidationLabel(foldLabel(names.label(owner)))
  );
}
/** How the labels begin that `isValidationLabel` knows by name. */
const STARTS: ReadonlySet<number> = new Set([..."adpv"].map((char) => char.charCodeAt(0)));

function isHashLabel(names: NameTable, id: NameId): boolean {
  if (names.labelLengthOf(id) !== 33) return false;
  for (let i = 1; i < 33; i++) if ((KIND[names.labelOctet(id, i)] & NO_HASH) !== 0) return false;
  return true;
}

// ── numbers instead of texts ───────────────────────────────────────────────────────────────────────────────────────────

/** Kinds of octets; shapes ask for nothing finer, of a label that is all letters, digits and hyphens. */
const OTHER_DIGIT = 1;
const HEX_LETTER = 4;
const OTHER_LETTER = 8;
const SPECIAL = 16;
const KIND = new Uint8Array(256).fill(SPECIAL);
for (let octet = 48; octet <= 57; octet++) KIND[octet] = octet >= 50 && octet <= 55 ? 2 : OTHER_DIGIT;
for (let octet = 97; octet <= 122; octet++) KIND[octet] = octet <= 102 ? HEX_LETTER : OTHER_LETTER;
for (let octet = 65; octet <= 90; octet++) KIND[octet] = KIND[octet + 32];
const NO_HASH = OTHER_LETTER | SPECIAL;

const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193) ^ (hash >>> 15);

/**
 * A number that is the same for aliases of the same build: hashes count by length and kinds of octets, everything else
 * octet by octet. `undefined` where more than that matters, or where sample text may be in it.
 */
function featuresOf(
  names: NameTable,
  owner: NameId,
  target: NameId,
  suffix: NameId | undefined,
  memory: Memory,
): number | undefined {
  const { parent } = names;
  if (suffix !== undefined && memory.suffixes.get(suffix)!.namesHost) return undefined;
  let hash = addLabel(names, owner, 0x811c9dc5, false);
  for (let at = parent[owner]; at > ROOT; at = parent[at]) {
    if (mayBeSample(names, at)) return undefined;
  }
  const upTo = suffix ?? parent[target];
  for (let at = target; at !== upTo && hash >= 0; at = parent[at]) hash = addLabel(names, at, hash, true);
  return hash < 0 ? undefined : mix(hash, upTo) & 0x7fffffff;
}

/** Not of a host's name: "_acme-challenge" again, "*", "<domain>", "your-domain", "value-here", "change-me". */
function mayBeSample(names: NameTable, id: NameId): boolean {
  const first = names.labelOctet(id, 0) | 32;
  if (!isDigit(first) && (first < 97 || first > 122)) return true;
  const length = names.labelLengthOf(id);
  if (length < 4) return false;
  if (first === YOU[0] && (names.labelOctet(id, 1) | 32) === YOU[1]) return true;
  const last = names.labelOctet(id, length - 2) | 32;
  return (last === 109 || last === 114) && (names.labelOctet(id, length - 1) | 32) === 101;
}
const YOU = ["y", "o"].map((char) => char.charCodeAt(0));

/** -1 where the label may be sample text: "xxxx", "abc123", words and masks. */
function addLabel(names: NameTable, id: NameId, before: number, anyKind: boolean): number {
  const length = names.labelLengthOf(id);
  const from = names.labelOctet(id, 0) === UNDERSCORE ? 1 : 0;
  let kinds = 0;
  let run = 0;
  let octets = before;
  let last = 0;
  for (let i = from; i < length; i++) {
    const octet = FOLD[names.labelOctet(id, i)];
    kinds |= KIND[octet];
    // "xxxx", "123"
    run = (octet === 120 && last === 120) || (octet >= 50 && octet <= 51 && octet === last + 1) ? run + 1 : 0;
    if (run === (octet === 120 ? 3 : 2)) return -1;
    octets = mix(octets, octet);
    last = octet;
  }
  const isHash = (kinds & NO_HASH) === 0 && length - from >= 30;
  // A token of letters and digits mixed: no word is one.
  const isToken = anyKind && (kinds & SPECIAL) === 0 && (kinds & 3) !== 0;
  if (isHash || isToken) return mix(mix(mix(before, length), kinds), from) & 0x7fffffff;
  if (!anyKind) return mix(octets, from) & 0x7fffffff;
  const build = buildOf(names, id, length);
  return build < 0 ? -1 : mix(mix(before, kinds), build) & 0x7fffffff;
}

/** Of an identifier such as a UUID, letters, digits and hyphens with four digits or more: where its hyphens are. Else -1. */
function buildOf(names: NameTable, id: NameId, length: number): number {
  let digits = 0;
  let build = length;
  for (let i = 0; i < length; i++) {
    const octet = names.labelOctet(id, i);
    if (isDigit(octet)) digits++;
    else if (octet === HYPHEN || (octet === UNDERSCORE && i === 0)) build = mix(build, i ^ octet);
    else if (!isLetter(octet)) return -1;
  }
  return digits < 4 ? -1 : build & 0x7fffffff;
}

/** A digest at `_acme-challenge` without anything that sample text is told by: what most of these records are. */
function isPlainAnswer(names: NameTable, owner: NameId, bytes: Uint8Array, start: number, end: number): boolean {
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
  for (let at = names.parent[owner]; at > ROOT; at = names.parent[at]) if (mayBeSample(names, at)) return false;
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

/** One pass over the octets for what every placeholder has that stands in any text: brackets, masks, "-here", "replaceme". */
function mightHoldPlaceholder(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > 520) return false;
  let run = 0;
  let last = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at];
    if (octet === 60 || octet === BACKSLASH) return true;
    if (octet === last && (octet === ASTERISK || (octet | 32) === 120)) {
      run++;
      if (run === (octet === ASTERISK ? 2 : 7)) return true;
    } else run = 0;
    if (last === HYPHEN || last === UNDERSCORE || (last | 32) === 101 || (last | 32) === 108) {
      const pair = (FOLD[octet] << 8) | FOLD[bytes[at + 1]];
      if (pair === ME || pair === TH || pair === HE || pair === WI) return true;
    }
    last = octet;
  }
  return false;
}

const pairOf = (text: string): number => (text.charCodeAt(0) << 8) | text.charCodeAt(1);
const [ME, TH, HE, WI] = ["me", "th", "he", "wi"].map(pairOf);
