/**
 * The value of a CAA property that names a CA: `issue`, `issuewild` (RFC 8659 §4.2 and §4.3) and `issuemail`
 * (RFC 9495 §3), and the values of its parameters (RFC 8657). Values hold one character an octet; offsets count from
 * the value's first octet.
 */

export interface IssueParameter {
  readonly tag: string;
  readonly value: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

export interface IssueValue {
  readonly kind: "issue-value";
  /** As written; empty where nobody may issue. */
  readonly issuer: string;
  readonly issuerStart: number;
  readonly parameters: readonly IssueParameter[];
}

/** Names of what is wrong; all but the last of them leave no doubt that no CA can be meant. */
export type IssueValueTrouble =
  | "quoteInIssuer"
  | "urlAsIssuer"
  | "emailAsIssuer"
  | "listOfIssuers"
  | "blankInIssuer"
  | "underscoreInIssuer"
  | "emptyLabelInIssuer"
  | "hyphenAtEdge"
  | "badOctetInIssuer"
  | "emptyParameter"
  | "trailingSemicolon"
  | "parameterWithoutEquals"
  | "badParameterTag"
  | "blankInParameter"
  | "badOctetInParameter"
  /** Right but for the dot behind the issuer: reported only where nothing else is wrong. */
  | "finalDot";

/** The value doesn't fit the grammar; a CA then treats it as one that names nobody (RFC 8659 §4.2). */
export interface IssueValueProblem {
  readonly kind: "problem";
  readonly trouble: IssueValueTrouble;
  /** The offending piece. */
  readonly start: number;
  readonly end: number;
  /** The parameter that it is in, in lower case. */
  readonly parameter?: string;
}

/** Reads a value by the grammar of RFC 8659 §4.2; of several troubles the first is told. */
export function parseIssueValue(value: string): IssueValue | IssueValueProblem {
  const [first, ...rest] = piecesOf(value);
  const trouble = judgeIssuer(value, first);
  if (trouble && trouble.trouble !== "finalDot") return trouble;
  const parameters: IssueParameter[] = [];
  // A lone ";" behind the issuer is allowed, one behind a parameter isn't.
  const bare = rest.length === 1 && isEmpty(rest[0]);
  for (const piece of bare ? [] : rest) {
    const parameter = readParameter(value, piece, piece === rest[rest.length - 1]);
    if ("kind" in parameter) return parameter;
    parameters.push(parameter);
  }
  if (trouble) return trouble;
  return { kind: "issue-value", issuer: value.slice(first.start, first.end), issuerStart: first.start, parameters };
}

/** What stands between two semicolons, without the blanks around it. `before` is the semicolon, or -1. */
interface Piece {
  readonly before: number;
  readonly start: number;
  readonly end: number;
}

const isEmpty = ({ start, end }: Piece): boolean => start === end;
const isWsp = (char: string): boolean => char === " " || char === "\t";

function piecesOf(value: string): Piece[] {
  const pieces: Piece[] = [];
  for (let before = -1; before < value.length; ) {
    const semicolon = value.indexOf(";", before + 1);
    const next = semicolon < 0 ? value.length : semicolon;
    pieces.push({ before, ...trim(value, before + 1, next) });
    before = next;
    if (semicolon < 0) break;
  }
  return pieces;
}

function trim(text: string, from: number, to: number): { start: number; end: number } {
  let start = from;
  let end = to;
  while (start < end && isWsp(text[start])) start++;
  while (end > start && isWsp(text[end - 1])) end--;
  return { start, end };
}

const problem = (trouble: IssueValueTrouble, start: number, end: number, parameter?: string): IssueValueProblem => ({
  kind: "problem",
  trouble,
  start,
  end,
  parameter,
});

/** issuer-domain-name = label *("." label); label = (ALPHA / DIGIT) *( *("-") (ALPHA / DIGIT)) */
function judgeIssuer(value: string, { start, end }: Piece): IssueValueProblem | undefined {
  const issuer = value.slice(start, end);
  if (issuer === "" || /^[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*$/.test(issuer)) return undefined;
  if (/["'`]|\xe2\x80[\x98-\x9f]/.test(issuer)) return problem("quoteInIssuer", start, end);
  if (issuer.includes("/")) return problem("urlAsIssuer", start, end);
  if (issuer.includes("@")) return problem("emailAsIssuer", start, end);
  if (issuer.includes(",")) return problem("listOfIssuers", start, end);
  if (/\s/.test(issuer)) return problem("blankInIssuer", start, end);
  const underscore = issuer.indexOf("_");
  if (underscore >= 0) return problem("underscoreInIssuer", start + underscore, start + underscore + 1);
  const other = issuer.search(/[^A-Za-z0-9.-]/);
  if (other >= 0) return problem("badOctetInIssuer", start + other, behindChar(value, start + other));
  if (issuer === "." || issuer.startsWith(".") || issuer.includes(".."))
    return problem("emptyLabelInIssuer", start, end);
  const labels = issuer.split(".");
  const dotted = labels[labels.length - 1] === "";
  if (dotted) labels.pop();
  const edge = labels.find((label) => label.startsWith("-") || label.endsWith("-"));
  if (edge !== undefined) {
    const at = start + labels.slice(0, labels.indexOf(edge)).reduce((sum, label) => sum + label.length + 1, 0);
    return problem("hyphenAtEdge", at, at + edge.length);
  }
  return dotted ? problem("finalDot", end - 1, end) : undefined;
}

/** Behind the character that begins there, of several octets if it is one of UTF-8. */
const behindChar = (value: string, at: number): number =>
  at + /^(?:[\xc2-\xf4][\x80-\xbf]+|.)/s.exec(value.slice(at, at + 4))![0].length;

/** parameter = tag *WSP "=" *WSP value; value = *(%x21-3A / %x3C-7E) */
function readParameter(value: string, piece: Piece, isLast: boolean): IssueParameter | IssueValueProblem {
  const { before, start, end } = piece;
  if (isEmpty(piece)) return problem(isLast ? "trailingSemicolon" : "emptyParameter", before, before + 1);
  const equals = value.indexOf("=", start);
  if (equals < 0 || equals >= end) return problem("parameterWithoutEquals", start, end);
  const tagSpan = trim(value, start, equals);
  const tag = value.slice(tagSpan.start, tagSpan.end);
  if (!isParameterTag(tag)) return problem("badParameterTag", start, tag === "" ? equals + 1 : tagSpan.end);
  const { start: valueStart } = trim(value, equals + 1, end);
  const text = value.slice(valueStart, end);
  const bad = text.search(/[^\x21-\x3a\x3c-\x7e]/);
  if (bad < 0) return { tag, value: text, start, valueStart, end };
  const lower = tag.toLowerCase();
  return /\s/.test(text[bad])
    ? problem("blankInParameter", valueStart, end, lower)
    : problem("badOctetInParameter", valueStart + bad, behindChar(value, valueStart + bad), lower);
}

/** tag = (ALPHA / DIGIT) *( *("-") (ALPHA / DIGIT)) */
const isParameterTag = (tag: string): boolean =>
  /^[A-Za-z0-9-]+$/.test(tag) && !tag.startsWith("-") && !tag.endsWith("-");

/** The tag of a property: letters and digits (RFC 8659 §4.1). */
export const isPropertyTag = (tag: string): boolean => /^[A-Za-z0-9]+$/.test(tag);

/**
 * The blanks in front of what reads as a parameter: a semicolon was forgotten there. It is tried at the first blank of
 * a run only, since hostile values hold thousands of them.
 */
export const PARAMETER_BEHIND_BLANKS = /(?<!\s)\s+(?=[A-Za-z0-9-]+\s*=)/g;

/** A label of `validationmethods`, and where it stands. Unlike the values, offsets count from the list's first octet. */
export interface MethodLabel {
  readonly label: string;
  readonly start: number;
}

/** The labels of a `validationmethods` value, split at its commas (RFC 8657 §4); none for an empty one. */
export function parseMethods(list: string): MethodLabel[] {
  const labels: MethodLabel[] = [];
  if (list === "") return labels;
  let start = 0;
  for (const label of list.split(",")) {
    labels.push({ label, start });
    start += label.length + 1;
  }
  return labels;
}

/** A URI with a scheme (RFC 3986 §3); where the scheme is http or https, one with a host. */
export function isAccountUri(text: string): boolean {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1].toLowerCase();
  if (scheme === undefined || !/^[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]+$/.test(text)) return false;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return false;
  if (scheme === "http" || scheme === "https") return /^https?:\/\/[^/?#]/i.test(text);
  return text.length > scheme.length + 1;
}
