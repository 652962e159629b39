import type { DomainName } from "@dcvlint/core";
import { keyTag } from "./key-tag.js";
import { readName } from "./names.js";
import { readTypes } from "./type-bitmap.js";

/** RRSIG RDATA (RFC 4034 §3.1). */
export interface Rrsig {
  readonly typeCovered: number;
  readonly algorithm: number;
  /** Labels of the signed owner, without the root and a leading `*`. */
  readonly labels: number;
  /** Seconds. */
  readonly originalTtl: number;
  /** Seconds since 1970 modulo 2^32: serial numbers, see `times.ts`. */
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signer: DomainName;
  readonly signature: Uint8Array;
}

/** DNSKEY RDATA (RFC 4034 §2.1). */
export interface Dnskey {
  readonly flags: number;
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  /** RFC 4034 App. B. */
  readonly keyTag: number;
  readonly rdata: Uint8Array;
}

/** DS RDATA (RFC 4034 §5.1). */
export interface Ds {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: Uint8Array;
}

/** NSEC RDATA (RFC 4034 §4.1). */
export interface NsecData {
  readonly next: DomainName;
  readonly types: ReadonlySet<number>;
}

/** NSEC3 RDATA (RFC 5155 §3.2). */
export interface Nsec3Data {
  readonly hashAlgorithm: number;
  readonly flags: number;
  readonly iterations: number;
  readonly salt: Uint8Array;
  /** The next owner's hash, not yet in base32. */
  readonly nextHash: Uint8Array;
  readonly types: ReadonlySet<number>;
}

// The parsers are strict and total: RDATA that doesn't fit its type to the last octet is `undefined`.

export function parseRrsig(rdata: Uint8Array): Rrsig | undefined {
  if (rdata.length < 20) return undefined;
  const view = viewOf(rdata);
  const signer = readName(rdata, 18);
  if (signer === undefined || signer.end >= rdata.length) return undefined;
  return {
    typeCovered: view.getUint16(0),
    algorithm: rdata[2],
    labels: rdata[3],
    originalTtl: view.getUint32(4),
    expiration: view.getUint32(8),
    inception: view.getUint32(12),
    keyTag: view.getUint16(16),
    signer: signer.name,
    signature: rdata.subarray(signer.end),
  };
}

export function parseDnskey(rdata: Uint8Array): Dnskey | undefined {
  if (rdata.length < 5) return undefined;
  return {
    flags: viewOf(rdata).getUint16(0),
    protocol: rdata[2],
    algorithm: rdata[3],
    publicKey: rdata.subarray(4),
    keyTag: keyTag(rdata),
    rdata,
  };
}

export function parseDs(rdata: Uint8Array): Ds | undefined {
  if (rdata.length < 5) return undefined;
  const digest = rdata.subarray(4);
  const wanted = DIGEST_OCTETS.get(rdata[3]);
  if (wanted !== undefined && wanted !== digest.length) return undefined;
  return { keyTag: viewOf(rdata).getUint16(0), algorithm: rdata[2], digestType: rdata[3], digest };
}

/** SHA-1 (RFC 3658), SHA-256 (RFC 4509), GOST R 34.11-94 (RFC 5933), SHA-384 (RFC 6605). */
const DIGEST_OCTETS = new Map([
  [1, 20],
  [2, 32],
  [3, 32],
  [4, 48],
]);

export function parseNsec(rdata: Uint8Array): NsecData | undefined {
  const next = readName(rdata, 0);
  if (next === undefined) return undefined;
  const types = readTypes(rdata.subarray(next.end));
  // An NSEC record's owner has at least the NSEC itself (RFC 4034 §4.1.2).
  return types === undefined || types.size === 0 ? undefined : { next: next.name, types };
}

export function parseNsec3(rdata: Uint8Array): Nsec3Data | undefined {
  if (rdata.length < 6) return undefined;
  const saltEnd = 5 + rdata[4];
  const hashEnd = saltEnd + 1 + (rdata[saltEnd] ?? 0);
  if (saltEnd >= rdata.length || hashEnd > rdata.length || rdata[saltEnd] === 0) return undefined;
  // An empty non-terminal's record has no types at all (RFC 5155 §3.1.8).
  const types = readTypes(rdata.subarray(hashEnd));
  if (types === undefined) return undefined;
  return {
    hashAlgorithm: rdata[0],
    flags: rdata[1],
    iterations: viewOf(rdata).getUint16(2),
    salt: rdata.subarray(5, saltEnd),
    nextHash: rdata.subarray(saltEnd + 1, hashEnd),
    types,
  };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
