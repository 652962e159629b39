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
  const key = soleKey(parsed);
  if (key === undefined) return follow(parsed, root, VIEW).filter(({ kind }) => kind !== "null");
  const value = VIEW.get(root, key);
  return value === undefined || value.kind === "null" ? NONE : [value];
}

const NONE: readonly Value[] = [];

/** Nearly all paths are a mere attribute, and records are asked for a score of them each. */
function soleKey({ steps }: Path): string | undefined {
  const [step] = steps;
  return steps.length === 1 && step.kind === "key" ? step.key : undefined;
}

export const fieldsOf = (path: string): readonly string[] | undefined => pathOf(path).fields;

/** The first value at a path. */
export function one(root: Value, path: string): Value | undefined {
  const parsed = pathOf(path);
  const key = soleKey(parsed);
  if (key === undefined) return at(root, path)[0];
  const value = VIEW.get(root, key);
  return value?.kind === "null" ? undefined : value;
}

/** The first value of the first path that leads to one. */
export function first(root: Value, ...candidates: readonly string[]): Value | undefined {
  for (const path of candidates) {
    const value = one(root, path);
    if (value) return value;
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
  if (values.some(({ kind }) => kind === "unknown")) return undefined;
  const texts = values.map((value) => textOf(value)?.toLowerCase());
  if ("is" in condition) return values.some((value) => !isEmpty(value));
  if ("in" in condition)
    return texts.some((text) => text !== undefined && condition.in.some((one) => one.toLowerCase() === text));
  return texts.every((text) => text !== undefined && !condition.notIn.some((one) => one.toLowerCase() === text));
}

function isEmpty(value: Value): boolean {
  if (value.kind === "string") return value.value === "";
  if (value.kind === "list") return value.items.length === 0;
  return value.kind === "object" && value.entries.size === 0;
}

/** Does any hold? Unknown counts as yes: rules that claim something of the record must not build on a guess. */
export const mayHold = (root: Value, conditions: readonly Condition[] | true | undefined): boolean =>
  conditions === true || (conditions ?? []).some((condition) => holds(root, condition) !== false);

export const surelyHolds = (root: Value, conditions: readonly Condition[] | true | undefined): boolean =>
  conditions === true || (conditions ?? []).some((condition) => holds(root, condition) === true);
