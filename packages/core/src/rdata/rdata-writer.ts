import { escapedOctet, escapeLength, type NameId, type NameTable } from "../name/name-table.js";
import { BACKSLASH, latin1, utf8 } from "../name/octets.js";
import type { Lexer } from "../zonefile/lexer.js";
import type { MessageData, RdataMessage } from "./messages.js";

/** What is wrong with RDATA: an id and data for `RDATA_MESSAGES`, and the octets to blame. */
export interface RdataProblem {
  /** The rule that reports it: `bad-rdata`, or a more specific one. */
  readonly rule: string;
  readonly message: RdataMessage;
  readonly data: Record<string, string>;
  readonly start: number;
  readonly end: number;
}

/** Messages that need nothing but what is written there, and those that need more. */
type Rest<M extends RdataMessage> = Omit<MessageData<M>, "written">;
type Rejection<M extends RdataMessage> = keyof Rest<M> extends never ? [] : [data: Rest<M>];

/** One record's RDATA on its way from tokens to wire form (RFC 1035 §3.2.1). Reused from record to record. */
export class RdataWriter {
  out = new Uint8Array(1024);
  length = 0;
  /** The RR type being read. */
  type = 0;
  /** Index of the next token to read. */
  next = 0;
  origin: NameId = 0;
  problem: RdataProblem | undefined;
  /** The name that the record points to: the last name in its RDATA; -1 where there is none. */
  target: NameId = -1;
  targetToken = -1;
  /** Only the length counts: the octets of names, texts and IPv6 addresses needn't be in `out`. */
  measuring = false;
  /** The RDATA was written as `\#` and octets (RFC 3597 §5): its target stands there as octets, and is absolute. */
  generic = false;

  constructor(
    readonly lexer: Lexer,
    readonly names: NameTable,
    /** Names in lower case, as in the canonical form (RFC 4034 §6.2): for comparing. */
    readonly fold = false,
  ) {}

  get left(): number {
    return this.lexer.count - this.next;
  }

  room(octets: number): void {
    if (this.length + octets <= this.out.length) return;
    const larger = new Uint8Array(Math.max(this.out.length * 2, this.length + octets));
    larger.set(this.out.subarray(0, this.length));
    this.out = larger;
  }

  byte(value: number): void {
    if (this.length === this.out.length) this.room(1);
    this.out[this.length++] = value;
  }

  u16(value: number): void {
    this.byte((value >>> 8) & 255);
    this.byte(value & 255);
  }

  u32(value: number): void {
    this.u16(Math.floor(value / 65536));
    this.u16(value % 65536);
  }

  octets(bytes: Uint8Array | readonly number[]): void {
    this.room(bytes.length);
    this.out.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** The text of a token as written, one character per octet. */
  text(token: number): string {
    const { bytes, start, end } = this.lexer;
    return latin1(bytes, start[token], end[token]);
  }

  /** A piece of the source as its author sees it, for messages. */
  textOf(start: number, end: number): string {
    return utf8(this.lexer.bytes, start, end);
  }

  isQuoted(token: number): boolean {
    return (this.lexer.kind[token] & 1) === 1;
  }

  /** The next token, where it must be there and unquoted: only text is quoted in master files. -1 after complaining. */
  word(expected: string): number {
    if (this.next >= this.lexer.count) {
      this.missing(expected);
      return -1;
    }
    const token = this.next++;
    if ((this.lexer.kind[token] & 1) === 0) return token;
    this.reject("quotedToken", token);
    return -1;
  }

  /** The next token's text, with its index left in `next - 1`; `undefined` after complaining. */
  take(expected: string): string | undefined {
    const token = this.word(expected);
    return token < 0 ? undefined : this.text(token);
  }

  missing(expected: string): void {
    const { lexer } = this;
    const last = Math.max(0, lexer.count - 1);
    const comment = lexer.commentStart < 0 ? "" : this.textOf(lexer.commentStart, lexer.commentEnd);
    this.fail("missingField", { expected, comment }, lexer.start[last], lexer.end[last]);
  }

  /** Blames token `token`; what is written there needs no mention in `data`. */
  reject<M extends RdataMessage>(message: M, token: number, ...[data]: Rejection<M>): void {
    const { start, end, kind } = this.lexer;
    const quote = kind[token] & 1;
    const all = { written: this.textOf(start[token], end[token]), ...data } as unknown as MessageData<M>;
    this.fail(message, all, start[token] - quote, end[token] + quote);
  }

  fail<M extends RdataMessage>(message: M, data: MessageData<M>, start: number, end: number, rule = "bad-rdata"): void {
    this.problem ??= { rule, message, data: data as unknown as Record<string, string>, start, end };
  }

  /** Writes a token's octets, escapes resolved; returns how many, or -1 on a bad escape. */
  unescape(token: number): number {
    return this.unescapeRange(token, this.lexer.start[token], this.lexer.end[token]);
  }

  /** The same for a part of the token. */
  unescapeRange(token: number, start: number, end: number): number {
    const { bytes, kind } = this.lexer;
    const before = this.length;
    this.room(end - start + 1);
    if (this.measuring && (kind[token] & 2) === 0) {
      this.length += end - start;
      return end - start;
    }
    for (let at = start; at < end; at++) {
      let octet = bytes[at];
      if (octet === BACKSLASH) {
        const length = escapeLength(bytes, at, end);
        if (length === 0) {
          const written = this.textOf(this.lexer.start[token], this.lexer.end[token]);
          this.fail("badEscape", { written }, at, Math.min(end, at + 4), "syntax-error");
          return -1;
        }
        octet = escapedOctet(bytes, at, length);
        at += length - 1;
      }
      this.out[this.length++] = octet;
    }
    return this.length - before;
  }
}
