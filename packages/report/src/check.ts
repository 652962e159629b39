import type { CheckedName, CheckFinding, CheckResult, Evidence, Severity } from "@dcvlint/core";
import pc from "picocolors";
import type { ReportContext } from "./context.js";
import { codeSpan, forMarkdown, forMarkdownCell, forTerminal, splitLines, toJson } from "./escape.js";
import { findingOf } from "./finding.js";
import { clip, count, place } from "./text.js";

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
  return toJson({
    version: 1,
    names: names.map((one) => ({
      name: one.name,
      wildcard: one.wildcard,
      ca: one.ca,
      method: one.method,
      verdict: one.verdict,
      findings: one.findings.map(finding),
      reasons: one.reasons,
      evidence: one.evidence.map(evidence),
    })),
  });
}

const pathsOf = (files: string, context: ReportContext): string => files.split(", ").map(context.pathFor).join(", ");

const VERDICTS = {
  "will-issue": "will issue",
  "will-not-issue": "will not issue",
  "cannot-tell": "cannot tell",
} as const;

const asked = ({ name, wildcard }: CheckedName): string => `${wildcard ? "*." : ""}${name}`;

/** "1 will issue, 2 will not, 1 can't be told" */
function summaryOf(names: readonly CheckedName[]): string {
  const number = (verdict: CheckedName["verdict"]) => names.filter((one) => one.verdict === verdict).length;
  const will = number("will-issue");
  const not = number("will-not-issue");
  const unknown = number("cannot-tell");
  const parts = [
    will > 0 && `${will} will issue`,
    not > 0 && `${not} will not`,
    unknown > 0 && `${unknown} can't be told`,
  ];
  return `${count(names.length, "name")}: ${parts.filter(Boolean).join(", ")}`;
}

/** Per name: the verdict, what forbids or isn't known, and what was asked on the way. */
function prettyCheck({ names }: CheckResult, context: ReportContext): string {
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

/** One line: what was asked, of whom, and what came back. */
function describe({ ask, of, rcode, answer, note, source }: Evidence, context: ReportContext): string {
  const came = answer.length > 0 ? answer.join(" | ") : rcode === "NOERROR" ? "NODATA" : rcode;
  const parts = [came, note].filter(Boolean).join(" – ");
  const whom = of === undefined ? "" : ` (${source === "declared" ? pathsOf(of, context) : of})`;
  return clip(`${ask}: ${parts || "no answer"}${whom}`);
}

function markdownCheck({ names, rules }: CheckResult, context: ReportContext): string {
  const rows = names.map((one) =>
    [codeSpan(asked(one)), codeSpan(one.ca), one.method ? codeSpan(one.method) : "", `**${VERDICTS[one.verdict]}**`]
      .map(forMarkdownCell)
      .join(" | "),
  );
  const table = [
    "| name | CA | method | verdict |\n| --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
  const details = names.flatMap((one) => {
    const findings = one.findings.map(({ severity, rule, span, explanation }) => {
      const docs = rules.get(rule)?.docs;
      const link = docs && /^https:[!-;=?-{}~]+$/.test(docs) ? `[${forMarkdown(rule)}](<${docs}>)` : forMarkdown(rule);
      const where = span ? ` at ${codeSpan(place(span, context))}` : "";
      const { what, why, how } = explanation;
      return `- **${severity}** ${link}${where}: ${[what, why, how].map((text) => forMarkdown(clip(text))).join(" ")}`;
    });
    const reasons = one.reasons.map((reason) => `- ${forMarkdown(clip(reason))}`);
    const evidence = one.evidence.map((each) => `- ${codeSpan(describe(each, context))}`);
    return [
      `### ${codeSpan(asked(one))}: ${VERDICTS[one.verdict]}`,
      ...(findings.length > 0 ? [findings.join("\n")] : []),
      ...(reasons.length > 0 ? [reasons.join("\n")] : []),
      ...(evidence.length > 0 ? [`Asked:\n\n${evidence.join("\n")}`] : []),
    ];
  });
  return `${[`## ${forMarkdown(context.tool.name)} check`, summaryOf(names), table, ...details].join("\n\n")}\n`;
}
