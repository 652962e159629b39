import type { LintResult } from "@dcvlint/core";
import { checkMarkdown } from "./check/markdown.js";
import { checkPretty } from "./check/pretty.js";
import type { ReportContext } from "./context.js";
import { github } from "./github.js";
import { html } from "./html.js";
import { json } from "./json.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import { pretty } from "./pretty.js";
import { sarif } from "./sarif.js";
import { MOST_BYTES, utf8Length } from "./text.js";

export type Format = (result: LintResult, context: ReportContext) => string;

export const formats = { pretty, json, sarif, github, junit, markdown, html } satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

/**
 * The whole report as text that ends in a line feed; empty when there is nothing to say. Markdown stays below `maxBytes`,
 * which a job summary has room for, with what is found and what is asked together.
 */
export function formatReport(
  name: FormatName,
  result: LintResult,
  context: ReportContext,
  maxBytes = MOST_BYTES,
): string {
  const { names } = result;
  if (!names && name === "markdown") return markdown(result, context, maxBytes);
  if (!names || name === "json" || name === "html") return formats[name](result, context);
  const checked = { names, notices: [], rules: result.rules };
  if (name === "pretty")
    return [formats.pretty(result, context), checkPretty(checked, context)].filter(Boolean).join("\n");
  if (name === "markdown") {
    const found = markdown(result, context, maxBytes / 2);
    return `${found}\n${checkMarkdown(checked, context, maxBytes - utf8Length(found) - 1)}`;
  }
  // They list findings and nothing else.
  const known = new Set(result.findings.map(({ fingerprint }) => fingerprint));
  const findings = names
    .flatMap((one) => one.findings)
    .filter(({ fingerprint }) => !known.has(fingerprint) && known.add(fingerprint));
  return formats[name]({ ...result, findings: [...result.findings, ...findings] }, context);
}
