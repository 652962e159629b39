import { entryPlace, isFreeToChange } from "../../dcv/written/entry-text.js";
import { areToldApart } from "../../dcv/zone/routed.js";
import type { NameId } from "../../name/name-table.js";
import { BACKSLASH, CLOSE, LF, latin1, OPEN, QUOTE, SPACE, TAB } from "../../name/octets.js";
import { writeIpv4 } from "../../rdata/addresses.js";
import { RdataWriter } from "../../rdata/rdata-writer.js";
import { A, CAA, CNAME, DNAME, NS, PTR, SOA, TXT } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc } from "../../rule.js";
import { RecordView } from "../../zone/record-view.js";
import { HAS_SEVERAL, type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";
import { Lexer } from "../../zonefile/lexer.js";

const messages = {
  again: ({ owner, type, value }: { owner: string; type: string; value: string }) => ({
    what: `This ${type} record of "${owner}" is there already: ${value}`,
    why: "It is published once. Whoever changes or deletes one of the two believes the job done, and the other one stays.",
    how: "Delete one of them.",
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "duplicate-record",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "The same record stands in the zone more than once",
  sources: [rfc(2181, "5", "Resource Record Sets")],
  fixable: true,
  messages,
  owners: {
    where: (types) => (types & HAS_SEVERAL) !== 0,
    check: ({ name }, context) => compare(name, context),
  },
});

function reportAgain(id: RecordId, before: RecordId, { zone, other, report }: Context): void {
  // A zone transfer ends with the SOA that it began with.
  if (zone.type[id] === SOA && id === zone.count - 1) return;
  if (isSameText(id, before, zone) || isOtherAnswer(id, before, other)) return;
  const related = [{ place: other.at(before).place, note: "the first one" }];
  const { place, ownerText: owner, typeName: type, presentation } = other.at(id);
  const value = presentation.length > 80 ? `${presentation.slice(0, 80)}…` : presentation;
  report(place, "again", { owner, type, value }, { related, fix: deleteEntry(id, before, zone) });
}

function compare(name: NameId, context: Context): void {
  const { zone } = context;
  const { type, target, flags, nextAtOwner } = zone;
  let count = 0;
  for (let id = zone.firstRecordAt(name); id >= 0; id = nextAtOwner[id]) {
    if (count === FEW) return compareMany(name, context);
    if ((flags[id] & UNREADABLE) === 0) few[count++] = id;
  }
  for (let later = 0; later < count; later++) {
    const id = few[later];
    keyOf[later] = undefined;
    digestOf[later] = NOT_ASKED;
    for (let earlier = 0; earlier < later; earlier++) {
      const before = few[earlier];
      // Other names at the end of the RDATA tell them apart for less.
      if (type[id] !== type[before] || target[id] !== target[before] || areUnlike(later, earlier, zone)) continue;
      const keys = keysOf(zone);
      keyOf[later] ??= keys.of(id);
      keyOf[earlier] ??= keys.of(before);
      if (keyOf[later] !== keyOf[earlier]) continue;
      reportAgain(id, before, context);
      break;
    }
  }
}

/** As many are compared one with another, without a map for each owner: nearly all owners have so few. */
const FEW = 12;
const few: RecordId[] = new Array(FEW);
const keyOf: (number | string | undefined)[] = new Array(FEW);
const digestOf: number[] = new Array(FEW);

function compareMany(name: NameId, context: Context): void {
  const { zone } = context;
  const keys = keysOf(zone);
  const seen = new Map<number, Map<number | string, RecordId>>();
  for (const id of recordsAt(zone, name)) {
    if ((zone.flags[id] & UNREADABLE) !== 0) continue;
    const ofType = seen.get(zone.type[id]) ?? new Map<number | string, RecordId>();
    seen.set(zone.type[id], ofType);
    const key = keys.of(id);
    const before = ofType.get(key);
    if (before === undefined) ofType.set(key, id);
    else reportAgain(id, before, context);
  }
}

/** Of A, TXT and CAA, which are made of little but text: nearly all are told apart without reading them field by field. */
function areUnlike(later: number, earlier: number, zone: Zone): boolean {
  const type = zone.type[few[later]];
  if (type === A) return areOtherTexts(few[later], few[earlier], zone);
  if (type !== TXT && type !== CAA) return false;
  const one = askDigest(later, zone);
  const other = askDigest(earlier, zone);
  return one !== other && one >= 0 && other >= 0;
}

/** An address is written in one way only, but for the generic form (RFC 3597 §5), which begins with a backslash. */
function areOtherTexts(id: RecordId, before: RecordId, { sources, source, rdataStart, rdataEnd }: Zone): boolean {
  const own = sources[source[id]].bytes;
  const other = sources[source[before]].bytes;
  const from = rdataStart[id];
  const back = rdataStart[before] - from;
  if (own[from] === BACKSLASH || other[from + back] === BACKSLASH) return false;
  const end = rdataEnd[id];
  if (rdataEnd[before] - end !== back) return true;
  // They mostly differ at the end.
  for (let at = end - 1; at >= from; at--) if (own[at] !== other[at + back]) return true;
  return false;
}

function askDigest(place: number, zone: Zone): number {
  if (digestOf[place] === NOT_ASKED) digestOf[place] = digestText(few[place], zone);
  return digestOf[place];
}
const NOT_ASKED = -2;

/** A hash of the octets without blanks, quotes, parentheses and a CAA's flags; -1 where escapes or lines leave more to know. */
function digestText(id: RecordId, { sources, source, type, rdataStart, rdataEnd }: Zone): number {
  const { bytes } = sources[source[id]];
  const end = rdataEnd[id];
  let at = rdataStart[id];
  if (bytes[at] === BACKSLASH) return -1;
  if (type[id] === CAA) while (at < end && bytes[at] !== SPACE && bytes[at] !== TAB) at++;
  let hash = 0;
  for (; at < end; at++) {
    const octet = bytes[at];
    if (octet === BACKSLASH || octet === LF) return -1;
    if (LAYOUT[octet] === 0) hash = Math.imul(hash ^ octet, 0x01000193);
  }
  return hash & 0x7fffffff;
}

const LAYOUT = new Uint8Array(256);
for (const octet of [SPACE, TAB, QUOTE, OPEN, CLOSE]) LAYOUT[octet] = 1;

const keyMakers = new WeakMap<Zone, KeyMaker>();

function keysOf(zone: Zone): KeyMaker {
  let maker = keyMakers.get(zone);
  if (!maker) {
    maker = new KeyMaker(zone);
    keyMakers.set(zone, maker);
  }
  return maker;
}

/** What is equal where the RDATA is, names compared without case (RFC 4034 §6.2); only within a type. */
class KeyMaker {
  private readonly view: RecordView;
  private readonly writer: RdataWriter;

  constructor(private readonly zone: Zone) {
    this.view = new RecordView(zone);
    this.writer = new RdataWriter(new Lexer(new Uint8Array(0)), zone.names);
  }

  of(id: RecordId): number | string {
    const { zone, writer } = this;
    switch (zone.type[id]) {
      case CNAME:
      case DNAME:
      case NS:
      case PTR:
        return zone.target[id];
      case A: {
        writer.length = 0;
        const { out } = writer;
        const plain = writeIpv4(writer, zone.sources[zone.source[id]].bytes, zone.rdataStart[id], zone.rdataEnd[id]);
        if (plain) return ((out[0] << 24) | (out[1] << 16) | (out[2] << 8) | out[3]) >>> 0;
        const wire = this.view.at(id).wire();
        return ((wire[0] << 24) | (wire[1] << 16) | (wire[2] << 8) | wire[3]) >>> 0;
      }
      default: {
        const wire = this.view.at(id).wire(true);
        return latin1(wire, 0, wire.length);
      }
    }
  }
}

/**
 * Answers of one routed set may have the same data, and of what there may never be nothing can be told. Resources that
 * may overwrite mean to share: a certificate asks for the same record for the apex and the wildcard.
 */
function isOtherAnswer(id: RecordId, before: RecordId, view: RecordView): boolean {
  if (!view.zone.made) return false;
  const first = view.at(before).origin;
  const { origin } = view.at(id);
  if (first?.allowOverwrite && origin?.allowOverwrite && first.address !== origin.address) return true;
  return areToldApart(first, origin) || first?.uncertain === true || origin?.uncertain === true;
}

/** A file that is included twice holds the record once. */
function isSameText(id: RecordId, before: RecordId, { sources, source, start }: Zone): boolean {
  return (
    start[id] === start[before] &&
    source[id] !== source[before] &&
    sources[source[id]].file === sources[source[before]].file
  );
}

function deleteEntry(id: RecordId, before: RecordId, zone: Zone): Draft | undefined {
  if (!isFreeToChange(zone, id, "delete")) return undefined;
  return {
    title: "Delete the second one",
    safety: zone.ttl[id] === zone.ttl[before] ? "safe" : "suggestion",
    edits: [{ place: entryPlace(zone, id), newText: "" }],
  };
}
