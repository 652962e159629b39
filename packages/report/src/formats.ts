import type { JudgedResult, ReportContext } from "./context.js";
import { github } from "./github.js";
import { json } from "./json.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import { pretty } from "./pretty.js";
import { sarif } from "./sarif.js";

export type Format = (result: JudgedResult, context: ReportContext) => string;

export const formats = { pretty, json, sarif, github, junit, markdown } satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

/** The whole report as text that ends in a line feed; empty when there is nothing to say. */
export function formatReport(name: FormatName, result: JudgedResult, context: ReportContext): string {
  return formats[name](result, context);
}
