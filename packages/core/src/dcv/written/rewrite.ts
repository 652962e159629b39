import type { Draft } from "../../rule.js";
import type { Place } from "../../zone/record-view.js";

/** A fix that writes `meant` in place of what stands there; none where that can't be done safely. */
export function rewrite(safety: Draft["safety"], place: Place, meant: string | undefined): Draft | undefined {
  // Letters of Latin-1: the file may not be UTF-8, and they would be written as if it were.
  if (meant === undefined || meant === "" || /[\x80-\xff]/.test(meant)) return undefined;
  return { title: `Write ${excerpt(meant)}`, safety, edits: [{ place, newText: meant }] };
}

/** A text on one line, its end left out where it is long: keys are, and their beginning says enough. */
export function excerpt(text: string, most = MOST_SHOWN): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

const MOST_SHOWN = 60;

/** A text of the record as a message quotes it: whole, unless it is longer than anybody reads. */
export const clip = (text: string): string => (text.length > MOST_QUOTED ? excerpt(text, MOST_QUOTED) : text);

const MOST_QUOTED = 300;
