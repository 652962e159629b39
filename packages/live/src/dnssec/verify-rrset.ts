import type { DomainName } from "@dcvlint/core";
import type { ResourceRecord } from "../dns/message.js";
import { isSignedBy, isSupportedAlgorithm } from "./algorithms.js";
import { Budget, LIMITS } from "./budget.js";
import { labelCount, signedData } from "./canonical.js";
import { ancestorOf } from "./names.js";
import { type Dnskey, parseRrsig, type Rrsig } from "./rdata.js";
import { absoluteTime } from "./times.js";
import { type Bogus, type BogusReason, keyIds, type Secure } from "./verdicts.js";

export interface SecureRrset extends Secure {
  /**
   * The RRset was made from `*.` below this name, its closest encloser (RFC 4592 §3.3.1): only good with a proof that
   * nothing nearer exists.
   */
  readonly wildcard?: DomainName;
}

/**
 * Do the zone's keys vouch for the RRset (RFC 4035 §5.3)? `rrset` has at least one record, all of one owner, type and
 * class; `rrsigs` are the RRSIG records at the owner, of any type; `keys` are already trusted. `now` in seconds since 1970.
 */
export function verifyRrset(
  rrset: readonly ResourceRecord[],
  rrsigs: readonly ResourceRecord[],
  keys: readonly Dnskey[],
  zone: DomainName,
  now: number,
  budget = new Budget(),
): SecureRrset | Bogus {
  const { owner, type } = rrset[0];
  const bogus = (reason: BogusReason): Bogus => ({ kind: "bogus", reason, owner, type });
  if (!owner.isSubdomainOf(zone)) return bogus({ kind: "outside-zone", zone });
  if (rrset.length > LIMITS.records || rrsigs.length > LIMITS.records) return bogus({ kind: "too-expensive" });

  const covering = rrsigs.filter(({ rdata }) => rdata[0] * 256 + rdata[1] === type);
  if (covering.length === 0) return bogus({ kind: "no-signature" });
  const parsed = covering.flatMap(({ rdata }) => parseRrsig(rdata) ?? []);
  if (parsed.length === 0) return bogus({ kind: "malformed", what: "RRSIG" });

  // What lasts longest comes first: it's what the RRset's validity ends with.
  const left = (rrsig: Rrsig): number => absoluteTime(rrsig.expiration, now);
  const failures: BogusReason[] = [];
  let checks = 0;
  for (const rrsig of parsed.sort((a, b) => left(b) - left(a))) {
    const flaw = findFlaw(rrsig, owner, zone, keys, now);
    if (flaw !== undefined) {
      failures.push(flaw);
      continue;
    }
    const data = signedData(rrset, rrsig);
    for (const key of keysOf(rrsig, keys).slice(0, LIMITS.keysPerTag)) {
      if (++checks > LIMITS.checksPerRrset || !budget.spendCheck()) return bogus({ kind: "too-expensive" });
      if (!isSignedBy(key, data, rrsig.signature)) continue;
      const expanded = rrsig.labels < labelCount(owner.labels);
      return {
        kind: "secure",
        expiresAt: left(rrsig),
        ...(expanded && { wildcard: ancestorOf(owner, rrsig.labels) }),
      };
    }
    failures.push({ kind: "bad-signature", keyTag: rrsig.keyTag, algorithm: rrsig.algorithm });
  }
  return bogus(mostTelling(failures));
}

const keysOf = (rrsig: Rrsig, keys: readonly Dnskey[]): Dnskey[] =>
  keys.filter((key) => key.keyTag === rrsig.keyTag && key.algorithm === rrsig.algorithm);

/** What keeps a signature from being worth a check (RFC 4035 §5.3.1). */
function findFlaw(
  rrsig: Rrsig,
  owner: DomainName,
  zone: DomainName,
  keys: readonly Dnskey[],
  now: number,
): BogusReason | undefined {
  const { keyTag, algorithm, labels } = rrsig;
  if (!rrsig.signer.equals(zone)) return { kind: "signer", signers: [rrsig.signer], zone };
  // Below the zone's own count it would have been made from a wildcard outside the zone.
  if (labels > labelCount(owner.labels) || labels < labelCount(zone.labels)) return { kind: "labels", labels };
  if (!isSupportedAlgorithm(algorithm)) return { kind: "algorithm", algorithms: [algorithm] };
  const until = absoluteTime(rrsig.expiration, now);
  if (until < now) return { kind: "expired", since: until, keyTag, algorithm };
  const from = absoluteTime(rrsig.inception, now);
  if (from > now) return { kind: "not-yet-valid", from, keyTag, algorithm };
  if (keysOf(rrsig, keys).length === 0) return { kind: "no-matching-key", signedWith: [rrsig], keys };
  return undefined;
}

/** The nearer a signature came to being good, the more its failure tells. */
const TELLING: readonly BogusReason["kind"][] = [
  "expired",
  "not-yet-valid",
  "bad-signature",
  "no-matching-key",
  "algorithm",
  "signer",
  "labels",
];

/** Of several failures the one to tell; `failures` isn't empty. What failed in the same way is told together. */
function mostTelling(failures: readonly BogusReason[]): BogusReason {
  const kind = TELLING.find((telling) => failures.some((failure) => failure.kind === telling));
  const alike = failures.filter((failure) => failure.kind === kind);
  const first = alike[0] ?? failures[0];
  if (first.kind === "no-matching-key") {
    const signedWith = alike.flatMap((failure) => (failure.kind === "no-matching-key" ? failure.signedWith : []));
    return { kind: "no-matching-key", signedWith: keyIds(signedWith), keys: keyIds(first.keys) };
  }
  if (first.kind === "algorithm") {
    const algorithms = alike.flatMap((failure) => (failure.kind === "algorithm" ? failure.algorithms : []));
    return { kind: "algorithm", algorithms: [...new Set(algorithms)].sort((a, b) => a - b) };
  }
  // Sorted by their ends, so the first of the expired ones was the last to end.
  return first;
}
