/**
 * Bytes that can be read at any offset, so that a plan of gigabytes never lies in memory. Pure: whoever has the file, a
 * descriptor or a buffer, gives one.
 */
export interface ByteSource {
  /** Octets. */
  readonly size: number;
  /**
   * The octets from `offset` on, `length` of them; fewer at the end. They lie in `into` (which is at least `length` long),
   * or anywhere else if they stay as they are: a source that only knows two parameters may not use one buffer twice.
   */
  read(offset: number, length: number, into: Uint8Array): Uint8Array;
}

export function bufferSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Octets of a plan that are in memory at a time. Larger ones weren't faster. */
export const WINDOW = 256 * 1024;

/** Index of a byte at or after `from`, or -1. Node's Buffer searches a hundred times faster than a typed array. */
export const findByte: (bytes: Uint8Array, byte: number, from: number) => number =
  typeof Buffer === "undefined"
    ? (bytes, byte, from) => bytes.indexOf(byte, from)
    : (bytes, byte, from) => Buffer.prototype.indexOf.call(bytes, byte, from);

const NOTHING: Uint8Array = new Uint8Array(0);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
export const decodeUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Pieces of a source as text. Walking forward costs one read a window; a jump reads what it needs and no more. */
export class SourceText {
  private bytes = NOTHING;
  private base = 0;
  private readonly window: Uint8Array;
  private scratch = NOTHING;
  /** Where the last jump ended: what follows it makes a walk of it. */
  private jumped = -1;

  constructor(
    private readonly source: ByteSource,
    windowSize: number,
  ) {
    this.window = new Uint8Array(windowSize);
  }

  read(offset: number, length: number): string {
    const from = offset - this.base;
    if (from >= 0 && from + length <= this.bytes.length) return decodeUtf8(this.bytes.subarray(from, from + length));
    const goesOn = (end: number) => offset >= end && offset < end + this.window.length;
    if (
      length <= this.window.length &&
      (goesOn(this.base + this.bytes.length) || goesOn(this.jumped) || (from >= 0 && from < this.bytes.length))
    ) {
      this.base = offset;
      this.bytes = this.source.read(offset, Math.min(this.window.length, this.source.size - offset), this.window);
      return decodeUtf8(this.bytes.subarray(0, length));
    }
    if (this.scratch.length < length) this.scratch = new Uint8Array(Math.max(length, 4096));
    this.jumped = offset + length;
    const text = decodeUtf8(this.source.read(offset, length, this.scratch));
    // One large value shouldn't be paid for until the end.
    if (this.scratch.length > this.window.length) this.scratch = NOTHING;
    return text;
  }
}
