import { excerpt } from "../../dcv/rewrite.js";
import { findNearest } from "../../knowledge/edit-distance.js";
import { mnemonics, typeCode } from "../../rdata/types.js";
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
  messages: {
    unknown: ({ written }: { written: string }) =>
      aboutPrivate(written) ?? {
        what: `"${excerpt(written)}" stands where the record type belongs, and is none.`,
        why: "A name server refuses the whole zone because of it, so nothing in the zone is served.",
        how: advise(written),
      },
  },
  fixProblem({ source, start, end, data: { written } }) {
    const meant = findMeant(written);
    if (!meant) return undefined;
    return {
      title: `Write "${meant}"`,
      safety: "suggestion",
      edits: [{ place: { source, start, end }, newText: meant }],
    };
  },
});

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
  const meant = findMeant(written);
  if (meant) return `Write "${meant}".`;
  if (/[. =]/.test(written)) return "Write the type in front of it: CNAME for a name, TXT for a text.";
  return "Write a type such as A, AAAA, CNAME, TXT, CAA, MX or NS; a type without a name of its own is written TYPE123.";
}

/** What to write instead, where that is plain. */
function findMeant(written: string): string | undefined {
  const upper = written.toUpperCase();
  if (TAKEN_BY.has(upper)) return undefined;
  // Known after all: it was written in quotes.
  if (typeCode(upper) !== undefined) return upper;
  // The type was forgotten, and the address tells which.
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(written)) return `A ${written}`;
  if (/^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}$/i.test(written)) return `AAAA ${written}`;
  // Words of two letters are near to too many.
  if (!/^[A-Z][A-Z0-9-]{2,}$/.test(upper)) return undefined;
  // "ns1", "mx2": a host that lost its place.
  const hosts = /\d$/.test(upper);
  const likely = hosts ? mnemonics().filter((type) => /\d$/.test(type)) : [...USUAL, ...mnemonics()];
  return findNearest(upper, likely, upper.length < 6 ? 1 : 2);
}

/** Types that stand in most zones: of two near ones, one of these was meant. */
const USUAL = "AAAA CNAME TXT CAA MX NS SRV SOA PTR A".split(" ");

/** Made up by providers and by PowerDNS; no registry has them. */
const TAKEN_BY: ReadonlyMap<string, string> = new Map([
  ["ALIAS", "PowerDNS and some hosted providers take it, and answer with the target's addresses"],
  ["ANAME", "some hosted providers take it, and answer with the target's addresses"],
  ["LUA", "PowerDNS takes it, and runs what it says"],
  ["AWS", "cli53 writes it for alias records of Route 53"],
  ["DKIM", "OVHcloud writes it for a TXT record with a DKIM key"],
  ["DMARC", "OVHcloud writes it for a TXT record with a DMARC policy"],
  ...["APEXCNAME", "FLATTEN", "FORWARD", "FRAME", "REDIRECT", "URL", "URL301", "URL302"].map(
    (type) => [type, "some hosted providers take it"] as const,
  ),
]);
