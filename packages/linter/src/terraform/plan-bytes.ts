import { PLAN_LIMITS } from "./plan-limits.js";
import { type ByteSource, findByte } from "./plan-source.js";

/** What comes after here can't be read. `readPlan` turns it into a problem; it never leaves the reader. */
export class Unreadable extends Error {
  constructor(
    readonly what: string,
    readonly offset: number,
  ) {
    super(what);
  }
}

export const CUT_OFF = "The text ends in the middle of this value: it was cut off.";
const TOO_DEEP = `Nested more than ${PLAN_LIMITS.nesting} levels deep.`;

/** What a byte outside strings is to somebody who only looks for the end of a value: 0 for text, or one of these. */
const OPENS = 1;
const CLOSES = 2;
const QUOTES = 3;
/** Outside strings JSON has this letter in `true` alone. */
const TRUE = 4;
const KINDS = new Uint8Array(256);
for (const [bytes, kind] of [
  ["{[", OPENS],
  ["}]", CLOSES],
  ['"', QUOTES],
  ["t", TRUE],
] as const) {
  for (const byte of bytes) KINDS[byte.charCodeAt(0)] = kind;
}

/**
 * A window that moves over a source, and what can be passed over in it without being understood: strings, and containers
 * matched bracket by bracket. These are the loops that see every octet: constants of their own are folded into them, which
 * makes them half again as fast as those of the module.
 */
export class ByteWalker {
  /** Containers around the current place. */
  protected depth = 0;
  /** Values passed over so far that nest too deep. */
  protected deepOnes = 0;
  /** How often `true` was passed over within containers. */
  protected trues = 0;
  protected bytes: Uint8Array = new Uint8Array(0);
  protected base = 0;
  protected at = 0;
  protected end = 0;
  private readonly window: Uint8Array;
  private readonly stack = new Uint8Array(PLAN_LIMITS.nesting);

  constructor(
    private readonly source: ByteSource,
    windowSize: number,
    /** Told of what is passed over although it should have been read; the walk goes on. */
    protected readonly complain: (what: string, offset: number) => void,
  ) {
    this.window = new Uint8Array(windowSize);
  }

  /** Octets from the beginning of the source. */
  get offset(): number {
    return this.base + this.at;
  }

  /** Goes on elsewhere, outside everything. */
  jump(offset: number): void {
    this.base = offset;
    this.at = this.end = this.depth = 0;
  }

  /** The next byte that isn't white space, left where it is; -1 at the end. */
  peek(): number {
    for (;;) {
      while (this.at < this.end) {
        const byte = this.bytes[this.at];
        if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return byte;
        this.at++;
      }
      if (!this.refill()) return -1;
    }
  }

  skipBytes(count: number): void {
    for (let left = count; left > 0 && (this.at < this.end || this.refill()); left--) this.at++;
  }

  skipLine(): void {
    do {
      const found = findByte(this.bytes, 0x0a, this.at);
      this.at = found < 0 ? this.end : found + 1;
      if (found >= 0) return;
    } while (this.refill());
  }

  /** From the quote that opens a string to behind the one that closes it. */
  protected skipString(): void {
    const quote = 0x22;
    const backslash = 0x5c;
    const start = this.offset;
    let i = this.at + 1;
    for (;;) {
      const { bytes, end } = this;
      while (i < end) {
        const byte = bytes[i++];
        if (byte === quote) {
          this.at = i;
          return;
        }
        if (byte === backslash) i++;
      }
      i = this.goOnInString(i, start);
    }
  }

  /** To the end of the container that begins here, or with `open` = 1 of the one around, which is an object. */
  protected skipContainers(open: number): void {
    const text = 0;
    const opens = 1;
    const closes = 2;
    const isTrue = 4;
    const quote = 0x22;
    const backslash = 0x5c;
    const { stack } = this;
    const kinds = KINDS;
    const start = this.offset;
    const room = PLAN_LIMITS.nesting - this.depth;
    let deep = false;
    let inString = false;
    let i = this.at;
    if (open > 0) stack[0] = 0x7b;
    for (;;) {
      const { bytes, end } = this;
      while (i < end) {
        if (!inString) {
          const byte = bytes[i++];
          const kind = kinds[byte];
          if (kind === text) continue;
          if (kind === opens) {
            if (open < room) stack[open] = byte;
            else if (!deep) {
              deep = true;
              this.complainOfDepth(i - 1);
            }
            open++;
            continue;
          }
          if (kind === closes) {
            open--;
            // In ASCII each closing bracket stands two after its opening one.
            if (open < room && byte - stack[open] !== 2) throw this.mismatch(i - 1);
            if (open > 0) continue;
            this.at = i;
            return;
          }
          if (kind === isTrue) {
            this.trues++;
            continue;
          }
          inString = true;
        }
        while (i < end) {
          const byte = bytes[i++];
          if (byte === quote) {
            inString = false;
            break;
          }
          if (byte === backslash) i++;
        }
      }
      if (inString) i = this.goOnInString(i, start);
      else {
        this.at = i;
        if (!this.refill()) throw new Unreadable(CUT_OFF, start);
        i = 0;
      }
    }
  }

  /** Makes room for one more level. */
  protected descend(): void {
    if (this.depth === PLAN_LIMITS.nesting) throw new Unreadable(TOO_DEEP, this.offset);
    this.depth++;
    this.at++;
  }

  /** Octets from anywhere; the window stays as it is. */
  protected bytesAt(offset: number, length: number): Uint8Array {
    const from = offset - this.base;
    if (from >= 0 && from + length <= this.end) return this.bytes.subarray(from, from + length);
    return this.source.read(offset, length, new Uint8Array(length));
  }

  protected refill(): boolean {
    this.base += this.at;
    this.at = 0;
    this.bytes = this.source.read(this.base, this.window.length, this.window);
    this.end = this.bytes.length;
    return this.end > 0;
  }

  /**
   * The next window of a string that began before: where its first quote or backslash is. `at` may be one past the end, if
   * the last byte was a backslash; what that escapes is then passed over.
   */
  private goOnInString(at: number, start: number): number {
    this.at = at;
    if (!this.refill()) throw new Unreadable(CUT_OFF, start);
    const quote = findByte(this.bytes, 0x22, 0);
    const far = quote < 0 ? this.end : quote;
    const escaped = findByte(this.bytes.subarray(0, far), 0x5c, 0);
    return escaped < 0 ? far : escaped;
  }

  private complainOfDepth(at: number): void {
    this.deepOnes++;
    this.complain(TOO_DEEP, this.base + at);
  }

  private mismatch(at: number): Unreadable {
    return new Unreadable("This bracket closes one of another kind.", this.base + at);
  }
}

/** Does the byte end a number or word? */
export const endsLiteral = (byte: number): boolean =>
  byte <= 0x20 || byte === 0x2c || byte === 0x3a || (KINDS[byte] !== 0 && KINDS[byte] !== TRUE);
