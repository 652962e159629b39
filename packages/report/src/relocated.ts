import type { Evidence, Finding, LintResult, Span } from "@dcvlint/core";
import { pathsOf } from "./check/json.js";

/** The same with its files named otherwise: SARIF has them as they are, and whoever reads it starts from another folder. */
export function relocated(result: LintResult, pathFor: (file: string) => string): LintResult {
  const move = ({ file, start, end }: Span): Span => ({ file: pathFor(file), start, end });
  const moved = <Found extends Finding>(finding: Found): Found => ({
    ...finding,
    span: finding.span && move(finding.span),
    related: finding.related.map(({ span, note }) => ({ span: move(span), note })),
    fix: finding.fix && {
      ...finding.fix,
      edits: finding.fix.edits.map(({ span, newText }) => ({ span: move(span), newText })),
    },
  });
  const asked = (evidence: Evidence): Evidence =>
    evidence.source === "declared" && evidence.of !== undefined
      ? { ...evidence, of: pathsOf(evidence.of, { pathFor }) }
      : evidence;
  return {
    ...result,
    findings: result.findings.map(moved),
    names: result.names?.map((one) => ({
      ...one,
      findings: one.findings.map(moved),
      evidence: one.evidence.map(asked),
    })),
    notices: result.notices.map(({ what, span }) => ({ what, span: span && move(span) })),
  };
}
