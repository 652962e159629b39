import { isChallengeOwner } from "../../dcv/validation/challenge-owner.js";
import { isPersistOwner } from "../../dcv/validation/persist-owner.js";
import { excerpt, rewrite } from "../../dcv/written/rewrite.js";
import { BACKSLASH, CLOSE, OPEN, QUOTE, SPACE } from "../../name/octets.js";
import { CAA, CNAME, DNAME, HTTPS, MX, NS, PTR, SOA, SPF, SRV, SVCB, TXT, typeInfo } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc } from "../../rule.js";
import type { Place, RdataToken, RecordView } from "../../zone/record-view.js";
import { ODDLY_QUOTED, OWNER_INHERITED, UNREADABLE } from "../../zone/zone.js";

const messages = {
  quotedOwner: ({ written }: { written: string }) => ({
    what: `The owner "${written}" stands in quotes, which belong round texts only.`,
    why: "BIND and NSD read past the quotes; Knot refuses the zone because of them.",
    how: "Write it without quotes.",
  }),
  quotesInText: ({ published }: { published: string }) => ({
    what: `The text bears quotes of its own: ${published} is published, they included.`,
    why: "Whoever looks for the text finds one with quotes round it.",
    how: 'Write the text between two ", without any other quotes.',
  }),
  quotesTouch: ({ written }: { written: string }) => ({
    what: `A quote touches another word in ${written}.`,
    why: "A quoted string ends at the next quote, wherever that stands. BIND and NSD make several strings of it; Knot refuses the zone.",
    how: 'Put the whole text between two ", or a blank between its strings. A quote that is part of the text is written \\".',
  }),
  octetInName: ({ written, octet }: { written: string; octet: string }) => ({
    what: `The name "${written}" holds a ${octet}, because a backslash stands in front of it.`,
    why: "A name with that in it is published, and nobody asks for it.",
    how: "Write the name without it.",
  }),
  needlessEscape: ({ written, meant }: { written: string; meant: string }) => ({
    what: `The backslash in "${written}" does nothing: the name is "${meant}".`,
    why: "In a name only dots, quotes, blanks and the like need one. Tools and providers that don't know of escapes publish another name.",
    how: `Write "${meant}".`,
  }),
  backslashLost: ({ written, letter }: { written: string; letter: string }) => ({
    what: `"${written}" in this text publishes "${letter}".`,
    why: "A backslash says that the next character stands for itself. It makes no line break or tab, and it isn't published.",
    how: `Leave the backslash out, or write "\\${written}" to publish it.`,
  }),
  backslashStays: ({ written }: { written: string }) => ({
    what: `The text "${written}" publishes a backslash in front of a semicolon.`,
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
  zoneFilesOnly: true,
  messages,
  zone({ zone, other, report }) {
    const { sources, source, start, rdataStart, rdataEnd, type, flags } = zone;
    for (let id = 0; id < zone.count; id++) {
      if ((flags[id] & ODDLY_QUOTED) === 0 || (flags[id] & UNREADABLE) !== 0) continue;
      const { bytes } = sources[source[id]];
      const at = start[id];
      if ((flags[id] & OWNER_INHERITED) === 0) {
        if (bytes[at] === QUOTE) checkQuotedOwner(other.at(id).owner, report);
        if (holdsBackslash(bytes, at, rdataStart[id])) checkName(other.at(id).owner, report);
      }
      const isText = type[id] === TXT || type[id] === CAA || type[id] === SPF;
      if (isText ? isOddText(bytes, rdataStart[id], rdataEnd[id]) : NAMED.has(type[id]))
        checkRdata(other.at(id), report);
    }
  },
});

/** Types whose RDATA is names, but for numbers in front. */
const NAMED = new Set([NS, CNAME, DNAME, PTR, MX, SRV, SOA, SVCB, HTTPS]);

function holdsBackslash(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === BACKSLASH) return true;
  return false;
}

/** A look at the octets, to pass over nearly all texts: quotes that touch something or are of another kind, odd escapes. */
function isOddText(bytes: Uint8Array, start: number, end: number): boolean {
  let quoted = false;
  for (let at = start; at < end; at++) {
    const octet = bytes[at];
    if (octet === 39 || octet === 96) return true; // ' and `
    if (octet === BACKSLASH) {
      const next = bytes[++at];
      const opening = next === QUOTE && (at - 1 === start || bytes[at - 2] === QUOTE);
      if (opening || next === BACKSLASH || isLetter(next)) return true;
    } else if (octet === QUOTE) {
      const next = quoted ? at + 1 : at - 1;
      if (next >= start && next < end && !isBorder(bytes[next])) return true;
      quoted = !quoted;
    }
  }
  return false;
}

const isLetter = (octet: number): boolean => (octet | 32) >= 97 && (octet | 32) <= 122;
const isBorder = (octet: number): boolean => octet <= SPACE || octet === OPEN || octet === CLOSE;

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
    if (field === "texts" || field === "text-rest") {
      checkText(record, tokens.slice(i), report);
      return;
    }
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
    const meant = text.replace(ESCAPE, (all, char) => (char === "\\" || char === '"' ? "" : all));
    const octet = stays === "\\" ? "backslash" : "quote";
    report(place, "octetInName", { written: text, octet }, { fix: rewrite("suggestion", place, meant) });
  } else if (escapes.some((char) => NEEDLESS.test(char))) {
    const meant = text.replace(ESCAPE, (all, char) => (NEEDLESS.test(char) ? char : all));
    report(place, "needlessEscape", { written: text, meant }, { fix: rewrite("safe", place, meant) });
  }
}

/** `\DDD` or `\X`. */
const ESCAPE = /\\(\d{3}|.)/gs;
const NEEDLESS = /^[A-Za-z_-]$/;

// ── texts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function checkText(record: RecordView, tokens: readonly RdataToken[], report: Report): void {
  const touching = tokens.findIndex((token, i) => i > 0 && touch(tokens[i - 1], token));
  if (touching > 0) reportTouching(tokens, touching, report);
  else if (hasRuleOfItsOwn(record) || !reportWhole(tokens, report)) reportEscape(record, tokens, report);
}

/** Rules about CAA values and about challenges say more of quotes in them than can be said here. */
const hasRuleOfItsOwn = ({ type, zone, ownerId }: RecordView): boolean =>
  type === CAA || isChallengeOwner(zone.names, ownerId) || isPersistOwner(zone.names, ownerId);

const touch = (before: RdataToken, after: RdataToken): boolean => before.place.end === after.place.start;
const isEmpty = ({ quoted, text }: RdataToken): boolean => quoted && text === "";

function reportTouching(tokens: readonly RdataToken[], touching: number, report: Report): void {
  const last = tokens[tokens.length - 1];
  // ""a text"": what looks like doubled quotes is an empty string at each end.
  const doubled = touching === 1 && tokens.length > 2 && isEmpty(tokens[0]) && isEmpty(last);
  const [from, to] = doubled ? [tokens[0], last] : [tokens[touching - 1], tokens[touching]];
  const place = { ...from.place, end: to.place.end };
  const written = place.source.text(place.start, place.end);
  let fix: Draft | undefined;
  if (doubled)
    fix = /["\n]/.test(written.slice(2, -2)) ? undefined : rewrite("suggestion", place, written.slice(1, -1));
  else if (tokens.every(({ quoted }) => quoted)) fix = partStrings(tokens);
  report(place, "quotesTouch", { written: excerpt(written) }, { fix });
}

/** "one""two": a blank between them changes nothing. */
const partStrings = (tokens: readonly RdataToken[]): Draft => ({
  title: "Write a blank between the strings",
  safety: "safe",
  edits: tokens
    .filter((token, i) => i > 0 && touch(tokens[i - 1], token))
    .map(({ place }) => ({ place: { ...place, end: place.start }, newText: " " })),
});

function reportEscape({ type }: RecordView, tokens: readonly RdataToken[], report: Report): void {
  for (const { text, quoted, place } of tokens) {
    if (!/\\[A-Za-z\\]/.test(text)) continue;
    // Only in a list does it do harm: elsewhere a backslash may be meant.
    const isList = type !== CAA && text.includes("=");
    const meant = text.replace(STAYING, (all, char, semicolon) => (isList && char === "\\" && semicolon ? ";" : all));
    if (meant !== text) {
      const fix = quoted ? rewrite("suggestion", place, `"${meant}"`) : undefined;
      report(place, "backslashStays", { written: excerpt(text) }, { fix });
      return;
    }
    const lost = [...text.matchAll(ESCAPE)].find(([, char]) => /^[A-Za-z]$/.test(char));
    if (!lost) continue;
    report(place, "backslashLost", { written: lost[0], letter: lost[1] });
    return;
  }
}

/** An escape, and a semicolon behind it, which may have one of its own. */
const STAYING = /\\(\d{3}|.)(\\?;)?/gs;

/** Quotes all round that belong to the text: `"\"v=spf1 -all\""`, `'v=spf1 -all'`. */
function reportWhole(tokens: readonly RdataToken[], report: Report): boolean {
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
  report(place, "quotesInText", { published }, { fix });
  return true;
}
