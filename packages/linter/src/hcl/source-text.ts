import type { Position, Span } from "@dcvlint/core";

/** A file's text and the way from offsets to lines. Offsets are UTF-16 units from after the BOM, as editors count. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  /** Some octets weren't UTF-8: they read as U+FFFD. */
  readonly lossy: boolean;
  #marks: number[] | undefined;

  constructor(text: string, file: string, lossy = false) {
    this.text = text;
    this.file = file;
    this.lossy = lossy;
  }

  static decode(bytes: Uint8Array, file: string): SourceText {
    // The decoder takes the BOM away.
    try {
      return new SourceText(new TextDecoder("utf-8", { fatal: true }).decode(bytes), file);
    } catch {
      return new SourceText(new TextDecoder("utf-8").decode(bytes), file, true);
    }
  }

  position(offset: number): Position {
    this.#marks ??= marksOf(this.text);
    const marks = this.#marks;
    let low = 0;
    let high = marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (marks[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    let line = low * STRIDE + 1;
    let start = marks[low];
    for (;;) {
      const newline = this.text.indexOf("\n", start);
      if (newline < 0 || newline >= offset) return { line, column: offset - start + 1 };
      start = newline + 1;
      line++;
    }
  }

  span(start: number, end: number): Span {
    return { file: this.file, start: this.position(start), end: this.position(end) };
  }
}

/** Where every eighth line starts: a file of nothing but line ends would take its size many times over. */
const STRIDE = 8;
function marksOf(text: string): number[] {
  const marks = [0];
  let line = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
    if (++line % STRIDE === 0) marks.push(at + 1);
  return marks;
}
