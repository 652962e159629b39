import type { RecordView } from "../zone/record-view.js";

/**
 * Route 53 answers with one of several records by weight, latency or place. cli53 exports each with a comment that says
 * so: `; AWS routing="WEIGHTED" weight=1 identifier="a"`.
 */
export const isRouted = (record: RecordView): boolean => /^\s*AWS\s+routing="/i.test(record.comment()?.text ?? "");
