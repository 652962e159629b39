import type { FactStatus } from "../schema.js";
import type { Known } from "./shape-index.js";

export interface RecordText {
  readonly ownerLabels: readonly string[];
  readonly type: string;
  /** A target in lower case, or the strings of a TXT record joined. */
  readonly value: string;
  /** The zone's name, where it is known: without it a record at the apex tells less. */
  readonly zone?: string;
}

export type DiagnosisKind =
  | "lost-underscore"
  | "unsplit-hash"
  | "wrong-hash-length"
  | "wrong-type"
  | "wrong-suffix"
  | "legacy-suffix"
  | "retired-shape"
  | "quotes-or-blanks"
  | "duplicated-label"
  | "wildcard-in-owner"
  | "host-mismatch"
  | "wrong-owner"
  | "incomplete-target"
  | "stray-underscore"
  | "misspelt-label"
  | "reversed-labels"
  | "swapped"
  | "literal-at";

export interface Diagnosis {
  /** Absent where any CA might have asked for it (`_acme-challenge`). */
  readonly ca?: string;
  readonly shape?: string;
  readonly kind: DiagnosisKind;
  /** The fact in a few words, to stand inside a sentence. */
  readonly detail: string;
  /** What was probably meant, where that can be told: the owner's labels, or the value. */
  readonly meant?: { readonly ownerLabels?: readonly string[]; readonly value?: string };
  readonly status: FactStatus;
  /** The host that the target is for, where that is what's wrong. */
  readonly host?: string;
  /** Its kind doesn't tell, and it's the owner that is wrong. */
  readonly inOwner?: true;
}

/** Whose record it is meant to be. */
export const aboutShape = ({ ca, shape }: Known) => ({ ca: ca.id, shape: shape.id, status: shape.status });
