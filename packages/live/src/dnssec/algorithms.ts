import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from "node:crypto";
import type { Dnskey } from "./rdata.js";

interface Algorithm {
  readonly name: string;
  /** What `verify` wants; null for the algorithms that hash by themselves. */
  readonly hash: "sha1" | "sha256" | "sha384" | "sha512" | null;
  /** Octets of a signature; absent for RSA, where it is the modulus's length. */
  readonly signature?: number;
  /** Public key as JSON Web Key (RFC 7517); `undefined` for octets that aren't a key of this algorithm. */
  readonly jwk: (key: Uint8Array) => JsonWebKey | undefined;
}

/**
 * IANA "DNS Security Algorithm Numbers". The others count as unknown: RSA/MD5, DSA and GOST have been given up
 * (RFC 8624 §3.1), and a zone that has only them is insecure for today's resolvers.
 */
const ALGORITHMS = new Map<number, Algorithm>([
  [5, { name: "RSASHA1", hash: "sha1", jwk: rsaKey }],
  [7, { name: "RSASHA1-NSEC3-SHA1", hash: "sha1", jwk: rsaKey }],
  [8, { name: "RSASHA256", hash: "sha256", jwk: rsaKey }],
  [10, { name: "RSASHA512", hash: "sha512", jwk: rsaKey }],
  [13, { name: "ECDSAP256SHA256", hash: "sha256", signature: 64, jwk: (key) => curveKey("P-256", key, 32) }],
  [14, { name: "ECDSAP384SHA384", hash: "sha384", signature: 96, jwk: (key) => curveKey("P-384", key, 48) }],
  [15, { name: "ED25519", hash: null, signature: 64, jwk: (key) => edwardsKey("Ed25519", key, 32) }],
  [16, { name: "ED448", hash: null, signature: 114, jwk: (key) => edwardsKey("Ed448", key, 57) }],
]);

/** IANA "Digest Algorithms" of DS. */
const DIGESTS = new Map<number, string>([
  [1, "sha1"],
  [2, "sha256"],
  [4, "sha384"],
]);

export const isSupportedAlgorithm = (algorithm: number): boolean => ALGORITHMS.has(algorithm);
export const isSupportedDigest = (digestType: number): boolean => DIGESTS.has(digestType);
/** `undefined` for those that aren't supported. */
export const algorithmName = (algorithm: number): string | undefined => ALGORITHMS.get(algorithm)?.name;

/** Digest of a DS (RFC 4034 §5.1.4): over the canonical owner and the DNSKEY's RDATA. */
export const dsDigest = (digestType: number, owner: Uint8Array, dnskey: Uint8Array): Uint8Array =>
  createHash(DIGESTS.get(digestType)!).update(owner).update(dnskey).digest();

/** Is this the key's signature over the octets? False too for a key that isn't one. */
export function isSignedBy(key: Dnskey, data: Uint8Array, signature: Uint8Array): boolean {
  const algorithm = ALGORITHMS.get(key.algorithm);
  const publicKey = keyObject(key);
  if (algorithm === undefined || publicKey === undefined) return false;
  if (algorithm.signature !== undefined && algorithm.signature !== signature.length) return false;
  try {
    return verify(algorithm.hash, data, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature);
  } catch {
    return false;
  }
}

/** A key is needed for every RRset of its zone. */
const imported = new WeakMap<Dnskey, KeyObject | "unusable">();

function keyObject(key: Dnskey): KeyObject | undefined {
  let known = imported.get(key);
  if (known === undefined) {
    known = importKey(key) ?? "unusable";
    imported.set(key, known);
  }
  return known === "unusable" ? undefined : known;
}

function importKey(key: Dnskey): KeyObject | undefined {
  const jwk = ALGORITHMS.get(key.algorithm)?.jwk(key.publicKey);
  if (jwk === undefined) return undefined;
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    return undefined;
  }
}

/**
 * RFC 3110 §2: length of the exponent in one octet, or 0 and two; exponent; modulus. RFC 5702 §2 ends at 4096 bits.
 * A long exponent makes each check slow; BIND doesn't take more than 35 bits either.
 */
function rsaKey(key: Uint8Array): JsonWebKey | undefined {
  const long = key[0] === 0;
  const start = long ? 3 : 1;
  const end = start + (long ? key[1] * 256 + key[2] : key[0]);
  const exponent = key.subarray(start, end);
  const modulus = key.subarray(end);
  if (!(exponent.length >= 1 && exponent.length <= 5) || modulus.length < 64 || modulus.length > 512) return undefined;
  return { kty: "RSA", e: base64url(exponent), n: base64url(modulus) };
}

/** RFC 6605 §4: x and y, one after the other. */
function curveKey(crv: string, key: Uint8Array, size: number): JsonWebKey | undefined {
  if (key.length !== 2 * size) return undefined;
  return { kty: "EC", crv, x: base64url(key.subarray(0, size)), y: base64url(key.subarray(size)) };
}

/** RFC 8080 §3. */
function edwardsKey(crv: string, key: Uint8Array, size: number): JsonWebKey | undefined {
  return key.length === size ? { kty: "OKP", crv, x: base64url(key) } : undefined;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
