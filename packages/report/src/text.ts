import type { Finding, ReportedFinding, Severity, Span, Summary } from "@dcvlint/core";
import type { ReportContext } from "./context.js";

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Worst first, otherwise in the order they came. */
export function worstFirst(findings: readonly ReportedFinding[]): ReportedFinding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** "3 errors, 1 warning in 4 files (120 records)" */
export function summaryLine(summary: Summary): string {
  const { errors, warnings, infos, suppressed, undecided } = summary;
  const found = [
    errors > 0 && count(errors, "error"),
    warnings > 0 && count(warnings, "warning"),
    infos > 0 && count(infos, "info"),
  ].filter(Boolean);
  const aside = [suppressed > 0 && `${suppressed} suppressed`, undecided > 0 && `${undecided} undecided`].filter(
    Boolean,
  );
  // Nobody shall read "no problems" where nothing was read.
  if (summary.files === 0 && found.length === 0) return ["No file with DNS was read", ...aside].join(", ");
  const scope = `in ${count(summary.files, "file")} (${count(summary.records, "record")})`;
  return [`${found.join(", ") || "No problems found"} ${scope}`, ...aside].join(", ");
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

/** Breaks at spaces. A word that is longer than the line stays whole: it may be a name to copy. */
export function wrap(text: string, width = Number.POSITIVE_INFINITY): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** A job summary may have 1 MiB; the slack is for what else the step writes there. */
export const MOST_BYTES = 1024 * 1024 - 16 * 1024;

/** As many as there is room for. One that doesn't fit ends it, so that what is left out is the least important. */
export function fitting<T>(
  items: readonly T[],
  bytes: number,
  separator: number,
  write: (item: T) => string,
): string[] {
  const written: string[] = [];
  let left = bytes;
  for (const item of items) {
    const text = write(item);
    left -= utf8Length(text) + separator;
    if (left < 0) break;
    written.push(text);
  }
  return written;
}

/** Octets in UTF-8. */
export function utf8Length(text: string): number {
  let octets = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Both halves of a surrogate pair count two.
    octets += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return octets;
}
