import { isDigit, ZERO } from "../name/octets.js";

/** RFC 2181 §8: TTLs are of 31 bits. */
export const MAX_TTL = 0x7fffffff;

/**
 * A TTL in seconds: digits, or BIND's units (`1w2d3h4m5s`, any case). -1 where the text isn't one. The value may be over
 * `MAX_TTL`: it is the caller's to say so; from 2^53 on it stays there.
 */
export function parseTtl(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || !isDigit(bytes[start])) return -1;
  // Nearly all are a few digits.
  let seconds = 0;
  let next = start;
  for (; next < end && next < start + 9 && isDigit(bytes[next]); next++) seconds = seconds * 10 + bytes[next] - ZERO;
  return next === end ? seconds : parseUnits(bytes, start, end);
}

function parseUnits(bytes: Uint8Array, start: number, end: number): number {
  let total = 0;
  let value = 0;
  let digits = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at];
    if (isDigit(octet)) {
      value = Math.min(value * 10 + octet - ZERO, Number.MAX_SAFE_INTEGER);
      digits++;
      continue;
    }
    const seconds = unit(octet | 32);
    if (seconds === 0 || digits === 0) return -1;
    total += value * seconds;
    value = 0;
    digits = 0;
  }
  // "1h30" isn't one: a number behind a unit needs its own unit.
  if (digits > 0 && total > 0) return -1;
  return Math.min(total + value, Number.MAX_SAFE_INTEGER);
}

function unit(lower: number): number {
  switch (lower) {
    case 119:
      return 604800;
    case 100:
      return 86400;
    case 104:
      return 3600;
    case 109:
      return 60;
    case 115:
      return 1;
    default:
      return 0;
  }
}
