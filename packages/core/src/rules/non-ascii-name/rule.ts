import { findOriginDirective } from "../../dcv/written/origins.js";
import { textOf, writesOwner } from "../../dcv/written/written-names.js";
import { HIGH, lettersOf, ODD } from "../../dcv/zone/name-letters.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import { codePointAt, UNDERSCORE } from "../../name/octets.js";
import { trimOctets } from "../../name/trim-octets.js";
import { NSEC, NXT, RRSIG, SIG, SOA } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc } from "../../rule.js";
import type { Place } from "../../zone/record-view.js";
import { OWNER_RELATIVE, type RecordId, TARGET_RELATIVE, type Zone } from "../../zone/zone.js";

interface Name {
  written: string;
  meant: string;
  characters: string;
}

const what = ({ written, meant, characters }: Name): string =>
  `"${written}" holds ${characters}; it is published as "${meant}".`;

const messages = {
  notAscii: (d: Name) => ({
    what: what(d),
    why: "Browsers, mail servers and CAs ask for the A-label of such a name, which begins with xn--. Nobody asks for the raw octets.",
    how: "Write the A-label: the form that begins with xn--, as the registrar or the CA shows it, or as a tool such as idn2 computes it.",
  }),
  invisible: (d: Name) => ({
    what: what(d),
    why: "It came along when the name was copied, nobody sees it, and it makes another name of it.",
    how: "Delete it: type the name anew, or copy it as plain text.",
  }),
  dash: (d: Name) => ({
    what: what(d),
    why: "It looks like a hyphen and is none; a word processor or a web page made it. Nobody asks for that name.",
    how: 'Write "-" in its place.',
  }),
};

type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "non-ascii-name",
  group: "Names",
  severity: "error",
  summary: "Characters beyond ASCII in a name",
  sources: [
    rfc(5890, "2.3.2.1", "IDNA-valid strings, A-label, and U-label"),
    rfc(1123, "2.1", "Host Names and Numbers"),
  ],
  fixable: true,
  // Some providers put the A-label in its place.
  mostOnResources: "warning",
  messages,
  zone(context) {
    const { zone, other } = context;
    const { bits, any } = lettersOf(zone);
    if ((any & HIGH) === 0) return;
    const origins = new Set<NameId>();
    for (let id = 0; id < zone.count; id++) {
      const owner = zone.owner[id];
      const target = zone.target[id];
      const origin = zone.originOf(id);
      if ((bits[owner] & HIGH) !== 0 && writesOwner(zone, id)) {
        const top = (zone.flags[id] & OWNER_RELATIVE) !== 0 ? origin : ROOT;
        if (holdsHigh(zone, owner, top)) reportAt(context, textOf(other.at(id).owner), owner);
      }
      // What has odd octets besides is target-not-a-hostname's or target-is-url's.
      if (target >= 0 && (bits[target] & (HIGH | ODD)) === HIGH && !NO_TARGET.has(zone.type[id])) {
        const top = (zone.flags[id] & TARGET_RELATIVE) !== 0 ? origin : ROOT;
        if (holdsHigh(zone, target, top)) reportAt(context, textOf(other.at(id).target), target);
      }
      if ((bits[origin] & HIGH) !== 0 && !origins.has(origin)) {
        origins.add(origin);
        reportOrigin(context, id);
      }
    }
  },
});

/** The last name in their RDATA is a mailbox, or what a signer wrote. */
const NO_TARGET = new Set([SOA, NSEC, NXT, RRSIG, SIG]);

/** Do the labels below `top` hold octets over 127? Names of service instances may (RFC 6763 §4.1.1). */
function holdsHigh({ names }: Zone, name: NameId, top: NameId): boolean {
  for (let at = name; at !== top && at !== ROOT; at = names.parent[at]) {
    if (names.parent[at] !== ROOT && names.labelOctet(names.parent[at], 0) === UNDERSCORE) continue;
    for (let i = 0; i < names.labelLengthOf(at); i++) if (names.labelOctet(at, i) > 127) return true;
  }
  return false;
}

/** The origin is to blame once, where it is written. */
function reportOrigin(context: Context, id: RecordId): void {
  const directive = findOriginDirective(context.other.at(id));
  if (directive) reportAt(context, directive, context.zone.originOf(id));
}

function reportAt({ zone, report }: Context, place: Place, name: NameId): void {
  const { source } = place;
  const written = source.text(place.start, place.end);
  // Octets written as \DDD are meant as they are; quotes at the edges are typographic-quote's.
  if (!hasHigh(trimOctets(written, QUOTES, QUOTES))) return;
  const points = highPoints(place);
  const characters = [...new Set(points.map(({ point }) => describe(point)))].join(", ");
  const data: Name = { written: shown(written), meant: zone.names.text(name), characters };
  if (points.every(({ point }) => isInvisible(point)))
    report(place, "invisible", data, { fix: replaceAll(points, place, "") });
  else if (points.every(({ point }) => isDash(point)))
    report(place, "dash", data, { fix: replaceAll(points, place, "-") });
  else report(place, "notAscii", data);
}

const QUOTES = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb";

function hasHigh(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return true;
  return false;
}

interface Point {
  readonly point: number;
  readonly at: number;
  readonly length: number;
}

function highPoints({ source, start, end }: Place): Point[] {
  const points: Point[] = [];
  for (let at = start; at < end; ) {
    const { point, length } = codePointAt(source.bytes, at, end);
    if (point > 127) points.push({ point, at, length });
    at += length;
  }
  return points;
}

/** Spaces that don't break a line, marks of direction, joiners, soft hyphens. */
const isInvisible = (point: number): boolean =>
  point === 0xa0 ||
  point === 0xad ||
  (point >= 0x2000 && point <= 0x200f) ||
  (point >= 0x2028 && point <= 0x202f) ||
  (point >= 0x2060 && point <= 0x206f) ||
  point === 0xfeff;

const isDash = (point: number): boolean =>
  (point >= 0x2010 && point <= 0x2015) || point === 0x2212 || point === 0xfe63 || point === 0xff0d;

function describe(point: number): string {
  const code = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  return isInvisible(point) ? `an invisible character (${code})` : `"${String.fromCodePoint(point)}" (${code})`;
}

/** The text with what can't be seen made visible. */
const shown = (text: string): string =>
  [...text]
    .map((char) =>
      isInvisible(char.codePointAt(0)!)
        ? `<U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}>`
        : char,
    )
    .join("");

const replaceAll = (points: readonly Point[], place: Place, newText: string): Draft => ({
  title: newText === "" ? "Delete what can't be seen" : `Write "${newText}"`,
  safety: "suggestion",
  edits: points.map(({ at, length }) => ({ place: { ...place, start: at, end: at + length }, newText })),
});
