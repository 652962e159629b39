import type { Position, Span } from "@dcvlint/core";

/** A file's text and the way from offsets to lines. Offsets are UTF-16 units from after the BOM, as editors count. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  /** Some octets weren't UTF-8: they read as U+FFFD. */
  readonly lossy: boolean;
  #lineStarts: number[] | undefined;

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
    this.#lineStarts ??= lineStartsOf(this.text);
    const starts = this.#lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  }

  span(start: number, end: number): Span {
    return { file: this.file, start: this.position(start), end: this.position(end) };
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
