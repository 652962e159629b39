import { type Call, making } from "./evaluate-arguments.js";
import { numberText, sortedKeys, toEntries, toItems } from "./evaluate-convert.js";
import { Bool, Exhausted, List, MAX_DEPTH, Null, Num, Obj, Stop, Str, type Val } from "./evaluate-values.js";
import type { TerraformFunction } from "./functions.js";

export const JSON_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  jsonencode: making(1, 1, (call) => call.text(encodeJson(call.arg(0), call))),
  jsondecode: making(1, 1, (call) => {
    const text = call.str(0);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      call.fail("jsondecode() is given text that isn't JSON");
    }
    return decode(value, call, 0);
  }),
};

/** As Go writes it: sorted keys, no blanks, and `<`, `>`, `&` escaped. */
export function encodeJson(value: Val, call: Call): string {
  call.context.budget.spendWalk([value]);
  return encode(value, call);
}

function encode(value: Val, call: Call): string {
  switch (value.kind) {
    case "list":
      return join(
        "[",
        toItems(value, call.place).map((item) => encode(item, call)),
        "]",
        call,
      );
    case "object": {
      const entries = toEntries(value, call.place);
      const members = sortedKeys(entries).map((key) => `${encodeText(key)}:${encode(entries.get(key) as Val, call)}`);
      return join("{", members, "}", call);
    }
    case "string":
      return encodeText(value.value);
    case "null":
      return "null";
    case "number":
      return numberText(value);
    case "bool":
      return String(value.value);
    case "unknown":
      throw new Stop(value);
  }
}

function join(open: string, members: readonly string[], close: string, call: Call): string {
  call.context.budget.spendText(members);
  return open + members.join(",") + close;
}

const encodeText = (text: string) =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function decode(value: unknown, call: Call, depth: number): Val {
  const { place, context } = call;
  context.budget.spend(1);
  if (depth > MAX_DEPTH) throw new Exhausted(`a value nested deeper than ${MAX_DEPTH} levels`);
  if (typeof value === "string") return new Str(value, place);
  if (typeof value === "number") return new Num(value, String(value), place);
  if (typeof value === "boolean") return new Bool(value, place);
  if (Array.isArray(value))
    return new List(
      value.map((item) => decode(item, call, depth + 1)),
      place,
    );
  if (typeof value === "object" && value !== null) {
    return new Obj(new Map(Object.entries(value).map(([key, item]) => [key, decode(item, call, depth + 1)])), place);
  }
  return new Null(place);
}
