import { isChallengeOwner } from "../../dcv/validation/challenge-owner.js";
import { isHashName, isValidationName } from "../../dcv/validation/validation-label.js";
import { textValue } from "../../dcv/written/text-value.js";
import { matchShapes } from "../../knowledge/shapes/match-shapes.js";
import { foldLabel } from "../../name/domain-name.js";
import { MARKED } from "../../name/octets.js";
import { CNAME, TXT } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";
import type { RecordView } from "../../zone/record-view.js";
import { recordsAt } from "../../zone/zone-index.js";

/** Seconds. */
const HIGH = 3600;

export default defineRule({
  id: "high-ttl-on-validation-record",
  group: "Validation records",
  severity: "info",
  summary: "A TTL over an hour on a validation record whose value changes",
  sources: [
    rfc(1034, "3.6", "Resource Records"),
    source("Azure Front Door, domains", "https://learn.microsoft.com/en-us/azure/frontdoor/domain"),
  ],
  messages: {
    high: ({ owner, ttl, type }: { owner: string; ttl: number; type: string }) => ({
      what: `The ${type} at "${owner}" may be cached for ${duration(ttl)} (TTL ${ttl}).`,
      why: "Its value is another one for every order. Once it has changed, resolvers go on giving out the old one for that long, and the CA may be told it.",
      how: "Write a TTL of 60 to 300 before the next change; what counts after a change is the old TTL.",
    }),
  },
  records: {
    types: [TXT, CNAME],
    check(record, { zone, report }) {
      if (record.ttl <= HIGH || !changes(record)) return;
      // One finding an RRset: its records share their TTL.
      for (const id of recordsAt(zone, record.ownerId)) {
        if (id === record.id) break;
        if (zone.type[id] === record.type) return;
      }
      const data = { owner: zone.names.text(record.ownerId), ttl: record.ttl, type: record.typeName };
      report(record.place, "high", data);
    },
  },
});

/** Does the owner stay while its value is another one for each order? Where the owner is a hash it goes with the value. */
function changes(record: RecordView): boolean {
  const { zone, ownerId, type } = record;
  const { names } = zone;
  if ((names.kinds[ownerId] & MARKED) === 0) return false;
  if (isChallengeOwner(names, ownerId)) return type === TXT;
  if (!isValidationName(names, ownerId) || isHashName(names, ownerId)) return false;
  const label = foldLabel(names.label(ownerId));
  const value = type === CNAME ? foldLabel(record.targetText).slice(0, -1) : textValue(record);
  const firstLabels = [label, foldLabel(names.label(names.parent[ownerId]))];
  const matches = matchShapes({ firstLabels, type: record.typeName, value });
  return matches.length > 0 && matches.every(({ transient }) => transient);
}

function duration(seconds: number): string {
  const [amount, unit] = seconds >= 2 * 86400 ? [seconds / 86400, "days"] : [seconds / 3600, "hours"];
  const rounded = Math.round(amount * 10) / 10;
  return `${rounded} ${rounded === 1 ? unit.slice(0, -1) : unit}`;
}
