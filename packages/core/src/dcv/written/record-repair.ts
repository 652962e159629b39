import { CNAME } from "../../rdata/types.js";
import type { Draft } from "../../rule.js";
import type { Place, RecordView, WrittenName } from "../../zone/record-view.js";
import { textOf } from "./written-names.js";
import { WrittenValue } from "./written-value.js";

type Edit = Draft["edits"][number];

/** Puts another text in place of the owner's; `undefined` where the record has no owner of its own in the text. */
export function rewriteOwner(
  record: RecordView,
  change: (written: WrittenName) => string | undefined,
): Edit | undefined {
  if (record.ownerInherited) return undefined;
  const { owner } = record;
  const newText = change(owner);
  return newText === undefined || newText === owner.text ? undefined : { place: textOf(owner), newText };
}

/** Puts another target, given as an absolute name with or without its final dot, or another text into the record. */
export function rewriteValue(record: RecordView, value: string): readonly Edit[] | undefined {
  if (record.type !== CNAME) return new WrittenValue(record, 0).rewrite(value);
  return [{ place: record.target.place, newText: value.endsWith(".") ? value : `${value}.` }];
}

/** Makes a record of another type of it; `undefined` where its type isn't found on the line of its RDATA. */
export function rewriteType(record: RecordView, type: string, rdata: string): readonly Edit[] | undefined {
  const { place, rdataPlace, typeName } = record;
  const { source } = place;
  const line = source.text(place.start, rdataPlace.start);
  const match = new RegExp(`(?:^|\\s)(${typeName})\\s+$`, "i").exec(line);
  // Offsets count octets: beyond ASCII they aren't those of the text.
  if (!match || line.length !== rdataPlace.start - place.start) return undefined;
  const start = place.start + match.index + match[0].indexOf(match[1]);
  const typePlace: Place = { ...place, start, end: start + typeName.length };
  return [
    { place: typePlace, newText: type },
    { place: rdataPlace, newText: rdata },
  ];
}
