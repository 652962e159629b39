import { isAscii } from "node:buffer";
import type { Position, Span } from "@dcvlint/core";

/** A file's text and the way from offsets to lines. Offsets are UTF-16 units from after the BOM, as editors count. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  /** Some octets weren't UTF-8: they read as U+FFFD. */
  readonly lossy: boolean;
  #marks: Uint32Array | undefined;

  constructor(text: string, file: string, lossy = false) {
    this.text = text;
    this.file = file;
    this.lossy = lossy;
  }

  static decode(bytes: Uint8Array, file: string): SourceText {
    // The decoder makes texts of two octets a character, which all that is cut from them would be, too.
    if (isAscii(bytes)) return new SourceText(Buffer.prototype.latin1Slice.call(bytes, 0, bytes.length), file);
    // It takes the BOM away.
    try {
      return new SourceText(new TextDecoder("utf-8", { fatal: true }).decode(bytes), file);
    } catch {
      return new SourceText(new TextDecoder("utf-8").decode(bytes), file, true);
    }
  }

  position(offset: number): Position {
    this.#marks ??= marksOf(this.text);
    const mark = offset >> STRIDE;
    const [line, lineStart] = [this.#marks[2 * mark], this.#marks[2 * mark + 1]];
    return this.#walk(mark << STRIDE, offset, line, lineStart);
  }

  #walk(from: number, offset: number, line: number, lineStart: number): Position {
    for (let at = from; at < offset; at++) {
      if (this.text.charCodeAt(at) === 0x0a) {
        line++;
        lineStart = at + 1;
      }
    }
    return { line, column: offset - lineStart + 1 };
  }

  span(start: number, end: number): Span {
    const from = this.position(start);
    // Most spans are short: the end is near the start.
    const near = end - start < 1 << STRIDE;
    const to = near ? this.#walk(start, end, from.line, start - from.column + 1) : this.position(end);
    return { file: this.file, start: from, end: to };
  }
}

/**
 * For each 128th character: its line, and where that starts. Neither a file of line ends alone nor one without any
 * takes more than the others.
 */
const STRIDE = 7;
function marksOf(text: string): Uint32Array {
  const count = (text.length >> STRIDE) + 1;
  const marks = new Uint32Array(2 * count);
  let line = 1;
  let start = 0;
  let newline = text.indexOf("\n");
  for (let mark = 0; mark < count; mark++) {
    while (newline >= 0 && newline < mark << STRIDE) {
      line++;
      start = newline + 1;
      newline = text.indexOf("\n", start);
    }
    marks[2 * mark] = line;
    marks[2 * mark + 1] = start;
  }
  return marks;
}
