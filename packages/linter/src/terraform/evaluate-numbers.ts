import { ANY_NUMBER, type Call, making, passing } from "./evaluate-arguments.js";
import {
  mustBeWhole,
  numberOf,
  toBool,
  toInteger,
  toNumber,
  toStr,
  unified,
  withoutDoubles,
} from "./evaluate-convert.js";
import { Bool, failure, isLazy, List, marked, Num, Obj, Str, type Val } from "./evaluate-values.js";
import type { TerraformFunction } from "./functions.js";

/** Numbers, conversions, and the functions that ask whether something can be evaluated. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  abs: making(1, 1, (call) => numberOf(Math.abs(toNumber(call.arg(0), call.place)), call.place)),
  ceil: making(1, 1, (call) => numberOf(Math.ceil(toNumber(call.arg(0), call.place)), call.place)),
  floor: making(1, 1, (call) => numberOf(Math.floor(toNumber(call.arg(0), call.place)), call.place)),
  max: making(1, ANY_NUMBER, (call) => numberOf(Math.max(...numbers(call)), call.place)),
  min: making(1, ANY_NUMBER, (call) => numberOf(Math.min(...numbers(call)), call.place)),
  parseint: making(2, 2, (call) => {
    const [text, base] = [call.str(0), toInteger(call.arg(1), call.place)];
    if (base < 2 || base > 36) call.fail("parseint() has a base out of range");
    const digits = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
    if (
      !/^[-+]?[0-9a-z]+$/i.test(text) ||
      ![...text.replace(/^[-+]/, "").toLowerCase()].every((digit) => digits.includes(digit))
    ) {
      call.fail("parseint() is given text that isn't a number");
    }
    return numberOf(Number.parseInt(text, base), call.place);
  }),
  tostring: passing(1, 1, (call) => {
    const value = call.arg(0);
    if (value.kind === "string" || value.kind === "null" || value.kind === "unknown") return value;
    return new Str(toStr(value, call.place), value, false, value.sensitive);
  }),
  tonumber: passing(1, 1, (call) => {
    const value = call.arg(0);
    if (value.kind === "number" || value.kind === "null" || value.kind === "unknown") return value;
    return new Num(toNumber(value, call.place), call.str(0), value, value.sensitive);
  }),
  tobool: passing(1, 1, (call) => {
    const value = call.arg(0);
    if (value.kind === "bool" || value.kind === "null" || value.kind === "unknown") return value;
    return new Bool(toBool(value, call.place), value, value.sensitive);
  }),
  tolist: passing(1, 1, (call) => asList(call, "list")),
  toset: passing(1, 1, (call) => asList(call, "set")),
  tomap: passing(1, 1, (call) => {
    const value = call.arg(0);
    if (value.kind === "unknown" || value.kind === "null") return value;
    if (value.kind !== "object" || isLazy(value)) return failure("a map is needed", call.place);
    const items = unified([...value.entries.values()]);
    return new Obj(
      new Map([...value.entries.keys()].map((key, i) => [key, items[i]])),
      value,
      true,
      value.sensitive,
      value.nodes,
    );
  }),
  try: passing(1, ANY_NUMBER, (call) => {
    // Unknown isn't failed: whether it will be there is known only after apply.
    return (
      call.args.find((arg) => !(arg.kind === "unknown" && arg.failed)) ??
      failure("every argument of try() fails", call.place)
    );
  }),
  can: passing(1, 1, (call) => {
    const value = call.arg(0);
    if (value.kind === "unknown" && value.failed) return call.bool(false);
    mustBeWhole(value);
    return call.bool(true);
  }),
  sensitive: passing(1, 1, (call) => mark(call, true)),
  nonsensitive: passing(1, 1, (call) => mark(call, false)),
};

function numbers(call: Call): number[] {
  call.context.budget.spend(call.args.length);
  // Spread into Math.max: V8 takes some hundred thousand arguments at most.
  if (call.args.length > 10_000) call.fail("a function has too many arguments");
  return call.args.map((arg) => toNumber(arg, call.place));
}

function mark(call: Call, sensitive: boolean): Val {
  call.context.budget.spendWalk([call.arg(0)]);
  return marked(call.arg(0), sensitive);
}

function asList(call: Call, type: "list" | "set"): Val {
  const value = call.arg(0);
  if (value.kind === "unknown" || value.kind === "null") return value;
  if (value.kind === "list" && value.type === type) return value;
  call.context.budget.spendWalk([value]);
  const items = unified(call.items(0));
  const isSet = value.kind === "list" && value.type === "set";
  // Members of a set that aren't wholly known may turn out to be one, and their order isn't known at all.
  if (isSet && items.length > 1) for (const item of items) mustBeWhole(item);
  return new List(type === "set" ? withoutDoubles(items, call.place) : items, value, type, value.sensitive);
}
