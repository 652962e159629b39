import { foldLabel, printLabel } from "../../name/domain-name.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import type { Facts } from "../../rule.js";
import { OWNER_INHERITED, OWNER_RELATIVE, type Problem, type Zone } from "../../zone/zone.js";
import type { ZoneIndex } from "../../zone/zone-index.js";

/**
 * What this zone's servers know of a name: `outside` the zone · `delegated`, at or below a zone cut · `rewritten` by a
 * DNAME above it · `there`, it holds records · `empty`, only names below it do (NODATA) · `covered` by a wildcard ·
 * `absent` (NXDOMAIN) · `unknown`, because not all of the zone is at hand.
 */
export type Standing = "outside" | "delegated" | "rewritten" | "there" | "empty" | "covered" | "absent" | "unknown";

export function standingOf(zone: Zone, name: NameId): Standing {
  const { index } = zone;
  if (!index.inZone(name)) return "outside";
  if (index.cutAt(name) !== undefined) return "delegated";
  if (index.dnameAbove(name) !== undefined) return "rewritten";
  if (zone.typesAt(name) !== 0) return "there";
  if (!knowsAbsence(zone)) return "unknown";
  if (index.exists(name)) return "empty";
  return index.wildcardFor(name) === undefined ? "absent" : "covered";
}

/** What isn't in this zone doesn't exist: the source has an SOA, and none of it was passed over or has a name of its own. */
export function knowsAbsence(zone: Zone): boolean {
  let known = told.get(zone.index);
  if (known === undefined) {
    known = zone.whole && isAllRead(zone) && (zone.originKnown || !hasAbsoluteOwner(zone));
    told.set(zone.index, known);
  }
  return known;
}

/** "ns2.example.com." below an origin that nobody named may be what "ns2" is elsewhere in the file. */
function hasAbsoluteOwner({ count, flags }: Zone): boolean {
  for (let id = 0; id < count; id++) if ((flags[id] & (OWNER_RELATIVE | OWNER_INHERITED)) === 0) return true;
  return false;
}

/** Was none of the source passed over, but for the records that problems name? */
export const isAllRead = (zone: Zone): boolean => !zone.problems.some(hidesRecords);

const told = new WeakMap<ZoneIndex, boolean>();

/** Trouble that leaves out more than the one record that it names. */
function hidesRecords({ rule, message }: Problem): boolean {
  if (rule === "syntax-error") return LOSES_MORE.has(message);
  return rule.startsWith("include-") || rule === "generate-too-large" || message === "inOrigin";
}

const LOSES_MORE = new Set([
  "unclosedParenthesis",
  "tooManyUnclosed",
  "lineTooLong",
  "unknownDirective",
  "directiveForm",
  "indentedDirective",
  "generateRange",
  "generateModifier",
]);

/** Is there another zone of the run at or above the name, below this zone's apex? Its servers may be the same ones. */
export function isInOtherZone(zone: Zone, name: NameId, facts: Facts): boolean {
  const { names, apex } = zone;
  let text = foldLabel(names.text(name));
  for (let at = name; at > ROOT && at !== apex; at = names.parent[at]) {
    if (facts.isDeclaredZone(text)) return true;
    text = text.slice(printLabel(names.label(at)).length + 1);
  }
  return false;
}
