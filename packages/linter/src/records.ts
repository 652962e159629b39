import { RecordView, type Zone } from "@dcvlint/core";
import type { Loaded } from "./load.js";

export type RecordFormat = "zone" | "jsonl";

/**
 * The records of what was read as they will be published, one line each (contract §3): what a server would ignore isn't
 * there, duplicates come once, every record with its own TTL.
 */
export function* formatRecords(
  loaded: Loaded,
  format: RecordFormat,
  pathFor: (file: string) => string,
): Generator<string> {
  for (const { zone } of loaded.zones) {
    const view = new RecordView(zone);
    for (const id of publishedRecords(zone)) {
      view.at(id);
      const owner = view.ownerText;
      const rdata = view.presentation;
      if (format === "zone") {
        yield `${owner} ${view.ttl} ${className(zone.class)} ${view.typeName} ${rdata}`.trimEnd();
        continue;
      }
      const { source, start, end } = view.place;
      const span = source.span(start, end);
      yield JSON.stringify({
        owner,
        ttl: view.ttl,
        class: className(zone.class),
        type: view.typeName,
        rdata,
        zone: zone.originKnown ? zone.names.text(zone.apex) : undefined,
        provider: view.origin?.provider,
        address: view.origin?.address,
        location: {
          path: pathFor(span.file),
          startLine: span.start.line,
          startColumn: span.start.column,
          endLine: span.end.line,
          endColumn: span.end.column,
        },
      });
    }
  }
}

/** Ids of the records that a server would load, in the order of the source. */
export function* publishedRecords(zone: Zone): Generator<number> {
  const { index } = zone;
  const view = new RecordView(zone);
  // Only an owner with several records can hold one twice: by owner and type, the RDATA seen.
  const seen = new Map<number, Set<string>>();
  for (let id = 0; id < zone.count; id++) {
    view.at(id);
    if (!view.readable) continue;
    const owner = view.ownerId;
    // Where it stands nobody knows, or nobody sees it.
    if (zone.originKnown ? !index.inZone(owner) : zone.made && index.inZone(owner)) continue;
    if (zone.firstRecordAt(owner) !== id || zone.nextAtOwner[id] >= 0) {
      const key = `${view.type} ${view.wire(true).join()}`;
      let known = seen.get(owner);
      if (!known) {
        known = new Set();
        seen.set(owner, known);
      }
      if (known.has(key)) continue;
      known.add(key);
    }
    yield id;
  }
}

function className(code: number): string {
  return code === 1 ? "IN" : code === 3 ? "CH" : code === 4 ? "HS" : `CLASS${code}`;
}
