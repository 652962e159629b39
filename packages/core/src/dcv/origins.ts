import type { NameId } from "../name/name-table.js";
import type { Place, RecordView } from "../zone/record-view.js";
import type { Zone } from "../zone/zone.js";
import { Lexer } from "../zonefile/lexer.js";

/** The origins that records of the zone were written under, each once. Looked for once, for all rules that ask. */
export function originsOf(zone: Zone): ReadonlySet<NameId> {
  let origins = known.get(zone);
  if (!origins) {
    origins = findOrigins(zone);
    known.set(zone, origins);
  }
  return origins;
}

const known = new WeakMap<Zone, ReadonlySet<NameId>>();

function findOrigins(zone: Zone): ReadonlySet<NameId> {
  const origins = new Set<NameId>();
  let last = -1;
  for (let id = 0; id < zone.count; id++) {
    if (zone.origin[id] === last) continue;
    last = zone.origin[id];
    origins.add(last);
  }
  return origins;
}

/**
 * The name in the `$ORIGIN` that a record stands under. `undefined` where its file has none above it: then the origin
 * came from an `$INCLUDE`, or from outside.
 */
export function findOriginDirective(record: RecordView): (Place & { readonly text: string }) | undefined {
  const source = record.source.madeBy?.source ?? record.source;
  let start = source.lineStart(record.source.madeBy?.start ?? record.place.start);
  while (start > 0) {
    start = source.lineStart(start - 1);
    if (!/^\$origin\b/i.test(source.text(start, Math.min(start + 8, source.bytes.length)))) continue;
    const line = new Lexer(source.bytes, start, source.lineEnd(start));
    if (!line.next() || line.count < 2 || (line.kind[1] & 1) !== 0) return undefined;
    return {
      source,
      start: line.start[1],
      end: line.end[1],
      record: record.id,
      text: source.text(line.start[1], line.end[1]),
    };
  }
  return undefined;
}
