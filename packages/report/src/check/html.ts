import type { CheckedName, CheckFinding, CheckResult } from "@dcvlint/core";
import type { ReportContext } from "../context.js";
import { forHtml } from "../escape.js";
import { clip, place } from "../text.js";
import { type EvidencePath, pathOf, type Question } from "./evidence-path.js";
import { STYLE } from "./html-style.js";
import { type Row, rowsOf } from "./rows.js";
import { askedName, docsOf, VERDICTS, verdictSummary } from "./verdicts.js";

/** One page that stands for itself: no script, nothing to load, readable by day and by night. */
export function checkHtml(result: CheckResult, context: ReportContext): string {
  const { names } = result;
  const title = forHtml(`${context.tool.name} check`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${forHtml(verdictSummary(names))}</p>
${table("Verdicts", ["name", "CA", "method", "verdict"], names.map(verdictRow))}
${names.map((one, i) => section(one, i, result, context)).join("\n")}
</main>
</body>
</html>
`;
}

function table(caption: string, heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((text) => `<th scope="col">${forHtml(text)}</th>`).join("");
  return `<div class="scroll" role="region" tabindex="0" aria-label="${forHtml(caption)}">
<table>
<caption>${forHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
${rows.length > 0 && rows[0].startsWith("<tbody>") ? rows.join("\n") : `<tbody>\n${rows.join("\n")}\n</tbody>`}
</table>
</div>`;
}

const verdict = ({ verdict }: CheckedName): string => `<strong class="${verdict}">${VERDICTS[verdict]}</strong>`;

function verdictRow(one: CheckedName, i: number): string {
  const name = `<a href="#name-${i}"><code>${forHtml(clip(askedName(one)))}</code></a>`;
  return `<tr><th scope="row">${name}</th><td>${prose(one.ca)}</td><td>${prose(one.method ?? "")}</td><td>${verdict(one)}</td></tr>`;
}

function section(one: CheckedName, i: number, result: CheckResult, context: ReportContext): string {
  return [
    `<section aria-labelledby="name-${i}">`,
    `<h2 id="name-${i}"><code>${forHtml(clip(askedName(one)))}</code>: ${verdict(one)}</h2>`,
    ...one.findings.map((found) => finding(found, result, context)),
    ...(one.reasons.length > 0 ? [`<ul>${one.reasons.map((why) => `<li>${prose(why)}</li>`).join("")}</ul>`] : []),
    ...pathTables(pathOf(one, context)),
    "</section>",
  ].join("\n");
}

const prose = (text: string): string => forHtml(clip(text));

function finding({ severity, rule, span, explanation }: CheckFinding, result: CheckResult, context: ReportContext) {
  const docs = docsOf(result.rules, rule);
  const link = docs ? `<a href="${forHtml(docs)}">${forHtml(rule)}</a>` : forHtml(rule);
  const where = span ? ` at <code>${forHtml(place(span, context))}</code>` : "";
  return `<h3><span class="${severity}">${severity}</span> ${link}${where}</h3>
<p>${prose(explanation.what)}</p>
<p><b>Why:</b> ${prose(explanation.why)}</p>
<p><b>How:</b> ${prose(explanation.how)}</p>`;
}

function pathTables({ delegations, climb, proof }: EvidencePath): string[] {
  const sections: readonly (readonly [string, readonly Question[]])[] = [
    ["Delegation", delegations.map(({ question }) => question)],
    ["CAA, from the name upwards", climb],
    ["Validation", proof],
  ];
  const heads = ["asked", "of", "answer", "records", "time"];
  return sections.flatMap(([title, questions]) =>
    questions.length === 0 ? [] : [table(title, heads, questions.map(answers))],
  );
}

/** One body a question, so that the question heads all its answers. */
function answers(question: Question): string {
  const rows = rowsOf(question);
  const head = `<th scope="rowgroup" rowspan="${rows.length}"><code>${prose(question.ask)}</code></th>`;
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
