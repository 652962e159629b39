/**
 * What a file of `knowledge/error-texts` holds, and the check that it does. `causes.json` lists what can be wrong; every other
 * file lists what one CA or platform prints, and of which causes that tells, the likeliest first.
 */
import { kindOf, lex } from "../explain/lex.js";
import type { FactStatus } from "./schema.js";

export interface Cause {
  readonly id: string;
  /** The rule that finds it; where files and answers can't decide it, an id of its own that `explain` knows. */
  readonly rule: string;
  /** Sentences. */
  readonly cause: string;
  readonly fix: string;
  readonly status: FactStatus;
  readonly sources: readonly string[];
}

/**
 * Where its causes stand among those of other texts that are found too. *first*: it tells how the rest came about. *last*:
 * the rest tells more. *whole*: too common to be looked for inside a sentence; it has to stand between quotes, colons or ends of lines.
 */
export type Place = "first" | "last" | "whole";

export interface ErrorText {
  /** Who prints it. */
  readonly printedBy: string;
  /** Ways in which it is printed: words, and `<name>`, `<ip>`, `<url>`, `<n>`, `<value>` or `<...>` for what differs. */
  readonly texts: readonly string[];
  /** Ids of causes, the likeliest first. */
  readonly causes: readonly string[];
  readonly place?: Place;
  readonly status: FactStatus;
  readonly sources: readonly string[];
}

const STATUSES = ["verified", "partial", "unverified"];
const PLACES = ["first", "last", "whole"];
const CAUSE_KEYS = ["id", "rule", "cause", "fix", "status", "sources", "checkedOn"];
const FILE_KEYS = ["printedBy", "texts", "status", "sources", "checkedOn"];
const TEXT_KEYS = ["texts", "causes", "place", "status"];

type Doc = Readonly<Record<string, unknown>>;
const isDoc = (x: unknown): x is Doc => typeof x === "object" && x !== null && !Array.isArray(x);
const isTexts = (x: unknown): x is readonly string[] =>
  Array.isArray(x) && x.length > 0 && x.every((each) => typeof each === "string" && each.trim() !== "");

/** Every way in which `causes.json` isn't what it should be; empty when it is sound. */
export function findCauseFaults(doc: unknown, isRule: (id: string) => boolean): readonly string[] {
  if (!isDoc(doc) || !Array.isArray(doc.causes)) return ["causes.json: wants a list of causes"];
  const faults: string[] = [];
  const seen = new Set<unknown>();
  for (const [at, cause] of doc.causes.entries()) {
    const where = `causes[${at}]${isDoc(cause) ? ` ${String(cause.id)}` : ""}`;
    if (!isDoc(cause)) {
      faults.push(`${where}: wants an object`);
      continue;
    }
    for (const key of Object.keys(cause)) if (!CAUSE_KEYS.includes(key)) faults.push(`${where}: unknown key "${key}"`);
    if (typeof cause.id !== "string" || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(cause.id)) faults.push(`${where}: bad id`);
    if (seen.has(cause.id)) faults.push(`${where}: the id is there twice`);
    seen.add(cause.id);
    if (typeof cause.rule !== "string" || !isRule(cause.rule)) faults.push(`${where}: no rule "${String(cause.rule)}"`);
    for (const key of ["cause", "fix"]) {
      const text = cause[key];
      if (typeof text !== "string" || !/^[^a-z\s].*[.!?]$/.test(text)) faults.push(`${where}: ${key} wants sentences`);
    }
    faults.push(...sourceFaults(where, cause));
  }
  return faults;
}

/** The same of a file of texts. */
export function findTextFaults(doc: unknown, file: string, isCause: (id: string) => boolean): readonly string[] {
  if (!isDoc(doc) || !Array.isArray(doc.texts)) return [`${file}: wants a list of texts`];
  const faults = [...sourceFaults(file, doc)];
  for (const key of Object.keys(doc)) if (!FILE_KEYS.includes(key)) faults.push(`${file}: unknown key "${key}"`);
  if (typeof doc.printedBy !== "string" || doc.printedBy === "") faults.push(`${file}: wants printedBy`);
  for (const [at, entry] of doc.texts.entries()) {
    const where = `${file} texts[${at}]`;
    if (!isDoc(entry) || !isTexts(entry.texts) || !isTexts(entry.causes)) {
      faults.push(`${where}: wants texts and causes`);
      continue;
    }
    for (const key of Object.keys(entry)) if (!TEXT_KEYS.includes(key)) faults.push(`${where}: unknown key "${key}"`);
    for (const id of entry.causes) if (!isCause(id)) faults.push(`${where}: no cause "${id}"`);
    if (entry.place !== undefined && !PLACES.includes(String(entry.place))) faults.push(`${where}: bad place`);
    if (entry.status !== undefined && !STATUSES.includes(String(entry.status))) faults.push(`${where}: bad status`);
    for (const text of entry.texts) faults.push(...patternFaults(`${where} "${text}"`, text));
  }
  return faults;
}

/** Gaps cost time on hostile input, and a text that begins with one is found anywhere. */
function patternFaults(where: string, text: string): readonly string[] {
  const words = lex(text).map(({ word }) => word);
  const kinds = words.map(kindOf);
  const faults: string[] = [];
  if (kinds.filter((kind) => kind === "gap").length > 2) faults.push(`${where}: has more than two gaps`);
  if (kinds[0] === "gap" || kinds[kinds.length - 1] === "gap") faults.push(`${where}: begins or ends with a gap`);
  if (kinds.every((kind) => kind !== "word")) faults.push(`${where}: has no word`);
  return faults;
}

function sourceFaults(where: string, doc: Doc): readonly string[] {
  const faults: string[] = [];
  if (!STATUSES.includes(String(doc.status))) faults.push(`${where}: bad status "${String(doc.status)}"`);
  if (!isTexts(doc.sources)) faults.push(`${where}: wants sources`);
  if (!/^\d{4}-[01]\d-[0-3]\d$/.test(String(doc.checkedOn))) faults.push(`${where}: wants the day it was checked on`);
  return faults;
}
