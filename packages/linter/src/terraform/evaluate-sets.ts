import { ANY_NUMBER, type Call, passing } from "./evaluate-arguments.js";
import { canonical, unified, withoutDoubles } from "./evaluate-convert.js";
import { Exhausted, List, MAX_SIZE, type Val } from "./evaluate-values.js";
import type { TerraformFunction } from "./functions.js";

export const SET_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  setintersection: passing(1, ANY_NUMBER, (call) =>
    operation(call, (key, others) => others.every((other) => other.has(key))),
  ),
  setsubtract: passing(2, 2, (call) => operation(call, (key, others) => !others.some((other) => other.has(key)))),
  setunion: passing(
    1,
    ANY_NUMBER,
    (call) => new List(withoutDoubles(sets(call).flat(), call.place), call.place, "set"),
  ),
  setproduct: passing(2, ANY_NUMBER, (call) => {
    const factors = call.args.map((_, i) => unified(call.items(i)));
    const count = factors.reduce((product, items) => product * items.length, 1);
    if (count * factors.length > MAX_SIZE)
      throw new Exhausted(`a value of more than ${MAX_SIZE.toLocaleString("en")} parts`);
    call.context.budget.spend(count * factors.length);
    let rows: Val[][] = [[]];
    for (const items of factors) rows = rows.flatMap((row) => items.map((item) => [...row, item]));
    const type = call.args.some((arg) => arg.kind === "list" && arg.type === "set") ? "set" : "list";
    return new List(
      rows.map((row) => new List(row, call.place)),
      call.place,
      type,
    );
  }),
};

/** The arguments' members, all of one type. */
function sets(call: Call): (readonly Val[])[] {
  call.context.budget.spendWalk(call.args);
  const lists = call.args.map((_, i) => call.items(i));
  const all = unified(lists.flat());
  let from = 0;
  return lists.map(({ length }) => {
    from += length;
    return all.slice(from - length, from);
  });
}

function operation(call: Call, keeps: (key: string, others: readonly ReadonlySet<string>[]) => boolean): Val {
  const [first, ...rest] = sets(call);
  const others = rest.map((items) => new Set(items.map((item) => canonical(item, call.place))));
  const kept = withoutDoubles(first, call.place).filter((item) => keeps(canonical(item, call.place), others));
  return new List(kept, call.place, "set");
}
