/** The endings of validation targets. */
import type { FactStatus, TargetSuffix } from "../schema.js";
import { startsWithHash } from "./hashes.js";
import { ALIASES, type Known } from "./shape-index.js";

export interface ValidationSuffix {
  readonly suffix: string;
  /** The CA or platform that it is foremost known for. */
  readonly ca: string;
  readonly status: FactStatus;
  /** An ordinary domain of the CA as well: only hash labels in front of it make a target a validation target. */
  readonly ownDomain: boolean;
  readonly legacy: boolean;
  readonly replacedBy?: string;
}

export interface Suffix extends ValidationSuffix {
  readonly knowns: readonly Known[];
}
const SUFFIXES: ReadonlyMap<string, Suffix> = bySuffix();

function bySuffix(): ReadonlyMap<string, Suffix> {
  const found = new Map<string, { first: Known; as: TargetSuffix; knowns: Known[] }>();
  for (const known of ALIASES) {
    for (const as of known.shape.suffixes ?? []) {
      const entry = found.get(as.value);
      if (entry) entry.knowns.push(known);
      else found.set(as.value, { first: known, as, knowns: [known] });
    }
  }
  const suffixes = new Map<string, Suffix>();
  for (const [suffix, { first, as, knowns }] of found) {
    const { ownDomain = false, legacy = false, replacedBy } = as;
    suffixes.set(suffix, {
      suffix,
      ca: first.ca.id,
      status: first.shape.status,
      ownDomain,
      legacy,
      replacedBy,
      knowns,
    });
  }
  return suffixes;
}

/** The endings of validation targets that are known, with whom they are known for. */
export const VALIDATION_SUFFIXES: readonly ValidationSuffix[] = [...SUFFIXES.values()].map(
  ({ knowns: _, ...suffix }) => suffix,
);

/** Services that hold challenges for others: nobody has names of theirs inside a zone of his own. */
export const DELEGATION_SUFFIXES: readonly string[] = ["acme-dns.io"];

/** The suffix that the target ends in, whatever stands in front. */
export function suffixUnder(target: string): Suffix | undefined {
  let at = target.length;
  for (let labels = 1; labels <= 4 && at > 0; labels++) {
    at = target.lastIndexOf(".", at - 1);
    if (labels === 1) continue;
    const suffix = SUFFIXES.get(target.slice(at + 1));
    if (suffix) return suffix;
    if (at < 0) break;
  }
  return undefined;
}

/** What stands in front of the suffix that the target ends in. */
export const frontOf = (target: string, suffix: string): string =>
  target.length === suffix.length ? "" : target.slice(0, -suffix.length - 1);

/** The known suffix of a validation target; `undefined` for anything else, an ordinary host of a CA included. */
export function validationSuffixOf(target: string): ValidationSuffix | undefined {
  const found = suffixUnder(target);
  if (!found || (found.ownDomain && !startsWithHash(frontOf(target, found.suffix)))) return undefined;
  const { knowns: _, ...suffix } = found;
  return suffix;
}
