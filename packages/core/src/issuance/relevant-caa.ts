import { DomainName } from "../name/domain-name.js";
import { CAA } from "../rdata/types.js";
import type { Inquiry, Judging } from "./judging.js";
import type { Alias, AnsweredRecord, FailureReason, UnknownReason } from "./world.js";

/** The set that a CA finds for a name. `evidence` are numbers of all that was asked on the way. */
export type RelevantCaa = { readonly evidence: readonly number[] } & (
  | { readonly kind: "none" }
  | {
      readonly kind: "set";
      /** Where the climb met it. */
      readonly at: DomainName;
      /** Where it stands: there, at the end of an alias, or at the wildcard that covers it. */
      readonly owner: DomainName;
      readonly via: readonly Alias[];
      readonly records: readonly AnsweredRecord[];
      readonly partial?: UnknownReason;
    }
  | {
      readonly kind: "failure";
      readonly at: DomainName;
      readonly reason: FailureReason;
      readonly isExplained?: boolean;
      /** Absent: not known. */
      readonly isSigned?: boolean;
    }
  | { readonly kind: "unknown"; readonly at: DomainName; readonly why: UnknownReason; readonly via: readonly Alias[] }
);

/**
 * Climbs from the name to its top-level domain and stops at the first set that isn't empty (RFC 8659 §3). Aliases are
 * followed at each name by ordinary resolution; the climb goes on from the name itself, never from a target, as RFC 6844
 * had it. A failure nearer than the first set is one; further up nobody looks.
 */
export function* findRelevantCaa({ labels }: DomainName, inquiry: Inquiry): Judging<RelevantCaa> {
  const evidence: number[] = [];
  for (let skipped = 0; skipped < labels.length; skipped++) {
    const at = new DomainName(labels.slice(skipped));
    const { answer, numbers } = yield* inquiry.ask(at, CAA);
    evidence.push(...numbers);
    switch (answer.kind) {
      case "records": {
        const { owner, via, records, partial } = answer;
        return { kind: "set", at, owner, via, records, partial, evidence };
      }
      case "failure":
        return {
          kind: "failure",
          at,
          evidence,
          reason: answer.reason,
          isExplained: answer.isExplained,
          isSigned: answer.isSigned,
        };
      case "unknown":
        return { kind: "unknown", at, why: answer.why, via: answer.via, evidence };
    }
  }
  return { kind: "none", evidence };
}
