import type { SourceText } from "../hcl/source-text.js";
import type { Budget } from "./evaluate-budget.js";
import { List, Obj, type Place, Str, type Val } from "./evaluate-values.js";

/** A cell, and where it stands in the text, without its quotes. */
interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The rows of a CSV text (RFC 4180, as Go's encoding/csv reads it), each an object by the names of the first row; undefined
 * where Terraform would stop. `place`: of all of it where it isn't a file's, whose cells have places of their own.
 */
export function decodeCsv(text: string, place: Place, source: SourceText | undefined, budget: Budget): Val | undefined {
  const rows = readRows(text, budget);
  const [head, ...body] = rows ?? [];
  if (!head || new Set(head.map((cell) => cell.text)).size < head.length) return undefined;
  const records: Val[] = [];
  for (const row of body) {
    if (row.length !== head.length) return undefined;
    budget.spend(row.length);
    const entries = row.map(({ text, start, end }, i) => {
      const at = source ? { source, start, end } : place;
      return [head[i].text, new Str(text, at)] as const;
    });
    const at = source ? { source, start: row[0].start, end: row[row.length - 1].end } : place;
    records.push(new Obj(new Map(entries), at));
  }
  return new List(records, place, "list");
}

function readRows(text: string, budget: Budget): Cell[][] | undefined {
  const rows: Cell[][] = [];
  let at = 0;
  while (at < text.length) {
    // Empty lines are passed over; one of blanks is a cell.
    const blank = /\r?\n/y;
    blank.lastIndex = at;
    const skipped = blank.exec(text);
    if (skipped) {
      at += skipped[0].length;
      continue;
    }
    const row: Cell[] = [];
    for (;;) {
      budget.spend(1);
      const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
      if (!cell) return undefined;
      row.push(cell);
      at = text[cell.start - 1] === '"' && text[cell.end] === '"' ? cell.end + 1 : cell.end;
      if (text[at] === ",") at++;
      else break;
    }
    rows.push(row);
    if (at >= text.length) break;
    if (text.startsWith("\r\n", at)) at += 2;
    else if (text[at] === "\n") at++;
    else return undefined;
  }
  return rows;
}

function plainCell(text: string, start: number): Cell | undefined {
  let end = start;
  while (end < text.length && text[end] !== "," && text[end] !== "\n") end++;
  if (text[end] === "\n" && text[end - 1] === "\r" && end > start) end--;
  const value = text.slice(start, end);
  return value.includes('"') ? undefined : { text: value, start, end };
}

function quotedCell(text: string, quote: number): Cell | undefined {
  let at = quote + 1;
  for (;;) {
    const next = text.indexOf('"', at);
    if (next < 0) return undefined;
    if (text[next + 1] !== '"') {
      const start = quote + 1;
      return { text: text.slice(start, next).replaceAll('""', '"').replaceAll("\r\n", "\n"), start, end: next };
    }
    at = next + 2;
  }
}
