import { numberOf, toInteger, toStr } from "./evaluate-convert.js";
import { Bool, derived, failure, isLazy, type Place, Unknown, type Val } from "./evaluate-values.js";

export function arithmetic(op: string, left: number, right: number, place: Place): Val {
  switch (op) {
    case "<":
      return new Bool(left < right, place);
    case "<=":
      return new Bool(left <= right, place);
    case ">":
      return new Bool(left > right, place);
    case ">=":
      return new Bool(left >= right, place);
    case "+":
      return numberOf(left + right, place);
    case "-":
      return numberOf(left - right, place);
    case "*":
      return numberOf(left * right, place);
    case "/":
      return numberOf(left / right, place);
    default:
      return numberOf(left % right, place);
  }
}

export function attributeOf(value: Val, name: string, place: Place): Val {
  if (isLazy(value)) return value.askedAt(name, place);
  if (value.kind === "object") return value.get(name) ?? failure(`there is no attribute "${name}"`, place);
  if (value.kind === "unknown") return extended(value, `.${name}`, place);
  return failure(`a ${value.kind} has no attribute "${name}"`, place);
}

export function elementOf(value: Val, key: Val, place: Place): Val {
  if (value.kind === "unknown") {
    if (value.unkeyed) return new Unknown(value.why, place, { reference: value.reference, sensitive: value.sensitive });
    if (key.kind === "string") return extended(value, `[${JSON.stringify(key.value)}]`, place);
    if (key.kind === "number") return extended(value, `[${key.text}]`, place);
    return derived(value, place);
  }
  if (value.kind === "object") {
    const name = toStr(key, place);
    return value.get(name) ?? failure(`there is no element "${name}"`, place);
  }
  if (value.kind === "list" && value.type !== "set") {
    const index = toInteger(key, place);
    return value.items[index] ?? failure(`there is no element ${index}`, place);
  }
  return failure(`a ${value.kind} has no elements to index`, place);
}

function extended(value: Unknown, step: string, place: Place): Unknown {
  if (value.reference === undefined || value.reference.length > 1000) return derived(value, place);
  return new Unknown(value.why, place, {
    reference: value.reference + step,
    failed: value.failed,
    sensitive: value.sensitive,
  });
}
