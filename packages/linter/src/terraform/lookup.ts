import { type Condition, follow, type Path, parsePath, type View } from "@dcvlint/core/providers";
import type { Value } from "./value.js";

/** How paths of the provider data look into Terraform values. */
const VIEW: View<Value> = {
  get(value, key) {
    if (value.kind === "unknown") return value;
    return value.kind === "object" ? value.entries.get(key) : undefined;
  },
  items(value) {
    if (value.kind === "unknown") return [value];
    return value.kind === "list" ? value.items : undefined;
  },
};

const paths = new Map<string, Path>();

function pathOf(text: string): Path {
  let path = paths.get(text);
  if (!path) {
    path = parsePath(text)!;
    paths.set(text, path);
  }
  return path;
}

/** The values at a path, nulls left out; `fields` of the path are the caller's to look into. */
export function at(root: Value, path: string): readonly Value[] {
  const parsed = pathOf(path);
  if (leadsToMany(parsed)) return follow(parsed, root, VIEW).filter(isGiven);
  const value = walk(parsed, root);
  return value && isGiven(value) ? [value] : NONE;
}

const NONE: readonly Value[] = [];
const isGiven = ({ kind }: Value): boolean => kind !== "null";

/** Few paths do, and records are asked for a score of them each: for the others no lists are made. */
function leadsToMany({ steps }: Path): boolean {
  for (const { kind } of steps) if (kind === "each") return true;
  return false;
}

function walk({ steps }: Path, root: Value): Value | undefined {
  let value: Value | undefined = root;
  for (const step of steps) {
    if (step.kind === "key") value = VIEW.get(value, step.key);
    else if (step.kind === "index") value = VIEW.items(value)?.[step.index];
    if (value === undefined) return undefined;
  }
  return value;
}

export const fieldsOf = (path: string): readonly string[] | undefined => pathOf(path).fields;

/** The first value of the first path that leads to one. */
export function first(root: Value, ...candidates: readonly string[]): Value | undefined {
  for (const path of candidates) {
    const parsed = pathOf(path);
    const value = leadsToMany(parsed) ? at(root, path)[0] : walk(parsed, root);
    if (value && isGiven(value)) return value;
  }
  return undefined;
}

/** The text of a known scalar. */
export function textOf(value: Value | undefined): string | undefined {
  switch (value?.kind) {
    case "string":
      return value.value;
    case "number":
      return value.text;
    case "bool":
      return String(value.value);
    default:
      return undefined;
  }
}

/** `undefined` where an unknown value would decide. */
export function holds(root: Value, condition: Condition): boolean | undefined {
  const values = at(root, condition.path);
  // Most conditions ask for what few records have.
  if (values.length === 0) return false;
  for (const { kind } of values) if (kind === "unknown") return undefined;
  if ("is" in condition) return values.some((value) => !isEmpty(value));
  if ("in" in condition) return values.some((value) => isOneOf(value, condition.in));
  return values.every((value) => textOf(value) !== undefined && !isOneOf(value, condition.notIn));
}

function isOneOf(value: Value, texts: readonly string[]): boolean {
  const text = textOf(value)?.toLowerCase();
  return text !== undefined && texts.some((one) => one.toLowerCase() === text);
}

function isEmpty(value: Value): boolean {
  if (value.kind === "string") return value.value === "";
  if (value.kind === "list") return value.items.length === 0;
  return value.kind === "object" && value.entries.size === 0;
}

/** Does any hold? Unknown counts as yes: rules that claim something of the record must not build on a guess. */
export function mayHold(root: Value, conditions: readonly Condition[] | true | undefined): boolean {
  if (conditions === true || conditions === undefined) return conditions === true;
  for (const condition of conditions) if (holds(root, condition) !== false) return true;
  return false;
}

export function surelyHolds(root: Value, conditions: readonly Condition[] | true | undefined): boolean {
  if (conditions === true || conditions === undefined) return conditions === true;
  for (const condition of conditions) if (holds(root, condition) === true) return true;
  return false;
}
