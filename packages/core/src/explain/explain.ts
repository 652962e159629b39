/** What does a text that a CA or platform printed tell? Known texts are found in it word by word, whatever stands around. */
import type { Cause, ErrorText } from "../knowledge/error-text-schema.js";
import { CAUSES, ERROR_TEXTS } from "../knowledge/error-texts.gen.js";
import { kindOf, lex, type Word, type WordKind } from "./lex.js";

export interface Explained {
  readonly cause: Cause;
  /** Who prints such a text, and where that was seen. */
  readonly printedBy: string;
  readonly seenAt: readonly string[];
}

/** Characters; of a longer log the end is looked at, since that is where it failed. */
export const MAX_TEXT = 4 * 1024 * 1024;

/** The causes that it tells of, the likeliest first; none where nothing is known. */
export function explainText(text: string): readonly Explained[] {
  const words = lex(text.slice(-MAX_TEXT));
  const index = indexOf(words);
  const found: { readonly text: ErrorText; readonly weight: number; readonly at: number }[] = [];
  for (const { text, patterns } of known()) {
    let best: { weight: number; at: number } | undefined;
    for (const pattern of patterns) {
      const at = find(pattern, words, index, text.place === "whole");
      if (at !== undefined && pattern.weight > (best?.weight ?? 0)) best = { weight: pattern.weight, at };
    }
    if (best) found.push({ text, ...best });
  }
  // What tells most stands first: a text that tells how the rest came about, then the longest.
  found.sort((a, b) => rank(b.text) - rank(a.text) || b.weight - a.weight || a.at - b.at);
  const explained = new Map<string, Explained>();
  for (const { text } of found) {
    for (const id of text.causes) {
      const cause = causes().get(id);
      if (cause && !explained.has(id)) explained.set(id, { cause, printedBy: text.printedBy, seenAt: text.sources });
    }
  }
  return [...explained.values()];
}

/** By the id of the cause, or of what has no rule. */
export const findCause = (id: string): Cause | undefined =>
  causes().get(id) ?? CAUSES.find((cause) => cause.rule === id);

const rank = ({ place }: ErrorText): number => (place === "first" ? 1 : place === "last" ? -1 : 0);

let byId: ReadonlyMap<string, Cause> | undefined;
const causes = (): ReadonlyMap<string, Cause> => {
  byId ??= new Map(CAUSES.map((cause) => [cause.id, cause]));
  return byId;
};

// ── known texts ────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Part {
  readonly kind: WordKind;
  readonly word: string;
}

interface Pattern {
  readonly words: readonly Part[];
  /** Where its first word of a fixed spelling stands: it is looked up, and what stands before it is none of its business. */
  readonly anchor: number;
  /** How much it tells: characters of its fixed words. */
  readonly weight: number;
}

let compiled: readonly { readonly text: ErrorText; readonly patterns: readonly Pattern[] }[] | undefined;
const known = () => {
  compiled ??= ERROR_TEXTS.map((text) => ({ text, patterns: text.texts.map(compile) }));
  return compiled;
};

function compile(text: string): Pattern {
  const words = lex(text).map(({ word }) => ({ kind: kindOf(word), word }));
  const fixed = words.filter(({ kind }) => kind === "word");
  return {
    words,
    anchor: words.findIndex(({ kind }) => kind === "word"),
    weight: fixed.reduce((sum, { word }) => sum + word.length, 0),
  };
}

// ── finding ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where each word stands, words that a line break cut in two as well. */
function indexOf(words: readonly Word[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  const add = (word: string, at: number): void => {
    const places = index.get(word);
    if (places) places.push(at);
    else index.set(word, [at]);
  };
  for (const [at, { word, wrapped }] of words.entries()) {
    add(word, at);
    if (wrapped && at + 1 < words.length && word.length + words[at + 1].word.length < 64)
      add(word + words[at + 1].word, at);
  }
  return index;
}

/** Where it is found, if it is; where it must be whole, between quotes, colons or the ends of lines. */
function find(
  { words: parts, anchor }: Pattern,
  words: readonly Word[],
  index: ReadonlyMap<string, readonly number[]>,
  whole: boolean,
): number | undefined {
  for (const at of index.get(parts[anchor].word) ?? []) {
    // In front of the anchor stand placeholders of one word each.
    const start = at - anchor;
    if (start < 0 || (whole && !words[start].opens)) continue;
    const end = fit(parts, 0, words, start);
    if (end !== undefined && (!whole || end === words.length || words[end].opens)) return at;
  }
  return undefined;
}

/** Words that a gap may stand for. */
const GAP = 12;

/** Where the parts from `part` on end, if they fit the words from `at` on. With two gaps at most (a test says so) that is 13 × 13 tries. */
function fit(parts: readonly Part[], part: number, words: readonly Word[], at: number): number | undefined {
  for (; part < parts.length; part++) {
    const { kind, word } = parts[part];
    if (kind === "gap") {
      for (let skip = 0; skip <= GAP && at + skip < words.length; skip++) {
        const end = fit(parts, part + 1, words, at + skip);
        if (end !== undefined) return end;
      }
      return undefined;
    }
    if (at >= words.length) return undefined;
    const here = words[at];
    const both = here.wrapped && at + 1 < words.length ? here.word + words[at + 1].word : undefined;
    if (kind === "word") {
      if (here.word === word) at += 1;
      else if (both === word) at += 2;
      else return undefined;
    } else {
      // A name that a line break cut: its first half reads as a name, too.
      const end = both !== undefined && isKind(kind, both) ? fit(parts, part + 1, words, at + 2) : undefined;
      if (end !== undefined) return end;
      if (!isKind(kind, here.word)) return undefined;
      at += 1;
    }
  }
  return at;
}

/** `<hostname>` stands for anything: so pages print it. */
const isKind = (kind: WordKind, word: string): boolean =>
  word.startsWith("<") || (word.length <= MAX_WORD && SHAPES[kind].test(word));
const MAX_WORD = 2048;

const SHAPES: Readonly<Record<WordKind, RegExp>> = {
  word: /^/,
  gap: /^/,
  value: /^/,
  name: /^(?:_|[^./@]+\.)[^/@]*$/,
  ip: /^[0-9.]{7,15}$|^[0-9a-f:.]{2,45}$/,
  url: /^https?:\/\//,
  number: /^[0-9]+(?:\/[0-9x]+)*$/,
};
