import type { LintResult, Notice, ReportedFinding, Severity, Span } from "@dcvlint/core";
import pc from "picocolors";
import { createLineLookup, type ReportContext } from "./context.js";
import { forTerminal, splitLines } from "./escape.js";
import { codeFrame } from "./frame.js";
import { clip, count, place, summaryLine, whereabouts, wrap } from "./text.js";

const FRAME_WIDTH = 120;
const RELATED_SHOWN = 5;

/** For somebody at a terminal at 2 a.m.: where, what, the line itself, why it matters and what to write instead. */
export function pretty(result: LintResult, context: ReportContext): string {
  const { quiet } = context;
  if (quiet && result.summary.errors === 0) return "";
  const printer = createPrinter(context);
  const findings = quiet ? result.findings.filter((finding) => finding.severity === "error") : result.findings;
  const blocks = findings.map(printer.finding);
  const notices = quiet ? [] : result.notices.map(printer.notice);
  if (notices.length > 0) blocks.push(notices.join("\n"));
  blocks.push(printer.summary(result));
  return `${blocks.join("\n\n")}\n`;
}

function createPrinter(context: ReportContext) {
  const colors = pc.createColors(context.color);
  const linesOf = createLineLookup(context);
  const paint: Record<Severity, (text: string) => string> = {
    error: (text) => colors.bold(colors.red(text)),
    warning: (text) => colors.bold(colors.yellow(text)),
    info: (text) => colors.bold(colors.cyan(text)),
  };

  function finding(found: ReportedFinding): string {
    const { severity, span, explanation, record, related, fix } = found;
    const where = forTerminal(whereabouts(found, context));
    const head = [where && colors.bold(where), paint[severity](severity), forTerminal(found.rule)];
    const lines = [head.filter(Boolean).join(" "), ...prose("", explanation.what)];
    if (record?.address) lines.push(`  in ${forTerminal(clip(record.address))}`);
    if (span) lines.push(...frame(span, paint[severity]));
    for (const { note, span } of related.slice(0, RELATED_SHOWN)) {
      lines.push(`  ${colors.bold(forTerminal(place(span, context)))} ${forTerminal(clip(note))}`);
      lines.push(...frame(span, colors.blue));
    }
    const more = related.length - RELATED_SHOWN;
    if (more > 0) lines.push(`  … and ${count(more, "more place")}`);
    lines.push(...prose("why: ", explanation.why), ...prose("how: ", explanation.how));
    if (fix) lines.push(...prose("fix: ", `${fix.title} ${FIX_NOTE[fix.safety]}`));
    return lines.join("\n");
  }

  function frame(span: Span, color: (text: string) => string): string[] {
    const gutterWidth = "   | ".length + String(span.end.line).length;
    const rows = codeFrame(span, linesOf(span), (context.width ?? FRAME_WIDTH) - gutterWidth);
    const digits = Math.max(...rows.map(({ number }) => String(number ?? "").length));
    return rows.flatMap(({ number, text, marks }) => {
      const gutter = (label: string) => `  ${colors.dim(`${label.padStart(digits)} |`)}`;
      const source = `${gutter(String(number ?? ""))} ${text}`;
      return marks ? [source, gutter("") + color(` ${marks}`)] : [source];
    });
  }

  /** Lines under a label, indented, so that no text from a file can pass for the head of a finding. */
  function prose(label: string, text: string): string[] {
    const room = context.width === undefined ? undefined : Math.max(40, context.width) - 2 - label.length;
    const lines = splitLines(clip(text)).flatMap((line) => wrap(forTerminal(line), room));
    return lines.map((line, i) => `  ${i === 0 ? colors.dim(label) : " ".repeat(label.length)}${line}`);
  }

  function notice({ what, span }: Notice): string {
    const where = span ? `${forTerminal(place(span, context))} ` : "";
    return `${colors.cyan("notice:")} ${where}${forTerminal(clip(what))}`;
  }

  function summary({ summary }: LintResult): string {
    const worst = summary.errors > 0 ? colors.red : summary.warnings > 0 ? colors.yellow : colors.green;
    return worst(summaryLine(summary));
  }

  return { finding, notice, summary };
}

const FIX_NOTE = { safe: "(fixable with --fix)", suggestion: "(fixable with --fix --unsafe-fixes)" } as const;
