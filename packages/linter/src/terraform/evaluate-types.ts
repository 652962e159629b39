import type { Expr } from "../hcl/ast.js";
import { toBool, toNumber, toStr, unified, withoutDoubles } from "./evaluate-convert.js";
import { Bool, failure, isLazy, List, Null, Num, Obj, type Place, Stop, Str, type Val } from "./evaluate-values.js";

/** A `type = …` constraint of a variable. Values are converted to it, and optional attributes are filled in. */
export type TypeConstraint =
  | { readonly kind: "any" | "string" | "number" | "bool" }
  | { readonly kind: "list" | "set" | "map"; readonly of: TypeConstraint }
  | { readonly kind: "tuple"; readonly items: readonly TypeConstraint[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, ObjectAttribute> };
interface ObjectAttribute {
  readonly type: TypeConstraint;
  readonly optional: boolean;
  readonly fallback?: Expr;
}

const ANY: TypeConstraint = { kind: "any" };

/** What it doesn't understand is `any`: then the value stays as it is. */
export function readType(expr: Expr | undefined): TypeConstraint {
  switch (expr?.kind) {
    // Terraform 0.11 wrote the types in quotes, and JSON still does.
    case "string":
      if (expr.value === "string") return { kind: "string" };
      if (expr.value === "list") return { kind: "list", of: ANY };
      if (expr.value === "map") return { kind: "map", of: ANY };
      return ANY;
    case "paren":
      return readType(expr.inner);
    case "reference": {
      if (expr.steps.length > 0) return ANY;
      const { root } = expr;
      if (root === "string" || root === "number" || root === "bool") return { kind: root };
      if (root === "list" || root === "set" || root === "map") return { kind: root, of: ANY };
      return ANY;
    }
    case "call":
      return readCall(expr.name, expr.args);
    default:
      return ANY;
  }
}

function readCall(name: string, [arg]: readonly Expr[]): TypeConstraint {
  if (name === "list" || name === "set" || name === "map") return { kind: name, of: readType(arg) };
  if (name === "tuple" && arg?.kind === "list") return { kind: "tuple", items: arg.items.map(readType) };
  if (name !== "object" || arg?.kind !== "object") return ANY;
  const attributes = new Map<string, ObjectAttribute>();
  for (const { key, value } of arg.items) {
    const attribute = key.kind === "reference" ? key.root : key.kind === "string" ? key.value : undefined;
    if (attribute === undefined) return ANY;
    if (value.kind === "call" && value.name === "optional") {
      attributes.set(attribute, {
        type: readType(value.args[0]),
        optional: true,
        ...(value.args[1] ? { fallback: value.args[1] } : {}),
      });
    } else attributes.set(attribute, { type: readType(value), optional: false });
  }
  return { kind: "object", attributes };
}

/** Throws a Stop when the value doesn't fit. Unknown parts stay unknown. */
export function convertTo(value: Val, type: TypeConstraint, evaluate: (fallback: Expr) => Val): Val {
  if (type.kind === "any" || value.kind === "unknown" || value.kind === "null" || isLazy(value)) return value;
  const place: Place = value;
  switch (type.kind) {
    case "string":
      return value.kind === "string" ? value : new Str(toStr(value, place), place, false, value.sensitive);
    case "number":
      return value.kind === "number"
        ? value
        : new Num(toNumber(value, place), (value as Str).value, place, value.sensitive);
    case "bool":
      return value.kind === "bool" ? value : new Bool(toBool(value, place), place, value.sensitive);
    case "list":
    case "set": {
      if (value.kind !== "list") throw new Stop(failure("a list is needed", place));
      if (type.of.kind === "any" && value.type === type.kind) return value;
      const items = unified(value.items.map((item) => convertTo(item, type.of, evaluate)));
      const kept =
        type.kind === "set" && items.every((item) => item.kind !== "unknown") ? withoutDoubles(items, place) : items;
      return new List(kept, place, type.kind, value.sensitive);
    }
    case "map": {
      if (value.kind !== "object") throw new Stop(failure("a map is needed", place));
      const keys = [...value.entries.keys()];
      const items = unified([...value.entries.values()].map((item) => convertTo(item, type.of, evaluate)));
      return new Obj(new Map(keys.map((key, i) => [key, items[i]])), place, true, value.sensitive, value.nodes);
    }
    case "tuple": {
      if (value.kind !== "list" || value.items.length !== type.items.length)
        throw new Stop(failure("a tuple is needed", place));
      return new List(
        value.items.map((item, i) => convertTo(item, type.items[i], evaluate)),
        place,
        "tuple",
        value.sensitive,
      );
    }
    case "object":
      return toObject(value, type.attributes, evaluate);
  }
}

function toObject(
  value: Val,
  attributes: ReadonlyMap<string, ObjectAttribute>,
  evaluate: (fallback: Expr) => Val,
): Val {
  if (value.kind !== "object") throw new Stop(failure("an object is needed", value));
  const entries = new Map<string, Val>();
  for (const [name, { type, optional, fallback }] of attributes) {
    const given = value.get(name);
    if (given && given.kind !== "null") entries.set(name, convertTo(given, type, evaluate));
    else if (fallback) entries.set(name, convertTo(evaluate(fallback), type, evaluate));
    else if (given || optional) entries.set(name, given ?? new Null(value));
    else throw new Stop(failure(`the attribute "${name}" is missing`, value));
  }
  // Attributes that the type doesn't name are dropped, as Terraform drops them.
  return new Obj(entries, value, false, value.sensitive, value.nodes);
}
