import { aboutShape, type Diagnosis, type RecordText } from "./diagnosis.js";
import { type Known, ownerFits } from "./shape-index.js";

/** Quotes and blanks that a copy brings along: ASCII, no-break and zero-width blanks, typographic quotes. */
const STRAY = /["'`\s\u00a0\u200b-\u200d\u2018-\u201f\ufeff]/;
const STRAYS = new RegExp(STRAY.source, "g");
export const hasStray = (text: string): boolean => STRAY.test(text);

/** By index: an expression would try each run of blanks inside for the end of the text. */
export function trimStray(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && STRAY.test(text[start])) start++;
  while (end > start && STRAY.test(text[end - 1])) end--;
  return text.slice(start, end);
}

/** A record that would be right without the quotes and blanks in it; inside a text they may be at home. */
export function diagnoseStray(record: RecordText, among: readonly Known[]): Diagnosis | undefined {
  const clean = (text: string) => (record.type === "TXT" ? trimStray(text) : text.replace(STRAYS, ""));
  const value = clean(record.value).replace(/\.$/, "");
  const ownerLabels = record.ownerLabels.map((label) => label.replace(STRAYS, ""));
  const fits = (known: Known, owner: readonly string[], text: string) =>
    known.depth > 0 && ownerFits(known, owner) && known.value.test(text);
  if (among.some((known) => fits(known, record.ownerLabels, record.value))) return undefined;
  const known = among.find((each) => fits(each, ownerLabels, value));
  if (!known) return undefined;
  const detail = "quotes or blanks were copied along with it";
  return { ...aboutShape(known), kind: "quotes-or-blanks", detail, meant: { ownerLabels, value } };
}
