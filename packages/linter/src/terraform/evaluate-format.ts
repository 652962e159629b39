import type { Call } from "./evaluate-arguments.js";
import { numberText, toBool, toInteger, toNumber, toStr } from "./evaluate-convert.js";
import { encodeJson } from "./evaluate-json.js";
import { Stop, unsure, type Val } from "./evaluate-values.js";

const VERB = /%(?:%|([-+ 0#]*)(\d+)?(?:\.(\d+))?(?:\[(\d+)\])?([a-zA-Z]))/g;

/** Go's `fmt.Sprintf`, as far as Terraform has it and we are sure of it. */
export function format(pattern: string, args: readonly Val[], call: Call): string {
  let next = 0;
  let used = 0;
  const stray = pattern.replace(VERB, "");
  if (stray.includes("%")) call.fail("format() has a verb that isn't one");
  const text = pattern.replace(
    VERB,
    (verb, flags?: string, width?: string, precision?: string, position?: string, letter?: string) => {
      if (verb === "%%") return "%";
      const index = position === undefined ? next : Number(position) - 1;
      next = index + 1;
      used = Math.max(used, next);
      const value = args[index];
      if (!value) call.fail("format() has too few arguments");
      if (Number(width ?? 0) > 1000) call.fail("format() has a width out of range");
      const shown = show(value, letter ?? "", flags ?? "", precision, call);
      call.context.budget.spend(1);
      return pad(shown, flags ?? "", Number(width ?? 0), letter ?? "");
    },
  );
  if (used < args.length) call.fail("format() has too many arguments");
  return text;
}

function show(value: Val, letter: string, flags: string, precision: string | undefined, call: Call): string {
  const { place } = call;
  if (precision !== undefined && letter !== "f")
    throw new Stop(unsure("format() with a precision isn't evaluated", place));
  switch (letter) {
    case "s":
      return toStr(value, place);
    case "q":
      return encodeJson(value.kind === "string" ? value : call.text(toStr(value, place)), call);
    case "t":
      return String(toBool(value, place));
    case "d":
      return `${flags.includes("+") && toNumber(value, place) >= 0 ? "+" : ""}${toInteger(value, place)}`;
    case "x":
    case "X": {
      if (value.kind === "string") break;
      const hex = toInteger(value, place).toString(16);
      return letter === "X" ? hex.toUpperCase() : hex;
    }
    case "v":
      if (flags.includes("#")) break;
      if (value.kind === "number") return numberText(value);
      return value.kind === "list" || value.kind === "object" || value.kind === "null"
        ? encodeJson(value, call)
        : toStr(value, place);
  }
  if (value.kind === "unknown") throw new Stop(value);
  throw new Stop(unsure(`format() with %${letter} isn't evaluated`, place));
}

function pad(text: string, flags: string, width: number, letter: string): string {
  const missing = width - Array.from(text).length;
  if (missing <= 0) return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (flags.includes("0") && "dxX".includes(letter)) {
    const sign = /^[-+]/.exec(text)?.[0] ?? "";
    return sign + "0".repeat(missing) + text.slice(sign.length);
  }
  return " ".repeat(missing) + text;
}
