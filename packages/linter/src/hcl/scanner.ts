import { Comment } from "./ast.js";
import type { SourceText } from "./source-text.js";

/** Levels of brackets, blocks and templates (contract §3). The parser recurses, so this also keeps the stack. */
export const MAX_NESTING = 256;

/** Arguments, expressions, lines of heredocs … in one file, each of which takes some hundred octets of memory. */
export const MAX_PARTS = 4_000_000;

/** Thrown and caught within the parser; the item that it happened in is left out. No Error: nobody needs its stack. */
export class Failure {
  readonly summary: string;
  readonly detail: string;
  readonly start: number;
  readonly end: number;
  readonly kind: "syntax" | "limit";
  constructor(summary: string, detail: string, start: number, end: number, kind: "syntax" | "limit") {
    this.summary = summary;
    this.detail = detail;
    this.start = start;
    this.end = end;
    this.kind = kind;
  }
}

/** Characters, blanks and comments of HCL. There is no token list: the parsers above it read the text directly. */
export class Scanner {
  protected readonly source: SourceText;
  protected readonly text: string;
  protected pos = 0;
  /** Whether a line end ends the item: true in bodies and object braces, false in other brackets. */
  protected lineEnds = true;
  protected depth = 0;
  protected parts = 0;
  private noCommentEndAfter = Number.POSITIVE_INFINITY;
  protected readonly comments: Comment[] = [];
  /** Start and end of heredocs and block comments in turn: lines within them are no place to take up reading again. */
  protected readonly opaque: number[] = [];

  constructor(source: SourceText) {
    this.source = source;
    this.text = source.text;
  }

  /** Skips blanks, comments and line ends that mean nothing here. The code of the next character, -1 at the end. */
  protected skip(): number {
    const text = this.text;
    for (;;) {
      const c = this.pos < text.length ? text.charCodeAt(this.pos) : -1;
      if (c === 0x20 || c === 0x09) this.pos++;
      else if (c === 0x0a && !this.lineEnds) this.pos++;
      else if (c === 0x0d && text.charCodeAt(this.pos + 1) === 0x0a) {
        if (this.lineEnds) return 0x0a;
        this.pos += 2;
      } else if (c === 0x23) this.lineComment();
      else if (c === 0x2f && text.charCodeAt(this.pos + 1) === 0x2f) this.lineComment();
      else if (c === 0x2f && text.charCodeAt(this.pos + 1) === 0x2a) this.blockComment();
      else return c;
    }
  }

  /** After `skip()` told of one. */
  protected takeLineEnd(): void {
    this.pos += this.text.charCodeAt(this.pos) === 0x0d ? 2 : 1;
  }

  private lineComment(): void {
    let end = this.text.indexOf("\n", this.pos);
    if (end < 0) end = this.text.length;
    this.comment(this.text.charCodeAt(end - 1) === 0x0d ? end - 1 : end);
    this.pos = end;
  }

  private blockComment(): void {
    // A search that fails went through all that is left: once is enough.
    const close = this.pos >= this.noCommentEndAfter ? -1 : this.text.indexOf("*/", this.pos + 2);
    if (close < 0) this.noCommentEndAfter = Math.min(this.noCommentEndAfter, this.pos);
    if (close < 0)
      this.fail("Unterminated comment", 'There is no "*/" before the end of the file.', this.pos, this.pos + 2);
    this.comment(close + 2);
    this.opaque.push(this.pos, close + 2);
    this.pos = close + 2;
  }

  /** Those that don't speak to us aren't kept. */
  private comment(end: number): void {
    if (!this.text.slice(this.pos, end).includes("dcvlint")) return;
    this.count();
    this.comments.push(new Comment(this.source, this.pos, end));
  }

  protected at(offset: number): number {
    return offset < this.text.length ? this.text.charCodeAt(offset) : -1;
  }

  /** The offset after the identifier that starts at `from`; `from` itself where none does. */
  protected identEnd(from: number): number {
    const text = this.text;
    let at = from;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c >= 0x61 && c <= 0x7a) at++;
      else if (c >= 0x41 && c <= 0x5a) at++;
      else if (c === 0x5f) at++;
      else if (at > from && ((c >= 0x30 && c <= 0x39) || c === 0x2d)) at++;
      else if (c > 0x7f && (at === from ? ID_START : ID_CONTINUE).test(codePoint(text, at)))
        at += c >= 0xd800 && c < 0xdc00 ? 2 : 1;
      else return at;
    }
  }

  /** Consumes the identifier at `pos`, which must be skipped to; "" when there is none. */
  protected ident(): string {
    const end = this.identEnd(this.pos);
    const name = this.text.slice(this.pos, end);
    this.pos = end;
    return name;
  }

  protected isKeyword(word: string): boolean {
    return this.text.startsWith(word, this.pos) && this.identEnd(this.pos) === this.pos + word.length;
  }

  protected count(parts = 1): void {
    this.parts += parts;
    if (this.parts <= MAX_PARTS) return;
    const detail = `Only the first ${MAX_PARTS.toLocaleString("en")} parts of a file are read.`;
    this.fail("Too many parts", detail, this.pos, this.pos, "limit");
  }

  protected enter(start: number): void {
    if (++this.depth > MAX_NESTING) {
      this.fail(
        "Nested too deeply",
        `Only ${MAX_NESTING} levels of brackets, blocks and templates are read.`,
        start,
        start + 1,
        "limit",
      );
    }
  }

  protected fail(
    summary: string,
    detail: string,
    start = this.pos,
    end = start + 1,
    kind: "syntax" | "limit" = "syntax",
  ): never {
    const length = this.text.length;
    throw new Failure(summary, detail, Math.min(start, length), Math.min(Math.max(end, start), length), kind);
  }
}

const ID_START = /^\p{ID_Start}/u;
const ID_CONTINUE = /^\p{ID_Continue}/u;
const codePoint = (text: string, at: number) => String.fromCodePoint(text.codePointAt(at) as number);
