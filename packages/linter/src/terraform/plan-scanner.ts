import { ByteWalker, CUT_OFF, endsLiteral, Unreadable } from "./plan-bytes.js";
import { PLAN_LIMITS } from "./plan-limits.js";
import { type ByteSource, decodeUtf8, WINDOW } from "./plan-source.js";
import { hash53, StringCache } from "./plan-strings.js";

export interface Mark {
  readonly offset: number;
  readonly deepOnes: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const TRUE = 0x74;

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
/** No number has more digits. */
const LONGEST_LITERAL = 1000;
const TOO_LONG = `This value is longer than ${PLAN_LIMITS.element / 2 ** 20} MiB.`;

/**
 * Walks JSON through a window of bytes. Its reader says what to enter and what to pass over; what is passed over is only
 * matched bracket by bracket, which is what makes large plans cheap.
 */
export class JsonScanner extends ByteWalker {
  private readonly strings = new StringCache();

  constructor(
    source: ByteSource,
    windowSize: number = WINDOW,
    complain: (what: string, offset: number) => void = () => {},
  ) {
    super(source, windowSize, complain);
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

  /** Passes over marks, which mirror a value: `true` where they mark anything. */
  skipMarks(): boolean {
    const { trues } = this;
    const isTrue = this.peek() === TRUE;
    this.skipValue();
    return isTrue || this.trues > trues;
  }

  /** Passes over what is left of the object around. */
  skipRestOfObject(): void {
    this.depth--;
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
    this.descend();
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
    const quote = 0x22;
    const backslash = 0x5c;
    const { bytes, end } = this;
    const from = this.at + 1;
    let hash = 0x811c9dc5;
    for (let i = from; i < end; i++) {
      const byte = bytes[i];
      if (byte === quote) {
        this.at = i + 1;
        return i - from > PLAN_LIMITS.token ? "" : this.strings.get(bytes, from, i, hash);
      }
      if (byte === backslash) break;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    // It has escapes, or goes on behind the window.
    const start = this.offset;
    this.skipString();
    return String(this.parse(start, this.offset - start));
  }

  private skipLiteral(): void {
    const start = this.offset;
    let text = "";
    do {
      let i = this.at;
      while (i < this.end && !endsLiteral(this.bytes[i])) i++;
      text += this.strings.get(this.bytes, this.at, i);
      this.at = i;
    } while (this.at === this.end && text.length <= LONGEST_LITERAL && this.refill());
    const over = this.at < this.end || this.depth === 0;
    if (over && (text === "null" || text === "false" || LITERAL.test(text))) return;
    throw new Unreadable(over || text.length > LONGEST_LITERAL ? "A value was expected here." : CUT_OFF, start);
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

  private unexpected(wanted: string): Unreadable {
    return this.peek() < 0
      ? new Unreadable(CUT_OFF, this.offset)
      : new Unreadable(`Expected ${wanted} here.`, this.offset);
  }
}
