import { DomainName } from "./domain-name.js";
import {
  ASTERISK,
  BACKSLASH,
  DOT,
  FOLD,
  HIGH,
  isDigit,
  KIND,
  latin1,
  MARKED,
  ODD,
  printLabelOctet,
  UNDERSCORE,
  ZERO,
} from "./octets.js";

/** Number of a name within its table. A parent's number is always lower than its children's. */
export type NameId = number;
export const ROOT: NameId = 0;

/** Why a text isn't a name; negative, so that it can't be taken for a `NameId`. */
export const EMPTY_LABEL = -1;
export const LABEL_TOO_LONG = -2;
export const NAME_TOO_LONG = -3;
export const BAD_ESCAPE = -4;

/** RFC 1035 §2.3.4: octets of a label, and of a whole name on the wire (length octets and the root included). */
export const MAX_LABEL = 63;
export const MAX_NAME = 255;

/**
 * Names as a tree of labels: a name is its first label and the number of its parent. Ancestors, empty non-terminals and
 * "is it below?" fall out of the numbers, and a million names cost a few typed arrays (docs/adr/0002).
 * Case is kept as first seen and ignored when comparing (RFC 4343).
 */
export class NameTable {
  count = 1;
  parent: Int32Array;
  /** Labels of a name, the root excluded. */
  depth: Uint8Array;
  /** Octets of a name on the wire, the root's included. */
  wireLength: Uint8Array;
  /** What a name's first label is made of (`KIND`, `MARKED`); nothing for an asterisk alone. */
  kinds: Uint8Array;
  /** Kinds of octets in all labels together. */
  allKinds = 0;
  /** Where the offending label of the last failed `internText` or `findText` stands: offsets into its `bytes`. */
  badStart = 0;
  badEnd = 0;

  private labelStart: Uint32Array;
  private labelLength: Uint8Array;
  private arena: Uint8Array;
  private arenaUsed = 0;
  /** Open addressing. A tag is an octet of the name's hash, 0 for an empty slot: small enough to stay in the cache. */
  private slots: Int32Array;
  private tags: Uint8Array;
  private slotMask: number;

  // Labels of the text being read: 127 is the most a name can have, a longer text is too long anyway.
  private readonly starts = new Uint32Array(260);
  private readonly ends = new Uint32Array(260);
  private readonly hashes = new Int32Array(260);
  private unescaped = new Uint8Array(512);
  /** A name on its way to a text. */
  private readonly plain = new Uint8Array(MAX_NAME);

  /** Somebody made names that collide under the fast hash. */
  private guarded = false;

  /** `seed`: any number that whoever wrote the names doesn't know. */
  constructor(
    expectedNames = 64,
    private readonly seed = 0,
  ) {
    const names = Math.max(64, expectedNames);
    this.parent = new Int32Array(names);
    this.depth = new Uint8Array(names);
    this.kinds = new Uint8Array(names);
    this.labelStart = new Uint32Array(names);
    this.labelLength = new Uint8Array(names);
    this.wireLength = new Uint8Array(names);
    this.wireLength[ROOT] = 1;
    this.parent[ROOT] = -1;
    // Labels take 13 octets in real zones; what isn't used costs nothing.
    this.arena = new Uint8Array(names * 16);
    let size = 128;
    while (size < names * 1.25) size *= 2;
    this.slots = new Int32Array(size);
    this.tags = new Uint8Array(size);
    this.slotMask = size - 1;
  }

  /** The name that a text means: absolute with a final dot, else below `origin`. Returns an error number on bad text. */
  internText(bytes: Uint8Array, start: number, end: number, origin: NameId): NameId {
    return this.resolve(bytes, start, end, origin, true);
  }

  /** Like `internText`, but a name that isn't in the table is `undefined` instead of being added. */
  findText(bytes: Uint8Array, start: number, end: number, origin: NameId): NameId | undefined {
    const id = this.resolve(bytes, start, end, origin, false);
    return id === NOT_FOUND ? undefined : id;
  }

  /** The child of `parent` with this label; the label's octets are `bytes[start, end)`. */
  intern(parent: NameId, bytes: Uint8Array, start: number, end: number): NameId {
    return this.child(parent, bytes, start, end, hashLabel(bytes, start, end), true);
  }

  find(parent: NameId, bytes: Uint8Array, start: number, end: number): NameId | undefined {
    const id = this.child(parent, bytes, start, end, hashLabel(bytes, start, end), false);
    return id < 0 ? undefined : id;
  }

  /** The name with these labels, added where it is new. Throws a RangeError where it breaks the limits of RFC 1035. */
  internName(name: DomainName): NameId {
    let id: NameId = ROOT;
    for (let i = name.labels.length - 1; i >= 0; i--) {
      const label = name.labels[i];
      if (label.length < 1 || label.length > MAX_LABEL) throw new RangeError(`a label of ${label.length} octets`);
      id = this.intern(id, octetsOf(label), 0, label.length);
      if (id < 0) throw new RangeError(`${name} is over ${MAX_NAME} octets`);
    }
    return id;
  }

  /** The id of a name that is there already. */
  lookup(name: DomainName): NameId | undefined {
    let id: NameId | undefined = ROOT;
    for (let i = name.labels.length - 1; i >= 0 && id !== undefined; i--) {
      const label = name.labels[i];
      id = this.find(id, octetsOf(label), 0, label.length);
    }
    return id;
  }

  /** The first label as octets, one character each, in the case first seen. */
  label(id: NameId): string {
    const start = this.labelStart[id];
    return latin1(this.arena, start, start + this.labelLength[id]);
  }

  labelLengthOf(id: NameId): number {
    return this.labelLength[id];
  }

  /** Octet `index` of the first label. */
  labelOctet(id: NameId, index: number): number {
    return this.arena[this.labelStart[id] + index];
  }

  isWildcard(id: NameId): boolean {
    return this.labelLength[id] === 1 && this.arena[this.labelStart[id]] === 42;
  }

  name(id: NameId): DomainName {
    const labels: string[] = [];
    for (let at = id; at !== ROOT; at = this.parent[at]) labels.push(this.label(at));
    return new DomainName(labels);
  }

  /** Presentation form with the final dot, without the detour over a `DomainName`. */
  text(id: NameId): string {
    if (id === ROOT) return ".";
    const { plain, arena } = this;
    let length = 0;
    for (let at = id; at !== ROOT; at = this.parent[at]) {
      if ((this.kinds[at] & (ODD | HIGH)) !== 0) return this.escapedText(id);
      const start = this.labelStart[at];
      const end = start + this.labelLength[at];
      for (let i = start; i < end; i++) plain[length++] = arena[i];
      plain[length++] = DOT;
    }
    return latin1(plain, 0, length);
  }

  private escapedText(id: NameId): string {
    let text = "";
    for (let at = id; at !== ROOT; at = this.parent[at]) {
      const start = this.labelStart[at];
      const end = start + this.labelLength[at];
      for (let i = start; i < end; i++) text += printLabelOctet(this.arena[i]);
      text += ".";
    }
    return text;
  }

  isSubdomain(id: NameId, ancestor: NameId): boolean {
    const depth = this.depth[ancestor];
    let at = id;
    while (this.depth[at] > depth) at = this.parent[at];
    return at === ancestor;
  }

  /** The ancestor of `id` that has `depth` labels. */
  ancestor(id: NameId, depth: number): NameId {
    let at = id;
    while (this.depth[at] > depth) at = this.parent[at];
    return at;
  }

  /** Writes the uncompressed wire form (RFC 1035 §3.1) and returns the offset behind it. */
  writeWire(id: NameId, out: Uint8Array, at: number, fold: boolean): number {
    for (let name = id; name !== ROOT; name = this.parent[name]) {
      const start = this.labelStart[name];
      const length = this.labelLength[name];
      out[at++] = length;
      for (let i = 0; i < length; i++) out[at++] = fold ? FOLD[this.arena[start + i]] : this.arena[start + i];
    }
    out[at++] = 0;
    return at;
  }

  private resolve(bytes: Uint8Array, start: number, end: number, origin: NameId, add: boolean): NameId {
    const { starts, ends, hashes } = this;
    let labels = 0;
    let labelStart = start;
    let hash = HASH_START;
    if (end - start === 1) {
      if (bytes[start] === DOT) return ROOT;
      if (bytes[start] === 64) return origin; // a free-standing @ (RFC 1035 §5.1)
    }
    for (let at = start; at < end; at++) {
      const octet = bytes[at];
      const step = HASH_STEP[octet];
      if (step !== 0) {
        hash = hashOn(hash, step);
      } else if (octet === DOT) {
        if (at === labelStart) return this.bad(EMPTY_LABEL, at, at + 1);
        if (at - labelStart > MAX_LABEL) return this.bad(LABEL_TOO_LONG, labelStart, at);
        if (labels > 128) return this.bad(NAME_TOO_LONG, start, end);
        starts[labels] = labelStart;
        ends[labels] = at;
        hashes[labels++] = hash;
        labelStart = at + 1;
        hash = HASH_START;
      } else {
        return this.resolveEscaped(bytes, start, end, origin, add);
      }
    }
    const absolute = labelStart === end && end > start;
    if (!absolute) {
      if (end - labelStart > MAX_LABEL) return this.bad(LABEL_TOO_LONG, labelStart, end);
      if (end === start) return this.bad(EMPTY_LABEL, start, end);
      starts[labels] = labelStart;
      ends[labels] = end;
      hashes[labels++] = hash;
    }
    return this.descend(bytes, labels, absolute ? ROOT : origin, add, start, end);
  }

  /** From `top` down the labels that were noted last; `start` and `end` are the text's, to blame. */
  private descend(bytes: Uint8Array, labels: number, top: NameId, add: boolean, start: number, end: number): NameId {
    const { starts, ends, hashes } = this;
    let id = top;
    for (let i = labels - 1; i >= 0; i--) {
      id = this.child(id, bytes, starts[i], ends[i], hashes[i], add);
      if (id < 0) return id === NOT_FOUND ? id : this.bad(NAME_TOO_LONG, start, end);
    }
    return id;
  }

  /** The slow road: the text holds `\DDD` or `\X`, so its labels are made in a buffer of their own. */
  private resolveEscaped(bytes: Uint8Array, start: number, end: number, origin: NameId, add: boolean): NameId {
    if (this.unescaped.length < end - start) this.unescaped = new Uint8Array(end - start);
    const { starts, ends, hashes, unescaped } = this;
    let labels = 0;
    let used = 0;
    let labelUsed = 0;
    let labelStart = start;
    for (let at = start; at < end; at++) {
      let octet = bytes[at];
      if (octet === DOT) {
        if (used === labelUsed) return this.bad(EMPTY_LABEL, at, at + 1);
        if (used - labelUsed > MAX_LABEL) return this.bad(LABEL_TOO_LONG, labelStart, at);
        if (labels > 128) return this.bad(NAME_TOO_LONG, start, end);
        starts[labels] = labelUsed;
        ends[labels] = used;
        hashes[labels++] = hashLabel(unescaped, labelUsed, used);
        labelUsed = used;
        labelStart = at + 1;
        continue;
      }
      if (octet === BACKSLASH) {
        const length = escapeLength(bytes, at, end);
        if (length === 0) return this.bad(BAD_ESCAPE, at, Math.min(end, at + 4));
        octet = escapedOctet(bytes, at, length);
        at += length - 1;
      }
      unescaped[used++] = octet;
    }
    const absolute = used === labelUsed;
    if (!absolute) {
      if (used - labelUsed > MAX_LABEL) return this.bad(LABEL_TOO_LONG, labelStart, end);
      starts[labels] = labelUsed;
      ends[labels] = used;
      hashes[labels++] = hashLabel(unescaped, labelUsed, used);
    }
    return this.descend(unescaped, labels, absolute ? ROOT : origin, add, start, end);
  }

  private bad(error: number, start: number, end: number): number {
    this.badStart = start;
    this.badEnd = end;
    return error;
  }

  private child(
    parent: NameId,
    bytes: Uint8Array,
    start: number,
    end: number,
    labelHash: number,
    add: boolean,
  ): NameId {
    const length = end - start;
    const hash = mix(parent, this.guarded ? this.strongHash(bytes, start, end) : labelHash);
    const tag = tagOf(hash);
    const { slots, tags, slotMask } = this;
    let slot = hash & slotMask;
    let probes = 0;
    for (let found = tags[slot]; found !== 0; found = tags[slot]) {
      if (found === tag) {
        const id = slots[slot];
        if (this.parent[id] === parent && this.labelLength[id] === length && this.isLabel(id, bytes, start, end))
          return id;
      }
      slot = (slot + 1) & slotMask;
      // Names that were made to collide would cost quadratic time: from here on they are told apart by a stronger hash.
      if (++probes > MOST_PROBES && !this.guarded) {
        this.guarded = true;
        this.rehash(this.slots.length);
        return this.child(parent, bytes, start, end, labelHash, add);
      }
    }
    return add ? this.insert(parent, bytes, start, end, slot, tag) : NOT_FOUND;
  }

  private isLabel(id: NameId, bytes: Uint8Array, start: number, end: number): boolean {
    const { arena } = this;
    const base = this.labelStart[id] - start;
    let i = start;
    while (i < end && (arena[base + i] === bytes[i] || FOLD[arena[base + i]] === FOLD[bytes[i]])) i++;
    return i === end;
  }

  private insert(parent: NameId, bytes: Uint8Array, start: number, end: number, slot: number, tag: number): NameId {
    const length = end - start;
    const wireLength = this.wireLength[parent] + 1 + length;
    if (wireLength > MAX_NAME) return NAME_TOO_LONG;
    if (this.count === this.parent.length) this.growNames();
    const used = this.arenaUsed;
    if (used + length > this.arena.length) this.arena = grown(this.arena, new Uint8Array(this.arena.length * 2));
    const { arena } = this;
    const first = bytes[start];
    let kinds = first === UNDERSCORE ? MARKED : first === ASTERISK && length === 1 ? 0 : KIND[first];
    arena[used] = first;
    for (let i = 1; i < length; i++) {
      const octet = bytes[start + i];
      arena[used + i] = octet;
      kinds |= KIND[octet];
    }
    this.arenaUsed = used + length;
    const id = this.count++;
    this.parent[id] = parent;
    this.depth[id] = this.depth[parent] + 1;
    this.wireLength[id] = wireLength;
    this.labelStart[id] = used;
    this.labelLength[id] = length;
    this.kinds[id] = kinds;
    this.allKinds |= kinds;
    this.slots[slot] = id;
    this.tags[slot] = tag;
    if (this.count * 1.25 > this.slotMask) this.growSlots();
    return id;
  }

  private growNames(): void {
    const size = this.parent.length * 2;
    this.parent = grown(this.parent, new Int32Array(size));
    this.depth = grown(this.depth, new Uint8Array(size));
    this.kinds = grown(this.kinds, new Uint8Array(size));
    this.labelStart = grown(this.labelStart, new Uint32Array(size));
    this.labelLength = grown(this.labelLength, new Uint8Array(size));
    this.wireLength = grown(this.wireLength, new Uint8Array(size));
  }

  private growSlots(): void {
    this.rehash(this.slots.length * 2);
  }

  private rehash(size: number): void {
    const slots = new Int32Array(size);
    const tags = new Uint8Array(size);
    const mask = size - 1;
    for (let id = 1; id < this.count; id++) {
      const start = this.labelStart[id];
      const end = start + this.labelLength[id];
      const label = this.guarded ? this.strongHash(this.arena, start, end) : hashLabel(this.arena, start, end);
      const hash = mix(this.parent[id], label);
      let slot = hash & mask;
      while (tags[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id;
      tags[slot] = tagOf(hash);
    }
    this.slots = slots;
    this.tags = tags;
    this.slotMask = mask;
  }

  /** Keyed by the seed, and every octet stirred in: who doesn't know the seed can't make labels that collide. */
  private strongHash(bytes: Uint8Array, start: number, end: number): number {
    let hash = this.seed ^ (end - start);
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash ^ FOLD[bytes[at]], 0x5bd1e995);
      hash ^= hash >>> 13;
    }
    return Math.imul(hash ^ this.seed, 0x85ebca6b);
  }
}

/** Runs of filled slots that chance makes are shorter by far at the load that the table has. */
const MOST_PROBES = 256;

// A rolling hash (cyclic polynomial): turn, and add the octet's number, the same for both cases of a letter. 0 is kept
// for the two octets that end a label or begin an escape, so that the reader of names finds them by the way.
const HASH_START = 1;
const HASH_STEP = new Int32Array(256);
for (let octet = 0; octet < 256; octet++) {
  if (octet !== DOT && octet !== BACKSLASH)
    HASH_STEP[octet] = Math.imul(FOLD[octet] + 1, 0x9e3779b1) ^ (FOLD[octet] << 9);
}
const hashOn = (hash: number, step: number): number => (((hash << 7) | (hash >>> 25)) + step) | 0;

function hashLabel(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let at = start; at < end; at++) hash = hashOn(hash, HASH_STEP[bytes[at]]);
  return hash;
}

/** The hash of a name from its parent and that of its label. */
function mix(parent: NameId, labelHash: number): number {
  const hash = Math.imul(labelHash ^ Math.imul(parent + 1, 0x9e3779b1), 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

/** Bits that the slot's number isn't made of; never 0. */
const tagOf = (hash: number): number => (hash >>> 24) | 1;

const NOT_FOUND = -9;

/** Copies a column into a larger one of its kind. */
export function grown<T extends Int32Array | Uint32Array | Uint16Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/** Octets that an escape at `at` takes: 4 for `\DDD`, 2 for `\X`, 0 where it isn't one (RFC 1035 §5.1). */
export function escapeLength(bytes: Uint8Array, at: number, end: number): 0 | 2 | 4 {
  if (at + 1 >= end) return 0;
  if (!isDigit(bytes[at + 1])) return 2;
  if (at + 3 >= end || !isDigit(bytes[at + 2]) || !isDigit(bytes[at + 3])) return 0;
  return escapedOctet(bytes, at, 4) > 255 ? 0 : 4;
}

export function escapedOctet(bytes: Uint8Array, at: number, length: number): number {
  if (length === 2) return bytes[at + 1];
  return (bytes[at + 1] - ZERO) * 100 + (bytes[at + 2] - ZERO) * 10 + bytes[at + 3] - ZERO;
}

function octetsOf(label: string): Uint8Array {
  const octets = new Uint8Array(label.length);
  for (let i = 0; i < label.length; i++) octets[i] = label.charCodeAt(i);
  return octets;
}

/** A name from presentation text, taken as absolute whether it ends in a dot or not; `undefined` where it isn't one. */
export function parseName(text: string): DomainName | undefined {
  const octets = octetsOf(text);
  if (octets.some((_, i) => text.charCodeAt(i) > 255)) return undefined;
  const table = new NameTable();
  const id = text === "@" ? EMPTY_LABEL : table.internText(octets, 0, octets.length, ROOT);
  return id < 0 ? undefined : table.name(id);
}
