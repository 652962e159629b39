import { latin1 } from "../name/octets.js";
import { typeCodeAt } from "../rdata/types.js";
import type { Lexer } from "./lexer.js";
import type { Source } from "./source.js";

export type Generated =
  | { readonly kind: "text"; readonly bytes: Uint8Array; readonly records: number }
  | { readonly kind: "tooLarge"; readonly records: number }
  | { readonly kind: "bad"; readonly message: string; readonly start: number; readonly end: number };

/** Widest number that a `${…}` may ask for. */
const MAX_WIDTH = 255;

/** The records that `$GENERATE START-STOP[/STEP] OWNER [TTL] [CLASS] TYPE RDATA` stands for, as text (BIND ARM, "$GENERATE"). */
export function expandGenerate(source: Source, lexer: Lexer, most: number, mostOctets: number): Generated {
  const { start, end, count, kind } = lexer;
  const bad = (message: string, token: number): Generated => ({
    kind: "bad",
    message,
    start: start[token],
    end: end[token],
  });
  const range = /^(\d{1,10})-(\d{1,10})(?:\/(\d{1,10}))?$/.exec(source.text(start[1], end[1]));
  if (!range) return bad("generateRange", 1);
  const [first, last, step] = [Number(range[1]), Number(range[2]), Number(range[3] ?? 1)];
  if (first > last || step < 1 || last > 0x7fffffff || step > 0x7fffffff) return bad("generateRange", 1);
  const records = Math.floor((last - first) / step) + 1;
  if (records > most) return { kind: "tooLarge", records };

  // BIND reads one word behind the type; RDATA of several fields must be quoted.
  const type = typeToken(source.bytes, lexer);
  if (type > 0 && count > type + 2) {
    return {
      kind: "bad",
      message: "generateRdata",
      start: start[type + 1],
      end: end[count - 1] + (kind[count - 1] & 1),
    };
  }

  const parts: Template[] = [];
  for (let token = 2; token < count; token++) {
    // A quoted right-hand side is how RDATA of several fields is written: its text is the RDATA.
    const template = compile(latin1(source.bytes, start[token], end[token]), first, last);
    if (!template) return bad("generateModifier", token);
    const quoted = (kind[token] & 1) === 1 && token < count - 1;
    if (token > 2) parts.push(literal(" "));
    parts.push(quoted ? [...literal('"'), ...template, ...literal('"')] : template);
  }
  const template = parts.flat();
  const lineOf = (value: number): string => {
    let line = "";
    for (const piece of template) line += typeof piece === "string" ? piece : piece(value);
    return `${line}\n`;
  };
  // A long line a thousand times is a long text: known before it is made. Numbers grow from the first to the last.
  if (Math.max(lineOf(first).length, lineOf(last).length) * records > mostOctets) return { kind: "tooLarge", records };
  const lines: string[] = [];
  for (let value = first; value <= last; value += step) lines.push(lineOf(value));
  return { kind: "text", bytes: latin1Octets(lines.join("")), records };
}

/** Which token is the type: behind the owner come a TTL and a class, in either order; -1 where there is none. */
function typeToken(bytes: Uint8Array, { start, end, count }: Lexer): number {
  for (let token = 3; token < Math.min(count, 6); token++)
    if (typeCodeAt(bytes, start[token], end[token]) >= 0) return token;
  return -1;
}

type Template = (string | ((value: number) => string))[];
const literal = (text: string): Template => [text];

/** `$` is the number, `${OFFSET[,WIDTH[,BASE]]}` a formatted one, `$$` and `\$` a dollar sign. */
function compile(text: string, first: number, last: number): Template | undefined {
  const template: Template = [];
  let plain = "";
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "\\" && at + 1 < text.length) {
      // `\$` is a mere dollar sign; any other escape is the record's own.
      plain += text[at + 1] === "$" ? "$" : char + text[at + 1];
      at++;
    } else if (char !== "$") plain += char;
    else if (text[at + 1] === "$") {
      plain += "$";
      at++;
    } else {
      if (plain) template.push(plain);
      plain = "";
      if (text[at + 1] !== "{") {
        template.push(String);
        continue;
      }
      const close = text.indexOf("}", at);
      const modifier =
        close < 0 ? null : /^\{([+-]?\d{1,10})(?:,(\d{1,3})(?:,([doxXnN]))?)?$/.exec(text.slice(at + 1, close));
      if (!modifier) return undefined;
      const width = Number(modifier[2] ?? 0);
      const offset = Number(modifier[1]);
      // The numbers are BIND's: 32 bits with a sign.
      if (width > MAX_WIDTH || first + offset < -0x80000000 || last + offset > 0x7fffffff) return undefined;
      template.push(formatter(offset, width, modifier[3] ?? "d"));
      at = close;
    }
  }
  if (plain) template.push(plain);
  return template;
}

function formatter(offset: number, width: number, base: string): (value: number) => string {
  return (value) => {
    const number = value + offset;
    if (base === "n" || base === "N") return nibbles(number, width, base === "N");
    const radix = base === "d" ? 10 : base === "o" ? 8 : 16;
    // Like printf: a negative number in octal or hexadecimal is its 32-bit pattern.
    const digits = (radix === 10 ? Math.abs(number) : number >>> 0).toString(radix);
    const sign = radix === 10 && number < 0 ? "-" : "";
    const padded = sign + digits.padStart(width - sign.length, "0");
    return base === "X" ? padded.toUpperCase() : padded;
  };
}

/** Hexadecimal digits from the last to the first with dots between, as reverse zones want them; `width` counts the dots. */
function nibbles(value: number, width: number, upper: boolean): string {
  let rest = value >>> 0;
  let left = width;
  let text = "";
  do {
    const digit = (rest & 15).toString(16);
    text += upper ? digit.toUpperCase() : digit;
    rest >>>= 4;
    if (left > 0) left--;
    if (left > 0 || rest !== 0) {
      text += ".";
      if (left > 0) left--;
    }
  } while (rest !== 0 || left > 0);
  return text;
}

function latin1Octets(text: string): Uint8Array {
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) octets[i] = text.charCodeAt(i);
  return octets;
}
