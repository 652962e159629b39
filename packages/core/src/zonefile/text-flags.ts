import { AT, BACKSLASH, DOT, HEX_LETTERS, HYPHENS, KIND, OTHER_LETTERS, QUOTE, UNDERSCORES } from "../name/octets.js";
import type { RdataWriter } from "../rdata/rdata-writer.js";
import { CAA } from "../rdata/types.js";
import { COMMENTED, ODDLY_QUOTED, QUOTED } from "../zone/zone.js";
import type { Lexer } from "./lexer.js";

// What is noted of a record's text while it is read, so that rules needn't look at all texts again.

/** Is the target written without a final dot? In the generic form names are octets, absolute as they are. */
export function isTargetRelative({ lexer, target, targetToken: token, generic }: RdataWriter): boolean {
  if (target < 0 || generic) return false;
  const { bytes, start, end } = lexer;
  const isApex = end[token] - start[token] === 1 && bytes[start[token]] === AT;
  return !isApex && (bytes[end[token] - 1] !== DOT || isEscapedDot(bytes, start[token], end[token]));
}

/** Tells rules which texts to look at, so that they needn't look at all of them; `rdata` is the RDATA's first token. */
export function textFlags(lexer: Lexer, rdata: number): number {
  let flags = lexer.commentStart < 0 ? 0 : COMMENTED;
  if (rdata < lexer.count && (lexer.kind[rdata] & 1) !== 0) flags |= QUOTED;
  return isOddlyQuoted(lexer, rdata) ? flags | ODDLY_QUOTED : flags;
}

function isOddlyQuoted({ bytes, start, end, kind, kinds, count }: Lexer, rdata: number): boolean {
  if ((kind[0] & 1) !== 0) return true;
  if ((kinds & 2) !== 0) {
    for (let token = 0; token < count; token++) {
      if ((kind[token] & 2) !== 0 && hasOddEscape(bytes, start[token], end[token], (kind[token] & 1) !== 0))
        return true;
    }
  }
  if (rdata >= count) return false;
  const first = bytes[start[rdata]];
  if (first === 39 || first === 96) return true; // ' and `
  if ((kinds & 1) === 0) return false;
  if (start[rdata] === end[rdata]) return true; // an empty string, and who knows what behind it
  for (let token = rdata + 1; token < count; token++) {
    const before = kind[token - 1] & 1;
    const own = kind[token] & 1;
    if ((before | own) === 1 && end[token - 1] + before === start[token] - own) return true;
  }
  return false;
}

/** In front of a letter, a backslash or the like, where none is needed; of a quote in a name, or that begins a text. */
function hasOddEscape(bytes: Uint8Array, start: number, end: number, quoted: boolean): boolean {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== BACKSLASH) continue;
    const octet = bytes[++at];
    if (octet === QUOTE ? !quoted || at - 1 === start : octet === BACKSLASH || (KIND[octet] & NEEDS_NONE) !== 0)
      return true;
  }
  return false;
}
const NEEDS_NONE = HEX_LETTERS | OTHER_LETTERS | HYPHENS | UNDERSCORES;

export function isNonAscii(bytes: Uint8Array, owner: number, start: number, end: number, type: number): boolean {
  if (((bytes[owner] | bytes[start] | bytes[start + 1] | bytes[end - 1]) & 0x80) !== 0) return true;
  if (type === CAA) for (let at = start; at < end; at++) if (bytes[at] >= 0x80) return true;
  return false;
}

/** Does the text end in `\.`, a dot that belongs to its last label? */
export function isEscapedDot(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[end - 1] !== DOT) return false;
  let slashes = 0;
  for (let at = end - 2; at >= start && bytes[at] === BACKSLASH; at--) slashes++;
  return slashes % 2 === 1;
}
