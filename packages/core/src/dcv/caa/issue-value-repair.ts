import { judgeMethodLabel } from "../../knowledge/caa-registry.js";
import { CA_SHAPES } from "../../knowledge/cas-shapes.gen.js";
import { findIssuer, suggestIssuer } from "../../knowledge/issuers.js";
import { foldLabel } from "../../name/domain-name.js";
import {
  type IssueValueProblem,
  type IssueValueTrouble,
  PARAMETER_BEHIND_BLANKS,
  parseIssueValue,
  parseMethods,
} from "./caa-value.js";

/** A trouble in the words that suit it best, with what was probably meant. */
export interface IssueValueDiagnosis {
  readonly trouble: IssueValueTrouble | "nameAsIssuer" | "methodBehindSemicolon";
  /** The piece that it is told of. */
  readonly piece: string;
  /** Values that fit the grammar, where it can be told what was meant: one, or one for each CA of a list. */
  readonly meant?: readonly string[];
  /** Makes the value the one that was meant. */
  readonly edit?: ValueEdit;
}

export interface ValueEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function diagnoseIssueValue(value: string, problem: IssueValueProblem): IssueValueDiagnosis {
  const { trouble, start, end } = problem;
  const piece = value.slice(start, end);
  const issuer = value.split(";")[0].trim();
  const named = NAMED.has(trouble) ? issuerCalled(issuer) : undefined;
  if (named !== undefined) {
    const from = value.indexOf(issuer);
    return {
      trouble: "nameAsIssuer",
      piece: issuer,
      ...tryEdits(value, [{ start: from, end: from + issuer.length, text: named }]),
    };
  }
  const list = piece.split(/[\s,]+/).filter((each) => each !== "");
  if (trouble === "listOfIssuers" || (trouble === "blankInIssuer" && list.every(isIssuer))) {
    return { trouble, piece, meant: list.every(isIssuer) ? list : undefined };
  }
  if (trouble === "parameterWithoutEquals") {
    if (isIssuer(piece))
      return { trouble: "listOfIssuers", piece: value, meant: isIssuer(issuer) ? [issuer, piece] : undefined };
    if (isMethods(piece))
      return { trouble: "methodBehindSemicolon", piece, ...tryEdits(value, [joinMethods(value, problem)]) };
  }
  return { trouble, piece, ...tryEdits(value, candidates(value, problem)) };
}

const NAMED: ReadonlySet<IssueValueTrouble> = new Set<IssueValueTrouble>([
  "quoteInIssuer",
  "blankInIssuer",
  "badOctetInIssuer",
  "listOfIssuers",
]);

/** The first edit that makes the value fit the grammar. */
function tryEdits(value: string, edits: Iterable<ValueEdit>): { meant: string[]; edit: ValueEdit } | undefined {
  for (const edit of edits) {
    const meant = value.slice(0, edit.start) + edit.text + value.slice(edit.end);
    if (parseIssueValue(meant).kind === "issue-value") return { meant: [meant], edit };
  }
  return undefined;
}

function* candidates(value: string, { trouble, start, end }: IssueValueProblem): Generator<ValueEdit> {
  const piece = value.slice(start, end);
  const replaceBy = (text: string): ValueEdit => ({ start, end, text });
  switch (trouble) {
    case "quoteInIssuer":
      yield { start: 0, end: value.length, text: value.replace(/["'`]|\xe2\x80[\x98-\x9f]/g, "") };
      return;
    case "urlAsIssuer":
    case "emailAsIssuer": {
      const host = piece
        .replace(/^[a-z]+:/i, "")
        .replace(/^\/+/, "")
        .replace(/^[^@/]*@/, "")
        .replace(/[/:?#].*$/s, "");
      const issuer = isIssuer(host) ? foldLabel(host) : suggestIssuer(foldLabel(host))?.domain;
      if (issuer) yield replaceBy(issuer);
      return;
    }
    case "blankInIssuer":
      // "ca.example validationmethods=dns-01": the semicolon was forgotten.
      if (/^\S+\s+[A-Za-z0-9-]+\s*=/.test(piece)) yield replaceBy(piece.replace(/\s+/, "; "));
      return;
    case "emptyLabelInIssuer": {
      const issuer = foldLabel(piece.replace(/\.+/g, ".").replace(/^\.|\.$/g, ""));
      if (isIssuer(issuer)) yield replaceBy(issuer);
      return;
    }
    case "badOctetInIssuer": {
      // "*.ca.example", "ca.example:443"
      const whole = value.split(";")[0].trim();
      const issuer = foldLabel(whole.replace(/^\*\./, "").replace(/:\d+$/, ""));
      const at = value.indexOf(whole);
      if (isIssuer(issuer)) yield { start: at, end: at + whole.length, text: issuer };
      return;
    }
    case "emptyParameter":
      yield { start: value.slice(0, start).trimEnd().length, end, text: "" };
      return;
    case "trailingSemicolon":
      yield { start: value.slice(0, start).trimEnd().length, end: value.length, text: "" };
      return;
    case "blankInParameter":
      if (/\s[A-Za-z0-9-]+\s*=/.test(piece)) yield replaceBy(piece.replace(PARAMETER_BEHIND_BLANKS, "; "));
      return;
    case "badParameterTag": {
      const tag = foldLabel(piece.replace(/[\s_-]/g, ""));
      if (tag === "accounturi" || tag === "validationmethods") yield replaceBy(tag);
    }
  }
}

/** "validationmethods=http-01; dns-01": a comma was meant; or the tag was left out. */
function joinMethods(value: string, { start, end }: IssueValueProblem): ValueEdit {
  const list = value.slice(start, end).replace(/\s/g, "");
  const semicolon = value.lastIndexOf(";", start);
  const before = value.slice(0, semicolon).trimEnd();
  if (!/validationmethods\s*=/i.test(before.slice(before.lastIndexOf(";") + 1)))
    return { start, end, text: `validationmethods=${list}` };
  return { start: before.length, end, text: `,${list}` };
}

const isMethods = (text: string): boolean =>
  parseMethods(text).every(({ label }) => /^(?:registered|draft|ca-specific)$/.test(judgeMethodLabel(label.trim())));

const isIssuer = (text: string): boolean => findIssuer(foldLabel(text)) !== undefined;

/** The issuer domain name of the CA that is called so: "Let's Encrypt", "Sectigo Limited". */
function issuerCalled(text: string): string | undefined {
  const called = lettersOf(text);
  if (text.includes(".") || called.length < 5) return undefined;
  const goesBy = (name: string) =>
    name
      .split(/[(/]/)
      .map(lettersOf)
      .some((part) => part !== "" && called.startsWith(part));
  return CA_SHAPES.find(({ kind, name }) => kind.startsWith("ca") && goesBy(name))?.issuerDomains.value[0];
}

const lettersOf = (text: string): string => foldLabel(text).replace(/[^a-z]/g, "");
