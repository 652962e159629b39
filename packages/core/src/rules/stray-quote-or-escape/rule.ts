import { BACKSLASH, CLOSE, OPEN, QUOTE, SPACE } from "../../name/octets.js";
import { A, AAAA, CAA, CNAME, DNAME, HTTPS, MX, NS, PTR, SOA, SPF, SRV, SVCB, TXT, typeInfo } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc } from "../../rule.js";
import type { Place, RdataToken, RecordView } from "../../zone/record-view.js";
import { OWNER_INHERITED, UNREADABLE, type Zone } from "../../zone/zone.js";

export default defineRule({
  id: "stray-quote-or-escape",
  group: "Reading the source",
  severity: "warning",
  summary: "Quotes or backslashes that become part of the data, or that servers refuse",
  sources: [rfc(1035, "5.1", "Format"), rfc(4343, "2.1", "Escaping Unusual DNS Labels")],
  fixable: true,
  messages: {
    quotedField: ({ written }: { written: string }) => ({
      what: `"${written}" stands in quotes, and isn't a text.`,
      why: "Quotes belong round texts only. BIND and Knot refuse the zone because of them; NSD reads past them.",
      how: `Write ${written}, without quotes.`,
    }),
    quotesInValue: ({ published, type }: { published: string; type: string }) => ({
      what: `The value is quoted twice: ${published} is published, quotes included.`,
      why:
        type === "CAA"
          ? "No CA goes by a name with quotes in it, so none may issue."
          : "Whoever looks for the text finds one that begins with a quote.",
      how: 'Write the value between two ", without any other quotes.',
      severity: type === "CAA" ? ("error" as const) : ("warning" as const),
    }),
    quotesTouch: ({ written }: { written: string }) => ({
      what: `A quote touches another word in ${written}.`,
      why: "A quoted string ends at its second quote, wherever that stands. BIND makes several strings of it; Knot refuses the zone.",
      how: 'Put the whole text between two ", or a blank between its strings. A quote within a text is written \\".',
    }),
    octetInName: ({ written, octet }: { written: string; octet: string }) => ({
      what: `The name ${written} holds a ${octet}: the backslash in front makes it part of the name.`,
      why: "The record is published at, or points to, a name that nobody asks for.",
      how: "Write the name without it.",
    }),
    needlessEscape: ({ written, meant }: { written: string; meant: string }) => ({
      what: `The backslashes in ${written} do nothing: it means ${meant}.`,
      why: "Only dots, quotes, blanks and the like need a backslash in a name. Tools that compare texts, and providers that don't know of escapes, see another name.",
      how: `Write ${meant}.`,
    }),
    backslashLost: ({ escape, letter }: { escape: string; letter: string }) => ({
      what: `"${escape}" in this text publishes "${letter}".`,
      why: "A backslash only says that the next character stands for itself. It is no line break or tab, and it isn't published.",
      how: `Write "\\\\${letter}" to publish a backslash, or leave it out.`,
    }),
    backslashStays: () => ({
      what: 'The text holds "\\\\;", so a backslash is published in front of the semicolon.',
      why: "Who reads the text as a list of tag=value finds a stray backslash in it; a DKIM key isn't read any more.",
      how: "Write a mere semicolon: within quotes it needs no backslash.",
    }),
  },
  zone(context) {
    const { zone, other } = context;
    const escapes = zone.sources.map(({ bytes }) => bytes.includes(BACKSLASH));
    for (let id = 0; id < zone.count; id++) {
      if ((zone.flags[id] & UNREADABLE) !== 0) continue;
      const { bytes } = zone.sources[zone.source[id]];
      if ((zone.flags[id] & OWNER_INHERITED) === 0) {
        const start = zone.start[id];
        if (bytes[start] === QUOTE || (escapes[zone.source[id]] && hasEscape(bytes, start))) checkOwner(context, other.at(id));
      }
      const look = LOOKS.get(zone.type[id]);
      if (look?.(bytes, zone.rdataStart[id], zone.rdataEnd[id])) checkRdata(context, other.at(id));
    }
  },
});

type Context = Pick<RuleContext<never>, "zone"> & { report: (place: Place, message: never, data: never, extras?: object) => void };
