import type { LintResult, ReportedFinding, Severity } from "@dcvlint/core";
import type { ReportContext } from "./context.js";
import { forCommandData, forCommandProperty, forTerminal } from "./escape.js";
import { clip, count, place, summaryLine } from "./text.js";

/** GitHub drops annotations of a kind past this many in a step, without a word. */
const MOST_OF_A_KIND = 10;

const KINDS = [
  { severity: "error", command: "error", noun: "error" },
  { severity: "warning", command: "warning", noun: "warning" },
  { severity: "info", command: "notice", noun: "info" },
] as const satisfies readonly { severity: Severity; command: string; noun: string }[];

/** Workflow commands for GitHub's runner, worst first, then what they leave out, as plain lines of the log. */
export function github(result: LintResult, context: ReportContext): string {
  const commands: string[] = [];
  const leftOver: string[] = [];
  for (const { severity, command, noun } of KINDS) {
    const findings = result.findings.filter((finding) => finding.severity === severity);
    for (const finding of findings.slice(0, MOST_OF_A_KIND)) commands.push(annotation(command, finding, context));
    const more = findings.length - MOST_OF_A_KIND;
    if (more > 0) leftOver.push(`… and ${count(more, `more ${noun}`)} not shown as annotations`);
  }
  const notices = result.notices.map(({ what, span }) => {
    return `notice: ${span ? `${forTerminal(place(span, context))} ` : ""}${forTerminal(clip(what))}`;
  });
  return `${[...commands, ...leftOver, ...notices, summaryLine(result.summary)].join("\n")}\n`;
}

function annotation(command: string, finding: ReportedFinding, context: ReportContext): string {
  const { what, why, how } = finding.explanation;
  const properties = Object.entries({ title: finding.rule, ...position(finding, context) });
  const list = properties.map(([name, value]) => `${name}=${forCommandProperty(String(value))}`).join(",");
  return `::${command} ${list}::${forCommandData([what, why, how].map(clip).join("\n"))}`;
}

/**
 * GitHub refuses columns when the lines differ. It doesn't say whether endColumn is inclusive, and shows only lines;
 * ours is the column after the last, as in the other reports.
 */
function position({ span }: ReportedFinding, context: ReportContext): Record<string, string | number> {
  if (!span) return {};
  const { start, end } = span;
  const lines = { file: context.pathFor(span.file), line: start.line, endLine: end.line };
  return start.line === end.line ? { ...lines, col: start.column, endColumn: end.column } : lines;
}
