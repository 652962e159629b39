import {
  type Bool,
  failure,
  isLazy,
  type List,
  Num,
  type Obj,
  type Place,
  Stop,
  Str,
  unsure,
  type Val,
} from "./evaluate-values.js";

/** Conversions as Terraform's type system (cty) makes them, where an argument wants another type. */

/** Throws a Stop for null, unknown values and what has no such form. */
export function toStr(value: Val, place: Place): string {
  switch (value.kind) {
    case "string":
      return value.value;
    case "number":
      return numberText(value);
    case "bool":
      return String(value.value);
    case "unknown":
      throw new Stop(value);
    case "null":
      throw new Stop(failure("a null stands where text is needed", place));
    default:
      throw new Stop(failure(`a ${value.kind} stands where text is needed`, place));
  }
}

export function toNumber(value: Val, place: Place): number {
  if (value.kind === "number") return value.value;
  if (value.kind === "unknown") throw new Stop(value);
  if (value.kind === "string" && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value.value) && value.value.length < 100)
    return Number(value.value);
  throw new Stop(failure("a number is needed", place));
}

export function toInteger(value: Val, place: Place): number {
  const number = toNumber(value, place);
  if (!Number.isSafeInteger(number)) throw new Stop(failure("a whole number is needed", place));
  return number;
}

export function toBool(value: Val, place: Place): boolean {
  if (value.kind === "bool") return value.value;
  if (value.kind === "unknown") throw new Stop(value);
  if (value.kind === "string" && /^(?:true|false|1|0)$/.test(value.value))
    return value.value === "true" || value.value === "1";
  throw new Stop(failure("true or false is needed", place));
}

/** The members, in the order that Terraform walks them: sets of text and numbers are sorted. */
export function toItems(value: Val, place: Place): readonly Val[] {
  if (value.kind === "list") return value.type === "set" ? sortedSet(value.items) : value.items;
  if (value.kind === "unknown") throw new Stop(value);
  throw new Stop(failure("a list is needed", place));
}

export function toEntries(value: Val, place: Place): ReadonlyMap<string, Val> {
  if (value.kind === "unknown") throw new Stop(value);
  if (value.kind !== "object") throw new Stop(failure("a map is needed", place));
  // Its attributes that aren't written are known only after apply.
  if (isLazy(value)) throw new Stop(value.unknown("is known only after apply"));
  return value.entries;
}

export const sortedKeys = (entries: ReadonlyMap<string, unknown>): string[] => [...entries.keys()].sort(byCodePoint);

function sortedSet(items: readonly Val[]): readonly Val[] {
  if (items.every((item) => item.kind === "string"))
    return [...items].sort((a, b) => byCodePoint((a as Str).value, (b as Str).value));
  if (items.every((item) => item.kind === "number"))
    return [...items].sort((a, b) => (a as Num).value - (b as Num).value);
  return items;
}

/** Go compares octets; for UTF-8 that is the order of code points, not of UTF-16 units. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for what lies above all other units.
    if (x >= 0xd800 && y >= 0xd800) {
      x += x < 0xe000 ? 0x2000 : -0x800;
      y += y < 0xe000 ? 0x2000 : -0x800;
    }
    return x - y;
  }
  return a.length - b.length;
}

/** As Terraform prints it: no exponent, no needless zeros. */
export function numberText({ value, text }: Num): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  const plain = /^(-?)0*(\d+)(?:\.(\d*))?$/.exec(text);
  if (plain) {
    const fraction = (plain[3] ?? "").replace(/0+$/, "");
    return `${plain[1]}${plain[2]}${fraction === "" ? "" : `.${fraction}`}`;
  }
  if (Number.isInteger(value)) return BigInt(value).toString();
  return String(value);
}

/** The result of arithmetic. Terraform counts in 512 bits; where a double isn't surely right, nothing is said. */
export function numberOf(value: number, place: Place): Num {
  if (!Number.isFinite(value)) throw new Stop(failure("a number is out of range", place));
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new Stop(unsure("a number has too many digits", place));
  const rounded = Number(value.toPrecision(14));
  if (
    !Number.isInteger(value) &&
    (Math.abs(rounded - value) > Math.abs(value) * 1e-15 || String(rounded).length > 12)
  ) {
    throw new Stop(unsure("a number has too many digits", place));
  }
  return new Num(rounded, String(rounded), place);
}

/** Equal for Terraform; throws a Stop where that hangs on something unknown. */
export function isEqual(a: Val, b: Val, place: Place): boolean {
  if (a.kind === "unknown") throw new Stop(a);
  if (b.kind === "unknown") throw new Stop(b);
  if (isLazy(a) || isLazy(b)) throw new Stop(unsure("whole resources are compared", place));
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "null":
      return true;
    case "string":
      return a.value === (b as Str).value;
    case "number":
      return numberText(a) === numberText(b as Num);
    case "bool":
      return a.value === (b as Bool).value;
    case "list": {
      const other = b as List;
      // A list and a tuple are never equal, but which of them a value is hangs on more than we keep.
      if (a.type !== other.type) throw new Stop(unsure("lists of different types are compared", place));
      const left = toItems(a, place);
      const right = toItems(other, place);
      return left.length === right.length && left.every((item, i) => isEqual(item, right[i], place));
    }
    case "object": {
      const other = b as Obj;
      if (a.isMap !== other.isMap) throw new Stop(unsure("a map and an object are compared", place));
      if (a.entries.size !== other.entries.size) return false;
      for (const [key, value] of a.entries) {
        const match = other.get(key);
        if (!match || !isEqual(value, match, place)) return false;
      }
      return true;
    }
  }
}

/** Text that is the same for equal values and only for them. */
export function canonical(value: Val, place: Place): string {
  switch (value.kind) {
    case "unknown":
      throw new Stop(value);
    case "null":
      return "null";
    case "string":
      return JSON.stringify(value.value);
    case "number":
      return numberText(value);
    case "bool":
      return String(value.value);
    case "list":
      return `[${toItems(value, place)
        .map((item) => canonical(item, place))
        .join()}]`;
    case "object": {
      const entries = toEntries(value, place);
      return `{${sortedKeys(entries)
        .map((key) => `${JSON.stringify(key)}:${canonical(entries.get(key) as Val, place)}`)
        .join()}}`;
    }
  }
}

/** Nothing in it is unknown; else a Stop. */
export function mustBeWhole(value: Val): void {
  if (value.kind === "unknown") throw new Stop(value);
  if (value.kind === "list") for (const item of value.items) mustBeWhole(item);
  else if (value.kind === "object") {
    if (isLazy(value)) throw new Stop(value.unknown("is known only after apply"));
    for (const entry of value.entries.values()) mustBeWhole(entry);
  }
}

/** Members of mixed simple types become text, as lists, sets and maps need members of one type. */
export function unified(items: readonly Val[]): readonly Val[] {
  const kinds = new Set(items.map((item) => item.kind));
  kinds.delete("null");
  kinds.delete("unknown");
  if (kinds.size < 2 || !kinds.has("string") || kinds.has("list") || kinds.has("object")) return items;
  return items.map((item) =>
    item.kind === "number" || item.kind === "bool" ? new Str(toStr(item, item), item, false, item.sensitive) : item,
  );
}

/** Sets hold equal members once; the first stays, where it stands. */
export function withoutDoubles(items: readonly Val[], place: Place): readonly Val[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = canonical(item, place);
    return !seen.has(key) && seen.add(key);
  });
}
