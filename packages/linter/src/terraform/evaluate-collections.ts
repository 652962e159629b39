import { ANY_NUMBER, type Call, making, passing } from "./evaluate-arguments.js";
import {
  byCodePoint,
  canonical,
  isEqual,
  mustBeWhole,
  numberOf,
  sortedKeys,
  toBool,
  toEntries,
  toInteger,
  toItems,
  toNumber,
  toStr,
  unified,
  withoutDoubles,
} from "./evaluate-convert.js";
import { lengthOfText } from "./evaluate-text.js";
import { List, Null, Obj, Stop, Str, type Val } from "./evaluate-values.js";
import type { TerraformFunction } from "./functions.js";

export const COLLECTION_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  alltrue: making(1, 1, (call) =>
    call.bool(every(call, (item) => item.kind !== "null" && toBool(item, call.place), true)),
  ),
  anytrue: making(1, 1, (call) =>
    call.bool(!every(call, (item) => item.kind === "null" || !toBool(item, call.place), true)),
  ),
  chunklist: passing(2, 2, (call) => {
    const [items, size] = [unified(call.items(0)), toInteger(call.arg(1), call.place)];
    if (size < 0) call.fail("chunklist() has a negative size");
    const step = size === 0 ? Math.max(1, items.length) : size;
    const chunks: Val[] = [];
    for (let i = 0; i < items.length; i += step) chunks.push(new List(items.slice(i, i + step), call.place, "list"));
    return list(call, chunks);
  }),
  coalesce: passing(1, ANY_NUMBER, (call) => {
    for (const arg of call.args) {
      if (arg.kind === "unknown") return arg;
      if (arg.kind !== "null" && !(arg.kind === "string" && arg.value === "")) return arg;
    }
    return call.fail("every argument of coalesce() is empty");
  }),
  coalescelist: passing(1, ANY_NUMBER, (call) => {
    for (const arg of call.args) {
      if (arg.kind === "unknown") return arg;
      if (arg.kind === "list" && arg.items.length > 0) return arg;
    }
    return call.fail("every argument of coalescelist() is empty");
  }),
  compact: passing(1, 1, (call) => {
    const texts = call
      .items(0)
      .filter((item) => item.kind !== "null")
      .map((item) => asText(item, call));
    return list(
      call,
      texts.filter(({ value }) => value !== ""),
    );
  }),
  concat: passing(1, ANY_NUMBER, (call) => {
    // Counted before it is made: each of a thousand arguments may be a long list.
    call.context.budget.spend(call.args.reduce((sum, arg) => sum + (arg.kind === "list" ? arg.items.length : 1), 0));
    const items = call.args.flatMap((_, i) => call.items(i));
    return new List(
      items,
      call.place,
      call.args.every((arg) => arg.kind === "list" && arg.type === "list") ? "list" : "tuple",
    );
  }),
  contains: making(2, 2, (call) => {
    const wanted = call.arg(1);
    if (wanted.kind === "unknown") throw new Stop(wanted);
    let unknown: Val | undefined;
    call.context.budget.spendWalk(call.args);
    for (const item of call.items(0)) {
      if (item.kind === "unknown") unknown = item;
      else if (isEqual(item, wanted, call.place)) return call.bool(true);
    }
    return unknown ?? call.bool(false);
  }),
  distinct: passing(1, 1, (call) => {
    call.context.budget.spendWalk(call.args);
    return list(call, withoutDoubles(unified(call.items(0)), call.place));
  }),
  element: passing(2, 2, (call) => {
    const [items, index] = [call.items(0), toInteger(call.arg(1), call.place)];
    if (items.length === 0 || index < 0) call.fail("element() has no such element");
    return items[index % items.length];
  }),
  flatten: passing(1, 1, (call) => {
    const flat: Val[] = [];
    const walk = (items: readonly Val[]) => {
      call.context.budget.spend(items.length);
      for (const item of items) {
        // It may turn out to be a list of any length.
        if (item.kind === "unknown") throw new Stop(item);
        if (item.kind === "list") walk(toItems(item, call.place));
        else flat.push(item);
      }
    };
    walk(call.items(0));
    return new List(flat, call.place);
  }),
  index: making(2, 2, (call) => {
    call.context.budget.spendWalk(call.args);
    const at = call.items(0).findIndex((item) => isEqual(item, call.arg(1), call.place));
    return at < 0 ? call.fail("index() finds no such element") : call.integer(at);
  }),
  keys: passing(1, 1, (call) =>
    list(
      call,
      sortedKeys(entries(call, 0)).map((key) => new Str(key, call.place, false, call.arg(0).sensitive)),
    ),
  ),
  values: passing(1, 1, (call) => {
    const map = entries(call, 0);
    return list(
      call,
      sortedKeys(map).map((key) => map.get(key) as Val),
    );
  }),
  length: making(1, 1, (call) => {
    const value = call.arg(0);
    if (value.kind === "string") return lengthOfText(call, value.value);
    if (value.kind === "object") return call.integer(entries(call, 0).size);
    // Members of a set that aren't wholly known may turn out to be one.
    if (value.kind === "list" && value.type === "set" && value.items.length > 1) {
      call.context.budget.spendWalk([value]);
      mustBeWhole(value);
    }
    return call.integer(call.items(0).length);
  }),
  lookup: passing(2, 3, (call) => {
    const map = call.arg(0);
    if (map.kind === "unknown") throw new Stop(map);
    if (map.kind !== "object") return call.fail("lookup() is given no map");
    const key = call.str(1);
    const found = map.get(key);
    if (found) return found;
    const fallback = call.args[2] ?? call.fail(`lookup() finds no "${key}"`);
    // A map's members have one type, and the fallback gets it too.
    const wantsText = map.isMap && map.entries.values().next().value?.kind === "string";
    return wantsText && (fallback.kind === "number" || fallback.kind === "bool") ? asText(fallback, call) : fallback;
  }),
  matchkeys: passing(3, 3, (call) => {
    call.context.budget.spendWalk(call.args);
    const [values, keys] = [call.items(0), call.items(1)];
    if (values.length !== keys.length) call.fail("matchkeys() has lists of different lengths");
    const wanted = new Set(call.items(2).map((item) => canonical(item, call.place)));
    return list(
      call,
      values.filter((_, i) => wanted.has(canonical(keys[i], call.place))),
    );
  }),
  merge: passing(0, ANY_NUMBER, (call) => {
    const merged = new Map<string, Val>();
    for (const [i, arg] of call.args.entries()) {
      if (arg.kind === "null") continue;
      const map = entries(call, i);
      call.context.budget.spend(map.size);
      for (const [key, value] of map) merged.set(key, value);
    }
    return new Obj(
      merged,
      call.place,
      call.args.every((arg) => arg.kind === "object" && arg.isMap),
    );
  }),
  one: passing(1, 1, (call) => {
    const items = call.items(0);
    if (items.length > 1) call.fail("one() is given more than one element");
    return items[0] ?? new Null(call.place);
  }),
  range: making(1, 3, (call) => {
    const numbers = call.args.map((arg) => toNumber(arg, call.place));
    const [start, limit] = numbers.length === 1 ? [0, numbers[0]] : numbers;
    const step = numbers[2] ?? (limit < start ? -1 : 1);
    if (step === 0 || (step > 0 ? limit < start : limit > start)) call.fail("range() has a step that leads nowhere");
    const count = Math.max(0, Math.ceil((limit - start) / step));
    // Terraform's own limit.
    if (count > 1024) call.fail("range() has more than 1,024 elements");
    return new List(
      Array.from({ length: count }, (_, i) => numberOf(start + i * step, call.place)),
      call.place,
      "list",
    );
  }),
  reverse: passing(1, 1, (call) => list(call, [...call.items(0)].reverse())),
  slice: passing(3, 3, (call) => {
    const [items, start, end] = [call.items(0), toInteger(call.arg(1), call.place), toInteger(call.arg(2), call.place)];
    if (start < 0 || end < start || end > items.length) call.fail("slice() is out of range");
    return list(call, items.slice(start, end));
  }),
  sort: making(1, 1, (call) => {
    const items = call.items(0);
    call.context.budget.spend(items.length);
    const texts = items.map((item) => (item.kind === "string" ? item : new Str(toStr(item, call.place), item)));
    return list(
      call,
      texts.sort((a, b) => byCodePoint(a.value, b.value)),
    );
  }),
  sum: making(1, 1, (call) => {
    const items = call.items(0);
    if (items.length === 0) call.fail("sum() is given an empty list");
    return numberOf(
      items.reduce((sum, item) => sum + toNumber(item, call.place), 0),
      call.place,
    );
  }),
  transpose: making(1, 1, (call) => {
    const turned = new Map<string, Val[]>();
    const map = entries(call, 0);
    for (const key of sortedKeys(map)) {
      for (const item of toItems(map.get(key) as Val, call.place)) {
        call.context.budget.spend(1);
        const name = toStr(item, call.place);
        const group = turned.get(name) ?? [];
        group.push(call.text(key));
        turned.set(name, group);
      }
    }
    return new Obj(new Map([...turned].map(([key, items]) => [key, list(call, items)])), call.place, true);
  }),
  zipmap: passing(2, 2, (call) => {
    const [keys, values] = [call.strings(0), call.items(1)];
    if (keys.length !== values.length) call.fail("zipmap() has lists of different lengths");
    return new Obj(new Map(keys.map((key, i) => [key, values[i]])), call.place);
  }),
};

/** A list like the first argument: what is sensitive stays so with its members. */
function list(call: Call, items: readonly Val[]): List {
  const from = call.args[0];
  return new List(items, call.place, from?.kind === "list" && from.type === "tuple" ? "tuple" : "list");
}

function entries(call: Call, index: number): ReadonlyMap<string, Val> {
  return toEntries(call.arg(index), call.place);
}

function every(call: Call, holds: (item: Val) => boolean, whole: boolean): boolean {
  const items = call.items(0);
  call.context.budget.spend(items.length);
  let unknown: Val | undefined;
  for (const item of items) {
    if (item.kind === "unknown") unknown = item;
    else if (!holds(item)) return !whole;
  }
  if (unknown?.kind === "unknown") throw new Stop(unknown);
  return whole;
}

function asText(item: Val, call: Call): Str {
  return item.kind === "string" ? item : new Str(toStr(item, call.place), item, false, item.sensitive);
}
