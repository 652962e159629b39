import type { Extras } from "../../rule.js";
import type { RecordView } from "../../zone/record-view.js";
import type { RecordId } from "../../zone/zone.js";

/** The places of further records, each with a note. Of many the first are listed; the last note says how many more there are. */
export function relatedRecords(
  view: RecordView,
  ids: readonly RecordId[],
  note: (record: RecordView) => string,
): NonNullable<Extras["related"]> {
  if (ids.length === 0) return [];
  const more = ids.length - MOST_LISTED;
  return ids.slice(0, MOST_LISTED).map((id, i) => {
    const record = view.at(id);
    const own = note(record);
    return { place: record.place, note: more > 0 && i === MOST_LISTED - 1 ? `${own}, and ${more} more` : own };
  });
}

const MOST_LISTED = 50;
