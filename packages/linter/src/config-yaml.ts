import { isNode, LineCounter, parseDocument } from "yaml";
import type { ParsedConfig } from "./find-config.js";
import { UsageError } from "./usage-error.js";

const MAX_ALIASES = 100;

/** Throws a UsageError with the line of the first error. */
export function parseConfig(source: string, shown: string): ParsedConfig {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter });
  const error = document.errors[0];
  if (error) {
    const words = error.message.split("\n")[0].replace(/ at line \d+.*$/, "");
    throw new UsageError(`config ${shown}:${error.linePos?.[0].line ?? 1}: ${words}`);
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    throw new UsageError(`config ${shown}: more than ${MAX_ALIASES} YAML aliases`);
  }
  return {
    value,
    locate(keys) {
      for (let n = keys.length; n > 0; n--) {
        const node = document.getIn(keys.slice(0, n), true);
        if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
}
