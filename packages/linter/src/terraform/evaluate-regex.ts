import type { Call } from "./evaluate-arguments.js";
import { List, Null, Obj, Stop, unsure, type Val } from "./evaluate-values.js";

/**
 * Patterns of `regex()` and `replace()`. Terraform's engine (RE2) takes linear time for any of them; JavaScript's
 * backtracks, so only patterns are run whose cost can be told beforehand: nothing that may match in several ways is
 * repeated, and the ways of the whole are few. Others are left unknown.
 */
interface Pattern extends Omit<Translation, "source" | "flags"> {
  readonly regexp: RegExp;
}
const MAX_COST = 100_000;

/** The matches as `regex()` gives them: the text, or the list or map of its groups. */
export function matchAll(call: Call, most: number): Val[] {
  const pattern = compile(call.str(0), call);
  const text = call.str(1);
  charge(pattern, text, call);
  if (most > 1) refuseEmptyMatches(pattern, call);
  const results: Val[] = [];
  for (const match of text.matchAll(pattern.regexp)) {
    if (results.length >= most) break;
    call.context.budget.spend(1);
    const groups = pattern.names.map((_, i) =>
      match[i + 1] === undefined ? new Null(call.place) : call.text(match[i + 1]),
    );
    if (groups.length === 0) results.push(call.text(match[0]));
    else if (pattern.names[0] === undefined) results.push(new List(groups, call.place));
    else results.push(new Obj(new Map(groups.map((group, i) => [pattern.names[i] as string, group])), call.place));
  }
  return results;
}

/** `replace(text, "/pattern/", by)`; `$1` and `${name}` in `by` stand for groups. */
export function replaceAll(call: Call, source: string, text: string, by: string): string {
  const pattern = compile(source, call);
  charge(pattern, text, call);
  refuseEmptyMatches(pattern, call);
  let length = 0;
  return text.replace(pattern.regexp, (...match) => {
    const groups = match.slice(0, pattern.names.length + 1) as (string | undefined)[];
    const expanded = by.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (mark, bare?: string, braced?: string) => {
      if (mark === "$$") return "$";
      const name = bare ?? braced ?? "";
      const index = /^\d+$/.test(name) ? Number(name) : pattern.names.indexOf(name) + 1 || -1;
      return groups[index] ?? "";
    });
    length += expanded.length;
    call.context.budget.spendLength(length);
    return expanded;
  });
}

/** After a match the two engines don't agree on where the next empty one is. */
function refuseEmptyMatches({ regexp }: Pattern, call: Call): void {
  if ("".search(regexp) === 0) throw new Stop(unsure("a pattern matches nothing at all", call.place));
}

function charge({ repetitions, choices, anchored }: Pattern, text: string, call: Call): void {
  const length = text.length + 1;
  // A step of the evaluator takes as long as some ten of the engine's.
  const cost = Math.ceil((2 ** choices * length ** (repetitions + (anchored ? 0 : 1))) / 10);
  if (cost > MAX_COST) throw new Stop(unsure("a pattern could take long to run", call.place));
  call.context.budget.spend(cost);
}

function compile(source: string, call: Call): Pattern {
  const translation = translate(source);
  if (!translation) throw new Stop(unsure("a pattern isn't simple enough to be run", call.place));
  try {
    return { ...translation, regexp: new RegExp(translation.source, translation.flags) };
  } catch {
    throw new Stop(unsure("a pattern isn't understood", call.place));
  }
}

interface Translation {
  readonly source: string;
  readonly flags: string;
  /** `*`, `+`, `{n,m}`: each may end at every place of the text. */
  readonly repetitions: number;
  /** `?` and `|`: each doubles the ways at most. */
  readonly choices: number;
  readonly anchored: boolean;
  readonly names: readonly (string | undefined)[];
}

const CLASSES: Readonly<Record<string, string>> = { d: "0-9", w: "0-9A-Za-z_", s: "\\t\\n\\f\\r " };
const CONTROLS = "tnrf";

/** RE2's syntax in JavaScript's, for what both have; undefined for anything else. */
function translate(source: string): Translation | undefined {
  if (source.length > 500) return undefined;
  const flags = source.startsWith("(?i)") ? "giu" : "gu";
  const text = source.startsWith("(?i)") ? source.slice(4) : source;
  const names: (string | undefined)[] = [];
  // For each open group: whether what stands in it can match in several ways.
  const groups: boolean[] = [false];
  let output = "";
  let repetitions = 0;
  let choices = 0;
  let topChoice = false;
  // The same of what was read last, which a quantifier would repeat. Undefined where there is nothing to repeat.
  let last: boolean | undefined;
  for (let i = 0; i < text.length; ) {
    const sign = text[i];
    const rest = text.slice(i);
    const before = last;
    last = false;
    let piece: RegExpExecArray | null;
    if (sign === "(") {
      piece = /^\((?:\?:|\?P?<([A-Za-z_]\w*)>|(?!\?))/.exec(rest);
      if (!piece) return undefined;
      if (!piece[0].startsWith("(?:")) names.push(piece[1]);
      output += piece[1] ? `(?<${piece[1]}>` : piece[0];
      groups.push(false);
      last = undefined;
      i += piece[0].length;
    } else if (sign === ")") {
      last = groups.pop();
      if (last === undefined || groups.length === 0) return undefined;
      groups[groups.length - 1] ||= last;
      output += ")";
      i++;
    } else if ("*+?{".includes(sign)) {
      piece = /^(?:[*+?]|\{(\d+)(,)?(\d*)\})\??/.exec(rest);
      if (!piece || before === undefined || (before && sign !== "?")) return undefined;
      if (Number(piece[3] || piece[1] || 0) > 1000) return undefined;
      if (sign === "?") choices++;
      else repetitions++;
      groups[groups.length - 1] = true;
      last = undefined;
      output += piece[0];
      i += piece[0].length;
    } else if (sign === "[") {
      const set = characterClass(rest);
      if (!set) return undefined;
      output += set.output;
      i += set.length;
    } else if (sign === "\\") {
      const letter = text[i + 1] ?? "";
      if (CLASSES[letter]) output += `[${CLASSES[letter]}]`;
      else if (CLASSES[letter.toLowerCase()]) output += `[^${CLASSES[letter.toLowerCase()]}]`;
      else if (CONTROLS.includes(letter) && letter !== "") output += `\\${letter}`;
      else if (/[^\w\s]/.test(letter)) output += quote(letter);
      else return undefined;
      i += 2;
    } else if (sign === ".") {
      output += "[^\\n]";
      i++;
    } else {
      if (sign === "|") {
        choices++;
        groups[groups.length - 1] = true;
        topChoice ||= groups.length === 1;
      }
      const rune = String.fromCodePoint(text.codePointAt(i) as number);
      if ("^$|".includes(rune)) last = undefined;
      output += "^$|".includes(rune) ? rune : quote(rune);
      i += rune.length;
    }
  }
  if (groups.length !== 1) return undefined;
  return { source: output, flags, repetitions, choices, anchored: text.startsWith("^") && !topChoice, names };
}

function characterClass(rest: string): { readonly output: string; readonly length: number } | undefined {
  // POSIX classes such as [:alpha:] and nested brackets are left out.
  const match = /^\[(\^?)((?:\\[^\s]|[^\\[\]])+)\]/.exec(rest);
  if (!match) return undefined;
  let output = "";
  for (const part of match[2].matchAll(/\\(.)|([^\\])/gsu)) {
    const [, escaped, plain] = part;
    if (plain !== undefined) output += plain === "-" ? "-" : quote(plain);
    else if (CLASSES[escaped]) output += CLASSES[escaped];
    else if (CONTROLS.includes(escaped)) output += `\\${escaped}`;
    else if (/[^\w]/.test(escaped)) output += escaped === "-" ? "\\-" : quote(escaped);
    else return undefined;
  }
  return { output: `[${match[1]}${output}]`, length: match[0].length };
}

const quote = (rune: string) => (/[\\^$.*+?()[\]{}|/]/.test(rune) ? `\\${rune}` : rune);
