import { knownValidation } from "../../dcv/known-validation.js";
import { relatedRecords } from "../../dcv/related.js";
import { isRouted } from "../../dcv/routed.js";
import { isHashName, isValidationName } from "../../dcv/validation-label.js";
import { foldLabel } from "../../name/domain-name.js";
import { CNAME, TXT } from "../../rdata/types.js";
import { defineRule, source } from "../../rule.js";
import type { Place, RecordView } from "../../zone/record-view.js";
import { COMMENTED, HAS_CNAME, HAS_TXT, type RecordId } from "../../zone/zone.js";

const messages = {
  routed: (d: { owner: string; type: string; whose: string }) => ({
    what: `"${d.owner}", where a ${d.type} validates for ${d.whose}, doesn't answer everybody alike: its answer is routed by weight, latency or place.`,
    why: "A CA asks from several places of the world and issues only if they get the same answer. It may also ask from where there is none.",
    how: "Give this name one record without a routing policy.",
  }),
};

export default defineRule({
  id: "validation-record-routed",
  group: "Validation records",
  severity: "warning",
  summary: "A validation name whose answer depends on who asks",
  sources: [
    source(
      "Baseline Requirements, 3.2.2.9, Multi-Perspective Issuance Corroboration",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
  ],
  messages,
  owners: {
    where: (types) => (types & (HAS_CNAME | HAS_TXT)) !== 0,
    check(owner, context) {
      const routed: { id: RecordId; type: number; place: Place; value?: string; whose: string }[] = [];
      const { zone, other, report } = context;
      for (let id = zone.firstRecordAt(owner.name); id >= 0; id = zone.nextAtOwner[id]) {
        // In a zone file only a comment can say so.
        if (!zone.made && (zone.flags[id] & COMMENTED) === 0) continue;
        const place = placeOfRouting(other.at(id));
        const whose = place && whoseOf(other);
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

function placeOfRouting(record: RecordView): Place | undefined {
  const { type, origin, source, id } = record;
  if (type !== CNAME && type !== TXT) return undefined;
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
