import { DOT, QUOTE } from "../../name/octets.js";
import { NSEC, NSEC3, RRSIG } from "../../rdata/types.js";
import type { Draft } from "../../rule.js";
import type { Place, WrittenName } from "../../zone/record-view.js";
import { OWNER_INHERITED, type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";

/** Does the record's line name its owner, and did a person write it? What a signer adds repeats what is there. */
export function writesOwner(zone: Zone, id: RecordId): boolean {
  const type = zone.type[id];
  if ((zone.flags[id] & (OWNER_INHERITED | UNREADABLE)) !== 0) return false;
  return type !== RRSIG && type !== NSEC && type !== NSEC3;
}

/** The text itself, without the quotes that may stand around it. */
export function textOf({ place }: WrittenName): Place {
  const { bytes } = place.source;
  const quoted = bytes[place.start] === QUOTE && place.end - place.start > 1;
  return quoted ? { ...place, start: place.start + 1, end: place.end - 1 } : place;
}

/** Makes a relative name absolute. */
export function addFinalDot(name: WrittenName): Draft {
  const place = textOf(name);
  return {
    title: `Add the final dot to "${name.text}"`,
    safety: "suggestion",
    edits: [{ place: { ...place, start: place.end }, newText: "." }],
  };
}

/** Ends the text in the name `ending` (labels with dots between, no final dot)? A final dot of the text's own doesn't matter. */
export function endsInName(text: string, ending: string): boolean {
  const end = text.endsWith(".") ? text.length - 1 : text.length;
  const start = end - ending.length;
  if (ending === "" || start < 0 || (start > 0 && text.charCodeAt(start - 1) !== DOT)) return false;
  // Asked of every record: folded copies would be garbage.
  for (let i = ending.length - 1; i >= 0; i--) {
    if (foldUnit(text.charCodeAt(start + i)) !== foldUnit(ending.charCodeAt(i))) return false;
  }
  return true;
}

const foldUnit = (unit: number): number => (unit >= 65 && unit <= 90 ? unit + 32 : unit);

/** The text without the name that it ends in: still absolute, or relative. `undefined` where nothing would be left. */
export function withoutEnding(text: string, ending: string): string | undefined {
  const rest = text.length - ending.length - 1;
  return endsInName(text, ending) && rest > 0 && text !== `${ending}.` ? text.slice(0, rest) : undefined;
}

/** Cuts the name off that the text ends in. */
export function cutEnding(name: WrittenName, ending: string): Draft | undefined {
  if (withoutEnding(name.text, ending) === undefined) return undefined;
  const place = textOf(name);
  return {
    title: `Cut the last "${ending}" off`,
    safety: "suggestion",
    edits: [{ place: { ...place, start: place.end - ending.length - 1 }, newText: "" }],
  };
}

const MOST_SHOWN = 80;

/** Text that nothing bounds, for a message. */
export const shorten = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
