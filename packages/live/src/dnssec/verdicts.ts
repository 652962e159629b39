import type { DomainName } from "@dcvlint/core";
import type { Dnskey, Ds } from "./rdata.js";

/** Times are seconds since 1970; types are RR type numbers. */

/** Why an RRset's signatures, or a zone's keys, or a denial are worth nothing; with what a sentence about it needs. */
export type BogusReason =
  /** Every signature is over; `since` is when the last one ended. */
  | { readonly kind: "expired"; readonly since: number; readonly keyTag: number; readonly algorithm: number }
  | { readonly kind: "not-yet-valid"; readonly from: number; readonly keyTag: number; readonly algorithm: number }
  | { readonly kind: "no-signature" }
  /** Signed with keys that the zone doesn't have. Each list has a tag and algorithm once. */
  | { readonly kind: "no-matching-key"; readonly signedWith: readonly KeyId[]; readonly keys: readonly KeyId[] }
  /** The records aren't what was signed. */
  | { readonly kind: "bad-signature"; readonly keyTag: number; readonly algorithm: number }
  /** Signed in another zone's name. */
  | { readonly kind: "signer"; readonly signers: readonly DomainName[]; readonly zone: DomainName }
  /** Only signatures of algorithms that we can't check, though the zone has keys of others (RFC 6840 §5.11). */
  | { readonly kind: "algorithm"; readonly algorithms: readonly number[] }
  | { readonly kind: "malformed"; readonly what: "RRSIG" | "DNSKEY" | "DS" | "NSEC" | "NSEC3" }
  /** RRSIG's label count is over the owner's, or under the zone's (RFC 4035 §5.3.1). */
  | { readonly kind: "labels"; readonly labels: number }
  | { readonly kind: "outside-zone"; readonly zone: DomainName }
  /** More checks were needed than anybody should be asked for (KeyTrap). */
  | { readonly kind: "too-expensive" }
  /** The parent has a DS, and the zone no key at all: unsigned. */
  | { readonly kind: "no-dnskey"; readonly vouchers: readonly VoucherId[] }
  /** `vouchers` are those that count: of algorithms and digests that we know. */
  | { readonly kind: "ds-matches-no-key"; readonly vouchers: readonly VoucherId[]; readonly keys: readonly KeyId[] }
  /** The zone has the key that is the trust anchor with its revoke bit set (RFC 5011 §2.1). */
  | { readonly kind: "revoked"; readonly keys: readonly KeyId[] }
  /** The answer says that something isn't there, and there is no NSEC or NSEC3 record with it. */
  | { readonly kind: "no-denial"; readonly of: Absence }
  /** NSEC or NSEC3 records are there and don't prove it. */
  | { readonly kind: "not-proven"; readonly of: Absence }
  /** The NSEC or NSEC3 record says that what the answer denies is there. */
  | { readonly kind: "denies-what-exists"; readonly of: Absence }
  /** The response code contradicts the records. */
  | { readonly kind: "rcode"; readonly rcode: number }
  /** The CNAME isn't what the DNAME above makes of the name (RFC 6672 §5.3.1), or is missing. */
  | { readonly kind: "synthesis"; readonly dname: DomainName }
  /** The aliases of the answer go in a circle or on for too long. */
  | { readonly kind: "alias-loop" };

/** What a denial is to show: no such type, no such name, no DS, or nothing nearer than the wildcard that answered. */
export type Absence = "type" | "name" | "DS" | "name that hides the wildcard";

export interface KeyId {
  readonly keyTag: number;
  readonly algorithm: number;
}

/** A DS, or where `digestType` is absent a key that is a trust anchor itself. */
export interface VoucherId extends KeyId {
  readonly digestType?: number;
}

export interface Bogus {
  readonly kind: "bogus";
  readonly reason: BogusReason;
  /** What was to be validated: the RRset, or the name and type that are said not to be. */
  readonly owner: DomainName;
  readonly type: number;
}

export type InsecureReason =
  /** The DS set has no algorithm and digest type that we know, so the zone is as if unsigned (RFC 6840 §5.2). */
  | { readonly kind: "unsupported"; readonly vouchers: readonly VoucherId[] }
  /** An NSEC3 opt-out span (RFC 5155 §6): an unsigned delegation may hide in it. */
  | { readonly kind: "opt-out" }
  /** RFC 9276 §3.2. */
  | { readonly kind: "nsec3-iterations"; readonly iterations: number };

export interface Insecure {
  readonly kind: "insecure";
  readonly why: InsecureReason;
}

/** `expiresAt`: until then the signatures that this stands on are valid. */
export interface Secure {
  readonly kind: "secure";
  readonly expiresAt: number;
}

export const keyId = ({ keyTag, algorithm }: KeyId): KeyId => ({ keyTag, algorithm });

export const voucherId = (one: Ds | Dnskey): VoucherId =>
  "digestType" in one ? { ...keyId(one), digestType: one.digestType } : keyId(one);

/** Each tag and algorithm once, in the order of the tags. */
export function keyIds(keys: readonly KeyId[]): KeyId[] {
  const known = new Map(keys.map((key) => [key.keyTag * 256 + key.algorithm, keyId(key)]));
  return [...known.keys()].sort((a, b) => a - b).map((key) => known.get(key)!);
}
