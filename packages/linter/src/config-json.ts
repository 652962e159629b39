import { findNodeAtLocation, getNodeValue, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { ParsedConfig } from "./find-config.js";
import { UsageError } from "./usage-error.js";

const MAX_NESTING = 64;

/** JSON with comments and trailing commas. Throws a UsageError with the line of the first error. */
export function parseConfig(source: string, shown: string): ParsedConfig {
  // The parser recurses.
  if (nesting(source) > MAX_NESTING) throw new UsageError(`config ${shown}: nested deeper than ${MAX_NESTING} levels`);
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, { allowTrailingComma: true });
  if (errors.length > 0) {
    const words = printParseErrorCode(errors[0].error).replace(
      /([a-z])([A-Z])/g,
      (_, a: string, b: string) => `${a} ${b.toLowerCase()}`,
    );
    throw new UsageError(`config ${shown}:${lineAt(errors[0].offset)}: ${words}`);
  }
  return {
    value: tree && getNodeValue(tree),
    locate(keys) {
      for (let n = keys.length; n >= 0; n--) {
        const node = tree && findNodeAtLocation(tree, keys.slice(0, n) as (string | number)[]);
        if (node) return lineAt(node.parent?.type === "property" ? node.parent.offset : node.offset);
      }
      return 1;
    },
  };
}

/** How deep braces and brackets go, those in strings and comments left out. */
function nesting(source: string): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '"') at = stringEnd(source, at);
    else if (char === "/" && source[at + 1] === "/") at = endOf(source, "\n", at);
    else if (char === "/" && source[at + 1] === "*") at = endOf(source, "*/", at + 2);
    else if (char === "{" || char === "[") most = Math.max(most, ++depth);
    else if (char === "}" || char === "]") depth = Math.max(0, depth - 1);
  }
  return most;
}

function stringEnd(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    // A string that isn't closed ends with its line, which the parser says in its own words.
    else if (source[at] === '"' || source[at] === "\n" || source[at] === "\r") return at;
  }
  return source.length;
}

function endOf(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 ? source.length : at + mark.length - 1;
}
