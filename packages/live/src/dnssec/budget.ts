/**
 * Bounds against answers that are made to be expensive (KeyTrap, CVE-2023-50387; NSEC3, CVE-2023-50868). Honest zones
 * stay far below them: two keys in a rollover share a tag once in 65536 times.
 */
export const LIMITS = {
  /** Signature checks for one RRset, all its signatures and all keys with a fitting tag together. Unbound: 8. */
  checksPerRrset: 8,
  /** Keys with the same tag and algorithm that are tried for one signature or DS. Unbound: 4. */
  keysPerTag: 4,
  /** Keys of a zone, and DS records for it; big zones have a dozen while they change keys. */
  keys: 100,
  /** Records of an RRset that are looked at; more is taken for an attack. */
  records: 2000,
  /** Links of CNAMEs and DNAMEs within one response. */
  aliases: 16,
  /** NSEC3 iterations: above, an answer counts as insecure (RFC 9276 §3.2), as in BIND 9.18 and Unbound. */
  nsec3Iterations: 150,
} as const;

/** What one run may spend; share one among all answers of a chain. Spending more than there is fails, for good. */
export class Budget {
  private exhausted = false;

  /** `checks`: signature verifications. `hashes`: SHA-1 rounds for NSEC3, about a microsecond each. */
  constructor(
    private checks = 256,
    private hashes = 200_000,
  ) {}

  spendCheck(): boolean {
    if (this.exhausted || this.checks < 1) return this.exhaust();
    this.checks--;
    return true;
  }

  spendHashes(count: number): boolean {
    if (this.exhausted || this.hashes < count) return this.exhaust();
    this.hashes -= count;
    return true;
  }

  get isExhausted(): boolean {
    return this.exhausted;
  }

  private exhaust(): false {
    this.exhausted = true;
    return false;
  }
}
