import type { DomainName } from "@dcvlint/core";
import { CNAME, DNAME, DS, NS, SOA } from "./types.js";

/**
 * What NSEC or NSEC3 records say about an absence: it's proven; they show that the thing is there; an opt-out span leaves
 * room for an unsigned delegation; or they don't say.
 */
export type Proof = "proven" | "exists" | "opt-out" | "unproven";

/** Of a DS: the name is an unsigned delegation; or there is no delegation at that very name. */
export type NoDsProof = "unsigned-delegation" | "no-delegation" | Exclude<Proof, "proven">;

/** The types at a name are those on the parent's side of a zone cut. */
export const isDelegation = (types: ReadonlySet<number>): boolean => types.has(NS) && !types.has(SOA);

/** Names below such an owner aren't this zone's to deny (RFC 6840 §4.1 for delegations, RFC 6672 §5.3.4.1 for DNAME). */
export const hidesWhatIsBelow = (types: ReadonlySet<number>): boolean => isDelegation(types) || types.has(DNAME);

/** Does the list of types at a name (or at the wildcard that answers for it) show that it has no such type? */
export function deniesType(types: ReadonlySet<number>, owner: DomainName, type: number): Proof {
  if (type === DS) {
    // DS stands on the parent's side of a cut: the child's own list says nothing about it (RFC 6840 §4.4).
    if (types.has(SOA) && owner.labels.length > 0) return "unproven";
  } else if (isDelegation(types)) {
    return "unproven";
  }
  // An alias would have been the answer (RFC 6840 §4.3).
  return types.has(type) || types.has(CNAME) ? "exists" : "proven";
}

/** Does the list of types at this very name show a delegation without DS, or none at all? */
export function deniesDs(types: ReadonlySet<number>, owner: DomainName): NoDsProof {
  if (types.has(DS)) return "exists";
  if (isDelegation(types)) return "unsigned-delegation";
  return types.has(SOA) && owner.labels.length > 0 ? "unproven" : "no-delegation";
}
