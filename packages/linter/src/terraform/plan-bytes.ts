import { PLAN_LIMITS } from "./plan-limits.js";

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
export const TOO_LONG = `This value is longer than ${PLAN_LIMITS.element / 2 ** 20} MiB.`;
export const TOO_DEEP = `Nested more than ${PLAN_LIMITS.nesting} levels deep.`;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

export const TEXT = 0;
export const OPENS = 1;
export const CLOSES = 2;
export const QUOTES = 3;
/** What a byte outside strings is to somebody who only looks for the end of a value. */
export const KINDS = new Uint8Array(256).fill(TEXT);
KINDS[OPEN_OBJECT] = KINDS[OPEN_ARRAY] = OPENS;
KINDS[CLOSE_OBJECT] = KINDS[CLOSE_ARRAY] = CLOSES;
KINDS[QUOTE] = QUOTES;

/** Does the byte end a number or word? */
export const ends = (byte: number): boolean => byte <= 0x20 || byte === COMMA || byte === COLON || KINDS[byte] !== TEXT;
export const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
