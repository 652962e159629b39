import { isFreeToChange, ttlPlace } from "../../dcv/written/entry-text.js";
import { relatedRecords } from "../../dcv/written/related.js";
import type { NameId } from "../../name/name-table.js";
import { RRSIG, SIG, typeInfo } from "../../rdata/types.js";
import { type Draft, defineRule, rfc } from "../../rule.js";
import { HAS_SEVERAL, type RecordId, TTL_EXPLICIT, type Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

export default defineRule({
  id: "rrset-ttl-mismatch",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "Records of one RRset have different TTLs",
  sources: [rfc(2181, "5.2", "TTLs of RRs in an RRSet")],
  fixable: true,
  zoneFilesOnly: true,
  messages: {
    differs: ({ owner, type, ttls, first }: { owner: string; type: string; ttls: string; first: number }) => ({
      what: `The ${type} records of "${owner}" have different TTLs: ${ttls}.`,
      why: `An RRset has one TTL. BIND publishes the first, ${first}, for all of them; others publish the lowest, or refuse. After a change, caches keep old values for a time that you didn't choose.`,
      how: `Write the TTL that you mean in all of them, such as ${first}.`,
    }),
  },
  owners: {
    where: (types) => (types & HAS_SEVERAL) !== 0,
    check({ name }, { zone, other, report }) {
      const { names, ttl } = zone;
      const differing = findDiffering(name, zone);
      if (!differing) return;
      for (const [code, records] of membersOf(name, differing, zone)) {
        const id = differing.get(code)!;
        const ttls = [...new Set(records.map((member) => ttl[member]))];
        const shown = ttls.slice(0, 5).join(", ") + (ttls.length > 5 ? ", …" : "");
        const data = { owner: names.text(name), type: typeInfo(code).mnemonic, ttls: shown, first: ttl[records[0]] };
        const others = records.filter((member) => member !== id);
        const related = relatedRecords(other, others, (member) => `TTL ${ttl[member.id]}`);
        report(other.at(id).place, "differs", data, { related, fix: useFirst(records, zone) });
      }
    },
  },
});

/** By type: the first record whose TTL isn't that of its RRset's first one. `undefined` where all agree. */
function findDiffering(name: NameId, zone: Zone): Map<number, RecordId> | undefined {
  const { ttl, type, nextAtOwner } = zone;
  turn++;
  let differing: Map<number, RecordId> | undefined;
  for (let id = zone.firstRecordAt(name); id >= 0; id = nextAtOwner[id]) {
    const code = type[id];
    if (seenIn[code] !== turn) {
      seenIn[code] = turn;
      first[code] = id;
    } else if (ttl[id] !== ttl[first[code]] && hasOneTtl(code) && isKnown(id, zone) && isKnown(first[code], zone)) {
      differing ??= new Map();
      if (!differing.has(code)) differing.set(code, id);
    }
  }
  return differing;
}

/** By type: the first record of the RRset, and in which turn that was. One table for all zones: a run may have many small ones. */
const first = new Int32Array(65536);
const seenIn = new Float64Array(65536);
let turn = 0;

/** RRSIGs of one owner sign different RRsets, with their TTLs (RFC 4034 §3); an entry that can't be read has type 0. */
const hasOneTtl = (code: number): boolean => code !== RRSIG && code !== SIG && code !== 0;

/** A part of a zone may get its TTL from outside: the reader then has 0. */
const isKnown = (id: RecordId, { ttl, flags }: Zone): boolean => ttl[id] !== 0 || (flags[id] & TTL_EXPLICIT) !== 0;

/** The records of these types at a name, by type. */
function membersOf(name: NameId, codes: ReadonlyMap<number, RecordId>, zone: Zone): Map<number, RecordId[]> {
  const members = new Map([...codes.keys()].map((code): [number, RecordId[]] => [code, []]));
  for (const id of recordsAt(zone, name)) if (isKnown(id, zone)) members.get(zone.type[id])?.push(id);
  return members;
}

/** The first record's TTL in all others; not where the entry behind one would get another TTL by that. */
function useFirst([first, ...others]: readonly RecordId[], zone: Zone): Draft | undefined {
  const wrong = others.filter((id) => zone.ttl[id] !== zone.ttl[first]);
  // Cloudflare exports "automatic" as 1: no TTL that anybody meant.
  if ([first, ...wrong].some((id) => zone.ttl[id] === 1)) return undefined;
  if (wrong.length > MOST_EDITS || !wrong.every((id) => isFreeToChange(zone, id, "ttl"))) return undefined;
  const seconds = String(zone.ttl[first]);
  return {
    title: `Use the first TTL, ${seconds}, for the whole RRset`,
    safety: "suggestion",
    edits: wrong.map((id) => {
      const place = ttlPlace(zone, id);
      return { place, newText: place.start === place.end ? `${seconds} ` : seconds };
    }),
  };
}

const MOST_EDITS = 100;
