import type { CheckedName, CheckFinding, CheckResult, Evidence } from "@dcvlint/core";
import { pathsOf } from "./check-markdown.js";
import type { ReportContext } from "./context.js";
import { findingOf } from "./finding.js";

/** A name as both JSON reports write it (contract §5). */
export function nameOf(one: CheckedName, rules: CheckResult["rules"], context: ReportContext) {
  const finding = (found: CheckFinding) => {
    // An edit belongs to a file that is linted; here files are only asked.
    const { fix: _, ...told } = findingOf(found, rules, context);
    return { ...told, evidence: found.evidence };
  };
  const evidence = ({ ask, of, rcode, answer, note, ede, ms, source }: Evidence) => ({
    ask,
    of: of === undefined ? undefined : source === "declared" ? pathsOf(of, context) : of,
    rcode,
    answer,
    note,
    ede,
    ms,
    source,
  });
  return {
    name: one.name,
    wildcard: one.wildcard,
    ca: one.ca,
    method: one.method,
    verdict: one.verdict,
    findings: one.findings.map(finding),
    reasons: one.reasons,
    evidence: one.evidence.map(evidence),
  };
}
