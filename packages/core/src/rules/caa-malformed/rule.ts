import { readCaa, showCaa, writtenCaa } from "../../dcv/caa-record.js";
import { type IssueValueProblem, isPropertyTag, parseIssueValue, parseMethods } from "../../dcv/caa-value.js";
import { judgeMethodLabel, suggestTag } from "../../knowledge/caa-registry.js";
import { findIssuer, suggestIssuer } from "../../knowledge/issuers.js";
import { findPlaceholder } from "../../knowledge/placeholders.js";
import { foldLabel } from "../../name/domain-name.js";
import { CAA } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";

interface Trouble {
  /** The value, and the piece of it that doesn't fit. */
  value: string;
  piece: string;
  /** What the record could be instead. */
  example: string;
  tag: string;
}

const NOBODY = "A value outside the grammar counts as one that names nobody, so";
const why = ({ tag }: Trouble) =>
  tag === "issuemail"
    ? `${NOBODY} the record permits no CA to issue certificates for mail.`
    : `${NOBODY} the record permits no CA. If no other ${tag} record of the RRset permits it, the CA refuses.`;

export default defineRule({
  id: "caa-malformed",
  group: "CAA",
  severity: "error",
  summary: "A CAA record whose tag or value is outside the grammar",
  sources: [
    rfc(8659, "4.1", "Syntax"),
    rfc(8659, "4.2", "CAA issue Property"),
    rfc(9495, "3", '"issuemail" Property Tag Syntax'),
    source("Boulder, va/caa.go", "https://github.com/letsencrypt/boulder/blob/main/va/caa.go"),
  ],
  seed: "tencent-caa",
  fixable: true,
  messages: {
    badTag: (d: { tag: string; meant?: string }) => ({
      what: `The tag "${d.tag}" holds something other than letters and digits.`,
      why: "BIND refuses the whole zone because of it, and to a CA it is no property that it knows, so it permits nobody.",
      how: d.meant ? `Write ${d.meant}.` : "Write issue, issuewild or another tag of the registry.",
    }),
    quoteInIssuer: (d: Trouble) => ({
      what: `The quotes in ${d.piece} are part of the value that is published.`,
      why: why(d),
      how: `Write the value in one pair of quotes: ${d.example}`,
    }),
    urlAsIssuer: (d: Trouble) => ({
      what: `"${d.piece}" is a URL or a path; an issuer is a bare domain name.`,
      why: why(d),
      how: `Write the CA's issuer domain name alone: ${d.example}`,
    }),
    emailAsIssuer: (d: Trouble) => ({
      what: `"${d.piece}" is an e-mail address; an issuer is a bare domain name.`,
      why: why(d),
      how: `Write the CA's issuer domain name: ${d.example}. Where to send reports is said by iodef.`,
    }),
    listOfIssuers: (d: Trouble) => ({
      what: `"${d.piece}" lists several issuers in one record.`,
      why: why(d),
      how: `Write a record for each CA: ${d.example}`,
    }),
    blankInIssuer: (d: Trouble) => ({
      what: `"${d.piece}" holds a blank; an issuer is one domain name, and ";" parts it from its parameters.`,
      why: why(d),
      how: `Write: ${d.example}`,
    }),
    underscoreInIssuer: (d: Trouble) => ({
      what: `The issuer in "${d.value}" holds an underscore, which no issuer domain name has.`,
      why: why(d),
      how: `Write the CA's issuer domain name: ${d.example}`,
    }),
    emptyLabelInIssuer: (d: Trouble) => ({
      what: `"${d.piece}" has a dot too many.`,
      why: why(d),
      how: `Write the CA's issuer domain name: ${d.example}`,
    }),
    hyphenAtEdge: (d: Trouble) => ({
      what: `"${d.piece}" begins or ends with a hyphen, as no label of an issuer may.`,
      why: why(d),
      how: `Write the CA's issuer domain name: ${d.example}`,
    }),
    badOctetInIssuer: (d: Trouble) => ({
      what: `The issuer in "${d.value}" holds "${d.piece}"; it may hold letters, digits, dots and hyphens.`,
      why: why(d),
      how: `Write the CA's issuer domain name first, its parameters behind ";": ${d.example}`,
    }),
    emptyParameter: (d: Trouble) => ({
      what: `There is nothing between two semicolons of "${d.value}".`,
      why: why(d),
      how: `Write: ${d.example}`,
    }),
    trailingSemicolon: (d: Trouble) => ({
      what: `"${d.value}" ends with a semicolon, and behind a parameter none may stand.`,
      why: `${why(d)} Let's Encrypt passes over such a record.`,
      how: `Leave the semicolon out: ${d.example}`,
    }),
    parameterWithoutEquals: (d: Trouble) => ({
      what: `The parameter "${d.piece}" has no "=".`,
      why: why(d),
      how: `A parameter is written tag=value: ${d.example}`,
    }),
    methodBehindSemicolon: (d: Trouble) => ({
      what: `"${d.piece}" stands behind a semicolon as if it were a parameter; it is a validation method.`,
      why: why(d),
      how: `Methods are parted by commas, without blanks: ${d.example}`,
    }),
    badParameterTag: (d: Trouble) => ({
      what: `"${d.piece}" is no parameter's tag: it is made of letters, digits and inner hyphens.`,
      why: why(d),
      how: `Write: ${d.example}`,
    }),
    blankInParameter: (d: Trouble) => ({
      what: `The parameter value "${d.piece}" holds a blank.`,
      why: why(d),
      how: `Leave the blank out, or part two parameters by ";": ${d.example}`,
    }),
    badOctetInParameter: (d: Trouble) => ({
      what: `A parameter of "${d.value}" holds "${d.piece}", which isn't printable ASCII.`,
      why: why(d),
      how: `Write: ${d.example}`,
    }),
  },
  records: {
    types: [CAA],
    check(record, { report }) {
      const reading = readCaa(record);
      const { parsed, value } = reading;
      if (!isPropertyTag(reading.tag)) {
        const { tag: place, tagText, plain } = writtenCaa(record);
        const meant = suggestTag(reading.tag);
        const edits = meant && plain ? [{ place, newText: meant }] : undefined;
        const fix = edits && { title: `Write "${meant}"`, safety: "suggestion" as const, edits };
        return report(place, "badTag", { tag: tagText, meant }, { fix });
      }
      if (parsed?.kind !== "problem" || belongsElsewhere(parsed)) return;
      if (findPlaceholder(value, { validation: false })) return;
      const written = writtenCaa(record).value;
      const better = repair(value, parsed);
      const edits = better?.edit && written.edit(better.edit.start, better.edit.end, better.edit.text);
      const data = {
        value: written.text(0, value.length).replace(/^"|"$/g, ""),
        piece: written.text(parsed.start, parsed.end),
        example: (better?.values ?? [EXAMPLE]).map((each) => showCaa(reading, each)).join(" and "),
        tag: reading.tag,
      };
      const isMethod =
        parsed.trouble === "parameterWithoutEquals" && isKnownMethod(value.slice(parsed.start, parsed.end));
      const message = isMethod ? "methodBehindSemicolon" : parsed.trouble;
      if (message === "finalDot") return;
      const place = written.piece(parsed.start, parsed.end);
      report(place, message, data, {
        fix: edits && { title: "Write what was probably meant", safety: "suggestion", edits },
      });
    },
  },
});

const EXAMPLE = "letsencrypt.org";

/** A final dot is `caa-issuer-spelling`'s, a blank within what RFC 8657 defines `caa-parameter`'s. */
const belongsElsewhere = ({ trouble, parameter = "" }: IssueValueProblem): boolean =>
  trouble === "finalDot" || (trouble === "blankInParameter" && RFC_8657.includes(parameter));
const RFC_8657 = ["accounturi", "validationmethods"];

const isKnownMethod = (text: string): boolean =>
  parseMethods(text).every(({ label }) => /^(?:registered|draft|ca-specific)$/.test(judgeMethodLabel(label.trim())));

interface Better {
  /** Values that fit the grammar: one, or one for each CA of a list. */
  values: string[];
  edit?: { start: number; end: number; text: string };
}

/** What was probably meant, where that can be told. */
function repair(value: string, problem: IssueValueProblem): Better | undefined {
  const issuers = value
    .slice(problem.start, problem.end)
    .split(/[\s,]+/)
    .filter((each) => each !== "");
  if (problem.trouble === "listOfIssuers" || (problem.trouble === "blankInIssuer" && issuers.every(isIssuer))) {
    return issuers.every(isIssuer) ? { values: issuers } : undefined;
  }
  for (const edit of candidates(value, problem)) {
    const better = value.slice(0, edit.start) + edit.text + value.slice(edit.end);
    const parsed = parseIssueValue(better);
    if (parsed.kind === "issue-value") return { values: [better], edit };
  }
  return undefined;
}

const isIssuer = (text: string): boolean => findIssuer(foldLabel(text)) !== undefined;

function* candidates(value: string, { trouble, start, end }: IssueValueProblem) {
  const piece = value.slice(start, end);
  switch (trouble) {
    case "quoteInIssuer":
      yield { start: 0, end: value.length, text: value.replace(/["'`]|\xe2\x80[\x98-\x9f]/g, "") };
      return;
    case "urlAsIssuer":
    case "emailAsIssuer": {
      const host = foldLabel(
        piece
          .replace(/^[a-z]+:/i, "")
          .replace(/^\/+|^[^@/]*@/g, "")
          .replace(/[/:?#].*$/s, ""),
      );
      const issuer = isIssuer(host) ? host : suggestIssuer(host)?.domain;
      if (issuer) yield { start, end, text: issuer };
      return;
    }
    case "blankInIssuer":
      // "ca.example validationmethods=dns-01": the semicolon was forgotten.
      if (/^\S+\s+[A-Za-z0-9-]+\s*=/.test(piece)) yield { start, end, text: piece.replace(/\s+/, "; ") };
      return;
    case "emptyLabelInIssuer": {
      const issuer = foldLabel(piece.replace(/\.+/g, ".").replace(/^\.|\.$/g, ""));
      if (isIssuer(issuer)) yield { start, end, text: issuer };
      return;
    }
    case "badOctetInIssuer": {
      if (piece === "=") return;
      const whole = value.split(";")[0].trim();
      const issuer = foldLabel(whole.replace(/^\*\./, "").replace(/:\d+$/, ""));
      const at = value.indexOf(whole);
      if (isIssuer(issuer)) yield { start: at, end: at + whole.length, text: issuer };
      return;
    }
    case "emptyParameter":
    case "trailingSemicolon":
      yield { start: value.slice(0, start).trimEnd().length, end, text: "" };
      return;
    case "parameterWithoutEquals": {
      if (!isKnownMethod(piece)) return;
      const before = value.lastIndexOf(";", start);
      const list = piece.replace(/\s/g, "");
      if (/validationmethods\s*=[^;]*\S\s*$/i.test(value.slice(0, before))) {
        yield { start: value.slice(0, before).trimEnd().length, end, text: `,${list}` };
      } else yield { start, end, text: `validationmethods=${list}` };
      return;
    }
    case "blankInParameter":
      if (/\s[A-Za-z0-9-]+\s*=/.test(piece))
        yield { start, end, text: piece.replace(/\s+(?=[A-Za-z0-9-]+\s*=)/g, "; ") };
      return;
    case "badParameterTag":
      yield { start, end, text: RFC_8657.find((tag) => tag === foldLabel(piece.replace(/[\s_-]/g, ""))) ?? piece };
  }
}
