import type { DomainName } from "@dcvlint/core";
import type { Message } from "../dns/message.js";
import { Budget } from "./budget.js";
import { bogus, gatherDenial, provesNoDs } from "./denial.js";
import { isBelow } from "./names.js";
import { type Dnskey, type Ds, parseDs } from "./rdata.js";
import { findRrset, groupRrsets } from "./rrsets.js";
import { DS, NS } from "./types.js";
import { validateAnswer } from "./validate-answer.js";
import type { Bogus, InsecureReason } from "./verdicts.js";
import { verifyRrset } from "./verify-rrset.js";

export type ReferralVerdict =
  /** For `judgeKeys` of the child. */
  | { readonly kind: "signed"; readonly ds: readonly Ds[]; readonly expiresAt: number }
  /** The child is insecure, provenly; `why` where the proof is one of room for an unsigned delegation only. */
  | { readonly kind: "unsigned"; readonly why?: InsecureReason; readonly expiresAt?: number }
  /** Provenly no zone begins at that name. */
  | { readonly kind: "no-delegation"; readonly expiresAt?: number }
  | Bogus;

/**
 * Is the child zone signed? `response` is the parent's, to any question below `child` (a referral) or to the question for
 * the child's DS; `zone` and its trusted `keys` are the parent's. `now` in seconds since 1970.
 */
export function judgeReferral(
  response: Message,
  child: DomainName,
  zone: DomainName,
  keys: readonly Dnskey[],
  now: number,
  budget = new Budget(),
): ReferralVerdict {
  if (!isBelow(child, zone)) return bogus(child, DS, { kind: "outside-zone", zone });
  const answer = groupRrsets(response.answer);
  const authority = groupRrsets(response.authority);
  const ds = findRrset(answer, child, DS) ?? findRrset(authority, child, DS);
  if (ds !== undefined) {
    const verdict = verifyRrset(ds.records, ds.signatures, keys, zone, now, budget);
    if (verdict.kind === "bogus") return verdict;
    // Delegations aren't made from wildcards (RFC 4592 §4.2).
    if (verdict.wildcard !== undefined)
      return bogus(child, DS, { kind: "labels", labels: verdict.wildcard.labels.length });
    const parsed = ds.records.flatMap(({ rdata }) => parseDs(rdata) ?? []);
    if (parsed.length === 0) return bogus(child, DS, { kind: "malformed", what: "DS" });
    return { kind: "signed", ds: parsed, expiresAt: verdict.expiresAt };
  }
  // The name is an alias, or below a DNAME: validated like any answer, and no zone cut.
  if (answer.length > 0) {
    const verdict = validateAnswer({ question: { name: child, type: DS }, response, zone, keys, now, budget });
    if (verdict.kind === "bogus") return verdict;
    if (verdict.kind === "secure") return { kind: "no-delegation", expiresAt: verdict.expiresAt };
    if (verdict.kind === "insecure") return { kind: "unsigned", why: verdict.why };
  }
  const denial = gatherDenial(authority, { zone, keys, now, budget });
  const verdict = provesNoDs(denial, child);
  if (verdict.kind === "bogus") return verdict;
  if (verdict.kind === "insecure") return { kind: "unsigned", why: verdict.why, expiresAt: denial.expiresAt };
  const { expiresAt } = verdict;
  if (verdict.delegation) return { kind: "unsigned", expiresAt };
  // A referral to a zone that provenly isn't delegated is somebody else's.
  return findRrset(authority, child, NS) === undefined
    ? { kind: "no-delegation", expiresAt }
    : bogus(child, DS, { kind: "not-proven", of: "DS" });
}
