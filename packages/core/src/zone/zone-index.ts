import { type NameId, ROOT } from "../name/name-table.js";
import { DNAME } from "../rdata/types.js";
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
  /** There is a cut, or a DNAME, anywhere: few zones have one of the latter. */
  readonly hasCuts: boolean;
  readonly hasDnames: boolean;

  constructor(private readonly zone: Zone) {
    const { names, apex } = zone;
    const { parent } = names;
    const count = names.count;
    this.cut = new Int32Array(count).fill(-1);
    this.hasDnames = zone.type.subarray(0, zone.count).includes(DNAME);
    const dname = this.hasDnames ? new Int32Array(count).fill(-1) : undefined;
    this.dname = dname;
    this.marks = new Uint8Array(count);
    let cuts = 0;
    // Parents have lower numbers, so what a parent knows is there when its children ask.
    for (let id = 0; id < count; id++) {
      const above = parent[id];
      const inside = id === apex || (above >= 0 && (this.marks[above] & IN_ZONE) !== 0);
      if (inside) this.marks[id] = IN_ZONE;
      const bits = zone.types[id];
      if (bits !== 0) this.marks[id] |= EXISTS;
      if (!inside || id === apex) continue;
      this.cut[id] = this.cut[above] >= 0 ? this.cut[above] : (bits & HAS_NS) !== 0 ? id : -1;
      if (dname) dname[id] = (zone.types[above] & HAS_DNAME) !== 0 && dname[above] < 0 ? above : dname[above];
      if ((bits & HAS_NS) !== 0) cuts++;
    }
    for (let id = count - 1; id > 0; id--) {
      if ((this.marks[id] & EXISTS) === 0) continue;
      const above = parent[id];
      this.marks[above] |= EXISTS;
      if (names.isWildcard(id)) this.marks[above] |= HAS_WILDCARD_CHILD;
    }
    this.hasCuts = cuts > 0;
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
    const { zone } = this;
    const counts = new Uint32Array(65536);
    for (let i = 0; i < zone.count; i++) counts[zone.type[i]]++;
    const groups = new Map<number, Int32Array>();
    for (let type = 0; type < 65536; type++) {
      if (counts[type] > 0) {
        groups.set(type, new Int32Array(counts[type]));
        counts[type] = 0;
      }
    }
    const lists: Int32Array[] = [];
    for (const [type, list] of groups) lists[type] = list;
    for (let i = 0; i < zone.count; i++) {
      const type = zone.type[i];
      lists[type][counts[type]++] = i;
    }
    return groups;
  }
}

const ASTERISK_LABEL = Uint8Array.of(42);
const NO_RECORDS: Int32Array = new Int32Array(0);

/** Walks the records of an owner. */
export function* recordsAt(zone: Zone, name: NameId): Generator<RecordId> {
  for (let id = zone.firstRecordAt(name); id >= 0; id = zone.nextAtOwner[id]) yield id;
}
