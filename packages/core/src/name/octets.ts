/** Octets and how master files write them (RFC 1035 §5.1, RFC 4343 §2.1). */

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const DOLLAR = 36;
export const OPEN = 40;
export const CLOSE = 41;
export const ASTERISK = 42;
export const HYPHEN = 45;
export const DOT = 46;
export const ZERO = 48;
export const NINE = 57;
export const SEMICOLON = 59;
export const AT = 64;
export const BACKSLASH = 92;
export const UNDERSCORE = 95;

/** ASCII lower case of every octet: the only folding that names know (RFC 4343 §3). */
export const FOLD: Uint8Array = new Uint8Array(256);
for (let i = 0; i < 256; i++) FOLD[i] = i >= 65 && i <= 90 ? i + 32 : i;

/** Kinds of octets as bits, for telling what a label is made of. Letters, digits and hyphens are what hosts have (RFC 1123 §2.1). */
export const HYPHENS = 1;
export const UNDERSCORES = 2;
/** Over 127. */
export const HIGH = 4;
/** Anything else: blanks, slashes, `=`, `*`, … */
export const ODD = 8;
export const DIGITS = 16;
export const HEX_LETTERS = 32;
export const OTHER_LETTERS = 64;
/** Of a label, not of an octet: it begins with an underscore, which `UNDERSCORES` doesn't count. */
export const MARKED = 128;

/** The kind of every octet. */
export const KIND: Uint8Array = new Uint8Array(256).fill(ODD, 0, 128).fill(HIGH, 128);
for (const [range, kind] of [
  ["--", HYPHENS],
  ["__", UNDERSCORES],
  ["09", DIGITS],
  ["az", OTHER_LETTERS],
  ["AZ", OTHER_LETTERS],
  ["af", HEX_LETTERS],
  ["AF", HEX_LETTERS],
] as const) {
  KIND.fill(kind, range.charCodeAt(0), range.charCodeAt(1) + 1);
}

export const isDigit = (octet: number): boolean => octet >= ZERO && octet <= NINE;

/** One character per octet: lossless for any octets, and what `DomainName` labels hold. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at += 4096) {
    text += String.fromCharCode.apply(null, bytes.subarray(at, Math.min(end, at + 4096)) as unknown as number[]);
  }
  return text;
}

/** The code point at `at` and its length in octets; an octet that isn't UTF-8 stands for itself (length 1). */
export function codePointAt(bytes: Uint8Array, at: number, end: number): { point: number; length: number } {
  const first = bytes[at];
  if (first < 0x80) return { point: first, length: 1 };
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  if (length > 1 && first < 0xf5 && at + length <= end) {
    let point = first & (0x7f >> length);
    let good = true;
    for (let i = 1; i < length; i++) {
      const next = bytes[at + i];
      if ((next & 0xc0) !== 0x80) good = false;
      point = (point << 6) | (next & 0x3f);
    }
    const least = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
    if (good && point >= least && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000)) return { point, length };
  }
  return { point: first, length: 1 };
}

/** Text as its author sees it: UTF-8 where it is UTF-8, one character per octet where it isn't. */
export function utf8(bytes: Uint8Array, start: number, end: number): string {
  let ascii = true;
  for (let i = start; i < end; i++) {
    if (bytes[i] >= 0x80) {
      ascii = false;
      break;
    }
  }
  if (ascii) return latin1(bytes, start, end);
  let text = "";
  for (let at = start; at < end; ) {
    const { point, length } = codePointAt(bytes, at, end);
    text += String.fromCodePoint(point);
    at += length;
  }
  return text;
}

/** UTF-8 octets of a text; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const out: number[] = [];
  for (const char of text) {
    let point = char.codePointAt(0)!;
    if (point >= 0xd800 && point < 0xe000) point = 0xfffd;
    if (point < 0x80) out.push(point);
    else if (point < 0x800) out.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) out.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else out.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return Uint8Array.from(out);
}

const LABEL_SPECIALS = new Set([QUOTE, DOLLAR, OPEN, CLOSE, DOT, SEMICOLON, AT, BACKSLASH]);

/** One octet of a label in presentation form: `\.`, `\DDD`, or itself. */
export function printLabelOctet(octet: number): string {
  if (LABEL_SPECIALS.has(octet)) return `\\${String.fromCharCode(octet)}`;
  if (octet > SPACE && octet < 127) return String.fromCharCode(octet);
  return `\\${String(octet).padStart(3, "0")}`;
}
