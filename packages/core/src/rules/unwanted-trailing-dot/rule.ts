import { targetModeOf, writtenOwner, writtenTarget } from "../../dcv/written/provider-reading.js";
import { HOST_TARGET_TYPES } from "../../dcv/zone/target-text.js";
import { DOT, QUOTE } from "../../name/octets.js";
import { HTTPS, PTR, SVCB } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc, source } from "../../rule.js";
import type { RecordOrigin } from "../../zone/record-origin.js";
import type { Place, RecordView } from "../../zone/record-view.js";
import { UNREADABLE } from "../../zone/zone.js";

interface Dotted {
  part: "owner" | "target";
  written: string;
  short: string;
}

const what = ({ part, written }: Dotted): string => `The ${part} "${written}" has a final dot.`;
const how = ({ short }: Dotted): string => `Write "${short}".`;

const messages = {
  plan_error: (d: Dotted) => ({
    what: what(d),
    why: "This provider takes every name as absolute and refuses the dot: the plan will be rejected.",
    how: how(d),
  }),
  apply_error: (d: Dotted) => ({
    what: what(d),
    why: "The plan looks right, but the API of this provider refuses the dot: apply will be rejected half-way.",
    how: how(d),
  }),
  permanent_diff: (d: Dotted) => ({
    what: what(d),
    why: "The API of this provider gives the name back without it, so every plan may show a change that is none, and a real one hides among them.",
    how: how(d),
  }),
};

export default defineRule({
  id: "unwanted-trailing-dot",
  group: "Names",
  severity: "warning",
  summary: "A final dot that the provider refuses, or drops so that every plan shows a change",
  sources: [
    rfc(1035, "5.1", "Format"),
    source(
      "Terraform provider for NS1, ns1_record",
      "https://registry.terraform.io/providers/ns1-terraform/ns1/latest/docs/resources/record",
    ),
  ],
  fixable: true,
  messages,
  zone(context) {
    const { zone, other } = context;
    if (!zone.made) return;
    for (let id = 0; id < zone.count; id++) {
      const { origin } = other.at(id);
      if (!origin) continue;
      if (origin.writtenOwner.endsWith(".")) checkOwner(other, origin, context);
      if ((zone.flags[id] & UNREADABLE) === 0 && POINTING.has(zone.type[id])) checkTarget(other, origin, context);
    }
  },
});

/** Not those with parameters behind the name: of them nobody has looked. */
const POINTING = new Set([...HOST_TARGET_TYPES, PTR].filter((type) => type !== SVCB && type !== HTTPS));

function checkOwner(record: RecordView, origin: RecordOrigin, { report }: RuleContext<typeof messages>): void {
  if (!/[^.\s]\.$/.test(origin.writtenOwner)) return;
  const { value } = origin.reading.verdicts.trailingDotInName;
  if (value !== "plan_error" && value !== "apply_error") return;
  const { text: written, place } = writtenOwner(record, origin);
  const data: Dotted = { part: "owner", written, short: written.slice(0, -1) };
  report(record.owner.place, value, data, { fix: deleteDot(place) });
}

function checkTarget(record: RecordView, origin: RecordOrigin, { report }: RuleContext<typeof messages>): void {
  const { value } = origin.reading.verdicts.trailingDotInTarget;
  const isForbidden = targetModeOf(origin, record.typeName).value === "dot_forbidden";
  const verdict = value === "accepted" || value === "unknown" ? (isForbidden ? "plan_error" : undefined) : value;
  if (verdict === undefined || !mayEndInDot(record)) return;
  const { text: written, place } = writtenTarget(record);
  // A mere "." is the root: no service here (RFC 7505, RFC 2782).
  if (!/[^.\s]\.$/.test(written)) return;
  report(place, verdict, { part: "target", written, short: written.slice(0, -1) }, { fix: deleteDot(place) });
}

/** Is the last octet of the RDATA a dot that its author wrote, or a quote, in front of which one may stand? */
function mayEndInDot({ zone, id, source }: RecordView): boolean {
  const last = zone.rdataEnd[id] - 1;
  return source.bytes[last] === QUOTE || (source.bytes[last] === DOT && source.isWritten(last));
}

const deleteDot = (place: Place): Draft => ({
  title: "Delete the final dot",
  safety: "suggestion",
  edits: [{ place: { ...place, start: place.end - 1 }, newText: "" }],
});
