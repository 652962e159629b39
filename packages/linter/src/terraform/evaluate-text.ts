import { ANY_NUMBER, type Call, making } from "./evaluate-arguments.js";
import { toInteger } from "./evaluate-convert.js";
import { format } from "./evaluate-format.js";
import { matchAll, replaceAll } from "./evaluate-regex.js";
import { List, type Num, type Val } from "./evaluate-values.js";
import type { TerraformFunction } from "./functions.js";

export const TEXT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  chomp: making(1, 1, (call) => call.text(call.str(0).replace(/(?:\r\n|\r|\n)+$/, ""))),
  endswith: making(2, 2, (call) => call.bool(call.str(0).endsWith(call.str(1)))),
  startswith: making(2, 2, (call) => call.bool(call.str(0).startsWith(call.str(1)))),
  strcontains: making(2, 2, (call) => call.bool(call.str(0).includes(call.str(1)))),
  format: making(1, ANY_NUMBER, (call) => call.text(format(call.str(0), call.args.slice(1), call))),
  formatlist: making(1, ANY_NUMBER, formatList),
  indent: making(2, 2, (call) => {
    const width = toInteger(call.arg(0), call.place);
    if (width < 0 || width > 1000) call.fail("an indentation is out of range");
    const lines = call.str(1).split("\n");
    // Before anything is built: a thousand blanks for each line end are much for a short text.
    call.context.budget.spendLength(call.str(1).length + lines.length * width);
    return call.text(lines.join(`\n${" ".repeat(width)}`));
  }),
  join: making(1, ANY_NUMBER, (call) => {
    const pieces = call.args.slice(1).flatMap((_, i) => call.strings(i + 1));
    call.context.budget.spendLength(pieces.length * call.str(0).length);
    call.context.budget.spendText(pieces);
    return call.text(pieces.join(call.str(0)));
  }),
  lower: making(1, 1, (call) => call.text(mapRunes(call.str(0), (rune) => rune.toLowerCase()))),
  upper: making(1, 1, (call) => call.text(mapRunes(call.str(0), (rune) => rune.toUpperCase()))),
  title: making(1, 1, (call) => call.text(title(call.str(0)))),
  regex: making(2, 2, (call) => matchAll(call, 1)[0] ?? call.fail("a pattern matches nothing")),
  regexall: making(2, 2, (call) => new List(matchAll(call, ANY_NUMBER), call.place, "list")),
  replace: making(3, 3, (call) => {
    const [text, search, by] = [call.str(0), call.str(1), call.str(2)];
    if (search.length > 1 && search.startsWith("/") && search.endsWith("/"))
      return call.text(replaceAll(call, search.slice(1, -1), text, by));
    return call.text(replaceText(call, text, search, by));
  }),
  split: making(2, 2, (call) => {
    const [separator, text] = [call.str(0), call.str(1)];
    return call.texts(separator === "" ? Array.from(text) : text.split(separator));
  }),
  strrev: making(1, 1, (call) => call.text(graphemes(call.str(0)).reverse().join(""))),
  substr: making(3, 3, (call) => {
    const letters = graphemes(call.str(0));
    let [offset, length] = [toInteger(call.arg(1), call.place), toInteger(call.arg(2), call.place)];
    if (offset < 0) offset = Math.max(0, offset + letters.length);
    if (length < 0) length = letters.length;
    return call.text(letters.slice(offset, offset + length).join(""));
  }),
  trim: making(2, 2, (call) => {
    const drop = new Set(Array.from(call.str(1)));
    return call.text(trimRunes(call.str(0), (rune) => drop.has(rune)));
  }),
  trimprefix: making(2, 2, (call) => {
    const [text, prefix] = [call.str(0), call.str(1)];
    return call.text(text.startsWith(prefix) ? text.slice(prefix.length) : text);
  }),
  trimsuffix: making(2, 2, (call) => {
    const [text, suffix] = [call.str(0), call.str(1)];
    return call.text(suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text);
  }),
  trimspace: making(1, 1, (call) => call.text(trimRunes(call.str(0), (rune) => /\p{White_Space}/u.test(rune)))),
};

function replaceText(call: Call, text: string, search: string, by: string): string {
  const pieces = search === "" ? ["", ...Array.from(text), ""] : text.split(search);
  call.context.budget.spendLength(text.length + (pieces.length - 1) * by.length);
  return pieces.join(by);
}

function formatList(call: Call): Val {
  const values = call.args.slice(1);
  const columns = values.map((value, i) =>
    value.kind === "list" || value.kind === "unknown" ? call.items(i + 1) : undefined,
  );
  const lengths = new Set(columns.flatMap((column) => (column ? [column.length] : [])));
  if (lengths.size > 1) call.fail("formatlist() has lists of different lengths");
  const [length] = lengths.size === 0 ? [1] : lengths;
  call.context.budget.spend(length * values.length);
  const rows = Array.from({ length }, (_, row) => values.map((value, i) => columns[i]?.[row] ?? value));
  return call.texts(rows.map((row) => format(call.str(0), row, call)));
}

/** Go changes case rune by rune; JavaScript also by neighbours ("Σ" at the end) and into several ("ß"). */
function mapRunes(text: string, map: (rune: string) => string): string {
  let result = "";
  for (const rune of text) {
    const mapped = map(rune);
    result += Array.from(mapped).length === 1 ? mapped : rune;
  }
  return result;
}

function title(text: string): string {
  let result = "";
  let previous = " ";
  for (const rune of text) {
    result += /[\p{L}\p{Nd}_]/u.test(previous) ? rune : mapRunes(rune, (letter) => letter.toUpperCase());
    previous = rune;
  }
  return result;
}

function trimRunes(text: string, drops: (rune: string) => boolean): string {
  const runes = Array.from(text);
  let start = 0;
  let end = runes.length;
  while (start < end && drops(runes[start])) start++;
  while (end > start && drops(runes[end - 1])) end--;
  return runes.slice(start, end).join("");
}

/** What Terraform counts as one character. */
export function graphemes(text: string): string[] {
  if (/^[\x20-\x7e]*$/.test(text)) return text.split("");
  return Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text), ({ segment }) => segment);
}

export const lengthOfText = (call: Call, text: string): Num => call.integer(graphemes(text).length);
