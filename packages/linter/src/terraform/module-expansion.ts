import { type Evaluator, type Frame, inFile, withName } from "./evaluate.js";
import { toEntries, toNumber, toStr } from "./evaluate-convert.js";
import { Exhausted, isTainted, Num, Obj, type Place, Stop, Str, Unknown, unsure, type Val } from "./evaluate-values.js";
import type { DeclaredBody } from "./module-definition.js";

export type Key = string | number | undefined;

/** What `count` or `for_each` makes of one block. */
export type Expansion<T> =
  | { readonly kind: "single"; readonly only: T }
  | { readonly kind: "count"; readonly all: readonly T[] }
  | { readonly kind: "each"; readonly all: ReadonlyMap<string, T> }
  /** How many there will be can't be known: one stands for all, its `each` and `count` unknown. */
  | { readonly kind: "unknown"; readonly only: T; readonly cause: Unknown };

export function members<T>(expansion: Expansion<T>): readonly T[] {
  switch (expansion.kind) {
    case "count":
      return expansion.all;
    case "each":
      return [...expansion.all.values()];
    default:
      return [expansion.only];
  }
}

export function expand<T>(
  body: DeclaredBody,
  frame: Frame,
  evaluator: Evaluator,
  make: (key: Key, frame: Frame, certain: boolean) => T,
): Expansion<T> {
  const count = body.argument("count");
  const forEach = body.argument("for_each");
  const written = count ?? forEach;
  if (!written) return { kind: "single", only: make(undefined, frame, true) };
  const place: Place = { source: written.source, start: written.expr.start, end: written.expr.end };
  const value = evaluator.evaluate(written.expr, inFile(frame, written.source));
  try {
    if (count) return { kind: "count", all: byCount(value, place, frame, evaluator, make) };
    return { kind: "each", all: byEach(value, place, frame, evaluator, make) };
  } catch (thrown) {
    if (thrown instanceof Exhausted) evaluator.report(thrown, place);
    else if (!(thrown instanceof Stop)) throw thrown;
    const cause =
      thrown instanceof Stop ? thrown.unknown : unsure(`${count ? "count" : "for_each"} has ${thrown.what}`, place);
    return { kind: "unknown", cause, only: make(undefined, uncertainFrame(frame, count !== undefined, cause), false) };
  }
}

function byCount<T>(
  value: Val,
  place: Place,
  frame: Frame,
  evaluator: Evaluator,
  make: (key: Key, frame: Frame, certain: boolean) => T,
): T[] {
  const number = toNumber(value, place);
  if (!Number.isInteger(number) || number < 0) throw new Stop(unsure("count isn't a whole number", place));
  evaluator.claimInstances(number);
  return Array.from({ length: number }, (_, index) => {
    const count = new Obj(new Map([["index", new Num(index, String(index), place)]]), place);
    return make(index, withName(frame, "count", count), true);
  });
}

function byEach<T>(
  value: Val,
  place: Place,
  frame: Frame,
  evaluator: Evaluator,
  make: (key: Key, frame: Frame, certain: boolean) => T,
): Map<string, T> {
  // Terraform refuses this, and the keys would show in addresses.
  if (value.sensitive || (value.kind === "list" && isTainted(value)))
    throw new Stop(unsure("for_each is sensitive", place));
  const all = new Map<string, T>();
  const each = (key: Val, element: Val) =>
    new Obj(
      new Map([
        ["key", key],
        ["value", element],
      ]),
      place,
    );
  if (value.kind === "list") {
    if (value.type !== "set") throw new Stop(unsure("for_each is a list, which Terraform refuses", place));
    evaluator.claimInstances(value.items.length);
    for (const item of value.items) {
      const key = toStr(item, place);
      all.set(key, make(key, withName(frame, "each", each(item, item)), true));
    }
    return all;
  }
  const entries = toEntries(value, place);
  evaluator.claimInstances(entries.size);
  const written = value instanceof Obj ? value.nodes?.keys() : undefined;
  for (const [key, element] of entries) {
    const keyValue = new Str(key, written?.get(key) ?? place);
    all.set(key, make(key, withName(frame, "each", each(keyValue, element)), true));
  }
  return all;
}

/** `each` or `count` of which nothing is known but where it comes from. */
function uncertainFrame(frame: Frame, isCount: boolean, cause: Unknown): Frame {
  const unknown = new Unknown(cause.why, cause, { from: cause.from, sensitive: cause.sensitive });
  const entries: [string, Val][] = isCount
    ? [["index", unknown]]
    : [
        ["key", unknown],
        ["value", unknown],
      ];
  return withName(frame, isCount ? "count" : "each", new Obj(new Map(entries), cause));
}
