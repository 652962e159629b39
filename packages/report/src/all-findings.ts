import type { LintResult, ReportedFinding } from "@dcvlint/core";

/** The findings in files and, each once, those that the verdicts on names rest on; counted together. */
export function withFindingsOnNames(result: LintResult): LintResult {
  const seen = new Set(result.findings.map(({ fingerprint }) => fingerprint));
  const more: ReportedFinding[] = [];
  for (const { findings } of result.names ?? []) {
    for (const { fix: _, evidence: __, ...finding } of findings) {
      if (seen.has(finding.fingerprint)) continue;
      seen.add(finding.fingerprint);
      more.push(finding);
    }
  }
  if (more.length === 0) return result;
  const count = (severity: string) => more.filter((finding) => finding.severity === severity).length;
  const { summary } = result;
  return {
    ...result,
    findings: [...result.findings, ...more],
    summary: {
      ...summary,
      errors: summary.errors + count("error"),
      warnings: summary.warnings + count("warning"),
      infos: summary.infos + count("info"),
    },
  };
}
