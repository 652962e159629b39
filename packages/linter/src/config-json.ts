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

function nesting(source: string): number {
  let depth = 0;
  let most = 0;
  for (const char of source) {
    if (char === "{" || char === "[") most = Math.max(most, ++depth);
    else if (char === "}" || char === "]") depth--;
  }
  return most;
}
