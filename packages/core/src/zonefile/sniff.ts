import { DOLLAR, isDigit } from "../name/octets.js";
import { A, AAAA, SOA, typeCodeAt } from "../rdata/types.js";
import { Lexer } from "./lexer.js";
import { hasBom } from "./source.js";

/**
 * What speaks for a text being a zone file. `directive`, `soa`: it is one, whatever else it holds. `template`: it would be,
 * if it didn't hold what a name server refuses and a template engine takes out. `records`: most of its entries have the form
 * of records; `some`: fewer than that, `none`: not one. `empty`: there are no entries. `more`: the piece was too short to tell.
 */
export type Sniffed = "directive" | "soa" | "template" | "records" | "some" | "none" | "empty" | "more";

/** Entries that are looked at, and readable or not: what hostile text costs is bounded by them. */
const ENTRIES = 200;
const MAX_ENTRY = 1 << 16;

/** `head` may be cut anywhere; `isWhole` says that it isn't, or that there will be no more of it. */
export function sniffZone(head: Uint8Array, isWhole = true): Sniffed {
  const lexer = new Lexer(head, hasBom(head) ? 3 : 0, head.length, MAX_ENTRY);
  let seen = 0;
  let entries = 0;
  let records = 0;
  let found: "directive" | "soa" | undefined;
  let isTemplate = false;
  for (; seen < ENTRIES && lexer.next(); seen++) {
    if (lexer.error && lexer.count === 0) continue;
    entries++;
    const { start, count } = lexer;
    if (head[start[0]] === DOLLAR && !lexer.blankStart && lexer.kind[0] === 0) {
      if (isDirective(lexer, head)) found ??= "directive";
      continue;
    }
    const at = typeToken(lexer, lexer.blankStart ? 0 : 1);
    if (at < 0) {
      isTemplate ||= isControlLine(lexer);
      continue;
    }
    records++;
    const type = typeCodeAt(head, start[at], lexer.end[at]);
    // No name server takes that for an address.
    if ((type === A || type === AAAA) && ADDRESS_TO_COME.test(lexerText(lexer, at + 1))) isTemplate = true;
    if (type !== SOA || count - at < 3 || found === "soa") continue;
    if (hasMarks(lexerText(lexer, 0, count - 1, 1024))) isTemplate = true;
    found = "soa";
  }
  if (found) return isTemplate ? "template" : found;
  if (!isWhole && seen < ENTRIES) return "more";
  if (entries === 0) return "empty";
  if (records === 0) return "none";
  return records * 2 >= entries ? "records" : "some";
}

/** The token that names a record's type, behind TTL and class; -1 where the entry has none. */
function typeToken(lexer: Lexer, from: number): number {
  const { bytes, start, end, kind, count } = lexer;
  for (let i = from; i < Math.min(count - 1, 4); i++) {
    if (kind[i] & 1) return -1;
    if (typeCodeAt(bytes, start[i], end[i]) >= 0) return i;
    if (!isDigit(bytes[start[i]]) && !/^(in|ch|hs|cs|class\d{1,5})$/i.test(lexerText(lexer, i))) return -1;
  }
  return -1;
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

/** `{% for … %}`, `<% … %>`, `{{ range … }}` as an entry of its own. It has no type, so no name server reads on behind it. */
function isControlLine(lexer: Lexer): boolean {
  const last = lexer.count - 1;
  if (!/^(?:\{\{|\{%|<%)/.test(lexerText(lexer, 0))) return false;
  return /(?:\}\}|%\}|%>)$/.test(lexerText(lexer, last));
}

/** Placeholders of Jinja, ERB, Go, autoconf, shells and cPanel. */
const hasMarks = (text: string): boolean =>
  /\{\{|\{%|<%|@[A-Z][A-Z0-9_]*@|\$\{[A-Za-z_]|(?:^|[\s.])%[A-Za-z_][A-Za-z0-9_]{1,63}%(?=[\s.]|$)/.test(text);

/** `{{ ip }}`, `<%= ip %>`, `$PUBLIC_IP`, `${ip}`, `%ip%`, `@IP@` in the place of an address. */
const ADDRESS_TO_COME = /^(?:\{\{|\{%|<%|\$\{?[A-Za-z_]|%[A-Za-z_]\w*%$|@[A-Z]\w*@$)/;

function lexerText({ bytes, start, end }: Lexer, token: number, last = token, most = 64): string {
  let text = "";
  for (let i = start[token]; i < end[last] && text.length < most; i++) text += String.fromCharCode(bytes[i]);
  return text;
}
