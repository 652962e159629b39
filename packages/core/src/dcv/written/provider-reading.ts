import type { Confidence, Known, TargetMode, TxtReading } from "../../knowledge/provider-schema.js";
import type { Severity } from "../../model.js";
import type { RecordOrigin } from "../../zone/record-origin.js";
import type { Place, RecordView } from "../../zone/record-view.js";
import type { Zone } from "../../zone/zone.js";
import { apexText } from "../zone/stacked-names.js";
import { textOf } from "./written-names.js";

// What rules ask of the provider that a record came from. None of them knows it by name.

/** An error stands only on what somebody read or documented; on a guess, a warning. */
export const gradeBy = ({ confidence }: { readonly confidence: Confidence }): Severity =>
  confidence === "unverified" ? "warning" : "error";

/** How the provider reads a host name in the data of this type. */
export const targetModeOf = ({ reading }: RecordOrigin, type: string): Known<TargetMode> =>
  reading.targetMode.perType?.[type] ?? reading.targetMode;

/** How the provider reads TXT data; forks of one provider may differ. */
export const txtReadingOf = ({ reading, provider }: RecordOrigin): TxtReading =>
  reading.txt.perProvider?.[provider] ?? reading.txt;

/** Does the provider want owners in full? */
export const wantsFullOwners = ({ reading }: RecordOrigin): boolean => reading.nameMode.value.startsWith("fqdn_");

/** The zone's name in lower case without final dot, unless it is a mere conclusion from the owners. */
export const knownZone = (zone: Zone): string | undefined =>
  zone.originKnown && !zone.nameInferred ? apexText(zone) : undefined;

/** A name as its author wrote it: what the provider added to it is left out. */
export interface Written {
  readonly text: string;
  readonly place: Place;
}

/** The target, without the final dot that the provider's reading gave it. */
export function writtenTarget({ target }: RecordView): Written {
  const place = textOf(target);
  const { source, end } = place;
  const added = target.text.endsWith(".") && end > place.start && !source.isWritten(end - 1);
  return added ? { text: target.text.slice(0, -1), place: { ...place, end: end - 1 } } : { text: target.text, place };
}

/** The owner. An edit of the place succeeds where the text stands there as it is. */
export function writtenOwner(record: RecordView, { writtenOwner: text }: RecordOrigin): Written {
  const { place } = record.owner;
  return { text, place: { ...place, end: place.start + text.length } };
}

/** The data, without the quotes that the provider's reading gave it. */
export function writtenData({ source, rdataPlace }: RecordView): Place {
  const { start, end } = rdataPlace;
  return {
    ...rdataPlace,
    start: source.isWritten(start) ? start : start + 1,
    end: source.isWritten(end - 1) ? end : end - 1,
  };
}
