import type { ObjectValue, Value } from "./value.js";

/** Says in a message what can't be judged: "…can't be known: ". */
const AFTER_APPLY = "it is known only after apply";

/**
 * A JSON value with a plan's marks laid over it: `unknown` and `sensitive` mirror its nesting with `true` at what they mean,
 * at any level. `expression` is what the configuration gives for it, so that an unknown value names what it refers to.
 */
export function toValue(json: unknown, unknown: unknown, sensitive: unknown, expression?: unknown): Value {
  const secret = sensitive === true;
  if (unknown === true || ((json === null || json === undefined) && holdsTrue(unknown))) {
    const reference = oneReference(referencesOf(expression));
    return {
      kind: "unknown",
      why: AFTER_APPLY,
      ...(reference === undefined ? {} : { reference }),
      ...(secret ? SECRET : {}),
    };
  }
  switch (typeof json) {
    case "string":
      return secret ? { kind: "string", value: json, sensitive: true } : { kind: "string", value: json };
    case "number":
      return { kind: "number", value: json, text: String(json), ...(secret ? SECRET : {}) };
    case "boolean":
      return { kind: "bool", value: json, ...(secret ? SECRET : {}) };
    case "object":
      if (json !== null)
        return Array.isArray(json)
          ? toList(json, unknown, sensitive, expression)
          : toObject(json, unknown, sensitive, expression);
  }
  return { kind: "null", ...(secret ? SECRET : {}) };
}

const SECRET = { sensitive: true } as const;

const NOTHING: Value = { kind: "list", items: [] };

function toList(json: readonly unknown[], unknown: unknown, sensitive: unknown, expression: unknown): Value {
  // What a provider offers and few use comes as an empty list, ten times a record.
  if (json.length === 0 && sensitive !== true) return NOTHING;
  const items = json.map((item, i) => toValue(item, below(unknown, i), below(sensitive, i), exprBelow(expression, i)));
  return sensitive === true ? { kind: "list", items, sensitive: true } : { kind: "list", items };
}

export function toObject(json: object, unknown: unknown, sensitive: unknown, expression?: unknown): ObjectValue {
  const entries = new Map<string, Value>();
  for (const key of Object.keys(json)) {
    const value = (json as Record<string, unknown>)[key];
    entries.set(key, toValue(value, below(unknown, key), below(sensitive, key), exprBelow(expression, key)));
  }
  // What is wholly unknown is left out of `after`.
  if (typeof unknown === "object" && unknown !== null && !Array.isArray(unknown)) {
    for (const [key, mark] of Object.entries(unknown)) {
      if (!entries.has(key) && holdsTrue(mark))
        entries.set(key, toValue(undefined, mark, below(sensitive, key), exprBelow(expression, key)));
    }
  }
  return sensitive === true ? { kind: "object", entries, sensitive: true } : { kind: "object", entries };
}

/** The attributes of a resource: as `toObject` makes them, but each when it is asked for, since most never are. */
export function toAttributes(json: object, unknown: unknown, sensitive: unknown, expression?: unknown): ObjectValue {
  const entries = new Attributes(json, unknown, sensitive, expression);
  return sensitive === true ? { kind: "object", entries, sensitive: true } : { kind: "object", entries };
}

class Attributes implements ReadonlyMap<string, Value> {
  // Truly private, so that no dump shows what is sensitive.
  readonly #json: object;
  readonly #unknown: unknown;
  readonly #sensitive: unknown;
  readonly #expression: unknown;
  #all: ReadonlyMap<string, Value> | undefined;

  constructor(json: object, unknown: unknown, sensitive: unknown, expression: unknown) {
    this.#json = json;
    this.#unknown = unknown;
    this.#sensitive = sensitive;
    this.#expression = expression;
  }

  get(key: string): Value | undefined {
    if (this.#all) return this.#all.get(key);
    const mark = below(this.#unknown, key);
    const known = Object.hasOwn(this.#json, key);
    if (!known && (this.#unknown === true || Array.isArray(this.#unknown) || !holdsTrue(mark))) return undefined;
    const value = known ? (this.#json as Record<string, unknown>)[key] : undefined;
    return toValue(value, mark, below(this.#sensitive, key), exprBelow(this.#expression, key));
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }
  get size(): number {
    return this.all.size;
  }
  entries() {
    return this.all.entries();
  }
  keys() {
    return this.all.keys();
  }
  values() {
    return this.all.values();
  }
  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    this.all.forEach(visit);
  }
  [Symbol.iterator]() {
    return this.all[Symbol.iterator]();
  }

  private get all(): ReadonlyMap<string, Value> {
    this.#all ??= toObject(this.#json, this.#unknown, this.#sensitive, this.#expression).entries;
    return this.#all;
  }
}

/** The mark of a part: a container that is marked as a whole marks all its parts. */
function below(mark: unknown, key: string | number): unknown {
  if (mark === undefined || mark === true) return mark;
  return typeof mark === "object" && mark !== null && Object.hasOwn(mark, key)
    ? (mark as Record<string | number, unknown>)[key]
    : undefined;
}

function holdsTrue(mark: unknown): boolean {
  if (typeof mark !== "object" || mark === null) return mark === true;
  return Object.values(mark).some(holdsTrue);
}

/** Two trees of marks in one, for a value that either marks. */
export function eitherMark(one: unknown, other: unknown): unknown {
  if (one === true || other === true) return true;
  if (typeof one !== "object" || one === null) return other;
  if (typeof other !== "object" || other === null) return one;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...keys].map((key) => [key, eitherMark(below(one, key), below(other, key))]));
}

/** Nested blocks are lists of expression maps; references of a whole attribute are those of all its parts. */
function exprBelow(expression: unknown, key: string | number): unknown {
  if (
    typeof expression !== "object" ||
    expression === null ||
    "references" in expression ||
    "constant_value" in expression
  )
    return expression;
  // A single block is written as a map where the provider allows but one.
  if (typeof key === "number" && !Array.isArray(expression)) return expression;
  return Object.hasOwn(expression, key) ? (expression as Record<string | number, unknown>)[key] : undefined;
}

export function referencesOf(expression: unknown): readonly string[] {
  if (typeof expression !== "object" || expression === null || !("references" in expression)) return [];
  const { references } = expression;
  if (!Array.isArray(references)) return [];
  return references.every(isString) ? references : references.filter(isString);
}

const isString = (json: unknown): json is string => typeof json === "string";

/** References without the shortened forms that follow each: of `a.b.c`, `a.b` only the first. */
export function fullReferences(references: readonly string[]): readonly string[] {
  const full = new Set<string>();
  let last = "";
  for (const reference of references) {
    if (last.startsWith(reference) && ".[".includes(last[reference.length])) continue;
    full.add(reference);
    last = reference;
  }
  return [...full];
}

function oneReference(references: readonly string[]): string | undefined {
  // One has no more shortened forms than that.
  if (references.length > 16) return undefined;
  const full = fullReferences(references);
  return full.length === 1 ? full[0] : undefined;
}

/** A value as a report may show it. What Terraform marks as sensitive never appears, not even by its length. */
export function mask(value: Value): string {
  if (value.sensitive) return "(sensitive)";
  switch (value.kind) {
    case "string":
      return value.value;
    case "number":
      return value.text;
    case "bool":
      return String(value.value);
    case "null":
      return "null";
    case "unknown":
      return "(known after apply)";
    case "list":
      return `[${value.items.map(mask).join(", ")}]`;
    case "object":
      return `{${[...value.entries].map(([key, entry]) => `${key} = ${mask(entry)}`).join(", ")}}`;
  }
}
