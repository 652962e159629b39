import { validationSuffixOf } from "../../knowledge/validation-shapes.js";
import { foldLabel } from "../../name/domain-name.js";
import { CNAME, DNAME, MX, NS, SRV } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc } from "../../rule.js";
import type { RecordView, WrittenName } from "../../zone/record-view.js";

interface Names {
  written: string;
  meant: string;
}

const doubled = ({ written, meant }: Names) => ({
  what: `"${written}" has no final dot, so it means "${meant}".`,
  why: "Whoever follows the record, the CA included, looks up the name that is published and finds nothing there.",
  how: `Write "${written}.".`,
});

export default defineRule({
  id: "missing-trailing-dot",
  group: "Names",
  severity: "error",
  summary: "A target that reads as a full name lacks its final dot",
  sources: [rfc(1035, "5.1", "Format")],
  seed: "sectigo-cname-dcv",
  fixable: true,
  messages: {
    originAppended: doubled,
    perhapsAppended: (names: Names) => ({ ...doubled(names), severity: "warning" as const }),
  },
  records: {
    types: [CNAME, DNAME, NS, MX, SRV],
    check(record, context) {
      const { zone, index } = context;
      if (!record.targetIsRelative) return;
      const { names } = zone;
      const labels = names.depth[record.targetId] - names.depth[zone.origin[record.id]];
      // One label was meant to be short; a name that is there, or that a wildcard answers for, is what was meant.
      if (labels < 2 || index.exists(record.targetId) || !usesNamesOfTheWorld(record, context)) return;
      if (index.inZone(record.targetId) && index.wildcardFor(record.targetId) !== undefined) return;
      const target = record.target;
      const certain = certainty(target, labels, context);
      if (certain === undefined) return;
      const data = { written: target.text, meant: target.name };
      context.report(target.place, certain ? "originAppended" : "perhapsAppended", data, { fix: appendDot(target) });
    },
  },
});

/** Policy triggers (RPZ) and reverse names look like full names and are relative on purpose. */
function usesNamesOfTheWorld(record: RecordView, { zone }: RuleContext<never>): boolean {
  const apex = foldLabel(zone.names.text(zone.apex));
  if (apex === "in-addr.arpa." || apex === "ip6.arpa." || apex.endsWith(".in-addr.arpa.") || apex.endsWith(".ip6.arpa.")) return false;
  return !/(^|\.)rpz(\.|$)/.test(apex) && record.ownerId >= 0;
}

/** Was the text meant in full? `true` surely, `false` probably, `undefined` no telling. */
function certainty(target: WrittenName, labels: number, { zone, index, facts }: RuleContext<never>): boolean | undefined {
  const text = foldLabel(target.text);
  const apex = foldLabel(zone.names.text(zone.apex)).slice(0, -1);
  const endsIn = (suffix: string) => suffix !== "" && (text === suffix || text.endsWith(`.${suffix}`));
  if (validationSuffixOf(text) || endsIn(apex)) return true;
  const parts = text.split(".");
  if (parts.some((_, i) => facts.isDeclaredZone(`${parts.slice(i).join(".")}.`))) return true;
  const known = facts.suffixes.endsInPublicSuffix(text);
  if (known) return labels >= 3;
  // Another ending: only a whole zone can tell that the name isn't there, and below a cut it can't either.
  return zone.whole && index.cutAt(target.id) === undefined ? false : undefined;
}

const appendDot = (target: WrittenName): Draft => ({
  title: `Add the final dot to "${target.text}"`,
  safety: "suggestion",
  edits: [{ place: { ...target.place, start: target.place.end }, newText: "." }],
});
