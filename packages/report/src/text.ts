import type { Finding, ReportedFinding, Severity, Span } from "@dcvlint/core";
import type { JudgedResult, ReportContext } from "./context.js";

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Worst first, otherwise in the order they came. */
export function worstFirst(findings: readonly ReportedFinding[]): ReportedFinding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** "3 errors, 1 warning in 4 files (120 records)" */
export function summaryLine({ summary, names }: JudgedResult): string {
  const { errors, warnings, infos, suppressed, undecided } = summary;
  const found = [
    errors > 0 && count(errors, "error"),
    warnings > 0 && count(warnings, "warning"),
    infos > 0 && count(infos, "info"),
  ].filter(Boolean);
  const aside = [suppressed > 0 && `${suppressed} suppressed`, undecided > 0 && `${undecided} undecided`].filter(
    Boolean,
  );
  // Where only the network was asked, no file is to be counted.
  const scope =
    names && summary.files === 0 ? "" : ` in ${count(summary.files, "file")} (${count(summary.records, "record")})`;
  return [`${found.join(", ") || "No problems found"}${scope}`, ...aside].join(", ");
}

/** `path:line:column`, unescaped. */
export function place(span: Span, context: ReportContext): string {
  return `${clip(context.pathFor(span.file))}:${span.start.line}:${span.start.column}`;
}

/** Where a finding is: its place in a file, or the owner it is about when only the network is to blame. */
export function whereabouts({ span, record }: Finding, context: ReportContext): string {
  return span ? place(span, context) : clip(record?.owner ?? "");
}

const LONGEST = 2000;

/** A value can be 64 KiB long. Nobody reads that, and GitHub refuses it; the JSON report has it whole. */
export function clip(text: string): string {
  if (text.length <= LONGEST) return text;
  const tail = LONGEST / 4;
  const left = text.length - LONGEST;
  return `${text.slice(0, LONGEST - tail)} … (${left} characters left out) … ${text.slice(-tail)}`;
}
