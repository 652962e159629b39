import type { CheckedName, CheckFinding, CheckResult } from "@dcvlint/core";
import type { ReportContext } from "../context.js";
import { forHtml } from "../escape.js";
import { htmlFindingHead, htmlPage, htmlProse, htmlReasons, htmlTable } from "../html-page.js";
import { clip } from "../text.js";
import { type EvidencePath, pathOf, type Question } from "./evidence-path.js";
import { type Row, rowsOf } from "./rows.js";
import { askedName, VERDICTS, verdictSummary } from "./verdicts.js";

export function checkHtml(result: CheckResult, context: ReportContext): string {
  return htmlPage(`${context.tool.name} check`, checkBody(result, context));
}

/** Of a page: the verdicts in one table, then each name with what it was drawn from. */
export function checkBody(result: CheckResult, context: ReportContext): string[] {
  const { names } = result;
  return [
    `<p>${forHtml(verdictSummary(names))}</p>`,
    htmlTable("Verdicts", ["name", "verdict", "CA", "method"], names.map(verdictRow)),
    ...names.map((one, i) => section(one, i, result, context)),
  ];
}

const verdict = ({ verdict }: CheckedName): string => `<strong class="${verdict}">${VERDICTS[verdict]}</strong>`;

function verdictRow(one: CheckedName, i: number): string {
  const name = `<a href="#name-${i}"><code>${forHtml(clip(askedName(one)))}</code></a>`;
  return `<tr><th scope="row">${name}</th><td>${verdict(one)}</td><td>${htmlProse(one.ca)}</td><td>${htmlProse(one.method ?? "")}</td></tr>`;
}

function section(one: CheckedName, i: number, result: CheckResult, context: ReportContext): string {
  return [
    `<section aria-labelledby="name-${i}">`,
    `<h2 id="name-${i}"><code>${forHtml(clip(askedName(one)))}</code>: ${verdict(one)}</h2>`,
    ...one.findings.map((found) => finding(found, result, context)),
    ...(one.reasons.length > 0 ? [`<ul>${one.reasons.map((why) => `<li>${htmlProse(why)}</li>`).join("")}</ul>`] : []),
    ...pathTables(pathOf(one, context)),
    "</section>",
  ].join("\n");
}

const finding = (found: CheckFinding, { rules }: CheckResult, context: ReportContext): string =>
  [
    htmlFindingHead(found, rules, context),
    `<p>${htmlProse(found.explanation.what)}</p>`,
    htmlReasons(found.explanation),
  ].join("\n");

function pathTables({ delegations, climb, proof }: EvidencePath): string[] {
  const sections: readonly (readonly [string, readonly Question[]])[] = [
    ["Delegation", delegations.map(({ question }) => question)],
    ["CAA, from the name upwards", climb],
    ["Validation", proof],
  ];
  const heads = ["asked", "of", "answer", "records", "time"];
  return sections.flatMap(([title, questions]) =>
    questions.length === 0 ? [] : [htmlTable(title, heads, questions.map(answers))],
  );
}

/** One body a question, so that the question heads all its answers. */
function answers(question: Question): string {
  const rows = rowsOf(question);
  const head = `<th scope="rowgroup" rowspan="${rows.length}"><code>${htmlProse(question.ask)}</code></th>`;
  return `<tbody>\n${rows.map((row, i) => answer(row, i === 0 ? head : "")).join("\n")}\n</tbody>`;
}

function answer({ differs, who, names, outcome, said, time, errors }: Row, head: string): string {
  const mark = differs ? '<span class="mark">≠ differs:</span> ' : "";
  const all = names.length > 1 ? `<small>${names.map(forHtml).join(", ")}</small>` : "";
  const notes = errors.map((error) => `<small>${forHtml(error)}</small>`).join("");
  const cells = [
    `<td>${mark}${forHtml(who)}${all}</td>`,
    `<td>${forHtml(outcome)}</td>`,
    `<td>${said === "" ? "" : `<code>${forHtml(said)}</code>`}${notes}</td>`,
    `<td class="time">${forHtml(time)}</td>`,
  ];
  return `<tr${differs ? ' class="differs"' : ""}>${head}${cells.join("")}</tr>`;
}
