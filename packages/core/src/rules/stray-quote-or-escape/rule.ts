import { excerpt, rewrite } from "../../dcv/rewrite.js";
import { BACKSLASH, CLOSE, OPEN, QUOTE, SPACE } from "../../name/octets.js";
import { CAA, CNAME, DNAME, HTTPS, MX, NS, PTR, SOA, SPF, SRV, SVCB, TXT, typeInfo } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc } from "../../rule.js";
import type { Place, RdataToken, RecordView } from "../../zone/record-view.js";
import { OWNER_INHERITED, UNREADABLE } from "../../zone/zone.js";

const messages = {
  quotedOwner: ({ written }: { written: string }) => ({
    what: `The owner "${written}" stands in quotes, which belong round texts only.`,
    why: "BIND and NSD read past the quotes; Knot refuses the zone because of them.",
    how: `Write ${written}, without quotes.`,
  }),
  quotesInValue: ({ published, type }: { published: string; type: string }) => ({
    what: `The value is quoted twice: ${published} is published, inner quotes included.`,
    why:
      type === "CAA"
        ? "No CA goes by a name with quotes in it, so none may issue."
        : "Whoever looks for the text finds one with quotes round it.",
    how: 'Write the value between two ", without any other quotes.',
    severity: type === "CAA" ? ("error" as const) : ("warning" as const),
  }),
  quotesTouch: ({ written }: { written: string }) => ({
    what: `A quote touches another word in ${written}.`,
    why: "A quoted string ends at the next quote, wherever that stands. BIND and NSD make several strings of it; Knot refuses the zone.",
    how: 'Put the whole text between two ", or a blank between its strings. A quote that is part of the text is written \\".',
  }),
  octetInName: ({ written, octet }: { written: string; octet: string }) => ({
    what: `The name ${written} holds a ${octet}, because a backslash stands in front of it.`,
    why: "A name with that in it is published, and nobody asks for it.",
    how: "Write the name without it.",
  }),
  needlessEscape: ({ written, meant }: { written: string; meant: string }) => ({
    what: `The backslash in ${written} does nothing: the name is ${meant}.`,
    why: "In a name only dots, quotes, blanks and the like need one. Tools and providers that don't know of escapes publish another name.",
    how: `Write ${meant}.`,
  }),
  backslashLost: ({ escape, letter }: { escape: string; letter: string }) => ({
    what: `"${escape}" in this text publishes "${letter}".`,
    why: "A backslash says that the next character stands for itself. It makes no line break or tab, and it isn't published.",
    how: `Leave the backslash out, or write "\\${escape}" to publish it.`,
  }),
  backslashStays: () => ({
    what: 'The text holds "\\\\;", which publishes a backslash in front of the semicolon.',
    why: "Whoever reads the text as a list of tag=value finds the backslash in it: such a DKIM key isn't read any more.",
    how: "Write a mere semicolon. Within quotes it needs no backslash.",
  }),
};
type Report = RuleContext<typeof messages>["report"];

export default defineRule({
  id: "stray-quote-or-escape",
  group: "Reading the source",
  severity: "warning",
  summary: "Quotes or backslashes that become part of the data, or that a name server refuses",
  sources: [rfc(1035, "5.1", "Format"), rfc(4343, "2.1", "Escaping Unusual DNS Labels")],
  fixable: true,
  messages,
  zone({ zone, other, report }) {
    const escapes = zone.sources.map(({ bytes }) => bytes.includes(BACKSLASH));
    for (let id = 0; id < zone.count; id++) {
      if ((zone.flags[id] & UNREADABLE) !== 0) continue;
      const { bytes } = zone.sources[zone.source[id]];
      const escaping = escapes[zone.source[id]];
      if ((zone.flags[id] & OWNER_INHERITED) === 0) {
        const start = zone.start[id];
        if (bytes[start] === QUOTE) checkQuotedOwner(other.at(id).owner, report);
        if (escaping && holdsEscape(bytes, start)) checkName(other.at(id).owner, report);
      }
      if (LOOKS.get(zone.type[id])?.(bytes, zone.rdataStart[id], zone.rdataEnd[id])) checkRdata(other.at(id), report);
    }
  },
});

// ── a look at the octets, to pass over nearly all records ──────────────────────────────────────────────────────────────

type Look = (bytes: Uint8Array, start: number, end: number) => boolean;

const holdsBackslash: Look = (bytes, start, end) => {
  for (let at = start; at < end; at++) if (bytes[at] === BACKSLASH) return true;
  return false;
};

/** A backslash, a quote that touches something, a quote of another kind. */
const holdsOddQuotes: Look = (bytes, start, end) => {
  let quoted = false;
  for (let at = start; at < end; at++) {
    if (bytes[at] === BACKSLASH || isOtherQuote(bytes[at])) return true;
    if (bytes[at] !== QUOTE) continue;
    const next = quoted ? at + 1 : at - 1;
    if (next >= start && next < end && !isBorder(bytes[next])) return true;
    quoted = !quoted;
  }
  return false;
};

const isOtherQuote = (octet: number): boolean => octet === 39 || octet === 96; // ' and `
const isBorder = (octet: number): boolean => octet <= SPACE || octet === OPEN || octet === CLOSE;

const LOOKS: ReadonlyMap<number, Look> = new Map([
  ...[NS, CNAME, DNAME, PTR, MX, SRV, SOA, SVCB, HTTPS].map((type) => [type, holdsBackslash] as const),
  ...[TXT, SPF, CAA].map((type) => [type, holdsOddQuotes] as const),
]);

function holdsEscape(bytes: Uint8Array, start: number): boolean {
  for (let at = start; bytes[at] > SPACE; at++) if (bytes[at] === BACKSLASH) return true;
  return false;
}

// ── names ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Word {
  readonly text: string;
  readonly place: Place;
}

/** Names come first in RDATA, but for numbers; quotes round either are `bad-rdata`. */
const PASSED_OVER = new Set(["u8", "u16", "u32", "caa-tag"]);

function checkRdata(record: RecordView, report: Report): void {
  const tokens = record.tokens();
  if (tokens[0].text === "\\#" && !tokens[0].quoted) return; // the generic form (RFC 3597 §5)
  for (const [i, field] of typeInfo(record.type).fields.entries()) {
    const token = tokens[i];
    if (token === undefined) return;
    if (field === "texts" || field === "text-rest") return checkText(record, tokens.slice(i), report);
    if (field === "name" || field === "target") checkName(token, report);
    else if (!PASSED_OVER.has(field)) return;
  }
}

function checkQuotedOwner({ text, place }: Word, report: Report): void {
  const plain = /^[^\s;()"\\]+$/.test(text);
  report(place, "quotedOwner", { written: text }, { fix: plain ? rewrite("safe", place, text) : undefined });
}

function checkName({ text, place }: Word, report: Report): void {
  const escapes = [...text.matchAll(ESCAPE)].map(([, char]) => char);
  const stays = escapes.find((char) => char === "\\" || char === '"');
  if (stays !== undefined) {
    const meant = text.replace(ESCAPE, (escape, char) => (char === "\\" || char === '"' ? "" : escape));
    const octet = stays === "\\" ? "backslash" : "quote";
    report(place, "octetInName", { written: text, octet }, { fix: rewrite("suggestion", place, meant) });
  } else if (escapes.some((char) => NEEDLESS.test(char))) {
    const meant = text.replace(ESCAPE, (escape, char) => (NEEDLESS.test(char) ? char : escape));
    report(place, "needlessEscape", { written: text, meant }, { fix: rewrite("safe", place, meant) });
  }
}

/** `\DDD` or `\X`. */
const ESCAPE = /\\(\d{3}|.)/gs;
const NEEDLESS = /^[A-Za-z_-]$/;

// ── texts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function checkText(record: RecordView, tokens: readonly RdataToken[], report: Report): void {
  const touching = tokens.findIndex((token, i) => i > 0 && token.place.start === tokens[i - 1].place.end);
  if (touching > 0) return reportTouching(tokens, touching, report);
  if (checkWhole(record, tokens, report)) return;
  for (const { text, quoted, place } of tokens) {
    // "\\;" and "\\\;"
    const meant = text.replace(/\\(\d{3}|.)(\\?;)?/gs, (all, char, semicolon) =>
      char === "\\" && semicolon ? ";" : all,
    );
    if (meant !== text)
      return report(
        place,
        "backslashStays",
        {},
        { fix: quoted ? rewrite("suggestion", place, `"${meant}"`) : undefined },
      );
    const lost = [...text.matchAll(ESCAPE)].find(([, char]) => /^[A-Za-z]$/.test(char));
    if (lost) return report(place, "backslashLost", { escape: lost[0], letter: lost[1] });
  }
}

function reportTouching(tokens: readonly RdataToken[], touching: number, report: Report): void {
  const last = tokens.length - 1;
  const isEmpty = (i: number) => tokens[i].quoted && tokens[i].text === "";
  const whole = { ...tokens[0].place, end: tokens[last].place.end };
  const { source } = whole;
  // ""a text"": what looks like doubled quotes is an empty string at each end.
  if (touching === 1 && isEmpty(0) && isEmpty(last) && last > 1) {
    const inner = source.text(tokens[1].place.start, tokens[last - 1].place.end);
    const fix = /["\n]/.test(inner) ? undefined : rewrite("suggestion", whole, `"${inner}"`);
    return report(whole, "quotesTouch", { written: excerpt(source.text(whole.start, whole.end)) }, { fix });
  }
  const [before, after] = [tokens[touching - 1], tokens[touching]];
  const place = { ...before.place, end: after.place.end };
  // Two strings side by side: a blank between them changes nothing.
  const strings = tokens.every(({ quoted }, i) => quoted && (i === 0 || !isEmpty(i)));
  const edits = tokens
    .slice(1)
    .flatMap((token, i) =>
      token.place.start === tokens[i].place.end
        ? [{ place: { ...token.place, end: token.place.start }, newText: " " }]
        : [],
    );
  const fix: Draft | undefined = strings
    ? { title: "Write a blank between the strings", safety: "safe", edits }
    : undefined;
  report(place, "quotesTouch", { written: excerpt(source.text(place.start, place.end)) }, { fix });
}

/** Quotes all round that belong to the text: `"\"v=spf1 -all\""`, `'v=spf1 -all'`. */
function checkWhole(record: RecordView, tokens: readonly RdataToken[], report: Report): boolean {
  const quoted = tokens[0].quoted;
  const place = { ...tokens[0].place, end: tokens[tokens.length - 1].place.end };
  const text = tokens.map((token) => token.text).join(quoted ? "" : " ");
  const mark = ['\\"', "'", "`"].find(
    (mark) => text.length > 2 * mark.length && text.startsWith(mark) && text.endsWith(mark),
  );
  if (mark === undefined) return false;
  const inner = text.slice(mark.length, -mark.length);
  if (inner.includes(mark) || inner.endsWith("\\")) return false;
  // In a text for people such quotes may be at home; one for machines has a "=" or no blanks.
  if (quoted && mark !== '\\"' && !inner.includes("=") && /\s/.test(inner)) return false;
  const published = excerpt(text.replace(/\\"/g, '"'));
  const clear = (quoted ? tokens.length === 1 : tokens.every((token) => !token.quoted)) && !inner.includes('"');
  const fix = clear ? rewrite("suggestion", place, `"${inner}"`) : undefined;
  report(place, "quotesInValue", { published, type: record.typeName }, { fix });
  return true;
}
