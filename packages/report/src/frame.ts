import type { Span } from "@dcvlint/core";
import type { LineReader } from "./context.js";
import { isPlain, UNSAFE, visibleEscape } from "./escape.js";

/** A source line as shown, with carets under the blamed part. A row without a number stands for lines left out. */
export interface FrameRow {
  readonly number?: number;
  readonly text: string;
  readonly marks: string;
}

/** Rows for a span, at most `width` columns wide, already escaped for a terminal; none when the source isn't at hand. */
export function codeFrame(span: Span, lineAt: LineReader, width: number): FrameRow[] {
  const { start, end } = span;
  // A span that ends before a line's first character doesn't touch that line.
  const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  const rows: FrameRow[] = [];
  for (const number of shownLines(start.line, last)) {
    if (number === undefined) {
      rows.push({ text: "…", marks: "" });
      continue;
    }
    const text = lineAt(number);
    if (text === undefined) break;
    const from = number === start.line ? start.column - 1 : text.search(/\S|$/);
    const to = number === end.line ? end.column - 1 : text.length;
    rows.push({ number, ...layOut(text, from, to, width) });
  }
  return rows;
}

function shownLines(first: number, last: number): (number | undefined)[] {
  if (last - first > 3) return [first, first + 1, first + 2, undefined, last];
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => first + i);
}

/** Shows `text[from, to)` in its line; of a line that is too long, the part round the beginning of the span. */
function layOut(text: string, from: number, to: number, width: number): { text: string; marks: string } {
  const room = Math.max(20, width) - 2; // for an ellipsis at either end
  const start = clamp(from, 0, text.length);
  const end = clamp(to, start, text.length);
  if (text.length <= room && isPlain(text))
    return { text, marks: " ".repeat(start) + "^".repeat(Math.max(1, end - start)) };
  // Only what can be shown is looked at: a line may be a mebibyte long.
  const low = wholeCharacter(text, Math.max(0, start - room));
  const high = wholeCharacter(text, Math.min(text.length, start + room));
  const cells = cellsOf(text, low, high);

  const firstMarked = cells.findIndex((cell) => cell.offset >= start);
  const at = firstMarked < 0 ? cells.length : firstMarked;
  // A third of the room goes before the span; more when the line ends soon.
  const lead = Math.max(Math.floor(room / 3), room - widthOf(cells.slice(at)));
  let left = at;
  let used = 0;
  while (left > 0 && used + cells[left - 1].width <= lead) used += cells[--left].width;
  let right = at;
  while (right < cells.length && used + cells[right].width <= room) used += cells[right++].width;

  const prefix = left > 0 || low > 0 ? "…" : "";
  const suffix = right < cells.length || high < text.length ? "…" : "";
  const shown = cells.slice(left, right);
  const before = prefix.length + widthOf(cells.slice(left, at));
  const marked = widthOf(cells.slice(at, right).filter((cell) => cell.offset < end));
  return {
    text: prefix + shown.map((cell) => cell.text).join("") + suffix,
    marks: " ".repeat(before) + "^".repeat(Math.max(1, marked)),
  };
}

/** A character with its place in the line, what is printed for it, and the columns that takes. */
interface Cell {
  readonly offset: number;
  readonly text: string;
  readonly width: number;
}

const TAB = 8;
const NOWHERE: ReadonlySet<number> = new Set();

function cellsOf(line: string, low: number, high: number): Cell[] {
  const part = line.slice(low, high);
  const unsafe = isPlain(part) ? NOWHERE : new Set(Array.from(part.matchAll(UNSAFE), (match) => match.index));
  const cells: Cell[] = [];
  let offset = 0;
  let column = 0;
  for (const char of part) {
    const text = char === "\t" ? " ".repeat(TAB - (column % TAB)) : unsafe.has(offset) ? visibleEscape(char) : char;
    const width = text === char ? widthOfCharacter(char) : text.length;
    cells.push({ offset: low + offset, text, width });
    offset += char.length;
    column += width;
  }
  return cells;
}

/** Unicode's East Asian Width W and F, roughly, and what is drawn as an emoji. Half a flag counts as one column. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|(?!\p{RI})\p{EPres}/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\u1161-\u11ff]/u;

function widthOfCharacter(char: string): number {
  if (char <= "~") return 1;
  if (NO_WIDTH.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** Moves an offset that would split a surrogate pair before it. */
function wholeCharacter(text: string, offset: number): number {
  return (text.codePointAt(offset - 1) ?? 0) > 0xffff ? offset - 1 : offset;
}

function clamp(n: number, low: number, high: number): number {
  return Math.min(Math.max(n, low), high);
}
