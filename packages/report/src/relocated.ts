import type { LintResult, Span } from "@dcvlint/core";

/** The same with its files named otherwise: SARIF has them as they are, and whoever reads it starts from another folder. */
export function relocated(result: LintResult, pathFor: (file: string) => string): LintResult {
  const move = ({ file, start, end }: Span): Span => ({ file: pathFor(file), start, end });
  return {
    ...result,
    findings: result.findings.map((finding) => ({
      ...finding,
      span: finding.span && move(finding.span),
      related: finding.related.map(({ span, note }) => ({ span: move(span), note })),
      fix: finding.fix && {
        ...finding.fix,
        edits: finding.fix.edits.map(({ span, newText }) => ({ span: move(span), newText })),
      },
    })),
    notices: result.notices.map(({ what, span }) => ({ what, span: span && move(span) })),
  };
}
