import type { LintResult, ReportedFinding } from "@dcvlint/core";
import { createLineLookup, type ReportContext } from "./context.js";
import { codeBlock, codeSpan, forMarkdown, forMarkdownCell } from "./escape.js";
import { fixDiff } from "./fix-diff.js";
import { codeFrame } from "./frame.js";
import { ruleLink } from "./rule-link.js";
import { clip, count, fitting, MOST_BYTES, place, summaryLine, utf8Length, whereabouts, worstFirst } from "./text.js";

const FRAME_WIDTH = 120;
const RELATED_SHOWN = 5;
const NOTICES_SHOWN = 20;

/** For job summaries and comments: the counts, a table, then each finding in full, worst first, up to `maxBytes`. */
export function markdown(result: LintResult, context: ReportContext, maxBytes = MOST_BYTES): string {
  const findings = worstFirst(result.findings);
  const head = [`## ${forMarkdown(context.tool.name)}`, `**${forMarkdown(summaryLine(result.summary))}**`];
  const notices = result.notices.slice(0, NOTICES_SHOWN).map(({ what, span }) => {
    return `- ${span ? `${codeSpan(place(span, context))} ` : ""}${forMarkdown(clip(what))}`;
  });
  const moreNotices = result.notices.length - notices.length;
  if (moreNotices > 0) notices.push(`- … and ${count(moreNotices, "more notice")}`);
  if (findings.length === 0) return document([...head, ...list(notices)]);

  const budget =
    maxBytes - utf8Length(document([...head, ...list(notices)])) - utf8Length(notShown(findings.length, "")) * 2;
  // The table tells more in less room, so it may take up to half of it.
  const rows = fitting(findings, budget / 2, 1, (finding) => row(finding, result, context));
  const table = ["| severity | rule | place | what |\n| --- | --- | --- | --- |", ...rows].join("\n");
  const write = createDetails(result, context);
  const details = fitting(findings.slice(0, rows.length), budget - utf8Length(table), 2, write);
  return document([
    ...head,
    ...(rows.length > 0 ? [table] : []),
    ...details,
    ...list(notices),
    ...(details.length < rows.length ? [notShown(rows.length - details.length, " in full")] : []),
    ...(rows.length < findings.length ? [notShown(findings.length - rows.length, "")] : []),
  ]);
}

const document = (blocks: readonly string[]) => `${blocks.join("\n\n")}\n`;
const list = (items: readonly string[]) => (items.length > 0 ? [items.join("\n")] : []);
const notShown = (n: number, how: string) => `${count(n, "more finding")} not shown${how}`;

function row(finding: ReportedFinding, result: LintResult, context: ReportContext): string {
  const cells = [
    finding.severity,
    ruleLink(finding.rule, result.rules.get(finding.rule)),
    codeSpan(whereabouts(finding, context)),
    forMarkdown(clip(finding.explanation.what)),
  ];
  return `| ${cells.map(forMarkdownCell).join(" | ")} |`;
}

function createDetails(result: LintResult, context: ReportContext): (finding: ReportedFinding) => string {
  const linesOf = createLineLookup(context);

  return (finding) => {
    const { span, explanation, related, record, fix } = finding;
    const where = codeSpan(whereabouts(finding, context));
    const blocks = [`### ${finding.severity}: ${ruleLink(finding.rule, result.rules.get(finding.rule))}`];
    if (where) blocks.push(`At ${where}${record?.address ? `, in ${codeSpan(clip(record.address))}` : ""}`);
    blocks.push(`**What:** ${forMarkdown(clip(explanation.what))}`);
    const published = publishedAs(finding);
    if (published) blocks.push(`**Will be published:** ${published}`);
    const source = span ? codeFrame(span, linesOf(span), FRAME_WIDTH) : [];
    if (source.length > 0)
      blocks.push(codeBlock(source.flatMap(({ text, marks }) => (marks ? [text, marks] : [text]))));
    const places = related.slice(0, RELATED_SHOWN).map(({ span, note }) => {
      return `- ${codeSpan(place(span, context))} ${forMarkdown(clip(note))}`;
    });
    const more = related.length - places.length;
    if (more > 0) places.push(`- … and ${count(more, "more place")}`);
    blocks.push(...list(places));
    blocks.push(`**Why:** ${forMarkdown(clip(explanation.why))}`, `**How:** ${forMarkdown(clip(explanation.how))}`);
    if (fix) {
      blocks.push(`**Fix (${fix.safety}):** ${forMarkdown(clip(fix.title))}`);
      const diff = fixDiff(fix, linesOf);
      if (diff) blocks.push(codeBlock(diff, "diff"));
    }
    return blocks.join("\n\n");
  };
}

/** The record with its names absolute, as a server will have it; the fault often shows there first. */
function publishedAs({ record }: ReportedFinding): string | undefined {
  if (record?.value === undefined || record.value === "") return undefined;
  return codeSpan(clip(`${record.owner} ${record.type} ${record.value}`));
}
