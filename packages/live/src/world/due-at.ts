import type { ResourceRecord } from "../dns/message.js";
import { parseRrsig } from "../dnssec/rdata.js";
import { absoluteTime } from "../dnssec/times.js";
import { RRSIG } from "../dnssec/types.js";

/** Of a signature's life. Signers that keep a file make new ones with a tenth or more of it left (BIND, Knot DNS, OpenDNSSEC). */
const FRESH = 1 / 4;

/**
 * `expiresAt`, or never: servers that sign as they are asked give signatures that live for a day or two (Cloudflare: 25
 * hours either way), so that the end is always near and says nothing. `records` hold the signature; times are seconds
 * since 1970.
 */
export function dueAt(expiresAt: number, records: readonly ResourceRecord[], now: number): number {
  for (const { type, rdata } of records) {
    const rrsig = type === RRSIG ? parseRrsig(rdata) : undefined;
    if (rrsig === undefined || absoluteTime(rrsig.expiration, now) !== expiresAt) continue;
    const life = expiresAt - absoluteTime(rrsig.inception, now);
    if (expiresAt - now > life * FRESH) return Number.POSITIVE_INFINITY;
  }
  return expiresAt;
}
