import type { ReportedFinding, RuleMeta, Span } from "@dcvlint/core";
import type { ReportContext } from "./context.js";

/** A place as both JSON reports write it (contract §4). */
export const locationOf = ({ file, start, end }: Span, context: ReportContext) => ({
  path: context.pathFor(file),
  startLine: start.line,
  startColumn: start.column,
  endLine: end.line,
  endColumn: end.column,
});

/** A finding as both JSON reports write it; what is `undefined` is left out. */
export const findingOf = (
  { rule, message, severity, explanation, span, record, related, fix, fingerprint }: ReportedFinding,
  rules: ReadonlyMap<string, RuleMeta>,
  context: ReportContext,
) => ({
  rule,
  message,
  severity,
  what: explanation.what,
  why: explanation.why,
  how: explanation.how,
  location: span && locationOf(span, context),
  record: record && {
    owner: record.owner,
    type: record.type,
    zone: record.zone,
    value: record.value,
    address: record.address,
  },
  related: related.map(({ note, span }) => ({ note, location: locationOf(span, context) })),
  fix: fix && {
    title: fix.title,
    safety: fix.safety,
    edits: fix.edits.map(({ span, newText }) => ({ ...locationOf(span, context), newText })),
  },
  fingerprint,
  docs: rules.get(rule)?.docs,
});
