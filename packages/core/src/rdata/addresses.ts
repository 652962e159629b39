import { DOT, isDigit, ZERO } from "../name/octets.js";
import { hexDigit } from "./encodings.js";
import type { RdataWriter } from "./rdata-writer.js";

const COLON = 58;
const NO_DIGIT = 16;

/** Dotted quad: four decimal numbers without leading zeros (RFC 1035 §3.4.1). `false` where it isn't one. */
export function writeIpv4(writer: RdataWriter, bytes: Uint8Array, start: number, end: number): boolean {
  let part = 0;
  let digits = 0;
  let parts = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at];
    if (octet === DOT) {
      if (digits === 0 || ++parts > 3) return false;
      writer.byte(part);
      part = 0;
      digits = 0;
    } else {
      // Some read 010 as 8: BIND reads it as nothing at all.
      if (!isDigit(octet) || (digits > 0 && part === 0)) return false;
      digits++;
      part = part * 10 + octet - ZERO;
      if (part > 255) return false;
    }
  }
  if (digits === 0 || parts !== 3) return false;
  writer.byte(part);
  return true;
}

const GROUPS = new Uint16Array(8);

/** What every octet is worth as a hexadecimal digit. */
const HEX = Uint8Array.from({ length: 256 }, (_, octet) => (hexDigit(octet) < 0 ? NO_DIGIT : hexDigit(octet)));

/** RFC 4291 §2.2, the forms with `::` and with a trailing dotted quad included. `false` where it isn't one. */
export function writeIpv6(writer: RdataWriter, bytes: Uint8Array, start: number, end: number): boolean {
  let groups = 0;
  let gap = -1;
  let value = 0;
  let digits = 0;
  let groupStart = start;
  let at = start;
  if (bytes[at] === COLON) {
    if (at + 1 >= end || bytes[at + 1] !== COLON) return false;
    gap = 0;
    at += 2;
    groupStart = at;
  }
  for (; at < end; at++) {
    const octet = bytes[at];
    const hex = HEX[octet];
    if (hex !== NO_DIGIT) {
      if (++digits > 4) return false;
      value = value * 16 + hex;
    } else if (octet === COLON) {
      if (digits > 0) {
        if (groups === 8 || at + 1 === end) return false;
        GROUPS[groups++] = value;
        value = 0;
        digits = 0;
      } else {
        // Two colons in a row: the gap, once.
        if (gap >= 0) return false;
        gap = groups;
      }
      groupStart = at + 1;
    } else if (octet === DOT) {
      const before = writer.length;
      const good = groups <= 6 && writeIpv4(writer, bytes, groupStart, end);
      writer.length = before;
      if (!good) return false;
      GROUPS[groups++] = (writer.out[before] << 8) | writer.out[before + 1];
      GROUPS[groups++] = (writer.out[before + 2] << 8) | writer.out[before + 3];
      digits = 0;
      break;
    } else return false;
  }
  if (digits > 0) {
    if (groups === 8) return false;
    GROUPS[groups++] = value;
  }
  if (gap < 0 ? groups !== 8 : groups > 7) return false;
  if (writer.measuring) {
    writer.length += 16;
    return true;
  }
  const missing = 8 - groups;
  for (let i = 0; i < 8; i++) {
    if (gap < 0 || i < gap) writer.u16(GROUPS[i]);
    else if (i < gap + missing) writer.u16(0);
    else writer.u16(GROUPS[i - missing]);
  }
  return true;
}

export const printIpv4 = (octets: Uint8Array): string => octets.join(".");

/** RFC 5952, and the mapped and compatible addresses with a dotted quad, as BIND prints them. */
export function printIpv6(octets: Uint8Array): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(octets[i] * 256 + octets[i + 1]);
  const { start, length } = longestZeros(groups);
  const quad = printIpv4(octets.subarray(12));
  if (start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff))) {
    return length === 6 ? `::${quad}` : `::ffff:${quad}`;
  }
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 0 };
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    start = Math.max(start, end - 1);
  }
  return best;
}
