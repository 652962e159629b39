import type { ResourceInstance } from "./value.js";

/** A module step or a resource, with the key of its instance. */
export interface Step {
  readonly name: string;
  readonly key?: string | number;
}

export type AddressParts = Pick<ResourceInstance, "mode" | "type" | "name" | "key" | "module">;

/** Takes `module.a["x.y\"z"].data.type.name[0]` apart; `undefined` if it isn't the address of a resource or data source instance. */
export function addressParts(address: string): AddressParts | undefined {
  const steps = tokens(address);
  if (steps === undefined) return undefined;
  let at = 0;
  const module: Step[] = [];
  while (steps[at]?.name === "module" && at + 1 < steps.length) {
    module.push(steps[at + 1]);
    at += 2;
  }
  const mode = steps[at]?.name === "data" ? "data" : "managed";
  if (mode === "data") at++;
  if (steps.length !== at + 2) return undefined;
  const [type, { name, key }] = steps.slice(at);
  return type.key === undefined
    ? { mode, type: type.name, name, module, ...(key === undefined ? {} : { key }) }
    : undefined;
}

/** The module steps of `module.a["k"].module.b`; of a resource's address, those before the resource. */
export function modulePath(address: string): readonly Step[] {
  const steps = tokens(address) ?? [];
  const module: Step[] = [];
  for (let at = 0; steps[at]?.name === "module" && at + 1 < steps.length; at += 2) module.push(steps[at + 1]);
  return module;
}

const NAME = /[^.[\]"]+/y;
const NUMBER_KEY = /\[(\d+)\]/y;
const STRING_KEY = /\["((?:[^"\\]|\\.)*)"\]/sy;

/**
 * The dotted steps of an address or a reference, each with its key if it has one: `a.b["c.d"][0].e` loses all keys of a step
 * but the first, which names the instance.
 */
export function tokens(text: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let at = 0;
  const eat = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    const name = eat(NAME)?.[0];
    if (name === undefined) return undefined;
    let key: string | number | undefined;
    while (text[at] === "[") {
      const number = eat(NUMBER_KEY);
      const string = number ? null : eat(STRING_KEY);
      if (!number && !string) return undefined;
      key ??= number ? Number(number[1]) : unquote(string![1]);
    }
    steps.push(key === undefined ? { name } : { name, key });
    if (at === text.length) return steps;
    if (text[at] !== "." || at + 1 === text.length) return undefined;
    at++;
  }
  return undefined;
}

const PLAIN: Record<string, string> = { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v" };

/** The escapes of HCL and, from versions before 0.13, of Go's `%q`. */
function unquote(text: string): string {
  if (!/[\\$%]/.test(text)) return text;
  return text.replace(
    /\\U([\da-fA-F]{8})|\\u([\da-fA-F]{4})|\\x([\da-fA-F]{2})|\\(.)|\$(\$\{)|%(%\{)/gs,
    (whole, long, short, octet, letter, dollar, percent) => {
      const code = long ?? short ?? octet;
      if (code !== undefined)
        return Number.parseInt(code, 16) > 0x10ffff ? whole : String.fromCodePoint(Number.parseInt(code, 16));
      return dollar?.slice(0) ?? percent?.slice(0) ?? PLAIN[letter] ?? letter;
    },
  );
}
