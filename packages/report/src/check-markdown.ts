import type { CheckedName, CheckResult, Evidence } from "@dcvlint/core";
import type { ReportContext } from "./context.js";
import { codeSpan, forMarkdown, forMarkdownCell } from "./escape.js";
import { mermaid } from "./mermaid.js";
import { ruleLink } from "./rule-link.js";
import { clip, count, place } from "./text.js";

export const VERDICTS = {
  "will-issue": "will issue",
  "will-not-issue": "will not issue",
  "cannot-tell": "cannot tell",
} as const;

export const asked = ({ name, wildcard }: CheckedName): string => `${wildcard ? "*." : ""}${name}`;

/** "1 will issue, 2 will not, 1 can't be told" */
export function summaryOf(names: readonly CheckedName[]): string {
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

/** One line: what was asked, of whom, and what came back. */
export function describe({ ask, of, rcode, answer, note, source }: Evidence, context: ReportContext): string {
  const came = answer.length > 0 ? answer.join(" | ") : rcode === "NOERROR" ? "NODATA" : rcode;
  const parts = [came, note].filter(Boolean).join(" – ");
  const whom = of === undefined ? "" : ` (${source === "declared" ? pathsOf(of, context) : of})`;
  return clip(`${ask}: ${parts || "no answer"}${whom}`);
}

export const pathsOf = (files: string, context: ReportContext): string =>
  files.split(", ").map(context.pathFor).join(", ");

export const VERDICTS_HEAD = "| name | CA | method | verdict |\n| --- | --- | --- | --- |";

export function verdictRow(one: CheckedName): string {
  const cells = [codeSpan(asked(one)), codeSpan(one.ca), one.method ? codeSpan(one.method) : ""];
  return `| ${[...cells, `**${VERDICTS[one.verdict]}**`].map(forMarkdownCell).join(" | ")} |`;
}

/** What the verdict on a name was drawn from. */
export function nameInMarkdown(one: CheckedName, rules: CheckResult["rules"], context: ReportContext): string {
  const findings = one.findings.map(({ severity, rule, span, explanation }) => {
    const where = span ? ` at ${codeSpan(place(span, context))}` : "";
    const { what, why, how } = explanation;
    const prose = [what, why, how].map((text) => forMarkdown(clip(text))).join(" ");
    return `- **${severity}** ${ruleLink(rule, rules.get(rule))}${where}: ${prose}`;
  });
  const reasons = one.reasons.map((reason) => `- ${forMarkdown(clip(reason))}`);
  const evidence = one.evidence.map((each) => `- ${codeSpan(describe(each, context))}`);
  const picture = mermaid(one);
  return [
    `### ${codeSpan(asked(one))}: ${VERDICTS[one.verdict]}`,
    ...(findings.length > 0 ? [findings.join("\n")] : []),
    ...(reasons.length > 0 ? [reasons.join("\n")] : []),
    ...(picture ? [picture] : []),
    ...(evidence.length > 0 ? [`Asked:\n\n${evidence.join("\n")}`] : []),
  ].join("\n\n");
}
