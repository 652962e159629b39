import { foldLabel } from "../../name/domain-name.js";
import { DOLLAR, LF } from "../../name/octets.js";
import type { Place, RecordView } from "../../zone/record-view.js";
import type { RecordId, Zone } from "../../zone/zone.js";
import { Lexer } from "../../zonefile/lexer.js";

const nextLine = (bytes: Uint8Array, at: number): number => {
  const end = bytes.indexOf(LF, at);
  return end < 0 ? bytes.length : end + 1;
};

/** Where an origin is written. */
export interface OriginPlace extends Place {
  readonly text: string;
  readonly kind: "$ORIGIN" | "$INCLUDE";
}

/** The relative origin in the `$INCLUDE` that a record came by. */
export function findInclude(zone: Zone, id: RecordId): OriginPlace | undefined {
  const origin = foldLabel(zone.names.text(zone.originOf(id)));
  for (const source of zone.sources) {
    const { bytes } = source;
    for (let start = 0; start < bytes.length && !source.madeBy; start = nextLine(bytes, start)) {
      if (bytes[start] !== DOLLAR || !/^\$include\b/i.test(source.text(start, Math.min(start + 9, bytes.length))))
        continue;
      const line = new Lexer(bytes, start, source.lineEnd(start));
      if (!line.next() || line.count < 3 || (line.kind[2] & 1) !== 0) continue;
      const text = source.text(line.start[2], line.end[2]);
      if (!origin.startsWith(`${foldLabel(text)}.`)) continue;
      return { source, start: line.start[2], end: line.end[2], record: id, text, kind: "$INCLUDE" };
    }
  }
  return undefined;
}

/**
 * The name in the `$ORIGIN` that a record stands under. `undefined` where its file has none above it: then the origin
 * came from an `$INCLUDE`, or from outside.
 */
export function findOriginDirective(record: RecordView): OriginPlace | undefined {
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
      kind: "$ORIGIN",
    };
  }
  return undefined;
}
