/**
 * What is nearly a validation record, and what is wrong with it?
 *
 * All names are plain strings: lower case, no escapes, no final dot. Owners are given as their labels in front of the
 * zone, first label first. A record that is certainly nothing costs a few comparisons.
 */
import { diagnoseAlias } from "./alias.js";
import type { Diagnosis, RecordText } from "./diagnosis.js";
import { diagnoseText } from "./text.js";

/** What is wrong with a record that is meant as a CA's and isn't quite; `undefined` for right ones and for others. */
export function diagnoseShape(record: RecordText): Diagnosis | undefined {
  if (record.type === "CNAME") return diagnoseAlias(withoutFinalDot(record));
  if (record.type === "TXT") return diagnoseText(record);
  return undefined;
}

function withoutFinalDot(record: RecordText): RecordText {
  return record.value.endsWith(".") ? { ...record, value: record.value.slice(0, -1) } : record;
}
