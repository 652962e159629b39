import { grown, type NameId, NameTable, ROOT } from "../name/name-table.js";
import {
  A,
  AAAA,
  CAA,
  CNAME,
  DNAME,
  DS,
  KEY,
  MX,
  NS,
  NSEC,
  NSEC3,
  NXT,
  RRSIG,
  SIG,
  SOA,
  SRV,
  TXT,
} from "../rdata/types.js";
import type { Comment } from "../zonefile/lexer.js";
import type { Source } from "../zonefile/source.js";
import type { AwaitedRecord } from "./record-origin.js";
import { ZoneIndex } from "./zone-index.js";

/** Number of a record within its zone, in the order of the source. */
export type RecordId = number;

/** What is known of a record beside its columns. */
export const OWNER_INHERITED = 1;
/** The owner was written without a final dot. */
export const OWNER_RELATIVE = 2;
export const TARGET_RELATIVE = 4;
export const TTL_EXPLICIT = 8;
/** Its RDATA or type couldn't be read: it counts as being there, and no rule looks into it. */
export const UNREADABLE = 16;
/** It directly follows `$ORIGIN` or `$INCLUDE` with a blank owner. */
export const INHERITED_ACROSS = 32;
/** There are odd escapes in it, a quoted owner, a quote that touches a word, or RDATA that begins with a quote of another kind. */
export const ODDLY_QUOTED = 64;
/** An octet over 127 stands at an edge of its owner or RDATA, or anywhere in a CAA. */
export const NON_ASCII = 128;
/** A comment stands in it or behind it. */
export const COMMENTED = 256;
/** The first token of its RDATA is quoted. */
export const QUOTED = 512;

/** Bits of `Zone.types`: which types an owner holds. Types without a bit of their own share `OTHER`. */
export const HAS_CNAME = 1;
export const HAS_NS = 2;
export const HAS_SOA = 4;
export const HAS_DNAME = 8;
export const HAS_DS = 16;
export const HAS_ADDRESS = 32;
export const HAS_MX = 64;
export const HAS_TXT = 128;
export const HAS_CAA = 256;
export const HAS_SRV = 512;
/** RRSIG, NSEC, NSEC3, KEY, SIG and NXT: what DNSSEC adds and a CNAME tolerates (RFC 4035 §2.5, RFC 3007 for KEY). */
export const HAS_DNSSEC = 1024;
export const HAS_OTHER = 2048;
/** More than one record. */
export const HAS_SEVERAL = 4096;

export function typeBit(type: number): number {
  switch (type) {
    case A:
    case AAAA:
      return HAS_ADDRESS;
    case CNAME:
      return HAS_CNAME;
    case NS:
      return HAS_NS;
    case TXT:
      return HAS_TXT;
    case MX:
      return HAS_MX;
    case CAA:
      return HAS_CAA;
    case SRV:
      return HAS_SRV;
    case SOA:
      return HAS_SOA;
    case DNAME:
      return HAS_DNAME;
    case DS:
      return HAS_DS;
    case RRSIG:
    case NSEC:
    case NSEC3:
    case KEY:
    case SIG:
    case NXT:
      return HAS_DNSSEC;
    default:
      return HAS_OTHER;
  }
}

/** Trouble that the reader met, in the words of one of the rules. */
export interface Problem {
  readonly rule: string;
  readonly message: string;
  readonly data: Readonly<Record<string, string>>;
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  /** The record that it leaves unreadable. */
  readonly record?: RecordId;
}

/** A comment that speaks to dcvlint. */
export interface ZoneComment extends Comment {
  readonly source: Source;
}

/**
 * A zone's records as columns of typed arrays, its names interned (design §5, docs/adr/0002). Records, names and spans
 * are views that a rule asks for. Readers fill it through `add`; `index` answers what needs the whole zone.
 */
export class Zone {
  readonly names: NameTable;
  readonly sources: Source[] = [];
  readonly problems: Problem[] = [];
  readonly comments: ZoneComment[] = [];
  count = 0;

  /** Columns, one entry a record. Offsets point into the bytes of the record's source. */
  owner: Int32Array;
  type: Uint16Array;
  ttl: Uint32Array;
  flags: Uint16Array;
  source: Uint16Array;
  /** First octet of the record: of its owner, or of its first token where the owner is inherited. */
  start: Uint32Array;
  rdataStart: Uint32Array;
  /** Behind the last token of the RDATA, a closing quote included. */
  rdataEnd: Uint32Array;
  /** The last name in the RDATA: what the record points to. -1 where there is none. */
  target: Int32Array;
  /** The next record of the same owner. At the end negative: the first one again, its bits inverted. */
  nextAtOwner: Int32Array;

  /** By name: the bits of the types it holds. */
  types: Uint16Array;
  /** By name: 1 + its last record, 0 where it has none. */
  private lastAt: Int32Array;

  /** Few records change the origin: the first record under each, and which it is. */
  private readonly originStarts: RecordId[] = [];
  private readonly originIds: NameId[] = [];
  /** The stretch that was asked for last. */
  private originCursor = 0;

  /** The zone's top: owner of its SOA, else the origin it was read under. */
  apex: NameId = ROOT;
  /** The source named no origin and none was given: the apex stands for a name that isn't known. */
  originKnown = true;
  /** The origin that nothing but the file's name speaks for; -1 where something else does. */
  guessedOrigin: NameId = -1;
  /** The zone is known by an id only; its name was concluded from the owners. */
  nameInferred = false;
  /** What isn't here doesn't exist: the source has an SOA (design §1). */
  whole = false;
  class = 1;
  /** Made of resources or entries of another format, not of the text of a zone file. */
  made = false;
  /** Never visible in public: no CA can ask it. */
  isPrivate = false;
  /** CAs (by id) that the provider permits by CAA records of its own, as soon as the zone has any. */
  addedCas: readonly string[] = [];
  /** Records that will stand here and whose data isn't known yet; places are in the first source. */
  awaited: readonly AwaitedRecord[] = [];
  /** Addresses of resources whose record will stand here, but at an owner that isn't known yet. */
  unplaced: ReadonlySet<string> = new Set();
  /** One of those may be a CAA record, as far as is known. */
  caaUnplaced = false;

  private cachedIndex: ZoneIndex | undefined;

  /** `seed` as in `NameTable`. */
  constructor(expectedRecords = 16, seed = 0) {
    const size = Math.max(16, expectedRecords);
    // Targets are names too: about a quarter more names than records.
    const names = Math.ceil(size * 1.25);
    this.names = new NameTable(names, seed);
    this.owner = new Int32Array(size);
    this.type = new Uint16Array(size);
    this.ttl = new Uint32Array(size);
    this.flags = new Uint16Array(size);
    this.source = new Uint16Array(size);
    this.start = new Uint32Array(size);
    this.rdataStart = new Uint32Array(size);
    this.rdataEnd = new Uint32Array(size);
    this.target = new Int32Array(size);
    this.nextAtOwner = new Int32Array(size);
    this.lastAt = new Int32Array(names);
    this.types = new Uint16Array(names);
  }

  addSource(source: Source): number {
    return this.sources.push(source) - 1;
  }

  /**
   * Adds a record and returns its number. `origin` is what relative names in it are completed with. The columns that
   * aren't given here are the caller's to fill.
   */
  add(owner: NameId, type: number, origin: NameId): RecordId {
    if (this.count === this.owner.length) this.growRecords();
    const id = this.count++;
    this.owner[id] = owner;
    this.type[id] = type;
    this.target[id] = -1;
    this.ensureName(owner);
    const last = this.lastAt[owner] - 1;
    if (last < 0) {
      this.nextAtOwner[id] = ~id;
      this.types[owner] = typeBit(type);
    } else {
      this.nextAtOwner[id] = this.nextAtOwner[last];
      this.nextAtOwner[last] = id;
      this.types[owner] |= typeBit(type) | HAS_SEVERAL;
    }
    this.lastAt[owner] = id + 1;
    const { originIds } = this;
    if (originIds.length === 0 || originIds[originIds.length - 1] !== origin) {
      originIds.push(origin);
      this.originStarts.push(id);
    }
    this.cachedIndex = undefined;
    return id;
  }

  /** What relative names in a record are completed with. */
  originOf(id: RecordId): NameId {
    const { originStarts: starts, originCursor: cursor } = this;
    const isThere = starts[cursor] <= id && (cursor + 1 === starts.length || id < starts[cursor + 1]);
    if (!isThere) this.originCursor = lastUpTo(starts, id);
    return this.originIds[this.originCursor];
  }

  /** Stretches of records under one origin: the first record of each, and the origin. */
  *stretches(): Generator<readonly [RecordId, NameId]> {
    for (const [i, first] of this.originStarts.entries()) yield [first, this.originIds[i]];
  }

  /** The origins that records were written under, each once, in the order of the source. */
  get origins(): ReadonlySet<NameId> {
    return new Set(this.originIds);
  }

  /** Cuts, empty non-terminals, records by type: what needs the whole zone. Made when first asked for. */
  get index(): ZoneIndex {
    this.ensureName(this.names.count - 1);
    this.cachedIndex ??= new ZoneIndex(this);
    return this.cachedIndex;
  }

  /** The first record at a name, -1 where it has none. */
  firstRecordAt(name: NameId): RecordId {
    const last = name < this.lastAt.length ? this.lastAt[name] - 1 : -1;
    return last < 0 ? -1 : ~this.nextAtOwner[last];
  }

  /** The type bits of a name, 0 where it has no record. */
  typesAt(name: NameId): number {
    return name < this.types.length ? this.types[name] : 0;
  }

  private ensureName(name: NameId): void {
    if (name < this.lastAt.length) return;
    const size = Math.max(this.names.parent.length, name + 1);
    this.lastAt = grown(this.lastAt, new Int32Array(size));
    this.types = grown(this.types, new Uint16Array(size));
  }

  private growRecords(): void {
    const size = this.owner.length * 2;
    this.owner = grown(this.owner, new Int32Array(size));
    this.type = grown(this.type, new Uint16Array(size));
    this.ttl = grown(this.ttl, new Uint32Array(size));
    this.flags = grown(this.flags, new Uint16Array(size));
    this.source = grown(this.source, new Uint16Array(size));
    this.start = grown(this.start, new Uint32Array(size));
    this.rdataStart = grown(this.rdataStart, new Uint32Array(size));
    this.rdataEnd = grown(this.rdataEnd, new Uint32Array(size));
    this.target = grown(this.target, new Int32Array(size));
    this.nextAtOwner = grown(this.nextAtOwner, new Int32Array(size));
  }
}

/** Index of the last of these ascending numbers that isn't over `most`. */
function lastUpTo(numbers: readonly number[], most: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numbers[middle] <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}
