import { createHash } from "node:crypto";
import { type DomainName, foldLabel } from "@dcvlint/core";
import type { Budget } from "./budget.js";
import { ancestorOf, nameToWire, wildcardBelow } from "./names.js";
import { deniesDs, deniesType, hidesWhatIsBelow, type NoDsProof, type Proof } from "./proof.js";
import type { Nsec3Data } from "./rdata.js";

export interface Nsec3Record extends Nsec3Data {
  readonly ownerHash: Buffer;
}

const SHA1 = 1;
const SHA1_OCTETS = 20;
const OPT_OUT = 1;

/**
 * The record as one that can prove something in this zone. Unknown hash algorithms and flags are passed over
 * (RFC 5155 §8.1, §8.2).
 */
export function usableNsec3(data: Nsec3Data, owner: DomainName, zone: DomainName): Nsec3Record | undefined {
  if (data.hashAlgorithm !== SHA1 || data.flags > OPT_OUT || data.nextHash.length !== SHA1_OCTETS) return undefined;
  if (owner.labels.length !== zone.labels.length + 1 || !owner.isSubdomainOf(zone)) return undefined;
  const ownerHash = decodeBase32Hex(owner.labels[0]);
  return ownerHash?.length === SHA1_OCTETS ? { ...data, ownerHash } : undefined;
}

/** The hash of a name (RFC 5155 §5): of its canonical form, with the salt, and again `iterations` times. */
export function hashName(name: DomainName, salt: Uint8Array, iterations: number): Buffer {
  let hash = createHash("sha1").update(nameToWire(name, true)).update(salt).digest();
  for (let i = 0; i < iterations; i++) hash = createHash("sha1").update(hash).update(salt).digest();
  return hash;
}

/**
 * What the zone's NSEC3 records, all verified and usable, prove (RFC 5155 §8). Names asked about are in the zone. Once
 * the budget is spent nothing is proven any more.
 */
export class Nsec3Proofs {
  private readonly records: readonly Nsec3Record[];
  private readonly hashes = new Map<string, Buffer>();

  constructor(
    records: readonly Nsec3Record[],
    private readonly zone: DomainName,
    private readonly budget: Budget,
  ) {
    // A zone may have several chains, but an answer is from one of them (RFC 5155 §8.2).
    this.records = records.filter(
      ({ salt, iterations }) => iterations === records[0].iterations && Buffer.compare(salt, records[0].salt) === 0,
    );
  }

  noType(name: DomainName, type: number): Proof {
    const found = this.closestEncloser(name);
    if (found === undefined) return "unproven";
    if (found.match !== undefined) return deniesType(found.match.types, name, type);
    // An empty non-terminal above unsigned delegations only may have no record of its own (RFC 5155 erratum 3441).
    if (found.optOut) return "opt-out";
    const source = this.atWildcard(found.encloser);
    return source === undefined ? "unproven" : deniesType(source.types, found.encloser, type);
  }

  noName(name: DomainName): Proof {
    const found = this.closestEncloser(name);
    if (found === undefined) return "unproven";
    if (found.match !== undefined || this.atWildcard(found.encloser) !== undefined) return "exists";
    const wildcard = wildcardBelow(found.encloser);
    if (wildcard !== undefined && this.cover(wildcard) === undefined) return "unproven";
    return found.optOut ? "opt-out" : "proven";
  }

  /** Nothing nearer to `name` than the wildcard below `closestEncloser` answers for it (RFC 5155 §8.8). */
  nothingNearer(name: DomainName, closestEncloser: DomainName): Proof {
    const nextCloser = ancestorOf(name, closestEncloser.labels.length + 1);
    if (this.match(nextCloser) !== undefined) return "exists";
    const cover = this.cover(nextCloser);
    if (cover === undefined) return "unproven";
    return isOptOut(cover) ? "opt-out" : "proven";
  }

  noDs(name: DomainName): NoDsProof {
    const found = this.closestEncloser(name);
    if (found === undefined) return "unproven";
    if (found.match !== undefined) return deniesDs(found.match.types, name);
    return found.optOut ? "opt-out" : "no-delegation";
  }

  /**
   * The closest encloser proof (RFC 5155 §8.3). `match` where the name itself exists; otherwise the name one label longer
   * than the encloser is shown not to, in an opt-out span or not.
   */
  private closestEncloser(
    name: DomainName,
  ): { encloser: DomainName; match?: Nsec3Record; optOut: boolean } | undefined {
    for (let labels = name.labels.length; labels >= this.zone.labels.length; labels--) {
      const encloser = ancestorOf(name, labels);
      const match = this.match(encloser);
      if (match === undefined) continue;
      if (labels === name.labels.length) return { encloser, match, optOut: false };
      if (hidesWhatIsBelow(match.types)) return undefined;
      const cover = this.cover(ancestorOf(name, labels + 1));
      return cover && { encloser, optOut: isOptOut(cover) };
    }
    return undefined;
  }

  private atWildcard(encloser: DomainName): Nsec3Record | undefined {
    const wildcard = wildcardBelow(encloser);
    return wildcard && this.match(wildcard);
  }

  private match(name: DomainName): Nsec3Record | undefined {
    const hash = this.hash(name);
    return hash && this.records.find(({ ownerHash }) => Buffer.compare(ownerHash, hash) === 0);
  }

  private cover(name: DomainName): Nsec3Record | undefined {
    const hash = this.hash(name);
    return (
      hash &&
      this.records.find(({ ownerHash, nextHash }) => {
        const after = Buffer.compare(hash, ownerHash) > 0;
        const before = Buffer.compare(hash, nextHash) < 0;
        // The last record of the chain points back at the first; a chain of one at itself.
        const isLast = Buffer.compare(ownerHash, nextHash) >= 0;
        return isLast ? (after || before) && Buffer.compare(hash, ownerHash) !== 0 : after && before;
      })
    );
  }

  private hash(name: DomainName): Buffer | undefined {
    const { salt, iterations } = this.records[0];
    const key = foldLabel(name.toString());
    let hash = this.hashes.get(key);
    if (hash === undefined && this.budget.spendHashes(iterations + 1)) {
      hash = hashName(name, salt, iterations);
      this.hashes.set(key, hash);
    }
    return hash;
  }
}

const isOptOut = ({ flags }: Nsec3Data): boolean => (flags & OPT_OUT) !== 0;

/** RFC 4648 §7, without padding, in either case. */
function decodeBase32Hex(text: string): Buffer | undefined {
  if (!/^[0-9a-v]+$/i.test(text)) return undefined;
  const octets: number[] = [];
  let bits = 0;
  let value = 0;
  for (const char of text) {
    value = ((value << 5) | Number.parseInt(char, 32)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    octets.push((value >> bits) & 0xff);
  }
  return Buffer.from(octets);
}
