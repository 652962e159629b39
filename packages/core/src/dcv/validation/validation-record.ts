import { findPlaceholder, type Placeholder } from "../../knowledge/placeholders.js";
import { diagnoseShape } from "../../knowledge/shapes/diagnose-shape.js";
import type { Diagnosis } from "../../knowledge/shapes/diagnosis.js";
import { foldLabel } from "../../name/domain-name.js";
import { type NameId, type NameTable, ROOT } from "../../name/name-table.js";
import { CNAME } from "../../rdata/types.js";
import { RecordView } from "../../zone/record-view.js";
import type { RecordId, Zone } from "../../zone/zone.js";
import { decodeOctets, textValue } from "../written/text-value.js";
import { isValidationName } from "./validation-label.js";
import { findSuspects, isTextLabel, suffixesBelow } from "./validation-suspects.js";

/** A CNAME or TXT record that is, or was perhaps meant as, what a CA asked for. */
export interface ValidationReading {
  /** The owner's labels in front of the zone, in lower case; all of them where the owner is outside it. */
  readonly labels: readonly string[];
  /** The target in lower case without its final dot, or the strings of a TXT record joined. */
  readonly value: string;
  readonly zoneName?: string;
  /** It stands at a validation label, or points to where a CA's targets end. */
  readonly validation: boolean;
  /** Sample text of instructions in it: then nothing else is worth telling. */
  readonly placeholder?: Placeholder;
  readonly diagnosis?: Diagnosis;
}

/**
 * Reads a CNAME or TXT record as a CA's; `undefined` for one that is certainly none, or is a right one. Told by numbers
 * for the many that are neither broken nor a CA's.
 */
export function readValidation(record: RecordView): ValidationReading | undefined {
  const { zone, id } = record;
  const memory = memoryOf(zone);
  if (memory.suspects[id] === 0) return undefined;
  if (memory.lastId !== id) {
    memory.lastId = id;
    memory.last = judge(record, memory);
  }
  return memory.last;
}

interface Surroundings {
  readonly zoneName: string | undefined;
  /** By name: not 0 at or below a suffix of a CA's targets. */
  readonly suffixOf: Uint8Array;
}

/** What is remembered of a zone from record to record. */
interface Memory extends Surroundings {
  /** By record: not 0 for those that must be read as text. */
  readonly suspects: Uint8Array;
  lastId: RecordId;
  last: ValidationReading | undefined;
}

const memories = new WeakMap<Zone, Memory>();

/** By name: the number of the suffix of a CA's targets that it is at or below, 0 for none. */
export const validationSuffixesIn = (zone: Zone): Uint8Array => memoryOf(zone).suffixOf;

function memoryOf(zone: Zone): Memory {
  let memory = memories.get(zone);
  if (!memory) {
    const apex = foldLabel(zone.names.text(zone.apex)).slice(0, -1);
    const zoneName = zone.originKnown && zone.apex !== ROOT ? apex : undefined;
    const suffixOf = suffixesBelow(zone);
    const around = { zoneName, suffixOf };
    const view = new RecordView(zone);
    const suspects = findSuspects(zone, suffixOf, (id) => judge(view.at(id), around) === undefined);
    memory = { ...around, suspects, lastId: -1, last: undefined };
    memories.set(zone, memory);
  }
  return memory;
}

function judge(record: RecordView, { zoneName, suffixOf }: Surroundings): ValidationReading | undefined {
  const { zone, ownerId, targetId } = record;
  const { names } = zone;
  const isAlias = record.type === CNAME;
  const validation = isAlias
    ? suffixOf[targetId] !== 0 || isValidationName(names, ownerId)
    : isTextLabel(names, ownerId);
  const value = isAlias ? foldLabel(textOf(names, targetId)) : textValue(record);
  const inZone = zone.index.inZone(ownerId);
  const labels: string[] = [];
  for (let at = ownerId; at !== ROOT && !(inZone && at === zone.apex); at = names.parent[at]) {
    labels.push(foldLabel(decodeOctets(names.label(at))));
  }
  const about = { labels, value, zoneName: inZone ? zoneName : undefined, validation };
  const where = { validation };
  const placeholder = findPlaceholder(labels.join("."), where) ?? findPlaceholder(value, where);
  if (placeholder) return { ...about, placeholder };
  const type = isAlias ? "CNAME" : "TXT";
  const diagnosis = diagnoseShape({ ownerLabels: labels, type, value, zone: about.zoneName });
  return diagnosis && { ...about, diagnosis };
}

/** The name without escapes and final dot. */
function textOf(names: NameTable, id: NameId): string {
  const labels: string[] = [];
  for (let at = id; at !== ROOT; at = names.parent[at]) labels.push(decodeOctets(names.label(at)));
  return labels.join(".");
}
