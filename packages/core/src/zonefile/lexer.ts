import { BACKSLASH, CLOSE, CR, LF, OPEN, QUOTE, SEMICOLON, SPACE, TAB } from "../name/octets.js";

/** What an octet is to the lexer. */
const BLANK = 1;
const END_OF_LINE = 2;
const COMMENT = 3;
const OPENS = 4;
const CLOSES = 5;
const QUOTES = 6;
const ESCAPES = 7;
const RETURNS = 8;
const CLASS = new Uint8Array(256);
CLASS[SPACE] = BLANK;
CLASS[TAB] = BLANK;
CLASS[CR] = RETURNS;
CLASS[LF] = END_OF_LINE;
CLASS[SEMICOLON] = COMMENT;
CLASS[OPEN] = OPENS;
CLASS[CLOSE] = CLOSES;
CLASS[QUOTE] = QUOTES;
CLASS[BACKSLASH] = ESCAPES;
/** The same of octets between quotes. */
const CLASS_WITHIN_QUOTES = new Uint8Array(256);
CLASS_WITHIN_QUOTES[QUOTE] = QUOTES;
CLASS_WITHIN_QUOTES[LF] = END_OF_LINE;
CLASS_WITHIN_QUOTES[BACKSLASH] = ESCAPES;

/** Why an entry couldn't be read to its end. */
export type LexError = "unclosedParenthesis" | "strayParenthesis" | "unclosedQuote" | "lineTooLong" | "tokenTooLong";

export interface Comment {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a master file into entries (RFC 1035 §5.1): the tokens of one logical line. The arrays are reused from entry to
 * entry; offsets point into `bytes`, those of a quoted token at what stands between the quotes.
 */
export class Lexer {
  at = 0;
  count = 0;
  start = new Uint32Array(64);
  end = new Uint32Array(64);
  /** 1 for a quoted token, 2 for one with a backslash in it, 3 for both. */
  kind = new Uint8Array(64);
  /** The kinds of all tokens of the entry together. */
  kinds = 0;
  /** The entry began with a blank: its owner is the one before. */
  blankStart = false;
  entryStart = 0;
  /** The last comment of the entry; `commentStart` is -1 where it has none. */
  commentStart = -1;
  commentEnd = -1;
  error: LexError | undefined;
  errorStart = 0;
  errorEnd = 0;
  /** The first carriage return that no line feed follows; -1 where there is none. */
  strayReturn = -1;
  /** Comments that speak to dcvlint (`; dcvlint-…`), of the whole text so far. */
  readonly directives: Comment[] = [];

  constructor(
    public bytes: Uint8Array,
    from = 0,
    public limit = bytes.length,
    readonly maxEntry = 1 << 20,
    readonly maxToken = 1 << 16,
  ) {
    this.at = from;
  }

  /** Turns to another piece of text; the token arrays stay, so that looking into a record costs no new ones. */
  reset(bytes: Uint8Array, from: number, limit: number): void {
    this.bytes = bytes;
    this.at = from;
    this.limit = limit;
    this.directives.length = 0;
  }

  /** Reads the next entry that has tokens. `false` at the end of the text. */
  next(): boolean {
    while (this.at < this.limit) {
      this.read(false);
      if (this.count > 0 || this.error) return true;
    }
    return false;
  }

  /** Reads what is left as one entry whose parentheses and line ends are mere blanks: RDATA whose borders are known. */
  readRdata(): void {
    this.read(true);
  }

  private read(flat: boolean): void {
    const { bytes, limit } = this;
    let at = this.at;
    let depth = 0;
    let openAt = 0;
    this.count = 0;
    this.kinds = 0;
    this.error = undefined;
    this.commentStart = -1;
    this.entryStart = at;
    this.blankStart = !flat && (bytes[at] === SPACE || bytes[at] === TAB);
    while (at < limit) {
      const kind = CLASS[bytes[at]];
      if (kind === BLANK) {
        at++;
      } else if (kind === 0 || kind === ESCAPES) {
        const start = at;
        let escaped = 0;
        for (;;) {
          while (at < limit && CLASS[bytes[at]] === 0) at++;
          if (at >= limit || CLASS[bytes[at]] !== ESCAPES) break;
          escaped = 2;
          // A backslash quotes the octet behind it, but never the end of the line.
          at += at + 1 < limit && bytes[at + 1] !== LF && bytes[at + 1] !== CR ? 2 : 1;
        }
        if (at - start > this.maxToken) return this.fail("tokenTooLong", start, start + 1, at);
        this.push(start, at, escaped);
      } else if (kind === END_OF_LINE) {
        at++;
        if (depth === 0 && !flat) {
          this.at = at;
          return;
        }
      } else if (kind === COMMENT) {
        let end = at;
        while (end < limit && bytes[end] !== LF) end++;
        this.commentStart = at;
        this.commentEnd = end;
        this.noteDirective(at, end);
        at = end;
      } else if (kind === QUOTES) {
        const start = ++at;
        let escaped = 0;
        for (;;) {
          while (at < limit && CLASS_WITHIN_QUOTES[bytes[at]] === 0) at++;
          if (at >= limit || bytes[at] !== BACKSLASH) break;
          escaped = 2;
          at += at + 1 < limit && bytes[at + 1] !== LF ? 2 : 1;
        }
        if (at >= limit || bytes[at] === LF) return this.fail("unclosedQuote", start - 1, at, at);
        if (at - start > this.maxToken) return this.fail("tokenTooLong", start - 1, start, at);
        this.push(start, at++, 1 | escaped);
      } else if (kind === OPENS) {
        if (depth++ === 0) openAt = at;
        at++;
      } else if (kind === CLOSES) {
        if (--depth < 0 && !flat) return this.fail("strayParenthesis", at, at + 1, at);
        at++;
      } else {
        // A CR in front of the LF belongs to the line's end. Any other ends the line as well, as BIND has it.
        const stray = at + 1 < limit && bytes[at + 1] !== LF && !flat;
        if (stray && this.strayReturn < 0) this.strayReturn = at;
        at++;
        if (stray && depth === 0) {
          this.at = at;
          return;
        }
      }
      if (at - this.entryStart > this.maxEntry && !flat) {
        if (depth > 0) return this.fail("unclosedParenthesis", openAt, openAt + 1, openAt);
        return this.fail("lineTooLong", this.entryStart, this.entryStart + 1, at);
      }
    }
    if (depth > 0 && !flat) return this.fail("unclosedParenthesis", openAt, openAt + 1, openAt);
    this.at = limit;
  }

  /** Ends a bad entry; reading goes on at the line after the one that holds `trouble`. */
  private fail(error: LexError, start: number, end: number, trouble: number): void {
    this.error = error;
    this.errorStart = start;
    this.errorEnd = end;
    const next = this.bytes.indexOf(LF, trouble);
    this.at = next < 0 || next >= this.limit ? this.limit : next + 1;
  }

  private push(start: number, end: number, kind: number): void {
    const index = this.count++;
    if (index === this.start.length) this.grow();
    this.start[index] = start;
    this.end[index] = end;
    this.kind[index] = kind;
    this.kinds |= kind;
  }

  private grow(): void {
    const size = this.start.length * 2;
    const start = new Uint32Array(size);
    start.set(this.start);
    this.start = start;
    const end = new Uint32Array(size);
    end.set(this.end);
    this.end = end;
    const kind = new Uint8Array(size);
    kind.set(this.kind);
    this.kind = kind;
  }

  private noteDirective(start: number, end: number): void {
    let at = start + 1;
    while (at < end && (this.bytes[at] === SEMICOLON || CLASS[this.bytes[at]] === BLANK)) at++;
    for (let i = 0; i < MARK.length; i++) if (this.bytes[at + i] !== MARK.charCodeAt(i)) return;
    // An entry read again after an unclosed parenthesis meets its comments again.
    if (this.directives.length > 0 && this.directives[this.directives.length - 1].start >= start) return;
    this.directives.push({ start, end });
  }
}

const MARK = "dcvlint-";
