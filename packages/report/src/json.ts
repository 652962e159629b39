import type { LintResult } from "@dcvlint/core";
import { nameOf } from "./check/json.js";
import type { ReportContext } from "./context.js";
import { toJson } from "./escape.js";
import { findingOf, locationOf } from "./finding.js";

/** Version 1; `schema/lint-report.schema.json` describes it. New fields may be added, none changes its meaning. */
export function json(result: LintResult, context: ReportContext): string {
  const { files, records, errors, warnings, infos, suppressed, undecided } = result.summary;
  return toJson({
    version: 1,
    tool: { name: context.tool.name, version: context.tool.version },
    shard: result.shard && { index: result.shard.index, count: result.shard.count },
    summary: { files, records, errors, warnings, infos, suppressed, undecided },
    findings: result.findings.map((finding) => findingOf(finding, result.rules, context)),
    names: result.names?.map((name) => nameOf(name, result.rules, context)),
    notices: result.notices.map(({ what, span }) => ({ what, location: span && locationOf(span, context) })),
  });
}
