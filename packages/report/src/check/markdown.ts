import type { CheckedName, CheckFinding, CheckResult } from "@dcvlint/core";
import type { ReportContext } from "../context.js";
import { codeBlock, codeSpan, forMarkdown, forMarkdownCell } from "../escape.js";
import { clip, count, fitting, MOST_BYTES, place, utf8Length } from "../text.js";
import { type EvidencePath, pathOf, type Question } from "./evidence-path.js";
import { mermaidOf } from "./mermaid.js";
import { type Row, rowsOf } from "./rows.js";
import { askedName, docsOf, VERDICTS, verdictSummary } from "./verdicts.js";

const MOST_ROWS = 60;
const MOST_NAMED = 8;

/** For job summaries and comments: a table of verdicts, then what is wrong with each name, then what was asked. */
export function checkMarkdown(result: CheckResult, context: ReportContext, maxBytes = MOST_BYTES): string {
  const { names } = result;
  const head = [`## ${forMarkdown(context.tool.name)} check`, verdictSummary(names)];
  const leftOut = (n: number) => (n > 0 ? [`${count(n, "more name")} not shown in full`] : []);
  let left = maxBytes - utf8Length(document([...head, ...leftOut(names.length)]));
  const rows = fitting(names, left / 4, 1, verdictRow);
  const table = ["| name | CA | method | verdict |", "| --- | --- | --- | --- |", ...rows].join("\n");
  left -= utf8Length(table) + 2;
  // What is wrong with each name comes before what was asked about any.
  const told = fitting(names, left, 2, (one) => findingsOf(one, result, context));
  left -= told.reduce((sum, text) => sum + utf8Length(text) + 2, 0);
  const blocks = told.flatMap((text, i) => {
    const details = detailsOf(names[i], context);
    const size = utf8Length(details) + 2;
    if (details === "" || size > left) return [text];
    left -= size;
    return [text, details];
  });
  return document([...head, table, ...blocks, ...leftOut(names.length - told.length)]);
}

const document = (blocks: readonly string[]) => `${blocks.join("\n\n")}\n`;

function verdictRow(one: CheckedName): string {
  const cells = [
    codeSpan(clip(askedName(one))),
    codeSpan(clip(one.ca)),
    one.method ? codeSpan(clip(one.method)) : "",
    `**${VERDICTS[one.verdict]}**`,
  ];
  return row(cells);
}

const row = (cells: readonly string[]): string => `| ${cells.map(forMarkdownCell).join(" | ")} |`;

function findingsOf(one: CheckedName, result: CheckResult, context: ReportContext): string {
  const finding = ({ severity, rule, span, explanation }: CheckFinding) => {
    const docs = docsOf(result.rules, rule);
    const link = docs ? `[${forMarkdown(rule)}](<${docs}>)` : forMarkdown(rule);
    const where = span ? ` at ${codeSpan(place(span, context))}` : "";
    const { what, why, how } = explanation;
    return `- **${severity}** ${link}${where}: ${[what, why, how].map((text) => forMarkdown(clip(text))).join(" ")}`;
  };
  const lists = [one.findings.map(finding), one.reasons.map((reason) => `- ${forMarkdown(clip(reason))}`)];
  return [
    `### ${codeSpan(clip(askedName(one)))}: ${VERDICTS[one.verdict]}`,
    ...lists.filter((list) => list.length > 0).map((list) => list.join("\n")),
  ].join("\n\n");
}

function detailsOf(one: CheckedName, context: ReportContext): string {
  if (one.evidence.length === 0) return "";
  const path = pathOf(one, context);
  const rows = rowsToShow(path);
  const shown = rows.slice(0, MOST_ROWS);
  const picture = mermaidOf(path);
  return [
    `<details><summary>What was asked: ${count(one.evidence.length, "answer")}</summary>`,
    ...(picture.length > 0 ? [codeBlock(picture, "mermaid")] : []),
    ["| asked | of | answer | records | time |", "| --- | --- | --- | --- | --- |", ...shown].join("\n"),
    ...(rows.length > shown.length ? [`${count(rows.length - shown.length, "more row")} not shown`] : []),
    "</details>",
  ].join("\n\n");
}

function rowsToShow({ delegations, climb, proof }: EvidencePath): string[] {
  return [...delegations.map(({ question }) => question), ...climb, ...proof].flatMap((question) =>
    rowsOf(question).map((one, i) => answerRow(question, one, i === 0)),
  );
}

function answerRow({ ask }: Question, one: Row, isFirst: boolean): string {
  const { who, names, outcome, said, time, errors, differs } = one;
  const listed = names.length > 1 ? names.slice(0, MOST_NAMED).map(codeSpan).join(", ") : "";
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  return row([
    isFirst ? codeSpan(clip(ask)) : "",
    `${differs ? "≠ " : ""}${listed ? `${who}: ${listed}${more}` : codeSpan(who)}`,
    forMarkdown(outcome),
    [codeSpan(said), ...errors.map(codeSpan)].filter(Boolean).join("<br>"),
    time,
  ]);
}
