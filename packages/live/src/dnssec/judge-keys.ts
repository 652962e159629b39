import type { DomainName } from "@dcvlint/core";
import type { ResourceRecord } from "../dns/message.js";
import { dsDigest, isSupportedAlgorithm, isSupportedDigest } from "./algorithms.js";
import { Budget, LIMITS } from "./budget.js";
import { nameToWire } from "./names.js";
import { type Dnskey, type Ds, parseDnskey } from "./rdata.js";
import { DNSKEY } from "./types.js";
import { type Bogus, type BogusReason, type Insecure, keyIds, type Secure, voucherId } from "./verdicts.js";
import { verifyRrset } from "./verify-rrset.js";

/** What a zone's keys are vouched for by: a DS record of the parent's, or a trust anchor, which may be a key itself. */
export type Voucher = Ds | Dnskey;

export interface SecureKeys extends Secure {
  /** The zone's keys; each of them may sign its RRsets. */
  readonly keys: readonly Dnskey[];
}

/** RFC 4034 §2.1.1: the Zone Key flag. */
const ZONE_KEY = 0x0100;
/** RFC 5011 §2.1. */
const REVOKED = 0x0080;
const SHA1 = 1;

/**
 * May the zone's DNSKEY RRset be trusted (RFC 4035 §5.2)? `vouchers`, at least one, are trusted already; `dnskeys` are
 * the DNSKEY records at the zone's apex, none where there are none; `rrsigs` the RRSIG records there. `now` in seconds
 * since 1970.
 */
export function judgeKeys(
  vouchers: readonly Voucher[],
  dnskeys: readonly ResourceRecord[],
  rrsigs: readonly ResourceRecord[],
  zone: DomainName,
  now: number,
  budget = new Budget(),
): SecureKeys | Insecure | Bogus {
  const bogus = (reason: BogusReason): Bogus => ({ kind: "bogus", reason, owner: zone, type: DNSKEY });
  if (vouchers.length > LIMITS.keys || dnskeys.length > LIMITS.keys) return bogus({ kind: "too-expensive" });
  const usable = usableVouchers(vouchers);
  if (usable.length === 0) return { kind: "insecure", why: { kind: "unsupported", vouchers: vouchers.map(voucherId) } };
  if (dnskeys.length === 0) return bogus({ kind: "no-dnskey", vouchers: usable.map(voucherId) });

  const parsed = dnskeys.flatMap(({ rdata }) => parseDnskey(rdata) ?? []);
  if (parsed.length === 0) return bogus({ kind: "malformed", what: "DNSKEY" });
  // The protocol has been 3 ever since (RFC 4034 §2.1.2); what isn't a zone key signs no zone data (§2.1.1), and a
  // revoked one nothing but its own end (RFC 5011 §2.1).
  const keys = parsed.filter((key) => (key.flags & (ZONE_KEY | REVOKED)) === ZONE_KEY && key.protocol === 3);
  const entries = new Set(usable.flatMap((voucher) => keysVouchedFor(voucher, keys, zone)));
  if (entries.size === 0) {
    const revoked = parsed.filter((key) => (key.flags & REVOKED) !== 0 && usable.some((one) => isSameKey(one, key)));
    return revoked.length > 0
      ? bogus({ kind: "revoked", keys: keyIds(revoked) })
      : bogus({ kind: "ds-matches-no-key", vouchers: usable.map(voucherId), keys: keyIds(parsed) });
  }
  const verdict = verifyRrset(dnskeys, rrsigs, [...entries], zone, now, budget);
  return verdict.kind === "bogus" ? verdict : { kind: "secure", keys, expiresAt: verdict.expiresAt };
}

const isDs = (voucher: Voucher): voucher is Ds => "digestType" in voucher;

function usableVouchers(vouchers: readonly Voucher[]): Voucher[] {
  const known = vouchers.filter(
    (one) => isSupportedAlgorithm(one.algorithm) && (!isDs(one) || isSupportedDigest(one.digestType)),
  );
  // A SHA-1 digest beside a better one isn't looked at (RFC 4509 §3).
  const better = known.filter((one) => !isDs(one) || one.digestType !== SHA1);
  return better.length > 0 ? better : known;
}

function keysVouchedFor(voucher: Voucher, keys: readonly Dnskey[], zone: DomainName): Dnskey[] {
  const pointedAt = keys.filter((key) => key.keyTag === voucher.keyTag && key.algorithm === voucher.algorithm);
  if (!isDs(voucher)) return pointedAt.filter((key) => isSameKey(voucher, key));
  const owner = nameToWire(zone, true);
  return pointedAt
    .slice(0, LIMITS.keysPerTag)
    .filter((key) => Buffer.compare(dsDigest(voucher.digestType, owner, key.rdata), voucher.digest) === 0);
}

/** Flags aside, which hold the revoke bit. */
const isSameKey = (voucher: Voucher, key: Dnskey): boolean =>
  !isDs(voucher) && voucher.algorithm === key.algorithm && Buffer.compare(voucher.publicKey, key.publicKey) === 0;
