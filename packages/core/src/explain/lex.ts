/** Text as words that can be compared: what a log, a terminal, JSON or a mail made of it is taken off again. */

export interface Word {
  /** In lower case, without marks at its edges. */
  readonly word: string;
  /** The line ends right behind it, so that the next word may be its rest. */
  readonly wrapped: boolean;
  /** A quote, a colon, a bracket or the end of a line stands in front of it, or nothing. */
  readonly opens: boolean;
}

/** What a word of a known text stands for. */
export type WordKind = "word" | "name" | "ip" | "url" | "number" | "value" | "gap";

export const kindOf = (word: string): WordKind => {
  if (!word.startsWith("<")) return "word";
  return KINDS.get(word) ?? "value";
};
const KINDS = new Map<string, WordKind>([
  ["<name>", "name"],
  ["<ip>", "ip"],
  ["<url>", "url"],
  ["<n>", "number"],
  ["<...>", "gap"],
]);

// A URL, a placeholder as pages print it, a time or an IPv6 address, or letters up to the next blank, quote, bracket,
// colon or line of a box. Each alternative takes what it can and never goes back, so a text costs its length.
const WORD =
  /https?:\/\/[^\s"'`<>\\]*|<[A-Za-z.][^<>\s]{0,30}>|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}|[^\s"'`\u2018-\u201f\u00ab\u00bb\\()[\]{}<>,;:=|\u2500-\u257f]+/giu;

/** Escape sequences of terminals: colours (CSI) and links (OSC). Each is bounded, so that a lone start costs little. */
const TERMINAL = /[\x1b\x9b](?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b\x9b]{0,2048}(?:\x07|\x1b\\)|[@-Z\\-_])?/g;

export function lex(text: string): Word[] {
  const plain = text
    // JSON in JSON escapes its escapes.
    .replace(/\\{1,16}u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/(?:\\{1,16}(?:x1b|033)|\^\[)(?=\[)/gi, "\x1b")
    .replace(TERMINAL, "")
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/\\{1,16}[nrt]/g, "\n")
    .replace(/\\{1,16}\//g, "/")
    .replace(/<\/?(?:a|b|br|code|div|em|i|li|p|pre|span|strong|td|tr)(?:\s[^<>]{0,200})?\/?>/gi, " ")
    .replace(/&(?:quot|apos|#34|#39|#x27|#x22);/gi, '"')
    .replace(/&lt;/gi, "<")
    .replace(/&gt;/gi, ">");
  const words: Word[] = [];
  let from = 0;
  let opens = true;
  for (const match of plain.matchAll(WORD)) {
    opens ||= BORDER.test(plain.slice(from, match.index));
    from = match.index + match[0].length;
    const word = match[0].startsWith("<") ? match[0].toLowerCase() : trim(match[0].toLowerCase());
    if (word === "") continue;
    const next = plain.charCodeAt(from);
    words.push({ word, wrapped: next === 10 || next === 13, opens });
    opens = false;
  }
  return words;
}

const BORDER = /[\n\r"'`\u2018-\u201f\u00ab\u00bb:=()[\]{}\u2500-\u257f]/;

/** Takes off marks at the edges; by hand, since a pattern with an end would look at each mark from every start. */
function trim(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && MARKS.includes(word[start])) start++;
  while (end > start && MARKS.includes(word[end - 1])) end--;
  return word.slice(start, end);
}
const MARKS = ".!?-*/\u2026\u2013\u2014";
