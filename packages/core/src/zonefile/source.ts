import type { Position, Span } from "../model.js";
import { codePointAt, LF, utf8 } from "../name/octets.js";

/** A text that records come from. What `$GENERATE` makes is a source of its own, whose every place is the directive's. */
export class Source {
  private readonly checkpoints: number[] = [0];
  private scanned = 0;
  private lines = 0;

  constructor(
    /** Relative to the root, with `/`. */
    readonly file: string,
    readonly bytes: Uint8Array,
    readonly madeBy?: { readonly source: Source; readonly start: number; readonly end: number },
  ) {}

  /** Offset of the first octet of the line that holds `offset`. */
  lineStart(offset: number): number {
    return offset === 0 ? 0 : this.bytes.lastIndexOf(LF, offset - 1) + 1;
  }

  /** Offset behind the last octet of the line that holds `offset`; a CR before the LF isn't part of the line. */
  lineEnd(offset: number): number {
    let end = this.bytes.indexOf(LF, offset);
    if (end < 0) end = this.bytes.length;
    return end > offset && this.bytes[end - 1] === 13 ? end - 1 : end;
  }

  position(offset: number): Position {
    const start = this.lineStart(offset);
    let column = 1;
    for (let at = start; at < offset; ) {
      const { point, length } = codePointAt(this.bytes, at, this.bytes.length);
      column += point > 0xffff ? 2 : 1;
      at += length;
    }
    // A BOM is no column: editors and GitHub don't count it.
    if (start === 0 && offset >= 3 && hasBom(this.bytes)) column--;
    return { line: this.lineNumber(start), column };
  }

  span(start: number, end: number): Span {
    if (this.madeBy) return this.madeBy.source.span(this.madeBy.start, this.madeBy.end);
    return { file: this.file, start: this.position(start), end: this.position(Math.max(start, end)) };
  }

  /** Where an edit of this piece would have to be made; `undefined` where the text stands nowhere by itself. */
  editSpan(start: number, end: number): Span | undefined {
    return this.madeBy ? undefined : this.span(start, end);
  }

  /** May the text be put where an edit of this source is made? In other formats some of it would mean something else. */
  accepts(_newText: string): boolean {
    return true;
  }

  /** What the record at `offset` came from, where this text was made of another format; an `unknown` that the maker knows. */
  originAt(_offset: number): unknown {
    return undefined;
  }

  /** Did its author write the octet? Elsewhere the provider adds some. */
  isWritten(_offset: number): boolean {
    return true;
  }

  /** The piece as its author wrote it. */
  written(start: number, end: number): string {
    return this.text(start, end);
  }

  text(start: number, end: number): string {
    return utf8(this.bytes, start, end);
  }

  /** The text of a line, from 1, without its end and without a BOM; `undefined` where the text has fewer. */
  line(number: number): string | undefined {
    this.scanTo(this.bytes.length, number);
    const checkpoint = Math.min(Math.floor((number - 1) / LINES_A_CHECKPOINT), this.checkpoints.length - 1);
    let start = this.checkpoints[checkpoint];
    for (let left = number - 1 - checkpoint * LINES_A_CHECKPOINT; left > 0; left--) {
      const next = this.bytes.indexOf(LF, start);
      if (next < 0) return undefined;
      start = next + 1;
    }
    return this.text(start === 0 && hasBom(this.bytes) ? 3 : start, this.lineEnd(start));
  }

  /** Number of the line that begins at `lineStart`, from 1. Counted on demand: few offsets are ever asked for. */
  private lineNumber(lineStart: number): number {
    this.scanTo(lineStart, Number.POSITIVE_INFINITY);
    let low = 0;
    let high = this.checkpoints.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.checkpoints[middle] <= lineStart) low = middle;
      else high = middle - 1;
    }
    let line = low * LINES_A_CHECKPOINT + 1;
    for (let at = this.checkpoints[low]; at < lineStart; line++) at = this.bytes.indexOf(LF, at) + 1;
    return line;
  }

  /** Notes where lines begin, up to an offset or a line, whichever comes first. */
  private scanTo(offset: number, line: number): void {
    while (this.scanned < offset && this.lines < line) {
      const next = this.bytes.indexOf(LF, this.scanned);
      if (next < 0 || next >= offset) break;
      this.scanned = next + 1;
      this.lines++;
      if (this.lines % LINES_A_CHECKPOINT === 0) this.checkpoints.push(this.scanned);
    }
  }
}

const LINES_A_CHECKPOINT = 32;

export const hasBom = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
