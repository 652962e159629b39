import { decodeUtf8 } from "./plan-source.js";

/** Longer strings are rarely the same twice. */
const LONGEST = 128;
const SLOTS = 2048;

/**
 * Octets to strings, for the names that come over and over: keys, types, providers. One entry a slot, the newest wins, so
 * that hostile input can make it useless but not large.
 */
export class StringCache {
  private readonly bytes: (Uint8Array | undefined)[] = new Array(SLOTS).fill(undefined);
  private readonly texts: string[] = new Array(SLOTS).fill("");

  /** Text of `bytes[from..to)`; whoever has looked for its end has its `hash32` by the way. */
  get(bytes: Uint8Array, from: number, to: number, hash: number = hash32(bytes, from, to)): string {
    const length = to - from;
    if (length > LONGEST) return decodeUtf8(bytes.subarray(from, to));
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.bytes[slot];
    if (known !== undefined && known.length === length) {
      let i = 0;
      while (i < length && known[i] === bytes[from + i]) i++;
      if (i === length) return this.texts[slot];
    }
    this.bytes[slot] = new Uint8Array(bytes.subarray(from, to));
    this.texts[slot] = asKey(decodeUtf8(bytes.subarray(from, to)));
    return this.texts[slot];
  }
}

/** FNV-1a. */
function hash32(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}

/** The engine keeps one copy of what is a property's name, and compares such strings by their addresses. */
const asKey = (text: string): string => Object.keys({ [text]: 0 })[0];

/** 53 bits that stand for the octets where holding them all would cost too much; two of a million are the same once in 10,000 plans. */
export function hash53(bytes: Uint8Array, from: number, to: number): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high + byte, 0x5bd1e995);
  }
  return (low >>> 0) * 0x200000 + (high >>> 11);
}
