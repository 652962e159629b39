import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  CLOSES,
  COLON,
  COMMA,
  CUT_OFF,
  ends,
  KINDS,
  LITERAL,
  OPEN_ARRAY,
  OPEN_OBJECT,
  OPENS,
  QUOTE,
  TEXT,
  TOO_DEEP,
  TOO_LONG,
  Unreadable,
} from "./plan-bytes.js";
import { PLAN_LIMITS } from "./plan-limits.js";
import { type ByteSource, decodeUtf8, WINDOW } from "./plan-source.js";
import { hash53, StringCache } from "./plan-strings.js";

export interface Mark {
  readonly offset: number;
  readonly deepOnes: number;
}

/**
 * Walks JSON through a window of bytes. Its reader says what to enter and what to pass over; what is passed over is only
 * matched bracket by bracket, which is what makes large plans cheap.
 */
export class JsonScanner {
  /** Containers around the current place. */
  private depth = 0;
  /** Values passed over so far that nest too deep. */
  private deepOnes = 0;

  private bytes: Uint8Array = new Uint8Array(0);
  private base = 0;
  private at = 0;
  private end = 0;
  private readonly window: Uint8Array;
  private readonly stack = new Uint8Array(PLAN_LIMITS.nesting);
  private readonly strings = new StringCache();

  constructor(
    private readonly source: ByteSource,
    windowSize: number = WINDOW,
    /** Told of what is passed over although it should have been read; the walk goes on. */
    private readonly complain: (what: string, offset: number) => void = () => {},
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

  get atObject(): boolean {
    return this.peek() === OPEN_OBJECT;
  }

  get atArray(): boolean {
    return this.peek() === OPEN_ARRAY;
  }

  /** Enters an object and gives its first key; the value is then to be read or passed over. Anything else is passed over. */
  firstKey(): string | undefined {
    if (!this.enter(OPEN_OBJECT)) return undefined;
    return this.peek() === CLOSE_OBJECT ? this.leave() : this.key();
  }

  nextKey(): string | undefined {
    const byte = this.peek();
    if (byte === CLOSE_OBJECT) return this.leave();
    if (byte !== COMMA) throw this.unexpected('"," or "}"');
    this.at++;
    return this.key();
  }

  /** Enters an array; `true` if there is an element to read. Anything else is passed over. */
  firstElement(): boolean {
    if (!this.enter(OPEN_ARRAY)) return false;
    if (this.peek() !== CLOSE_ARRAY) return true;
    this.leave();
    return false;
  }

  nextElement(): boolean {
    const byte = this.peek();
    if (byte === CLOSE_ARRAY) {
      this.leave();
      return false;
    }
    if (byte !== COMMA) throw this.unexpected('"," or "]"');
    this.at++;
    return true;
  }

  /** A string's text; of any other value, or one beyond the limit, "". */
  string(): string {
    if (this.peek() === QUOTE) return this.readString();
    this.skipValue();
    return "";
  }

  /** A string, number, boolean or null; `undefined` for anything else. */
  scalar(): unknown {
    if (this.atObject || this.atArray) {
      this.skipValue();
      return undefined;
    }
    const from = this.offset;
    this.skipValue();
    return this.parse(from, this.offset - from);
  }

  /** Something that stands for a string without holding it; 0 for any other value. */
  stringHash(): number {
    if (this.peek() !== QUOTE) {
      this.skipValue();
      return 0;
    }
    const from = this.at + 1;
    const base = this.base;
    this.skipString();
    if (base === this.base) return hash53(this.bytes, from, this.at - 1);
    const bytes = this.bytesAt(base + from, Math.min(this.offset - 1 - base - from, PLAN_LIMITS.token));
    return hash53(bytes, 0, bytes.length);
  }

  skipValue(): void {
    const byte = this.peek();
    if (byte === QUOTE) this.skipString();
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.skipContainers(0);
    else this.skipLiteral();
  }

  /** Passes over what is left of the object around. */
  skipRestOfObject(): void {
    this.depth--;
    this.stack[0] = OPEN_OBJECT;
    this.skipContainers(1);
  }

  /** Before a value: what `lengthSince` asks for. */
  get mark(): Mark {
    this.peek();
    return { offset: this.offset, deepOnes: this.deepOnes };
  }

  /** After the value: its octets, or 0 if it is beyond the limits and mustn't be parsed. */
  lengthSince({ offset, deepOnes }: Mark): number {
    const length = this.offset - offset;
    if (length > PLAN_LIMITS.element) this.complain(TOO_LONG, offset);
    return this.deepOnes === deepOnes && length <= PLAN_LIMITS.element ? length : 0;
  }

  skipBytes(count: number): void {
    for (let left = count; left > 0 && (this.at < this.end || this.refill()); left--) this.at++;
  }

  skipLine(): void {
    do {
      const found = this.bytes.subarray(0, this.end).indexOf(0x0a, this.at);
      if (found >= 0) {
        this.at = found + 1;
        return;
      }
      this.at = this.end;
    } while (this.refill());
  }

  /** Do the next bytes that aren't white space read `text`? Nothing else is consumed. */
  startsWith(text: string): boolean {
    this.peek();
    // UTF-8 takes three octets at most for a UTF-16 unit.
    return decodeUtf8(this.bytesAt(this.offset, text.length * 3)).startsWith(text);
  }

  private enter(bracket: number): boolean {
    if (this.peek() !== bracket) {
      this.skipValue();
      return false;
    }
    if (this.depth === PLAN_LIMITS.nesting) throw new Unreadable(TOO_DEEP, this.offset);
    this.depth++;
    this.at++;
    return true;
  }

  private leave(): undefined {
    this.depth--;
    this.at++;
  }

  private key(): string {
    if (this.peek() !== QUOTE) throw this.unexpected("a key in quotes");
    const key = this.readString();
    if (this.peek() !== COLON) throw this.unexpected('":" after a key');
    this.at++;
    return key;
  }

  private readString(): string {
    const { bytes, end } = this;
    const from = this.at + 1;
    for (let i = from; i < end; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) {
        this.at = i + 1;
        return i - from > PLAN_LIMITS.token ? "" : this.strings.get(bytes, from, i);
      }
      if (byte === BACKSLASH) break;
    }
    // It has escapes, or goes on behind the window.
    const start = this.offset;
    this.skipString();
    return String(this.parse(start, this.offset - start));
  }

  private skipString(): void {
    const start = this.offset;
    let i = this.at + 1;
    for (;;) {
      const { bytes, end } = this;
      while (i < end) {
        const byte = bytes[i++];
        if (byte === QUOTE) {
          this.at = i;
          return;
        }
        if (byte === BACKSLASH) i++;
      }
      // One past the end when the window ends in a backslash: the escaped byte is then passed over in the next one.
      this.at = i;
      if (!this.refill()) throw new Unreadable(CUT_OFF, start);
      i = 0;
    }
  }

  /** To the end of the container that begins here, or with `open` = 1 of the one around. */
  private skipContainers(open: number): void {
    const { stack } = this;
    const start = this.offset;
    const room = PLAN_LIMITS.nesting - this.depth;
    let inString = false;
    let deep = false;
    let i = this.at;
    for (;;) {
      const { bytes, end } = this;
      while (i < end) {
        if (!inString) {
          const byte = bytes[i++];
          const kind = KINDS[byte];
          if (kind === TEXT) continue;
          if (kind === OPENS) {
            if (open < room) stack[open] = byte;
            else if (!deep) {
              deep = true;
              this.deepOnes++;
              this.complain(TOO_DEEP, this.base + i - 1);
            }
            open++;
            continue;
          }
          if (kind === CLOSES) {
            open--;
            // In ASCII each closing bracket stands two after its opening one.
            if (open < room && byte - stack[open] !== 2)
              throw new Unreadable("This bracket closes one of another kind.", this.base + i - 1);
            if (open > 0) continue;
            this.at = i;
            return;
          }
          inString = true;
        }
        while (i < end) {
          const byte = bytes[i++];
          if (byte === QUOTE) {
            inString = false;
            break;
          }
          if (byte === BACKSLASH) i++;
        }
      }
      this.at = i;
      if (!this.refill()) throw new Unreadable(CUT_OFF, start);
      i = 0;
    }
  }

  private skipLiteral(): void {
    const start = this.offset;
    let text = "";
    do {
      let i = this.at;
      while (i < this.end && !ends(this.bytes[i])) i++;
      text += this.strings.get(this.bytes, this.at, i);
      this.at = i;
      // No number is that long.
    } while (this.at === this.end && text.length <= 1000 && this.refill());
    if (LITERAL.test(text) && (this.at < this.end || this.depth === 0)) return;
    throw new Unreadable(this.at < this.end ? "A value was expected here." : CUT_OFF, start);
  }

  private parse(offset: number, length: number): unknown {
    if (length > PLAN_LIMITS.token) return "";
    try {
      return JSON.parse(decodeUtf8(this.bytesAt(offset, length)));
    } catch {
      // The engine's words would quote the text, which may be a secret.
      throw new Unreadable("This string isn't JSON.", offset);
    }
  }

  /** Beside the window, which stays as it is. */
  private bytesAt(offset: number, length: number): Uint8Array {
    const from = offset - this.base;
    if (from >= 0 && from + length <= this.end) return this.bytes.subarray(from, from + length);
    return this.source.read(offset, length, new Uint8Array(length));
  }

  private unexpected(wanted: string): Unreadable {
    return this.peek() < 0
      ? new Unreadable(CUT_OFF, this.offset)
      : new Unreadable(`Expected ${wanted} here.`, this.offset);
  }

  private refill(): boolean {
    this.base += this.at;
    this.at = 0;
    this.bytes = this.source.read(this.base, this.window.length, this.window);
    this.end = this.bytes.length;
    return this.end > 0;
  }
}
