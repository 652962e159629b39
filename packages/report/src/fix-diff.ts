import type { Edit, Fix, Position, Span } from "@dcvlint/core";
import type { LineReader } from "./context.js";

const MOST_LINES = 30;
const LONGEST_LINE = 1000;

/** The lines that a fix changes, `-` before and `+` after; undefined when they aren't at hand or too long to read. */
export function fixDiff(fix: Fix, linesOf: (span: Span) => LineReader): string[] | undefined {
  const diff: string[] = [];
  for (const edits of clusters(fix.edits)) {
    const change = changeOf(edits, linesOf(edits[0].span));
    if (!change) return undefined;
    const { before, after } = change;
    // An edit that takes a whole line away reaches into the next, which stays as it is.
    while (before.length > 0 && before.at(-1) === after.at(-1)) {
      before.pop();
      after.pop();
    }
    diff.push(...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`));
  }
  return diff.some((line) => line.length > LONGEST_LINE) ? undefined : diff;
}

/** Edits that share a line belong together. */
export function clusters(edits: readonly Edit[]): Edit[][] {
  const sorted = [...edits].sort(
    (a, b) => compareText(a.span.file, b.span.file) || comparePositions(a.span.start, b.span.start),
  );
  const found: Edit[][] = [];
  for (const edit of sorted) {
    const previous = found.at(-1)?.at(-1)?.span;
    const touches = previous?.file === edit.span.file && edit.span.start.line <= previous.end.line;
    if (touches) found.at(-1)!.push(edit);
    else found.push([edit]);
  }
  return found;
}

/** The lines that edits of one file touch, from the number `first` on, before and after them. */
export function changeOf(
  edits: readonly Edit[],
  lineAt: LineReader,
): { first: number; before: string[]; after: string[] } | undefined {
  const sorted = [...edits].sort((a, b) => comparePositions(a.span.start, b.span.start));
  const first = sorted[0].span.start.line;
  const last = Math.max(...sorted.map(({ span }) => span.end.line));
  if (lineAt(first) === undefined || last - first >= MOST_LINES) return undefined;
  const before = Array.from({ length: last - first + 1 }, (_, i) => lineAt(first + i) ?? "");
  const offset = ({ line, column }: Position) =>
    before.slice(0, line - first).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  let text = before.join("\n");
  for (const { span, newText } of sorted.reverse()) {
    text = text.slice(0, offset(span.start)) + newText + text.slice(offset(span.end));
  }
  return { first, before, after: text.split(/\r?\n/) };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}
