import type { ReportedFinding } from "@dcvlint/core";
import { nameInMarkdown, summaryOf, VERDICTS_HEAD, verdictRow } from "./check-markdown.js";
import { createLineLookup, type JudgedResult, type ReportContext } from "./context.js";
import { codeBlock, codeSpan, forMarkdown, forMarkdownCell } from "./escape.js";
import { fixDiff } from "./fix-diff.js";
import { codeFrame } from "./frame.js";
import { ruleLink } from "./rule-link.js";
import { clip, count, place, summaryLine, whereabouts, worstFirst } from "./text.js";

/** A job summary may have 1 MiB; the slack is for what else the step writes there. */
const MOST_BYTES = 1024 * 1024 - 16 * 1024;
const FRAME_WIDTH = 120;
const RELATED_SHOWN = 5;
const NOTICES_SHOWN = 20;

/**
 * For job summaries and comments: the counts, the verdict on each name, a table, then each finding in full, worst first, and
 * what the verdicts were drawn from, up to `maxBytes`.
 */
export function markdown(result: JudgedResult, context: ReportContext, maxBytes = MOST_BYTES): string {
  const findings = worstFirst(result.findings);
  const names = result.names ?? [];
  const head = [`## ${forMarkdown(context.tool.name)}`, `**${forMarkdown(summaryLine(result))}**`];
  const notices = result.notices.slice(0, NOTICES_SHOWN).map(({ what, span }) => {
    return `- ${span ? `${codeSpan(place(span, context))} ` : ""}${forMarkdown(clip(what))}`;
  });
  const moreNotices = result.notices.length - notices.length;
  if (moreNotices > 0) notices.push(`- … and ${count(moreNotices, "more notice")}`);

  const fixed = document([...head, ...(names.length > 0 ? [summaryOf(names), VERDICTS_HEAD] : []), ...list(notices)]);
  let left = maxBytes - utf8Length(fixed) - LEFT_OUT;
  const take = <T>(items: readonly T[], bytes: number, separator: number, write: (item: T) => string): string[] => {
    const taken = fitting(items, bytes, separator, write);
    left -= taken.reduce((sum, text) => sum + utf8Length(text) + separator, 0);
    return taken;
  };
  // What tells more in less room comes first, and may take up to half of it.
  const verdicts = take(names, left / 4, 1, verdictRow);
  const rows = take(findings, left / 2, 1, (finding) => row(finding, result, context));
  const details = take(
    findings.slice(0, rows.length),
    left * (names.length > 0 ? 0.7 : 1),
    2,
    createDetails(result, context),
  );
  const drawn = take(worst(names), left, 2, (one) => nameInMarkdown(one, result.rules, context));
  return document([
    ...head,
    ...(verdicts.length > 0 ? [summaryOf(names), [VERDICTS_HEAD, ...verdicts].join("\n")] : []),
    ...(rows.length > 0 ? [[FINDINGS_HEAD, ...rows].join("\n")] : []),
    ...details,
    ...drawn,
    ...list(notices),
    ...(details.length < rows.length ? [notShown(rows.length - details.length, "finding", " in full")] : []),
    ...(rows.length < findings.length ? [notShown(findings.length - rows.length, "finding", "")] : []),
    ...(drawn.length < names.length ? [notShown(names.length - drawn.length, "name", " in full")] : []),
  ]);
}

const FINDINGS_HEAD = "| severity | rule | place | what |\n| --- | --- | --- | --- |";
/** Octets for the tables' heads and for saying what is left out. */
const LEFT_OUT = 512;

const RANK = { "will-not-issue": 0, "cannot-tell": 1, "will-issue": 2 } as const;
const worst = (names: NonNullable<JudgedResult["names"]>) =>
  [...names].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);

const document = (blocks: readonly string[]) => `${blocks.join("\n\n")}\n`;
const list = (items: readonly string[]) => (items.length > 0 ? [items.join("\n")] : []);
const notShown = (n: number, noun: string, how: string) => `${count(n, `more ${noun}`)} not shown${how}`;

/** As many as there is room for. One that doesn't fit ends it, so that what is left out is the least important. */
function fitting<T>(items: readonly T[], bytes: number, separator: number, write: (item: T) => string): string[] {
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

function row(finding: ReportedFinding, result: JudgedResult, context: ReportContext): string {
  const cells = [
    finding.severity,
    ruleLink(finding.rule, result.rules.get(finding.rule)),
    codeSpan(whereabouts(finding, context)),
    forMarkdown(clip(finding.explanation.what)),
  ];
  return `| ${cells.map(forMarkdownCell).join(" | ")} |`;
}

function createDetails(result: JudgedResult, context: ReportContext): (finding: ReportedFinding) => string {
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

/** Octets in UTF-8. */
function utf8Length(text: string): number {
  let octets = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Both halves of a surrogate pair count two.
    octets += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return octets;
}
