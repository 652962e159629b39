import { DOLLAR, isDigit } from "../name/octets.js";
import { SOA, typeCodeAt } from "../rdata/types.js";
import { Lexer } from "./lexer.js";
import { hasBom } from "./source.js";

/**
 * What speaks for a text being a zone file: a directive, an SOA, or that most of its entries have the form of records.
 * `head` may be cut anywhere.
 */
export function sniffZone(head: Uint8Array): "directive" | "soa" | "records" | "none" {
  const lexer = new Lexer(head, hasBom(head) ? 3 : 0);
  let entries = 0;
  let records = 0;
  while (entries < 200 && lexer.next()) {
    if (lexer.error && lexer.count === 0) continue;
    entries++;
    const { start, end, count } = lexer;
    if (head[start[0]] === DOLLAR && !lexer.blankStart) {
      if (isDirective(lexer, head)) return "directive";
      continue;
    }
    for (let i = lexer.blankStart ? 0 : 1; i < Math.min(count - 1, 4); i++) {
      const type = typeCodeAt(head, start[i], end[i]);
      if (type < 0) {
        if (isDigit(head[start[i]]) || /^(in|ch|hs)$/i.test(lexerText(lexer, i))) continue;
        break;
      }
      if (type === SOA && count - i >= 3) return "soa";
      records++;
      break;
    }
  }
  return records > 0 && records * 2 >= entries ? "records" : "none";
}

/** `$TTL 300` and `$ORIGIN x.`; not Perl's or PHP's `$TTL = 300;`. */
function isDirective(lexer: Lexer, head: Uint8Array): boolean {
  const word = lexerText(lexer, 0).toUpperCase();
  if (lexer.count < 2) return false;
  const next = head[lexer.start[1]];
  if (word === "$TTL") return lexer.count === 2 && isDigit(next);
  if (word === "$ORIGIN") return lexer.count === 2 && next !== 61;
  return (word === "$INCLUDE" || word === "$GENERATE") && next !== 61;
}

function lexerText(lexer: Lexer, token: number): string {
  let text = "";
  for (let i = lexer.start[token]; i < lexer.end[token] && text.length < 64; i++)
    text += String.fromCharCode(lexer.bytes[i]);
  return text;
}
