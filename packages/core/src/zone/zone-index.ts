import { type NameId, ROOT } from "../name/name-table.js";
import { DNAME } from "../rdata/types.js";
import { RdataNumbers } from "./rdata-numbers.js";
import { HAS_DNAME, HAS_NS, type RecordId, type Zone } from "./zone.js";

const IN_ZONE = 1;
const EXISTS = 2;
const HAS_WILDCARD_CHILD = 4;

/** What the zone as a whole says of each name; one pass down and one up the tree of names. */
export class ZoneIndex {
  /** By name: the nearest name above (or itself) where the zone is cut by NS; -1 where none is. */
  private readonly cut: Int32Array;
  /** By name: the nearest name strictly above it that holds a DNAME; -1 where none does. */
  private readonly dname: Int32Array | undefined;
  private readonly marks: Uint8Array;
  private byType: Map<number, Int32Array> | undefined;
  readonly rdataNumbers: RdataNumbers;
  /** There is a cut, or a DNAME, anywhere: few zones have one of the latter. */
  readonly hasCuts: boolean;
  readonly hasDnames: boolean;
  readonly hasWildcards: boolean;
  /** There are owners outside the zone. */
  readonly hasOutsiders: boolean;

  constructor(private readonly zone: Zone) {
    const { names, apex, types } = zone;
    const { parent, count } = names;
    const cut = new Int32Array(count).fill(-1);
    this.hasDnames = zone.type.subarray(0, zone.count).includes(DNAME);
    const dname = this.hasDnames ? new Int32Array(count).fill(-1) : undefined;
    const marks = new Uint8Array(count);
    let cuts = 0;
    let outsiders = 0;
    // Parents have lower numbers, so what a parent knows is there when its children ask.
    for (let id = 0; id < count; id++) {
      const above = parent[id];
      const inside = id === apex || (above >= 0 && (marks[above] & IN_ZONE) !== 0);
      const bits = types[id];
      marks[id] = (inside ? IN_ZONE : 0) | (bits === 0 ? 0 : EXISTS);
      if (!inside && bits !== 0) outsiders++;
      if (!inside || id === apex) continue;
      cut[id] = cut[above] >= 0 ? cut[above] : (bits & HAS_NS) !== 0 ? id : -1;
      if (dname) dname[id] = (types[above] & HAS_DNAME) !== 0 && dname[above] < 0 ? above : dname[above];
      if ((bits & HAS_NS) !== 0) cuts++;
    }
    let wildcards = 0;
    for (let id = count - 1; id > 0; id--) {
      if ((marks[id] & EXISTS) === 0) continue;
      marks[parent[id]] |= EXISTS;
      if (!names.isWildcard(id)) continue;
      marks[parent[id]] |= HAS_WILDCARD_CHILD;
      wildcards++;
    }
    this.cut = cut;
    this.dname = dname;
    this.marks = marks;
    this.hasCuts = cuts > 0;
    this.hasWildcards = wildcards > 0;
    this.hasOutsiders = outsiders > 0;
    this.rdataNumbers = new RdataNumbers(zone);
  }

  inZone(name: NameId): boolean {
    return name < this.marks.length && (this.marks[name] & IN_ZONE) !== 0;
  }

  /** Does the name hold records, or stand above one that does (an empty non-terminal, RFC 4592 §2.2.2)? */
  exists(name: NameId): boolean {
    return name < this.marks.length && (this.marks[name] & EXISTS) !== 0;
  }

  /** The topmost NS owner below the apex at or above the name: what lies there belongs to other servers. */
  cutAt(name: NameId): NameId | undefined {
    const cut = this.cut[name];
    return cut >= 0 ? cut : undefined;
  }

  /** The topmost DNAME owner strictly above the name, within the zone. */
  dnameAbove(name: NameId): NameId | undefined {
    const owner = this.dname?.[name] ?? -1;
    return owner >= 0 ? owner : undefined;
  }

  /** The wildcard that answers for a name that doesn't exist (RFC 4592 §3.3.1); `undefined` where none does. */
  wildcardFor(name: NameId): NameId | undefined {
    const { names, apex } = this.zone;
    let encloser = names.parent[name];
    while (encloser > ROOT && encloser !== apex && !this.exists(encloser)) encloser = names.parent[encloser];
    return this.wildcardBelow(encloser);
  }

  /** `*.name`, where it is there. */
  wildcardBelow(name: NameId): NameId | undefined {
    if (name < 0 || (this.marks[name] & HAS_WILDCARD_CHILD) === 0) return undefined;
    return this.zone.names.find(name, ASTERISK_LABEL, 0, 1);
  }

  /** The records of a type, in the order of the source; those that couldn't be read are left out by the caller's flags. */
  ofType(type: number): Int32Array {
    this.byType ??= this.groupByType();
    return this.byType.get(type) ?? NO_RECORDS;
  }

  typesPresent(): IterableIterator<number> {
    this.byType ??= this.groupByType();
    return this.byType.keys();
  }

  private groupByType(): Map<number, Int32Array> {
    const { type, count } = this.zone;
    const groups = new Map<number, Int32Array>();
    // A run may have very many tiny zones: those get no table of all types.
    if (count < 256) {
      for (const code of [...new Set(type.subarray(0, count))].sort((a, b) => a - b)) {
        const ids: number[] = [];
        for (let id = 0; id < count; id++) if (type[id] === code) ids.push(id);
        groups.set(code, Int32Array.from(ids));
      }
      return groups;
    }
    /** By type: how many there are, then where the next one goes. */
    const at = new Uint32Array(65536);
    const codes: number[] = [];
    for (let id = 0; id < count; id++) if (at[type[id]]++ === 0) codes.push(type[id]);
    const all = new Int32Array(count);
    let end = 0;
    for (const code of codes.sort((a, b) => a - b)) {
      const start = end;
      end += at[code];
      groups.set(code, all.subarray(start, end));
      at[code] = start;
    }
    for (let id = 0; id < count; id++) all[at[type[id]]++] = id;
    return groups;
  }
}

const ASTERISK_LABEL = Uint8Array.of(42);
const NO_RECORDS: Int32Array = new Int32Array(0);

/** Walks the records of an owner. */
export function* recordsAt(zone: Zone, name: NameId): Generator<RecordId> {
  for (let id = zone.firstRecordAt(name); id >= 0; id = zone.nextAtOwner[id]) yield id;
}
