import { knownValidation } from "../../dcv/validation/known-validation.js";
import { isHashName, isValidationName } from "../../dcv/validation/validation-label.js";
import { relatedRecords } from "../../dcv/written/related.js";
import { isRouted } from "../../dcv/zone/routed.js";
import { foldLabel } from "../../name/domain-name.js";
import { CAA, CNAME, TXT } from "../../rdata/types.js";
import { defineRule, type OwnerView, type RuleContext, source } from "../../rule.js";
import type { Place, RecordView } from "../../zone/record-view.js";
import { COMMENTED, HAS_CAA, HAS_CNAME, HAS_TXT, type RecordId } from "../../zone/zone.js";

const messages = {
  routed: (d: { owner: string; type: string; whose: string }) => ({
    what: `"${d.owner}", where a ${d.type} validates for ${d.whose}, doesn't answer everybody alike: its answer is routed by weight, latency or place.`,
    why: "A CA asks from several places of the world and issues only if they get the same answer. It may also ask from where there is none.",
    how: "Give this name one record without a routing policy.",
  }),
  caaRouted: (d: { owner: string }) => ({
    what: `The CAA records of "${d.owner}" depend on who asks: the answer is routed by weight, latency or place.`,
    why: "A CA asks from several places of the world, and all of them must permit it. Where there is no answer, the set of a name above counts.",
    how: "Give this name one set of CAA records without a routing policy.",
  }),
};

export default defineRule({
  id: "validation-record-routed",
  group: "Validation records",
  severity: "warning",
  summary: "A validation name, or a CAA set, whose answer depends on who asks",
  sources: [
    source(
      "Baseline Requirements, 3.2.2.9, Multi-Perspective Issuance Corroboration",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
  ],
  messages,
  owners: {
    where: (types) => (types & (HAS_CNAME | HAS_TXT | HAS_CAA)) !== 0,
    check(owner, context) {
      checkCaa(owner, context);
      const routed: { id: RecordId; type: number; place: Place; value?: string; whose: string }[] = [];
      const { zone, other, report } = context;
      for (let id = zone.firstRecordAt(owner.name); id >= 0; id = zone.nextAtOwner[id]) {
        // In a zone file only a comment can say so.
        if (!zone.made && (zone.flags[id] & COMMENTED) === 0) continue;
        const place = placeOfRouting(other.at(id));
        const whose = place && other.type !== CAA ? whoseOf(other) : undefined;
        if (whose === undefined) continue;
        const value = other.readable ? foldLabel(other.presentation) : undefined;
        routed.push({ id, type: other.type, place: place!, value, whose });
      }
      const [first, ...rest] = routed;
      // All say the same, so everybody is told the same.
      if (!first || (rest.length > 0 && rest.every(({ value }) => value !== undefined && value === first.value)))
        return;
      const related = relatedRecords(
        other,
        rest.map(({ id }) => id),
        () => "another answer",
      );
      const data = { owner: zone.names.text(owner.name), type: other.at(first.id).typeName, whose: first.whose };
      report(first.place, "routed", data, { related });
    },
  },
});

/** Sets that are told apart by who asks, and differ. */
function checkCaa({ name, types }: OwnerView, { zone, other, report }: RuleContext<typeof messages>): void {
  if ((types & HAS_CAA) === 0) return;
  const first: { id: RecordId; place: Place }[] = [];
  const bySet = new Map<string, string[]>();
  for (let id = zone.firstRecordAt(name); id >= 0; id = zone.nextAtOwner[id]) {
    if (zone.type[id] !== CAA || (!zone.made && (zone.flags[id] & COMMENTED) === 0)) continue;
    const place = placeOfRouting(other.at(id));
    if (!place) continue;
    const { origin, readable } = other;
    const set = origin?.address ?? /\bidentifier="([^"]*)"/.exec(other.comment()?.text ?? "")?.[1] ?? "";
    bySet.set(set, [...(bySet.get(set) ?? []), readable ? other.presentation : `unknown ${id}`]);
    if (bySet.get(set)!.length === 1) first.push({ id, place });
  }
  const texts = new Set([...bySet.values()].map((values) => values.sort().join("\n")));
  if (first.length === 0 || (bySet.size > 1 && texts.size === 1)) return;
  const [{ place }, ...rest] = first;
  const ids = rest.map(({ id }) => id);
  report(
    place,
    "caaRouted",
    { owner: zone.names.text(name) },
    { related: relatedRecords(other, ids, () => "another answer") },
  );
}

function placeOfRouting(record: RecordView): Place | undefined {
  const { type, origin, source, id } = record;
  if (type !== CNAME && type !== TXT && type !== CAA) return undefined;
  if (origin) return origin.routedAt && { source, ...origin.routedAt, record: id };
  return isRouted(record) ? record.place : undefined;
}

/** `undefined` where it validates nothing as far as can be told. Of a hash only the target tells. */
function whoseOf(record: RecordView): string | undefined {
  const known = knownValidation(record);
  if (known) return known.whose;
  const { names } = record.zone;
  const isMeant = isValidationName(names, record.ownerId) && !(record.readable && isHashName(names, record.ownerId));
  return isMeant ? "a CA" : undefined;
}
