import type { FactStatus, MethodId } from "../schema.js";
import { type Known, ownerFits, textsAt } from "./shape-index.js";
import { suffixUnder } from "./suffixes.js";

export interface ShapeMatch {
  readonly ca: string;
  readonly shape: string;
  readonly method: MethodId;
  readonly status: FactStatus;
  readonly transient: boolean;
  readonly level?: "exact" | "parents";
}

/**
 * The CAs and platforms whose record this is, best known first: owner and value fit. `firstLabels` are the owner's
 * labels in front of the zone, or at least the first two.
 */
export function matchShapes(record: {
  readonly firstLabels: readonly string[];
  readonly type: string;
  readonly value: string;
}): readonly ShapeMatch[] {
  const { firstLabels, type, value } = record;
  let knowns: readonly Known[] = [];
  if (type === "CNAME") knowns = suffixUnder(value)?.knowns ?? [];
  else if (type === "TXT") knowns = textsAt(firstLabels);
  return knowns
    .filter((known) => !known.shape.retired && ownerFits(known, firstLabels) && known.value.test(value))
    .map(({ ca, shape }) => ({
      ca: ca.id,
      shape: shape.id,
      method: shape.method,
      status: shape.status,
      transient: shape.transient,
      level: shape.level,
    }));
}
