import { readCaa, showCaa, writtenCaa } from "../../dcv/caa/caa-record.js";
import { type IssueValueProblem, isPropertyTag } from "../../dcv/caa/caa-value.js";
import { diagnoseIssueValue } from "../../dcv/caa/issue-value-repair.js";
import { gradeBy } from "../../dcv/written/provider-reading.js";
import { clip } from "../../dcv/written/rewrite.js";
import { showOctets } from "../../dcv/written/written-value.js";
import { suggestTag } from "../../knowledge/caa-registry.js";
import { findPlaceholder } from "../../knowledge/placeholders.js";
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
    rfc(9495, "3", 'Syntax of the "issuemail" Property Tag'),
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
    nameAsIssuer: (d: Trouble) => ({
      what: `"${d.piece}" is what the CA is called, not its issuer domain name.`,
      why: why(d),
      how: `Write its issuer domain name${d.example}`,
    }),
    quoteInIssuer: (d: Trouble) => ({
      what: `The quotes in ${d.piece} are part of the value that is published.`,
      why: why(d),
      how: `Write the value in one pair of quotes${d.example}`,
    }),
    urlAsIssuer: (d: Trouble) => ({
      what: `"${d.piece}" is a URL or a path; an issuer is a bare domain name.`,
      why: why(d),
      how: `Write the CA's issuer domain name alone${d.example}`,
    }),
    emailAsIssuer: (d: Trouble) => ({
      what: `"${d.piece}" is an e-mail address; an issuer is a bare domain name.`,
      why: why(d),
      how: `Write the CA's issuer domain name${d.example}. Where to send reports is said by iodef.`,
    }),
    listOfIssuers: (d: Trouble) => ({
      what: `"${d.piece}" lists several issuers in one record.`,
      why: why(d),
      how: `Write a record for each CA${d.example}`,
    }),
    blankInIssuer: (d: Trouble) => ({
      what: `"${d.piece}" holds a blank; an issuer is one domain name, and ";" parts it from its parameters.`,
      why: why(d),
      how: `Write one issuer, and its parameters behind ";"${d.example}`,
    }),
    underscoreInIssuer: (d: Trouble) => ({
      what: `The issuer in "${d.value}" holds an underscore, which no issuer domain name has.`,
      why: why(d),
      how: `Write the CA's issuer domain name${d.example}`,
    }),
    emptyLabelInIssuer: (d: Trouble) => ({
      what: `"${d.piece}" has a dot too many.`,
      why: why(d),
      how: `Write the CA's issuer domain name${d.example}`,
    }),
    hyphenAtEdge: (d: Trouble) => ({
      what: `"${d.piece}" begins or ends with a hyphen, as no label of an issuer may.`,
      why: why(d),
      how: `Write the CA's issuer domain name${d.example}`,
    }),
    badOctetInIssuer: (d: Trouble) => ({
      what: `The issuer in "${d.value}" holds "${d.piece}"; it may hold letters, digits, dots and hyphens.`,
      why: why(d),
      how: `Write the CA's issuer domain name first, its parameters behind ";"${d.example}`,
    }),
    emptyParameter: (d: Trouble) => ({
      what: `There is nothing between two semicolons of "${d.value}".`,
      why: why(d),
      how: `Leave one of them out${d.example}`,
    }),
    trailingSemicolon: (d: Trouble) => ({
      what: `"${d.value}" ends with a semicolon, and behind a parameter none may stand.`,
      why: `${why(d)} Let's Encrypt passes over such a record.`,
      how: `Leave the semicolon out${d.example}`,
    }),
    parameterWithoutEquals: (d: Trouble) => ({
      what: `The parameter "${d.piece}" has no "=".`,
      why: why(d),
      how: `A parameter is written tag=value${d.example}`,
    }),
    methodBehindSemicolon: (d: Trouble) => ({
      what: `"${d.piece}" stands behind a semicolon as if it were a parameter; it is a validation method.`,
      why: why(d),
      how: `Methods are parted by commas, without blanks${d.example}`,
    }),
    badParameterTag: (d: Trouble) => ({
      what: `"${d.piece}" is no parameter's tag: it is made of letters, digits and inner hyphens.`,
      why: why(d),
      how: `Write tag=value${d.example}`,
    }),
    blankInParameter: (d: Trouble) => ({
      what: `The parameter value "${d.piece}" holds a blank.`,
      why: why(d),
      how: `Leave the blank out, or part two parameters by ";"${d.example}`,
    }),
    badOctetInParameter: (d: Trouble) => ({
      what: `A parameter of "${d.value}" holds "${d.piece}", which isn't printable ASCII.`,
      why: why(d),
      how: `Write the value in ASCII${d.example}`,
    }),
    blanksRefused: ({ value }: { value: string }) => ({
      what: `The value "${value}" holds a blank, and this provider takes three parts parted by blanks: flags, tag and value.`,
      why: "The plan looks right, but the provider refuses the record: apply will be rejected half-way.",
      how: `Leave the blanks out: ${value.replace(/\s+/g, "")}`,
    }),
  },
  records: {
    types: [CAA],
    byRdata: [CAA],
    check(record, { zone, report }) {
      const reading = readCaa(record);
      const { parsed, value } = reading;
      const blanks = zone.made ? record.origin?.reading.caa.blanksInValue : undefined;
      if (blanks?.value === "apply_error" && /\s/.test(value.trim()) && isPropertyTag(reading.tag)) {
        const { value: written } = writtenCaa(record);
        const data = { value: showOctets(value) };
        return report(written.place, "blanksRefused", data, { severity: gradeBy(blanks) });
      }
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
      const { trouble, piece, meant, edit } = diagnoseIssueValue(value, parsed);
      if (trouble === "finalDot") return;
      const shown = (meant ?? [EXAMPLES[trouble] ?? EXAMPLE]).map((each) => showCaa(reading, each)).join(" and ");
      const data = {
        value: showOctets(value),
        piece: showOctets(piece),
        example: meant ? `: ${shown}` : `, such as ${shown}`,
        tag: reading.tag,
      };
      const edits = edit && written.edit(edit.start, edit.end, edit.text);
      const fix = edits && { title: `Write ${clip(shown)}`, safety: "suggestion" as const, edits };
      report(written.piece(parsed.start, parsed.end), trouble, data, { fix });
    },
  },
});

const EXAMPLE = "letsencrypt.org";
const WITH_PARAMETER = "letsencrypt.org; validationmethods=dns-01";
const EXAMPLES: Partial<Record<string, string>> = {
  parameterWithoutEquals: WITH_PARAMETER,
  badParameterTag: WITH_PARAMETER,
  badOctetInParameter: WITH_PARAMETER,
  blankInParameter: WITH_PARAMETER,
};

/** A final dot is `caa-issuer-spelling`'s, a blank within what RFC 8657 defines `caa-parameter`'s. */
const belongsElsewhere = ({ trouble, parameter = "" }: IssueValueProblem): boolean =>
  trouble === "finalDot" || (trouble === "blankInParameter" && RFC_8657.includes(parameter));
const RFC_8657 = ["accounturi", "validationmethods"];
