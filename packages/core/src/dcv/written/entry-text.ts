import type { Place } from "../../zone/record-view.js";
import { OWNER_INHERITED, type RecordId, TTL_EXPLICIT, type Zone } from "../../zone/zone.js";
import { Lexer } from "../../zonefile/lexer.js";

/** The lines of a record's entry, the line end included. */
export function entryPlace(zone: Zone, id: RecordId): Place {
  const source = zone.sources[zone.source[id]];
  const lexer = new Lexer(source.bytes, zone.start[id]);
  lexer.next();
  return { source, start: source.lineStart(zone.start[id]), end: lexer.at, record: id };
}

/** Where a record's TTL stands, or, as an empty place, where one belongs. */
export function ttlPlace(zone: Zone, id: RecordId): Place {
  const source = zone.sources[zone.source[id]];
  const lexer = new Lexer(source.bytes, zone.start[id], zone.rdataStart[id]);
  lexer.readRdata();
  let token = (zone.flags[id] & OWNER_INHERITED) !== 0 ? 0 : 1;
  const first = lexer.start[token];
  if ((zone.flags[id] & TTL_EXPLICIT) === 0) return { source, start: first, end: first, record: id };
  // TTL and class come in either order; no class and no type begins with a digit.
  while (token < lexer.count - 1 && !/^\d/.test(source.text(lexer.start[token], lexer.end[token]))) token++;
  return { source, start: lexer.start[token], end: lexer.end[token], record: id };
}

/**
 * May the entry be taken away, or its TTL changed, without another meaning for the next one? That may inherit its
 * owner, and, where there is no `$TTL`, its TTL.
 */
export function isFreeToChange(zone: Zone, id: RecordId, change: "ttl" | "delete"): boolean {
  const next = id + 1;
  if (next >= zone.count) return true;
  const inheritsTtl = (zone.flags[next] & TTL_EXPLICIT) === 0 && zone.ttl[next] === zone.ttl[id];
  if (inheritsTtl && (change === "ttl" || (zone.flags[id] & TTL_EXPLICIT) !== 0)) return false;
  if (change === "ttl") return true;
  return (zone.flags[next] & OWNER_INHERITED) === 0 || (zone.flags[id] & OWNER_INHERITED) !== 0;
}
