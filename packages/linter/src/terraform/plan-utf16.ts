import { type ByteSource, WINDOW } from "./plan-source.js";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** JSON begins with an ASCII character, so a NUL beside it tells UTF-16 even without a byte order mark (RFC 4627 §3). */
export function tellEncoding(head: Uint8Array): Encoding {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second > 0)) return "utf-16be";
  return "utf-8";
}

/** The same text in UTF-8; PowerShell's `>` writes UTF-16. Offsets, and those of problems, are then those of the UTF-8 text. */
export function asUtf8(source: ByteSource, pieceSize: number = WINDOW): ByteSource {
  const encoding = tellEncoding(source.read(0, 2, new Uint8Array(2)));
  return encoding === "utf-8" ? source : new Utf16Source(source, encoding, pieceSize);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });

class Utf16Source implements ByteSource {
  readonly size: number;
  /** Where each piece begins in UTF-8; one more for the end. */
  private readonly starts: number[] = [0];
  /** Octets that a piece takes in UTF-16 at most; pieces don't part surrogate pairs, so one may begin two octets late. */
  private readonly pieceSize: number;
  private readonly raw: Uint8Array;
  private piece = -1;
  private text: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly source: ByteSource,
    private readonly encoding: Encoding,
    pieceSize: number,
  ) {
    this.pieceSize = Math.max(4, pieceSize & ~1);
    this.raw = new Uint8Array(this.pieceSize + 2);
    let size = 0;
    for (let piece = 0; piece * this.pieceSize < source.size - 1; piece++) {
      size += utf8Length(this.units(piece));
      this.starts.push(size);
    }
    this.size = size;
  }

  read(offset: number, length: number, into: Uint8Array): Uint8Array {
    let filled = 0;
    const end = Math.min(offset + length, this.size);
    for (let piece = this.pieceAt(offset); offset + filled < end; piece++) {
      const text = this.utf8(piece);
      const from = offset + filled - this.starts[piece];
      const part = text.subarray(from, Math.min(text.length, from + end - offset - filled));
      into.set(part, filled);
      filled += part.length;
    }
    return into.subarray(0, filled);
  }

  private pieceAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private utf8(piece: number): Uint8Array {
    if (piece !== this.piece) {
      this.text = encoder.encode(decoder.decode(this.units(piece)));
      this.piece = piece;
    }
    return this.text;
  }

  /** The code units of a piece, in little-endian order, without half a surrogate pair at either end. */
  private units(piece: number): Uint8Array {
    const from = piece * this.pieceSize;
    const bytes = this.source.read(from, Math.min(this.pieceSize + 2, this.source.size - from), this.raw);
    // A copy: a Buffer's slice() would be a view, and the octets are swapped in place.
    let units = new Uint8Array(bytes.subarray(0, bytes.length & ~1));
    if (this.encoding === "utf-16be")
      for (let i = 0; i < units.length; i += 2) [units[i], units[i + 1]] = [units[i + 1], units[i]];
    const last = Math.min(this.pieceSize, units.length) - 1;
    // A pair across the border belongs to the piece that it begins in; the next one then starts after it.
    const pair = last + 2 < units.length && isHigh(units[last]) && isLow(units[last + 2]);
    units = units.subarray(0, pair ? last + 3 : last + 1);
    if (piece > 0 && isLow(units[1])) {
      const before = this.source.read(from - 2, 2, new Uint8Array(2));
      if (isHigh(before[this.encoding === "utf-16be" ? 0 : 1])) return units.subarray(2);
    }
    return units;
  }
}

const isHigh = (upper: number): boolean => upper >> 2 === 0xd8 >> 2;
const isLow = (upper: number): boolean => upper >> 2 === 0xdc >> 2;

/** Octets in UTF-8 of little-endian code units. A surrogate alone becomes U+FFFD, three octets like any of its row. */
function utf8Length(units: Uint8Array): number {
  let length = 0;
  for (let i = 0; i < units.length; i += 2) {
    const upper = units[i + 1];
    if (upper === 0) length += units[i] < 0x80 ? 1 : 2;
    else if (upper < 0x08) length += 2;
    else if (isHigh(upper) && i + 3 < units.length && isLow(units[i + 3])) {
      length += 4;
      i += 2;
    } else length += 3;
  }
  return length;
}
