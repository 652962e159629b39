import type { LintResult, ReportedFinding, Severity, Span } from "@dcvlint/core";
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

/** How many annotations of each kind the step may still send. */
export type AnnotationRoom = Readonly<Record<Severity, number>>;

const ALL_ROOM: AnnotationRoom = { error: MOST_OF_A_KIND, warning: MOST_OF_A_KIND, info: MOST_OF_A_KIND };

/** Workflow commands for GitHub's runner, worst first, then what they leave out, as plain lines of the log. */
export function github(result: LintResult, context: ReportContext, room = ALL_ROOM): string {
  const commands: string[] = [];
  const leftOver: string[] = [];
  for (const { severity, command, noun } of KINDS) {
    const findings = result.findings.filter((finding) => finding.severity === severity);
    const most = Math.max(0, Math.min(room[severity], MOST_OF_A_KIND));
    for (const finding of findings.slice(0, most)) commands.push(annotation(command, finding, context));
    const more = findings.length - most;
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
function position(finding: ReportedFinding, context: ReportContext): Record<string, string | number> {
  const span = annotatedPlace(finding, context);
  if (!span) return {};
  const { start, end } = span;
  const lines = { file: context.pathFor(span.file), line: start.line, endLine: end.line };
  return start.line === end.line ? { ...lines, col: start.column, endColumn: end.column } : lines;
}

/** The finding's own place, unless only another one that it names lies on a line of the change. */
export function annotatedPlace({ span, related }: ReportedFinding, { isChanged }: ReportContext): Span | undefined {
  if (!span || !isChanged || isChanged(span)) return span;
  return related.find((place) => isChanged(place.span))?.span ?? span;
}
