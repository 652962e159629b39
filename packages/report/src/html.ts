import type { LintResult, ReportedFinding } from "@dcvlint/core";
import { checkBody } from "./check/html.js";
import { createLineLookup, type ReportContext } from "./context.js";
import { forHtml } from "./escape.js";
import { fixDiff } from "./fix-diff.js";
import { codeFrame, type FrameRow } from "./frame.js";
import { htmlFindingHead, htmlPage, htmlProse, htmlReasons, htmlTable } from "./html-page.js";
import { clip, place, summaryLine, worstFirst } from "./text.js";

const FRAME_WIDTH = 120;

/** A page to keep or to hand on: the counts by file, each finding in full, and what the CAs will conclude where that was asked. */
export function html(result: LintResult, context: ReportContext): string {
  const { names, notices, rules } = result;
  const files = byFile(result.findings);
  const body = [`<p>${forHtml(summaryLine(result.summary))}</p>`];
  if (files.length > 0)
    body.push(
      htmlTable(
        "Files",
        ["file", "errors", "warnings", "infos"],
        files.map((file, i) => fileRow(file, i, context)),
      ),
    );
  if (names) body.push(...checkBody({ names, notices: [], rules }, context));
  body.push(...files.map((file, i) => section(file, i, result, context)));
  if (notices.length > 0) {
    const items = notices.map(({ what, span }) => {
      const where = span ? `<code>${forHtml(place(span, context))}</code> ` : "";
      return `<li>${where}${htmlProse(what)}</li>`;
    });
    body.push(`<h2>Notices</h2>\n<ul>\n${items.join("\n")}\n</ul>`);
  }
  return htmlPage(`${context.tool.name} report`, body);
}

/** `file` is absent for what no file is to blame for. */
interface FileFindings {
  readonly file: string | undefined;
  readonly findings: ReportedFinding[];
}

function byFile(findings: readonly ReportedFinding[]): FileFindings[] {
  const files = new Map<string | undefined, ReportedFinding[]>();
  for (const finding of findings) {
    const known = files.get(finding.span?.file);
    if (known) known.push(finding);
    else files.set(finding.span?.file, [finding]);
  }
  return [...files].map(([file, found]) => ({ file, findings: worstFirst(found) }));
}

const titleOf = ({ file }: FileFindings, { pathFor }: ReportContext): string =>
  file === undefined ? "in no file" : `<code>${forHtml(clip(pathFor(file)))}</code>`;

function fileRow(file: FileFindings, i: number, context: ReportContext): string {
  const cells = (["error", "warning", "info"] as const).map((severity) => {
    const number = file.findings.filter((finding) => finding.severity === severity).length;
    return `<td>${number > 0 ? `<span class="${severity}">${number}</span>` : 0}</td>`;
  });
  return `<tr><th scope="row"><a href="#file-${i}">${titleOf(file, context)}</a></th>${cells.join("")}</tr>`;
}

function section(file: FileFindings, i: number, { rules }: LintResult, context: ReportContext): string {
  return [
    `<section aria-labelledby="file-${i}">`,
    `<h2 id="file-${i}">${titleOf(file, context)}</h2>`,
    ...file.findings.map((found) => finding(found, rules, context)),
    "</section>",
  ].join("\n");
}

function finding(found: ReportedFinding, rules: LintResult["rules"], context: ReportContext): string {
  const { span, explanation, record, related, fix } = found;
  const linesOf = createLineLookup(context);
  const parts = [htmlFindingHead(found, rules, context), `<p>${htmlProse(explanation.what)}</p>`];
  if (record?.address) parts.push(`<p><b>In:</b> <code>${htmlProse(record.address)}</code></p>`);
  if (span) parts.push(...frame(codeFrame(span, linesOf(span), FRAME_WIDTH)));
  if (related.length > 0) {
    const items = related.map(
      ({ span, note }) => `<li><code>${forHtml(place(span, context))}</code> ${htmlProse(note)}</li>`,
    );
    parts.push(`<ul>\n${items.join("\n")}\n</ul>`);
  }
  parts.push(htmlReasons(explanation));
  if (fix) {
    parts.push(`<p><b>Fix (${fix.safety}):</b> ${htmlProse(fix.title)}</p>`);
    parts.push(...code(fixDiff(fix, linesOf) ?? []));
  }
  return parts.join("\n");
}

/** The source with carets below, as a terminal has it. */
function frame(rows: readonly FrameRow[]): string[] {
  const digits = Math.max(0, ...rows.map(({ number }) => String(number ?? "").length));
  const gutter = (label: string) => `${label.padStart(digits)} | `;
  return code(
    rows.flatMap(({ number, text, marks }) => {
      const source = gutter(String(number ?? "")) + text;
      return marks ? [source, gutter("") + marks] : [source];
    }),
  );
}

const code = (lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`<pre tabindex="0"><code>${lines.map(forHtml).join("\n")}</code></pre>`];
