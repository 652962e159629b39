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

/** Records are asked for a score of paths each: what kind of path it is was found out before. */
interface Known {
  readonly path: Path;
  /** Where the path is a single name: `ttl`. */
  readonly name?: string;
  /** Where it is all of one list: `records[]`. */
  readonly list?: string;
  readonly leadsToMany: boolean;
}

const paths = new Map<string, Known>();

function pathOf(text: string): Known {
  let known = paths.get(text);
  if (!known) {
    known = tell(parsePath(text)!);
    paths.set(text, known);
  }
  return known;
}

function tell(path: Path): Known {
  const [one, two] = path.steps;
  const length = path.steps.length;
  return {
    path,
    name: length === 1 && one.kind === "key" ? one.key : undefined,
    list: length === 2 && one.kind === "key" && two.kind === "each" ? one.key : undefined,
    leadsToMany: path.steps.some(({ kind }) => kind === "each"),
  };
}

/** The values at a path, nulls left out; `fields` of the path are the caller's to look into. */
export function at(root: Value, path: string): readonly Value[] {
  const known = pathOf(path);
  if (known.leadsToMany) return allOf(known, root);
  const value = walk(known, root);
  return value && isGiven(value) ? [value] : NONE;
}

const NONE: readonly Value[] = [];
const isGiven = ({ kind }: Value): boolean => kind !== "null";

function allOf({ path, list }: Known, root: Value): readonly Value[] {
  if (list === undefined) return follow(path, root, VIEW).filter(isGiven);
  const value = VIEW.get(root, list);
  const items = (value && VIEW.items(value)) ?? NONE;
  return items.every(isGiven) ? items : items.filter(isGiven);
}

function walk({ path: { steps }, name }: Known, root: Value): Value | undefined {
  if (name !== undefined) return VIEW.get(root, name);
  let value: Value | undefined = root;
  for (const step of steps) {
    if (step.kind === "key") value = VIEW.get(value, step.key);
    else if (step.kind === "index") value = VIEW.items(value)?.[step.index];
    if (value === undefined) return undefined;
  }
  return value;
}

export const fieldsOf = (path: string): readonly string[] | undefined => pathOf(path).path.fields;

/** The first value of the first path that leads to one. */
export function first(root: Value, ...candidates: readonly string[]): Value | undefined {
  for (const path of candidates) {
    const known = pathOf(path);
    const value = known.leadsToMany ? allOf(known, root)[0] : walk(known, root);
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
  const known = pathOf(condition.path);
  if (!known.leadsToMany) {
    const value = walk(known, root);
    if (!value || !isGiven(value)) return false;
    return value.kind === "unknown" ? undefined : holdsOf(value, condition);
  }
  const values = allOf(known, root);
  // Most conditions ask for what few records have.
  if (values.length === 0) return false;
  for (const { kind } of values) if (kind === "unknown") return undefined;
  return "notIn" in condition
    ? values.every((value) => holdsOf(value, condition))
    : values.some((value) => holdsOf(value, condition));
}

function holdsOf(value: Value, condition: Condition): boolean {
  if ("is" in condition) return !isEmpty(value);
  if ("in" in condition) return isOneOf(value, condition.in);
  return textOf(value) !== undefined && !isOneOf(value, condition.notIn);
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
