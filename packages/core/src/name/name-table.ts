import { DomainName } from "./domain-name.js";
import { BACKSLASH, DOT, FOLD, isDigit, latin1, printLabelOctet, ZERO } from "./octets.js";

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
  /** Where the offending label of the last failed `internText` or `findText` stands: offsets into its `bytes`. */
  badStart = 0;
  badEnd = 0;

  private labelStart: Uint32Array;
  private labelLength: Uint8Array;
  private wireLength: Uint8Array;
  private arena: Uint8Array;
  private arenaUsed = 0;
  /** Open addressing, two words a slot: the name, and its hash, so that a probe that misses touches nothing else. */
  private slots: Int32Array;
  private slotMask: number;

  // Label boundaries of the text being read: 127 labels is the most a name can have, a longer text is too long anyway.
  private readonly starts = new Uint32Array(260);
  private readonly ends = new Uint32Array(260);
  private unescaped = new Uint8Array(512);

  constructor(expectedNames = 64) {
    const names = Math.max(64, expectedNames);
    this.parent = new Int32Array(names);
    this.depth = new Uint8Array(names);
    this.labelStart = new Uint32Array(names);
    this.labelLength = new Uint8Array(names);
    this.wireLength = new Uint8Array(names);
    this.wireLength[ROOT] = 1;
    this.parent[ROOT] = -1;
    this.arena = new Uint8Array(names * 12);
    let size = 128;
    while (size < names * 1.25) size *= 2;
    this.slots = new Int32Array(size * 2);
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
    return this.child(parent, bytes, start, end, true);
  }

  find(parent: NameId, bytes: Uint8Array, start: number, end: number): NameId | undefined {
    const id = this.child(parent, bytes, start, end, false);
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
    const { starts, ends } = this;
    let labels = 0;
    let at = start;
    let labelStart = start;
    let absolute = false;
    if (end - start === 1) {
      if (bytes[start] === DOT) return ROOT;
      if (bytes[start] === 64) return origin; // a free-standing @ (RFC 1035 §5.1)
    }
    for (; at < end; at++) {
      const octet = bytes[at];
      if (octet === BACKSLASH) return this.resolveEscaped(bytes, start, end, origin, add);
      if (octet !== DOT) continue;
      if (at === labelStart) return this.bad(EMPTY_LABEL, at, at + 1);
      if (at - labelStart > MAX_LABEL) return this.bad(LABEL_TOO_LONG, labelStart, at);
      if (labels > 128) return this.bad(NAME_TOO_LONG, start, end);
      starts[labels] = labelStart;
      ends[labels++] = at;
      labelStart = at + 1;
    }
    if (labelStart === end) absolute = end > start;
    else {
      if (end - labelStart > MAX_LABEL) return this.bad(LABEL_TOO_LONG, labelStart, end);
      starts[labels] = labelStart;
      ends[labels++] = end;
    }
    if (labels === 0) return this.bad(EMPTY_LABEL, start, end);
    let id = absolute ? ROOT : origin;
    for (let i = labels - 1; i >= 0; i--) {
      id = this.child(id, bytes, starts[i], ends[i], add);
      if (id < 0) return id === NOT_FOUND ? id : this.bad(NAME_TOO_LONG, start, end);
    }
    return id;
  }

  /** The slow road: the text holds `\DDD` or `\X`, so its labels are made in a buffer of their own. */
  private resolveEscaped(bytes: Uint8Array, start: number, end: number, origin: NameId, add: boolean): NameId {
    if (this.unescaped.length < end - start) this.unescaped = new Uint8Array(end - start);
    const { starts, ends, unescaped } = this;
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
        ends[labels++] = used;
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
      ends[labels++] = used;
    }
    let id = absolute ? ROOT : origin;
    for (let i = labels - 1; i >= 0; i--) {
      id = this.child(id, unescaped, starts[i], ends[i], add);
      if (id < 0) return id === NOT_FOUND ? id : this.bad(NAME_TOO_LONG, start, end);
    }
    return id;
  }

  private bad(error: number, start: number, end: number): number {
    this.badStart = start;
    this.badEnd = end;
    return error;
  }

  private child(parent: NameId, bytes: Uint8Array, start: number, end: number, add: boolean): NameId {
    const length = end - start;
    let hash = Math.imul(parent + 1, 0x9e3779b1) ^ length;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ FOLD[bytes[i]], 0x01000193);
    hash ^= hash >>> 15;
    const { slots, slotMask } = this;
    let slot = hash & slotMask;
    for (;;) {
      const id = slots[slot * 2];
      if (id === 0) break;
      if (slots[slot * 2 + 1] === hash && this.parent[id] === parent && this.labelLength[id] === length) {
        const { arena } = this;
        const base = this.labelStart[id] - start;
        let i = start;
        while (i < end && (arena[base + i] === bytes[i] || FOLD[arena[base + i]] === FOLD[bytes[i]])) i++;
        if (i === end) return id;
      }
      slot = (slot + 1) & slotMask;
    }
    if (!add) return NOT_FOUND;
    if (this.wireLength[parent] + 1 + length > MAX_NAME) return NAME_TOO_LONG;
    if (this.count === this.parent.length) this.growNames();
    if (this.arenaUsed + length > this.arena.length) {
      const larger = new Uint8Array(this.arena.length * 2);
      larger.set(this.arena);
      this.arena = larger;
    }
    const id = this.count++;
    this.parent[id] = parent;
    this.depth[id] = this.depth[parent] + 1;
    this.wireLength[id] = this.wireLength[parent] + 1 + length;
    this.labelStart[id] = this.arenaUsed;
    this.labelLength[id] = length;
    for (let i = start; i < end; i++) this.arena[this.arenaUsed++] = bytes[i];
    slots[slot * 2] = id;
    slots[slot * 2 + 1] = hash;
    if (this.count * 1.25 > slotMask) this.growSlots();
    return id;
  }

  private growNames(): void {
    const size = this.parent.length * 2;
    this.parent = grown(this.parent, new Int32Array(size));
    this.depth = grown(this.depth, new Uint8Array(size));
    this.labelStart = grown(this.labelStart, new Uint32Array(size));
    this.labelLength = grown(this.labelLength, new Uint8Array(size));
    this.wireLength = grown(this.wireLength, new Uint8Array(size));
  }

  private growSlots(): void {
    const old = this.slots;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length / 2 - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      let slot = old[from + 1] & mask;
      while (slots[slot * 2] !== 0) slot = (slot + 1) & mask;
      slots[slot * 2] = old[from];
      slots[slot * 2 + 1] = old[from + 1];
    }
    this.slots = slots;
    this.slotMask = mask;
  }
}

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
