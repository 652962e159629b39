import type { DomainName } from "@dcvlint/core";
import { type Budget, LIMITS } from "./budget.js";
import { NsecProofs, type NsecRecord } from "./nsec.js";
import { Nsec3Proofs, type Nsec3Record, usableNsec3 } from "./nsec3.js";
import type { NoDsProof, Proof } from "./proof.js";
import { type Dnskey, parseNsec, parseNsec3 } from "./rdata.js";
import type { SignedRrset } from "./rrsets.js";
import { DS, NSEC, NSEC3 } from "./types.js";
import type { Absence, Bogus, BogusReason, Insecure, Secure } from "./verdicts.js";
import { verifyRrset } from "./verify-rrset.js";

/** A zone whose keys are trusted, and the moment (seconds since 1970) that its signatures are judged at. */
export interface TrustedZone {
  readonly zone: DomainName;
  readonly keys: readonly Dnskey[];
  readonly now: number;
  readonly budget: Budget;
}

/** The NSEC and NSEC3 records of an answer that the zone's keys vouch for. */
export interface Denial {
  readonly trusted: TrustedZone;
  readonly nsec: NsecProofs | undefined;
  readonly nsec3: Nsec3Proofs | undefined;
  /** Of NSEC3, where they are over the limit: then `nsec3` isn't computed. */
  readonly tooManyIterations: number | undefined;
  readonly expiresAt: number;
  /** The first record that couldn't be believed. */
  readonly failure: Bogus | undefined;
}

/** Gathers the NSEC and NSEC3 records of a section, usually the authority section, and checks their signatures. */
export function gatherDenial(rrsets: readonly SignedRrset[], trusted: TrustedZone): Denial {
  const { zone, keys, now, budget } = trusted;
  const nsec: NsecRecord[] = [];
  const nsec3: Nsec3Record[] = [];
  let expiresAt = Number.POSITIVE_INFINITY;
  let failure: Bogus | undefined;
  for (const { owner, type, records, signatures } of rrsets) {
    if (type !== NSEC && type !== NSEC3) continue;
    const verdict = verifyRrset(records, signatures, keys, zone, now, budget);
    const parsed = records.map(({ rdata }) => (type === NSEC ? parseNsec(rdata) : parseNsec3(rdata)));
    if (verdict.kind === "bogus") {
      failure ??= verdict;
    } else if (verdict.wildcard !== undefined) {
      // A record at a wildcard, replayed at a name that the wildcard doesn't stand for: it proves nothing there.
      failure ??= bogus(owner, type, { kind: "labels", labels: verdict.wildcard.labels.length });
    } else if (parsed.includes(undefined)) {
      failure ??= bogus(owner, type, { kind: "malformed", what: type === NSEC ? "NSEC" : "NSEC3" });
    } else {
      expiresAt = Math.min(expiresAt, verdict.expiresAt);
      for (const data of parsed) {
        if (data === undefined) continue;
        if ("next" in data) {
          nsec.push({ ...data, owner });
          continue;
        }
        const usable = usableNsec3(data, owner, zone);
        if (usable !== undefined) nsec3.push(usable);
      }
    }
  }
  const tooMany = nsec3.find(({ iterations }) => iterations > LIMITS.nsec3Iterations);
  return {
    trusted,
    nsec: nsec.length > 0 ? new NsecProofs(nsec, zone) : undefined,
    nsec3: nsec3.length > 0 && tooMany === undefined ? new Nsec3Proofs(nsec3, zone, budget) : undefined,
    tooManyIterations: tooMany?.iterations,
    expiresAt,
    failure,
  };
}

export type DenialVerdict = Secure | Insecure | Bogus;

/** The name exists, or a wildcard answers for it, and there is no such type (NODATA). */
export function provesNoData(denial: Denial, name: DomainName, type: number): DenialVerdict {
  return conclude(denial, (proofs) => proofs.noType(name, type), "type", name, type);
}

/** Neither the name exists nor a wildcard that would answer for it (NXDOMAIN). */
export function provesNxdomain(denial: Denial, name: DomainName, type: number): DenialVerdict {
  return conclude(denial, (proofs) => proofs.noName(name), "name", name, type);
}

/** An answer made from the wildcard below `closestEncloser` was right: nothing nearer to the name exists. */
export function provesExpansion(
  denial: Denial,
  name: DomainName,
  type: number,
  closestEncloser: DomainName,
): DenialVerdict {
  const ask = (proofs: NsecProofs | Nsec3Proofs): Proof => proofs.nothingNearer(name, closestEncloser);
  return conclude(denial, ask, "name that hides the wildcard", name, type);
}

/** There is no DS at the name: as it is an unsigned delegation, or as no zone begins there. */
export function provesNoDs(
  denial: Denial,
  name: DomainName,
): (Secure & { readonly delegation: boolean }) | Insecure | Bogus {
  const seen: NoDsProof[] = [];
  const verdict = conclude(
    denial,
    (proofs) => {
      const proof = proofs.noDs(name);
      seen.push(proof);
      return proof === "unsigned-delegation" || proof === "no-delegation" ? "proven" : proof;
    },
    "DS",
    name,
    DS,
  );
  return verdict.kind === "secure" ? { ...verdict, delegation: seen.includes("unsigned-delegation") } : verdict;
}

function conclude(
  denial: Denial,
  ask: (proofs: NsecProofs | Nsec3Proofs) => Proof,
  of: Absence,
  owner: DomainName,
  type: number,
): DenialVerdict {
  const { nsec, nsec3, tooManyIterations, failure, expiresAt, trusted } = denial;
  if (!owner.isSubdomainOf(trusted.zone)) return bogus(owner, type, { kind: "outside-zone", zone: trusted.zone });
  // A zone has one or the other; where both come, either will do.
  const answers = [nsec, nsec3].flatMap((proofs) => (proofs === undefined ? [] : [ask(proofs)]));
  if (answers.includes("proven")) return { kind: "secure", expiresAt };
  if (answers.includes("opt-out")) return { kind: "insecure", why: { kind: "opt-out" } };
  if (tooManyIterations !== undefined) {
    return { kind: "insecure", why: { kind: "nsec3-iterations", iterations: tooManyIterations } };
  }
  if (trusted.budget.isExhausted) return bogus(owner, type, { kind: "too-expensive" });
  if (answers.includes("exists")) return bogus(owner, type, { kind: "denies-what-exists", of });
  if (failure !== undefined) return failure;
  return bogus(owner, type, { kind: answers.length > 0 ? "not-proven" : "no-denial", of });
}

export const bogus = (owner: DomainName, type: number, reason: BogusReason): Bogus => ({
  kind: "bogus",
  reason,
  owner,
  type,
});
