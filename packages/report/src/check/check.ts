import type { CheckResult } from "@dcvlint/core";
import type { ReportContext } from "../context.js";
import { checkHtml } from "./html.js";
import { checkJson } from "./json.js";
import { checkMarkdown } from "./markdown.js";
import { checkPretty } from "./pretty.js";

type CheckFormat = (result: CheckResult, context: ReportContext) => string;

export const checkFormats = {
  pretty: checkPretty,
  json: checkJson,
  markdown: checkMarkdown,
  html: checkHtml,
} satisfies Record<string, CheckFormat>;

export type CheckFormatName = keyof typeof checkFormats;

/** The whole report as text that ends in a line feed. */
export function formatCheck(name: CheckFormatName, result: CheckResult, context: ReportContext): string {
  return checkFormats[name](result, context);
}
