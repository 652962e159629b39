import type { RecordOrigin } from "../../zone/record-origin.js";
import type { RecordView } from "../../zone/record-view.js";

/**
 * Route 53 answers with one of several records by weight, latency or place. Resources say so; cli53 exports each with a
 * comment that does: `; AWS routing="WEIGHTED" weight=1 identifier="a"`.
 */
export function isRouted(record: RecordView): boolean {
  const { origin } = record;
  if (origin) return isOneOfSeveral(origin);
  return /^\s*AWS\s+routing="/i.test(record.comment()?.text ?? "");
}

/** Failover and multivalue answers have no policy that asks who is asking, but identifiers. */
const isOneOfSeveral = ({ routed, setIdentifier }: RecordOrigin): boolean => routed || setIdentifier !== undefined;

/**
 * Are these answers of one set, told apart by their identifiers? One that isn't known may be another one; a record
 * without has no place beside those that have.
 */
export function areToldApart(one: RecordOrigin | undefined, other: RecordOrigin | undefined): boolean {
  if (!one || !other || !isOneOfSeveral(one) || !isOneOfSeveral(other)) return false;
  const { setIdentifier } = one;
  return setIdentifier === undefined || setIdentifier !== other.setIdentifier;
}
