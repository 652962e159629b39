import type { DomainName } from "@dcvlint/core";
import { ancestorOf, commonLabels, compareNames, isBelow, wildcardBelow } from "./names.js";
import { deniesDs, deniesType, hidesWhatIsBelow, type NoDsProof, type Proof } from "./proof.js";
import type { NsecData } from "./rdata.js";
import { NXNAME } from "./types.js";

export interface NsecRecord extends NsecData {
  readonly owner: DomainName;
}

/** What the zone's NSEC records, all verified, prove (RFC 4035 §5.4). Names asked about are in the zone. */
export class NsecProofs {
  constructor(
    private readonly records: readonly NsecRecord[],
    private readonly zone: DomainName,
  ) {}

  noType(name: DomainName, type: number): Proof {
    const match = this.match(name);
    if (match !== undefined) return deniesType(match.types, name, type);
    const cover = this.cover(name);
    if (cover === undefined) return "unproven";
    // The next owner is below the name: an empty non-terminal, which has no types.
    if (isBelow(cover.next, name)) return "proven";
    const wildcard = wildcardBelow(encloser(cover, name));
    if (wildcard === undefined) return "unproven";
    const source = this.match(wildcard);
    if (source !== undefined) return deniesType(source.types, wildcard, type);
    const gap = this.cover(wildcard);
    return gap !== undefined && isBelow(gap.next, wildcard) ? "proven" : "unproven";
  }

  noName(name: DomainName): Proof {
    const match = this.match(name);
    // Compact denial (RFC 9824 §3.2): made up for the question, so that no wildcard is hidden either.
    if (match !== undefined) return match.types.has(NXNAME) ? "proven" : "exists";
    const cover = this.cover(name);
    if (cover === undefined) return "unproven";
    if (isBelow(cover.next, name)) return "exists";
    const wildcard = wildcardBelow(encloser(cover, name));
    if (wildcard === undefined || this.cover(wildcard) !== undefined) return "proven";
    return this.match(wildcard) === undefined ? "unproven" : "exists";
  }

  /** Nothing nearer to `name` than the wildcard below `closestEncloser` answers for it (RFC 4035 §5.3.4). */
  nothingNearer(name: DomainName, closestEncloser: DomainName): Proof {
    if (this.match(name) !== undefined) return "exists";
    const cover = this.cover(name);
    if (cover === undefined) return "unproven";
    return encloser(cover, name).equals(closestEncloser) && !isBelow(cover.next, name) ? "proven" : "exists";
  }

  noDs(name: DomainName): NoDsProof {
    const match = this.match(name);
    if (match !== undefined) return deniesDs(match.types, name);
    return this.cover(name) === undefined ? "unproven" : "no-delegation";
  }

  private match(name: DomainName): NsecRecord | undefined {
    return this.records.find((record) => record.owner.equals(name));
  }

  private cover(name: DomainName): NsecRecord | undefined {
    return this.records.find(({ owner, next, types }) => {
      if (compareNames(owner, name) >= 0 || (isBelow(name, owner) && hidesWhatIsBelow(types))) return false;
      // The last record of the zone points back at the apex.
      return compareNames(owner, next) >= 0 ? next.equals(this.zone) : compareNames(name, next) < 0;
    });
  }
}

/** The longest ancestor of the name that exists: a neighbour in the gap that the name falls into is it or below it. */
function encloser({ owner, next }: NsecRecord, name: DomainName): DomainName {
  return ancestorOf(name, Math.max(commonLabels(name, owner), commonLabels(name, next)));
}
