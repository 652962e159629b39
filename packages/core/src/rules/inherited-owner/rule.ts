import { validatedName } from "../../dcv/validation/validation-owner.js";
import { CNAME, DNSKEY, NSEC, NSEC3, RRSIG, SPF, TXT } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc, source } from "../../rule.js";
import { INHERITED_ACROSS, OWNER_INHERITED, type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";

type Context = RuleContext<never>;

export default defineRule({
  id: "inherited-owner",
  group: "Reading the source",
  severity: "warning",
  summary: "A record takes the owner of the line before, which may not be the one that was meant",
  sources: [
    rfc(1035, "5.1", "Format"),
    source(
      "BIND 9, dns/master.c: record with inherited owner immediately after $ORIGIN",
      "https://gitlab.isc.org/isc-projects/bind9/-/blob/bind-9.18/lib/dns/master.c",
    ),
  ],
  fixable: true,
  zoneFilesOnly: true,
  messages: {
    afterOrigin: ({ owner, type, origin }: { owner: string; type: string; origin: string }) => ({
      what: `This ${type} record has no owner of its own: it is published at "${owner}", the owner before the $ORIGIN, not at "${origin}".`,
      why: "$ORIGIN changes what relative names end in, and leaves the last owner as it was.",
      how: `Write "@" in front for "${origin}", or "${owner}" if that is meant.`,
    }),
    afterInclude: ({ owner, type }: { owner: string; type: string }) => ({
      what: `This ${type} record has no owner of its own: it is published at "${owner}", the last owner before the $INCLUDE.`,
      why: "What the included file ends with doesn't count, and whoever edits the lines around the $INCLUDE moves the record to another name.",
      how: `Write the owner in front: "${owner}" if that is meant.`,
    }),
    startsInclude: ({ owner, type }: { owner: string; type: string }) => ({
      what: `This ${type} record begins an included file without an owner: it is published at "${owner}", the last owner of the including file.`,
      why: 'BIND and NSD read it so; Knot refuses the zone ("previous owner is invalid"). Whoever includes the file elsewhere publishes it elsewhere.',
      how: 'Write its owner in front, or "@" for the origin of the include.',
    }),
    atValidationLabel: ({ owner, type }: { owner: string; type: string }) => ({
      what: `This ${type} record has no owner of its own, so it is published at "${owner}", the owner of the line before.`,
      why: `Only a CA looks at that name, and not for ${type === "TXT" ? "such a text" : `${type} records`}. The name that was meant goes without.`,
      how: "Write its owner in front, or move the validation record below it.",
    }),
  },
  zone(context) {
    const { zone, other, report } = context;
    const { flags } = zone;
    let writer = -1;
    let source = -1;
    let run: Run = { end: -1 };
    for (let id = 0; id < zone.count; id++) {
      const starts = zone.source[id] !== source;
      source = zone.source[id];
      if ((flags[id] & OWNER_INHERITED) === 0) {
        writer = id;
        continue;
      }
      if ((flags[id] & UNREADABLE) !== 0) continue;
      const across = (flags[id] & INHERITED_ACROSS) !== 0;
      if (across || (starts && isFirstOfInclude(zone, id))) {
        const data = { owner: zone.names.text(zone.owner[id]), type: other.at(id).typeName };
        if (!across) report(other.place, "startsInclude", data);
        else if (directiveBefore(zone, id) === "$INCLUDE") report(other.place, "afterInclude", data);
        else if (zone.owner[id] !== zone.originOf(id)) {
          const origin = zone.names.text(zone.originOf(id));
          report(other.place, "afterOrigin", { ...data, origin }, { fix: writeOwner(context, id, "@") });
        }
      } else if (strays(context, id, writer)) {
        if (id >= run.end) run = readRun(context, id, writer);
        const data = { owner: zone.names.text(zone.owner[id]), type: other.at(id).typeName };
        const fix = run.meant === undefined ? undefined : writeOwner(context, id, run.meant);
        report(other.at(id).place, "atValidationLabel", data, { fix });
      }
    }
  },
});

const isFirstOfInclude = (zone: Zone, id: RecordId): boolean =>
  id > 0 && zone.source[id] > zone.source[id - 1] && zone.sources[zone.source[id]].madeBy === undefined;

/** The directive that stands above a record, nothing but comments and blank lines between. */
function directiveBefore(zone: Zone, id: RecordId): string {
  const source = zone.sources[zone.source[id]];
  for (let start = source.lineStart(zone.start[id]); start > 0; ) {
    start = source.lineStart(start - 1);
    const word = /^\$\w+/.exec(source.text(start, source.lineEnd(start)));
    if (word) return word[0].toUpperCase();
  }
  return "";
}

/** Did the record end up below a validation record that stands between it and its owner? */
function strays({ zone, other }: Context, id: RecordId, writer: RecordId): boolean {
  const { type } = zone;
  const owner = zone.owner[id];
  // What was written out at such a name (a delegation, an address) is there on purpose, and what follows belongs to it.
  if (writer < 0 || zone.owner[writer] !== owner || (type[writer] !== TXT && type[writer] !== CNAME)) return false;
  if (validatedName(zone.names, owner) === undefined) return false;
  if (type[id] === TXT || type[id] === SPF) return POLICY.test(other.at(id).strings().join(""));
  return type[id] !== CNAME && !DNSSEC.has(type[id]);
}

/** SPF, DKIM, DMARC, MTA-STS and their kind: texts that no CA asks for. */
const POLICY = /^(v=[a-z]|spf2\.0\/)/i;
const DNSSEC = new Set([RRSIG, NSEC, NSEC3, DNSKEY]);

/** The records that inherit a validation record's owner one after the other, up to `end`. */
interface Run {
  readonly end: RecordId;
  /** The owner that they were meant to have; absent where that can't be told or written. */
  readonly meant?: string;
}

function readRun(context: Context, id: RecordId, writer: RecordId): Run {
  const { zone, other } = context;
  let end = id + 1;
  // A challenge further below would follow the new owner: then it takes more than writing that.
  let alike = true;
  for (; end < zone.count && (zone.flags[end] & OWNER_INHERITED) !== 0; end++) alike &&= strays(context, end, writer);
  for (let before = writer - 1; alike && before >= Math.max(0, writer - FAR); before--) {
    if (zone.source[before] !== zone.source[id] || (zone.flags[before] & OWNER_INHERITED) !== 0) continue;
    if (validatedName(zone.names, zone.owner[before]) !== undefined) continue;
    const same = zone.originOf(before) === zone.originOf(id) && (zone.flags[before] & UNREADABLE) === 0;
    return { end, meant: same ? other.at(before).owner.text : zone.names.text(zone.owner[before]) };
  }
  return { end };
}

/** Records that are looked at for the owner that was meant. */
const FAR = 50;

function writeOwner({ other }: Context, id: RecordId, owner: string): Draft | undefined {
  const { place, source } = other.at(id);
  const start = source.lineStart(place.start);
  if (!/^[ \t]+$/.test(source.text(start, place.start))) return undefined;
  return {
    title: `Write "${owner}" in front`,
    safety: "suggestion",
    edits: [{ place: { source, start, end: start }, newText: owner }],
  };
}
