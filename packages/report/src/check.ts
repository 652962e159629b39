import type { CheckResult, Severity } from "@dcvlint/core";
import pc from "picocolors";
import { asked, describe, nameInMarkdown, summaryOf, VERDICTS, VERDICTS_HEAD, verdictRow } from "./check-markdown.js";
import type { ReportContext } from "./context.js";
import { forMarkdown, forTerminal, splitLines, toJson } from "./escape.js";
import { nameOf } from "./name.js";
import { clip, place } from "./text.js";

export type CheckFormat = (result: CheckResult, context: ReportContext) => string;

export const checkFormats = {
  pretty: prettyCheck,
  json: jsonCheck,
  markdown: markdownCheck,
} satisfies Record<string, CheckFormat>;

export type CheckFormatName = keyof typeof checkFormats;

/** The whole report as text that ends in a line feed. */
export function formatCheck(name: CheckFormatName, result: CheckResult, context: ReportContext): string {
  return checkFormats[name](result, context);
}

/** Version 1; `schema/check-report.schema.json` describes it. New fields may be added, none changes its meaning. */
function jsonCheck({ names, rules }: CheckResult, context: ReportContext): string {
  return toJson({ version: 1, names: names.map((one) => nameOf(one, rules, context)) });
}

/** Per name: the verdict, what forbids or isn't known, and what was asked on the way. */
export function prettyCheck({ names }: Pick<CheckResult, "names">, context: ReportContext): string {
  const colors = pc.createColors(context.color);
  const paint = { "will-issue": colors.green, "will-not-issue": colors.red, "cannot-tell": colors.yellow } as const;
  const severityColor: Record<Severity, (text: string) => string> = {
    error: colors.red,
    warning: colors.yellow,
    info: colors.cyan,
  };
  const prose = (label: string, text: string): string[] =>
    splitLines(clip(text)).map((line, i) => `    ${i === 0 ? colors.dim(label) : ""}${forTerminal(line)}`);
  const blocks = names.map((one) => {
    const by = one.method ? ` by ${forTerminal(one.method)}` : "";
    const lines = [
      `${colors.bold(forTerminal(asked(one)))} ${forTerminal(one.ca)}${by}: ${paint[one.verdict](VERDICTS[one.verdict])}`,
    ];
    for (const { severity, rule, span, explanation } of one.findings) {
      const where = span ? `${forTerminal(place(span, context))} ` : "";
      lines.push(`  ${where}${severityColor[severity](severity)} ${forTerminal(rule)}`);
      lines.push(
        ...prose("", explanation.what),
        ...prose("why: ", explanation.why),
        ...prose("how: ", explanation.how),
      );
    }
    for (const reason of one.reasons) lines.push(...splitLines(clip(reason)).map((line) => `  ${forTerminal(line)}`));
    lines.push(...one.evidence.map((each) => `  ${colors.dim(forTerminal(`asked ${describe(each, context)}`))}`));
    return lines.join("\n");
  });
  return `${[...blocks, summaryOf(names)].join("\n\n")}\n`;
}

function markdownCheck({ names, rules }: CheckResult, context: ReportContext): string {
  const table = [VERDICTS_HEAD, ...names.map(verdictRow)].join("\n");
  const details = names.map((one) => nameInMarkdown(one, rules, context));
  return `${[`## ${forMarkdown(context.tool.name)} check`, summaryOf(names), table, ...details].join("\n\n")}\n`;
}
