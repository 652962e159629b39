import type { RecordView } from "../zone/record-view.js";

/**
 * Is it one of several answers, by weight, latency or place? Resources say so; cli53 exports what Route 53 has with a
 * comment: `; AWS routing="WEIGHTED" weight=1 identifier="a"`.
 */
export function isRouted(record: RecordView): boolean {
  const { origin } = record;
  if (origin) return origin.routed || origin.setIdentifier !== undefined;
  return /^\s*AWS\s+routing="/i.test(record.comment()?.text ?? "");
}
