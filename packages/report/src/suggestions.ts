import type { Edit, LintResult, ReportedFinding } from "@dcvlint/core";
import { createLineLookup, type ReportContext } from "./context.js";
import { codeBlock, forMarkdown } from "./escape.js";
import { changeOf, clusters, comparePositions } from "./fix-diff.js";
import { ruleLink } from "./rule-link.js";
import { clip, worstFirst } from "./text.js";

/** What a reader of a pull request may accept with one click: the lines `start` to `end` of a file, written anew. */
export interface Suggestion {
  /** As in the findings. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** Markdown: what is wrong, and the lines in their new form. */
  readonly body: string;
  readonly findings: readonly ReportedFinding[];
}

/**
 * The fixes of a run, those that share lines as one. A fix of several places isn't among them, since half of it would be
 * worse than none, nor one whose lines hold what Markdown doesn't show as it is.
 */
export function suggestionsOf(result: LintResult, context: ReportContext): Suggestion[] {
  const groups: { file: string; edits: Edit[]; findings: ReportedFinding[] }[] = [];
  for (const finding of worstFirst(result.findings)) {
    const { fix } = finding;
    if (!fix || fix.edits.length === 0 || clusters(fix.edits).length > 1) continue;
    const { file } = fix.edits[0].span;
    const near = groups.filter((group) => group.file === file && sharesLines(group.edits, fix.edits));
    // It waits for the next push where it is in the way of a worse one, or bridges two.
    if (near.length > 1) continue;
    const [group] = near;
    if (!group) groups.push({ file, edits: [...fix.edits], findings: [finding] });
    else {
      const fresh = fix.edits.filter((edit) => !group.edits.some((known) => isSame(known, edit)));
      if (fresh.some((edit) => group.edits.some((known) => overlaps(known, edit)))) continue;
      group.edits.push(...fresh);
      group.findings.push(finding);
    }
  }
  const linesOf = createLineLookup(context);
  return groups.flatMap(({ file, edits, findings }) => {
    const change = changeOf(edits, linesOf(edits[0].span));
    if (!change) return [];
    const { first, before, after } = change;
    while (before.length > 1 && after.length > 0 && before.at(-1) === after.at(-1)) {
      before.pop();
      after.pop();
    }
    // An empty block takes the lines away; one with an empty line would leave that.
    const block = after.length === 0 ? "```suggestion\n```" : codeBlock(after, "suggestion");
    if (after.some((line) => !block.includes(line)) || block.length > LONGEST) return [];
    const prose = findings.map(({ severity, rule, explanation: { what, why, how } }) => {
      const text = [what, why, how].map((sentence) => forMarkdown(clip(sentence))).join(" ");
      return `**${severity}** ${ruleLink(rule, result.rules.get(rule))}: ${text}`;
    });
    return [{ file, start: first, end: first + before.length - 1, body: [...prose, block].join("\n\n"), findings }];
  });
}

/** GitHub takes 65,536 characters in a comment. */
const LONGEST = 8000;

const sharesLines = (some: readonly Edit[], others: readonly Edit[]): boolean =>
  some.some((one) =>
    others.some((other) => one.span.start.line <= other.span.end.line && other.span.start.line <= one.span.end.line),
  );

const isSame = (one: Edit, other: Edit): boolean =>
  one.newText === other.newText &&
  comparePositions(one.span.start, other.span.start) === 0 &&
  comparePositions(one.span.end, other.span.end) === 0;

/** Two at one place count too: nobody knows which is to come first. */
const overlaps = (one: Edit, other: Edit): boolean =>
  comparePositions(one.span.start, other.span.end) <= 0 && comparePositions(other.span.start, one.span.end) <= 0;
