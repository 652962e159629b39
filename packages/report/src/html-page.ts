import type { Explanation, LintResult, Severity, Span } from "@dcvlint/core";
import { docsOf } from "./check/verdicts.js";
import type { ReportContext } from "./context.js";
import { forHtml } from "./escape.js";
import { STYLE } from "./html-style.js";
import { clip, place } from "./text.js";

/** One page that stands for itself: no script, nothing to load, readable by day and by night. `title` is plain text, `body` is markup. */
export function htmlPage(title: string, body: readonly string[]): string {
  const heading = forHtml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${heading}</h1>
${body.join("\n")}
</main>
</body>
</html>
`;
}

/** Caption and heads are plain text, rows are markup, perhaps with a `tbody` each. */
export function htmlTable(caption: string, heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((text) => `<th scope="col">${forHtml(text)}</th>`).join("");
  return `<div class="scroll" role="region" tabindex="0" aria-label="${forHtml(caption)}">
<table>
<caption>${forHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
${rows.length > 0 && rows[0].startsWith("<tbody>") ? rows.join("\n") : `<tbody>\n${rows.join("\n")}\n</tbody>`}
</table>
</div>`;
}

export const htmlProse = (text: string): string => forHtml(clip(text));

/** The head of a finding: how bad, which rule, where. */
export function htmlFindingHead(
  { severity, rule, span }: { severity: Severity; rule: string; span?: Span },
  rules: LintResult["rules"],
  context: ReportContext,
): string {
  const docs = docsOf(rules, rule);
  const link = docs ? `<a href="${forHtml(docs)}">${forHtml(rule)}</a>` : forHtml(rule);
  const where = span ? ` at <code>${forHtml(place(span, context))}</code>` : "";
  return `<h3><span class="${severity}">${severity}</span> ${link}${where}</h3>`;
}

export const htmlReasons = ({ why, how }: Pick<Explanation, "why" | "how">): string =>
  `<p><b>Why:</b> ${htmlProse(why)}</p>\n<p><b>How:</b> ${htmlProse(how)}</p>`;
