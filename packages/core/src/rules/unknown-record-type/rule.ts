import { excerpt } from "../../dcv/written/rewrite.js";
import { findMeantType, TAKEN_BY } from "../../knowledge/near-types.js";
import { defineRule, rfc, source } from "../../rule.js";

export default defineRule({
  id: "unknown-record-type",
  group: "Reading the source",
  severity: "error",
  summary: "A record type that neither the registry nor TYPE123 knows",
  sources: [
    rfc(1035, "5.1", "Format"),
    rfc(3597, "5", "Text Representation"),
    source(
      "IANA, Resource Record (RR) TYPEs",
      "https://www.iana.org/assignments/dns-parameters/dns-parameters.xhtml#dns-parameters-4",
    ),
  ],
  fixable: true,
  mostOnResources: "warning",
  whyOfResources: "The provider's API refuses a type that it doesn't know: apply will be rejected half-way.",
  messages: {
    /** `mark`: what comments begin with elsewhere, where the line begins with it. */
    unknown: ({ written, mark }: { written: string; mark?: string }) =>
      aboutComment(mark) ??
      aboutPrivate(written) ?? {
        what: `"${excerpt(written)}" stands where the record type belongs, and is none.`,
        why: "A name server refuses the whole zone because of it, so nothing in the zone is served.",
        how: advise(written),
      },
  },
  fixProblem({ source, start, end, data: { written, mark } }) {
    const meant = mark === undefined ? findMeantType(written) : undefined;
    if (!meant) return undefined;
    return {
      title: `Write "${meant}"`,
      safety: "suggestion",
      edits: [{ place: { source, start, end }, newText: meant }],
    };
  },
});

function aboutComment(mark: string | undefined) {
  if (mark === undefined) return undefined;
  return {
    what: `"${mark}" begins no comment in a zone file: the line is read as a record.`,
    why: "A name server refuses the whole zone because of it, so nothing in the zone is served.",
    how: `Write ";" in place of "${mark}".`,
  };
}

/** What stands there is some server's or exporter's own, and right where it takes it. */
function aboutPrivate(written: string) {
  const upper = written.toUpperCase();
  const takenBy = TAKEN_BY.get(upper);
  if (takenBy === undefined) return undefined;
  return {
    severity: "warning" as const,
    what: `"${upper}" is no record type of the DNS: ${takenBy}.`,
    why: "A file that goes there is right as it is. A name server that doesn't know it, such as BIND, Knot or NSD, refuses the whole zone.",
    how: "Leave it if the file goes there. Before it goes to another server, replace it by what that one has for the purpose.",
  };
}

function advise(written: string): string {
  const meant = findMeantType(written);
  if (meant) return `Write "${meant}".`;
  if (/[. =]/.test(written)) return "Write the type in front of it: CNAME for a name, TXT for a text.";
  return "Write a type such as A, AAAA, CNAME, TXT, CAA, MX or NS; a type without a name of its own is written TYPE123.";
}
