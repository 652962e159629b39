export { withFindingsOnNames } from "./all-findings.js";
export { type CheckFormatName, checkFormats, formatCheck } from "./check/check.js";
export type { ReportContext } from "./context.js";
export {
  codeBlock,
  codeSpan,
  forCommandData,
  forCommandProperty,
  forHtml,
  forJsonLine,
  forMarkdown,
  forMarkdownCell,
  forMermaid,
  forTerminal,
  forXml,
  linesForTerminal,
  toJson,
} from "./escape.js";
export { type Format, type FormatName, formatReport, formats } from "./formats.js";
export { type AnnotationRoom, annotatedPlace, github } from "./github.js";
export { json } from "./json.js";
export { junit } from "./junit.js";
export { markdown } from "./markdown.js";
export { pretty } from "./pretty.js";
export { relocated } from "./relocated.js";
export { ruleLink } from "./rule-link.js";
export { sarif } from "./sarif.js";
export { type Suggestion, suggestionsOf } from "./suggestions.js";
export { clip, count, worstFirst } from "./text.js";
