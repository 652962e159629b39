import { excerpt, rewrite } from "../../dcv/written/rewrite.js";
import { codePointAt } from "../../name/octets.js";
import { CAA, SPF, TXT } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import type { Place, RdataToken, RecordView } from "../../zone/record-view.js";
import { NON_ASCII, OWNER_INHERITED } from "../../zone/zone.js";

const ONLY =
  'Only " quotes in a zone file. The typographic quotes that word processors and chat programs make of it become part of the data';

export default defineRule({
  id: "typographic-quote",
  group: "Reading the source",
  severity: "error",
  summary: 'Typographic quotes (“ ” ‘ ’ « ») where " was meant',
  sources: [rfc(1035, "5.1", "Format")],
  fixable: true,
  zoneFilesOnly: true,
  messages: {
    roundValue: ({ written, type }: { written: string; type: string }) => ({
      what: `${written} is written with typographic quotes.`,
      why:
        type === "CAA"
          ? `${ONLY}, and no CA goes by the value that is published.`
          : `${ONLY}, and the blanks between them part the text. Whoever looks for the text finds another.`,
      how: 'Write " in place of the typographic quotes.',
    }),
    roundField: ({ written }: { written: string }) => ({
      what: `${written} is written with typographic quotes.`,
      why: `${ONLY}: another name is published than the one that was meant, or the zone is refused.`,
      how: "Write it without quotes.",
    }),
    insideQuotes: ({ written }: { written: string }) => ({
      what: `The text ${written} has typographic quotes within its quotes.`,
      why: "They become part of the text, and whoever looks for the text finds another.",
      how: "Delete the typographic quotes.",
    }),
  },
  zone({ zone, other, report }) {
    // Such a quote stands where `NON_ASCII` looks.
    for (let id = 0; id < zone.count; id++) {
      if ((zone.flags[id] & NON_ASCII) === 0) continue;
      const record = other.at(id);
      for (const { message, place, written, meant } of findMarks(record)) {
        const data = { written: excerpt(legible(written)), type: record.typeName };
        report(place, message, data, { fix: rewrite("suggestion", place, meant) });
      }
    }
  },
});

interface Found {
  readonly message: "roundValue" | "roundField" | "insideQuotes";
  readonly place: Place;
  readonly written: string;
  /** The text with its quotes set right, where that is plain. */
  readonly meant?: string;
}

function* findMarks(record: RecordView): Generator<Found> {
  const { type, zone, id } = record;
  if ((zone.flags[id] & OWNER_INHERITED) === 0) {
    const { text, place } = record.owner;
    if (startsQuoted(text)) yield roundField(text, place);
  }
  const tokens = record.tokens();
  if (type === TXT || type === SPF) {
    const found = tokens.every(({ quoted }) => quoted) ? insideQuotes(tokens) : findInText(tokens);
    if (found) yield found;
    return;
  }
  for (const [i, { text, quoted, place }] of tokens.entries()) {
    if (quoted || !(startsQuoted(text) || endsQuoted(text))) continue;
    if (type !== CAA || i < 2) yield roundField(text, place);
    else {
      yield roundValue(text, place, tokens[tokens.length - 1].place);
      return;
    }
  }
}

/** A text holds words of all sorts, apostrophes too: one that was meant to be quoted begins so, and ‘…’ ends it as well. */
function findInText(tokens: readonly RdataToken[]): Found | undefined {
  const [{ text, quoted, place }] = tokens;
  const last = tokens[tokens.length - 1];
  if (quoted || !startsQuoted(text) || (SINGLE.includes(text[0]) && !endsQuoted(last.text))) return undefined;
  return roundValue(text, place, last.place);
}

const roundField = (text: string, place: Place): Found => {
  const meant = [...text].filter((char) => !MARKS.includes(char)).join("");
  return { message: "roundField", place, written: text, meant };
};

/** From the first quote to the end of the RDATA, or to the other half in what a semicolon made a comment. */
function roundValue(text: string, start: Place, last: Place): Found {
  const { source } = start;
  const family = SINGLE.includes(text[0]) ? SINGLE : DOUBLE;
  const within = source.text(start.start, last.end);
  const behind = source.text(last.end, source.lineEnd(last.end));
  const odd = [...within].filter((char) => family.includes(char)).length % 2 === 1;
  const half = odd ? [...behind].findIndex((char) => family.includes(char)) : -1;
  const comment = half < 0 ? "" : [...behind].slice(0, half + 1).join("");
  const end = last.end + octetsOf(source.bytes, last.end, comment);
  const written = within + comment;
  const meant = written.replace(new RegExp(`[${family}]([^${family}"\n]*)[${family}]`, "gu"), '"$1"');
  const clear = ![...meant].some((char) => family.includes(char)) && meant !== written;
  return {
    message: "roundValue",
    place: { ...start, end },
    written,
    meant: clear ? meant : undefined,
  };
}

/** `"“v=spf1 -all”"`: a text for machines with such quotes all round. In a text for people they may be at home. */
function insideQuotes(tokens: readonly RdataToken[]): Found | undefined {
  const text = tokens.map((token) => token.text).join("");
  const inner = text.slice(1, -1);
  if (!startsQuoted(text) || !endsQuoted(text) || [...inner].some((char) => MARKS.includes(char))) return undefined;
  if (!inner.includes("=") && /\s/.test(inner)) return undefined;
  const place = { ...tokens[0].place, end: tokens[tokens.length - 1].place.end };
  const meant = tokens.length === 1 ? `"${inner}"` : undefined;
  return { message: "insideQuotes", place, written: text, meant };
}

/** Of Unicode, and of Windows-1252 in a file that isn't UTF-8, where an octet stands for itself. */
const DOUBLE = "“”„‟«»〝〞〟＂\x93\x94";
const SINGLE = "‘’‚‛‹›＇\x91\x92";
const MARKS = DOUBLE + SINGLE;
const startsQuoted = (text: string): boolean => text !== "" && MARKS.includes(text[0]);
const endsQuoted = (text: string): boolean => text.length > 1 && MARKS.includes(text[text.length - 1]);

const legible = (text: string): string => text.replace(/[\x91-\x94]/g, (octet) => "‘’“”"[octet.charCodeAt(0) - 0x91]);

/** How many octets the text takes there, be the file UTF-8 or not. */
function octetsOf(bytes: Uint8Array, from: number, text: string): number {
  let at = from;
  for (const _ of text) at += codePointAt(bytes, at, bytes.length).length;
  return at - from;
}
