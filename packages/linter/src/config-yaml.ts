import { type Document, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { ParsedConfig } from "./find-config.js";
import { UsageError } from "./usage-error.js";

const MAX_ALIASES = 100;

/** Throws a UsageError with the line of the first error. */
export function parseConfig(source: string, shown: string): ParsedConfig {
  const lineCounter = new LineCounter();
  const lineAt = (offset: number) => lineCounter.linePos(offset).line || 1;
  let document: Document.Parsed;
  let value: unknown;
  try {
    // The parser's own search for a key that stands twice takes quadratic time, and so do its pretty errors.
    document = parseDocument(source, { lineCounter, uniqueKeys: false, prettyErrors: false });
    const error = document.errors[0];
    if (error) {
      const words =
        error.code === "MULTIPLE_DOCS"
          ? "a second document begins here; a config is one"
          : error.message.split("\n")[0].slice(0, 200);
      throw new UsageError(`config ${shown}:${lineAt(error.pos[0])}: ${words}`);
    }
    const twice = repeatedKey(document);
    if (twice) throw new UsageError(`config ${shown}:${lineAt(twice.at)}: "${twice.key}" stands there twice`);
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`config ${shown}: ${reason(error)}`);
  }
  return {
    value,
    locate(keys) {
      for (let n = keys.length; n > 0; n--) {
        const node = document.getIn(keys.slice(0, n), true);
        if (isNode(node) && node.range) return lineAt(node.range[0]);
      }
      return 1;
    },
  };
}

/** Why the parser gave up. */
function reason(error: unknown): string {
  const { message } = error as Error;
  // It recurses, and the stack ends.
  if (error instanceof RangeError) return "nested too deeply";
  if (/^Excessive alias count/.test(message)) return `more than ${MAX_ALIASES} YAML aliases`;
  return /^Unresolved alias/.test(message)
    ? `no anchor for the alias ${message.split(": ").at(-1)}`
    : message.slice(0, 200);
}

function repeatedKey(document: Document.Parsed): { readonly key: string; readonly at: number } | undefined {
  let found: { key: string; at: number } | undefined;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found = { key: String(key.value).slice(0, 100), at: key.range?.[0] ?? 0 };
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}
