import { characterString, printString } from "./basic-fields.js";
import type { Fields } from "./field.js";

/** The substitution expression of NAPTR: `!ere!replacement!flags` (RFC 3402 §3.2). */

const BACKSLASH = 92;

/** Is it one that a client can apply? An empty one is. BIND refuses a zone for any other. */
export function isSubstitution(octets: Uint8Array): boolean {
  if (octets.length === 0) return true;
  const delimiter = octets[0];
  // "not a digit or a flag character"
  if (delimiter === 0 || delimiter === BACKSLASH || delimiter === 105 || (delimiter >= 48 && delimiter <= 57))
    return false;
  const parts: string[] = [""];
  let highest = 0;
  for (let at = 1; at < octets.length; at++) {
    const octet = octets[at];
    if (octet === 0) return false;
    if (octet === delimiter) {
      if (parts.push("") > 3) return false;
      continue;
    }
    let text = String.fromCharCode(octet);
    if (octet === BACKSLASH && parts.length < 3) {
      const next = octets[++at];
      if (!next) return false;
      text += String.fromCharCode(next);
      if (parts.length === 2) {
        if (next === 48) return false;
        if (next > 48 && next <= 57) highest = Math.max(highest, next - 48);
      }
    }
    parts[parts.length - 1] += text;
  }
  return parts.length === 3 && /^i*$/.test(parts[2]) && highest <= groupsOf(parts[0]);
}

/** The groups of a POSIX extended regular expression; -1 where the text isn't one. */
function groupsOf(text: string): number {
  /** What stands before: nothing that could be repeated, an atom, or a repeated one. */
  let before: "nothing" | "atom" | "repeated" = "nothing";
  let emptyGroup = false;
  let depth = 0;
  let groups = 0;
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    let length = 1;
    if (rest[0] === "(") {
      depth++;
      groups++;
      before = "nothing";
      emptyGroup = true;
    } else if (rest[0] === ")") {
      if (depth > 0 && before === "nothing" && !emptyGroup) return -1;
      depth = Math.max(0, depth - 1);
      before = "atom";
    } else if (rest[0] === "|") {
      if (before === "nothing") return -1;
      before = "nothing";
      emptyGroup = false;
    } else if (/^[*+?]|^\{\d/.test(rest)) {
      if (before !== "atom") return -1;
      length = repetitionLength(rest);
      before = "repeated";
    } else if (rest[0] === "^" || rest[0] === "$") {
      before = "repeated";
    } else {
      if (rest[0] === "[") length = bracketLength(rest);
      else if (rest[0] === "\\") {
        length = rest.length > 1 ? 2 : 0;
        if (/[1-9]/.test(rest[1]) && Number(rest[1]) > groups) return -1;
      }
      before = "atom";
    }
    if (length === 0) return -1;
    at += length;
  }
  return depth > 0 || before === "nothing" ? -1 : groups;
}

/** Octets of `*`, `+`, `?` or a bound such as `{2,3}` at the beginning; 0 for a bad bound. */
function repetitionLength(text: string): number {
  if (text[0] !== "{") return 1;
  const bound = /^\{(\d+)(?:,(\d*))?\}/.exec(text);
  if (!bound) return 0;
  const [whole, low, high] = bound;
  const good = Number(low) <= 255 && (!high || (Number(high) <= 255 && Number(low) <= Number(high)));
  return good ? whole.length : 0;
}

const CLASSES = /^\[:(alnum|digit|punct|alpha|graph|space|blank|lower|upper|cntrl|print|xdigit):\]/;

/** Octets of the bracket expression at the beginning; 0 for a bad one. */
function bracketLength(text: string): number {
  let at = text[1] === "^" ? 2 : 1;
  let first = true;
  /** 1: a range has just ended. 2: one has begun, at `low`. */
  let range = 0;
  let low = 0;
  for (;;) {
    if (at >= text.length) return 0;
    const rest = text.slice(at);
    if (rest[0] === "]" && !first) return at + 1;
    if (rest[0] === "-" && !first && range !== 2) {
      if (range === 1) return 0;
      range = 2;
      at++;
      continue;
    }
    const special = /^\[([.=:])/.exec(rest)?.[1];
    let length = 1;
    if (special) {
      if (special !== "." && range === 2) return 0;
      const whole = special === ":" ? CLASSES.exec(rest) : /^\[([.=]).+?\1\]/s.exec(rest);
      if (!whole) return 0;
      length = whole[0].length;
      if (special === ".") low = length === 5 ? rest.charCodeAt(2) : 256;
    } else {
      const octet = rest.charCodeAt(0);
      if (range === 2 && octet < low) return 0;
      low = octet;
    }
    if (special !== ":" && special !== "=") range = Math.max(0, range - 1);
    first = false;
    at += length;
  }
}

export const NAPTR_FIELDS: Fields = {
  regexp: {
    read: (writer) => {
      const token = writer.next;
      const from = writer.length + 1;
      characterString(writer);
      if (!writer.problem && !isSubstitution(writer.out.subarray(from, writer.length)))
        writer.reject("notSubstitution", token);
    },
    print: (wire) => {
      const from = wire.at + 1;
      const text = printString(wire);
      return isSubstitution(wire.bytes.subarray(from, wire.at)) ? text : wire.fail();
    },
  },
};
