import type { CheckedName, CheckFinding, CheckResult, Evidence, RuleMeta } from "@dcvlint/core";
import type { ReportContext } from "../context.js";
import { toJson } from "../escape.js";
import { findingOf } from "../finding.js";

/** Version 1; `schema/check-report.schema.json` describes it. New fields may be added, none changes its meaning. */
export const checkJson = ({ names, rules }: CheckResult, context: ReportContext): string =>
  toJson({ version: 1, names: names.map((one) => nameOf(one, rules, context)) });

/** What is said of one name, in either report (contract §5). */
export function nameOf(one: CheckedName, rules: ReadonlyMap<string, RuleMeta>, context: ReportContext): object {
  const finding = (found: CheckFinding) => {
    // An edit belongs to a file that is linted; here files are only asked.
    const { fix: _, ...told } = findingOf(found, rules, context);
    return { ...told, evidence: [...new Set(found.evidence)].filter((number) => number in one.evidence) };
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

/** Several files that declare one name's records stand in one text. */
export const pathsOf = (files: string, context: Pick<ReportContext, "pathFor">): string =>
  files.split(", ").map(context.pathFor).join(", ");
