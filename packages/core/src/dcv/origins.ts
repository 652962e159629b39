import type { Place, RecordView } from "../zone/record-view.js";
import { Lexer } from "../zonefile/lexer.js";

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
