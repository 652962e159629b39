import { DOLLAR, DOT } from "../name/octets.js";
import { NS, SOA, typeCodeAt } from "../rdata/types.js";
import { Lexer } from "./lexer.js";

/** What a zone file itself says of the name that its relative names end in. Names in lower case with the final dot. */
export interface OriginHints {
  /** The zone that a provider's export names in its header; its SOA owner stands there without its final dot. */
  readonly exported?: string;
  /** The owner of the SOA, where it is absolute and comes first. */
  readonly soa?: string;
  /** The one absolute name that NS records stand at, where every other absolute owner is at or below it. */
  readonly nameServers?: string;
  /** Absolute owners that were seen. */
  readonly absolute: readonly string[];
}

const HEAD = 65_536;
const MOST_ENTRIES = 300;

/** Looks at the head of a zone file, up to its first absolute `$ORIGIN`. */
export function findOriginHints(bytes: Uint8Array, start: number): OriginHints {
  const limit = Math.min(bytes.length, start + HEAD);
  const lexer = new Lexer(bytes, start, limit);
  const absolute = new Set<string>();
  const servers = new Set<string>();
  let soa: string | undefined;
  let first = true;
  for (let entries = 0; entries < MOST_ENTRIES && lexer.next(); entries++) {
    if (lexer.error || lexer.count === 0) continue;
    const { end } = lexer;
    const owner = text(lexer, 0);
    if (bytes[lexer.start[0]] === DOLLAR && !lexer.blankStart) {
      if (/^\$origin$/i.test(owner) && lexer.count > 1 && bytes[end[1] - 1] === DOT) break;
      continue;
    }
    const isAbsolute = !lexer.blankStart && bytes[end[0] - 1] === DOT && !owner.includes("\\");
    const type = typeOf(lexer);
    if (first && type === SOA && isAbsolute) soa = owner.toLowerCase();
    first = false;
    if (!isAbsolute || owner === ".") continue;
    absolute.add(owner.toLowerCase());
    if (type === NS) servers.add(owner.toLowerCase());
  }
  const candidates = [...servers].filter((name) => [...absolute].every((other) => isBelow(other, name)));
  return { exported: exportedZone(bytes, start, limit), soa, nameServers: candidates[0], absolute: [...absolute] };
}

/** `;; Domain:     example.com.` opens Cloudflare's exports. */
function exportedZone(bytes: Uint8Array, start: number, limit: number): string | undefined {
  let head = "";
  for (let at = start; at < Math.min(limit, start + 2048); at++) head += String.fromCharCode(bytes[at]);
  const found = /^;;\s*Domain:\s*([A-Za-z0-9_.-]+?)\.?\s*$/m.exec(head);
  return found && /^;;\s*Exported:/m.test(head) ? `${found[1].toLowerCase()}.` : undefined;
}

export const isBelow = (name: string, ancestor: string): boolean => name === ancestor || name.endsWith(`.${ancestor}`);

function typeOf(lexer: Lexer): number {
  for (let i = lexer.blankStart ? 0 : 1; i < Math.min(lexer.count, 4); i++) {
    const type = typeCodeAt(lexer.bytes, lexer.start[i], lexer.end[i]);
    if (type >= 0) return type;
  }
  return -1;
}

function text({ bytes, start, end }: Lexer, token: number): string {
  let text = "";
  for (let i = start[token]; i < end[token] && text.length < 256; i++) text += String.fromCharCode(bytes[i]);
  return text;
}
