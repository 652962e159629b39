import { toItems, toStr } from "./evaluate-convert.js";
import { Bool, failure, isTainted, List, marked, Num, type Place, Stop, Str, type Val } from "./evaluate-values.js";
import type { CallContext, TerraformFunction } from "./functions.js";

/** Reads a call's arguments and makes its result, for functions that make new values. */
export class Call {
  readonly args: readonly Val[];
  readonly place: Place;
  readonly context: CallContext;
  constructor(args: readonly Val[], context: CallContext) {
    this.args = args;
    this.place = context.place;
    this.context = context;
  }
  arg(index: number): Val {
    const arg = this.args[index];
    if (!arg) this.fail("an argument is missing");
    return arg;
  }
  str(index: number): string {
    return toStr(this.arg(index), this.place);
  }
  items(index: number): readonly Val[] {
    return toItems(this.arg(index), this.place);
  }
  /** Members that are text; null ones fail. */
  strings(index: number): string[] {
    const items = this.items(index);
    this.context.budget.spend(items.length);
    return items.map((item) => toStr(item, this.place));
  }
  text(value: string): Str {
    this.context.budget.spendLength(value.length);
    return new Str(value, this.place);
  }
  texts(values: readonly string[]): List {
    this.context.budget.spend(values.length);
    return new List(
      values.map((value) => this.text(value)),
      this.place,
      "list",
    );
  }
  bool(value: boolean): Bool {
    return new Bool(value, this.place);
  }
  integer(value: number): Num {
    return new Num(value, String(value), this.place);
  }
  fail(why: string): never {
    throw new Stop(failure(why, this.place));
  }
}

/** A function that makes a new value of its arguments: sensitive as soon as one of them is. */
export function making(least: number, most: number, make: (call: Call) => Val): TerraformFunction {
  return (args, context) => {
    if (args.length < least || args.length > most)
      return failure("a function has the wrong number of arguments", context.place);
    const value = make(new Call(args, context));
    return args.some(isTainted) ? marked(value, true) : value;
  };
}

/** A function that passes on what is in its arguments: each value keeps its place and its mark. */
export function passing(least: number, most: number, pass: (call: Call) => Val): TerraformFunction {
  return (args, context) => {
    if (args.length < least || args.length > most)
      return failure("a function has the wrong number of arguments", context.place);
    return pass(new Call(args, context));
  };
}

export const ANY_NUMBER = Number.POSITIVE_INFINITY;
