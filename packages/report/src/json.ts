import type { Fix, LintResult, ReportedFinding, Span } from "@dcvlint/core";
import type { ReportContext } from "./context.js";
import { toJson } from "./escape.js";

/** Version 1; `schema/lint-report.schema.json` describes it. New fields may be added, none changes its meaning. */
export function json(result: LintResult, context: ReportContext): string {
  const location = (span: Span) => ({
    path: context.pathFor(span.file),
    startLine: span.start.line,
    startColumn: span.start.column,
    endLine: span.end.line,
    endColumn: span.end.column,
  });

  const fix = ({ title, safety, edits }: Fix) => ({
    title,
    safety,
    edits: edits.map(({ span, newText }) => ({ ...location(span), newText })),
  });

  const finding = (found: ReportedFinding) => ({
    rule: found.rule,
    message: found.message,
    severity: found.severity,
    what: found.explanation.what,
    why: found.explanation.why,
    how: found.explanation.how,
    location: found.span && location(found.span),
    record: found.record && {
      owner: found.record.owner,
      type: found.record.type,
      zone: found.record.zone,
      value: found.record.value,
      address: found.record.address,
    },
    related: found.related.map(({ note, span }) => ({ note, location: location(span) })),
    fix: found.fix && fix(found.fix),
    fingerprint: found.fingerprint,
    docs: result.rules.get(found.rule)?.docs,
  });

  const { files, records, errors, warnings, infos, suppressed, undecided } = result.summary;
  return toJson({
    version: 1,
    tool: { name: context.tool.name, version: context.tool.version },
    summary: { files, records, errors, warnings, infos, suppressed, undecided },
    findings: result.findings.map(finding),
    notices: result.notices.map(({ what, span }) => ({ what, location: span && location(span) })),
  });
}
