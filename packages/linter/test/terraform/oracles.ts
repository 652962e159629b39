// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of HCL look like ours.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Body, Expr } from "../../src/hcl/ast.js";
import type { SourceText } from "../../src/hcl/source-text.js";

// Other readings of HCL, which ours is compared with: hashicorp/hcl compiled to WebAssembly (@cdktn/hcl2json), and an
// older one compiled to JavaScript (hcl2-parser), which hostile text can kill and which therefore gets a process of its own.

const require = createRequire(import.meta.url);

export interface Hcl2Json {
  parse(file: string, text: string): Promise<Record<string, unknown>>;
}

/** Undefined where it isn't installed; with DCVLINT_REQUIRE_TOOLS=1 that is a failure, not a skip. */
export function findOracle(name: "@cdktn/hcl2json" | "hcl2-parser"): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    if (process.env.DCVLINT_REQUIRE_TOOLS === "1") throw new Error(`${name} is required here and isn't installed`);
    console.warn(`${name} isn't installed: not compared with it.`);
    return undefined;
  }
}

export const loadHcl2Json = (): Hcl2Json => require("@cdktn/hcl2json") as Hcl2Json;

/** What hcl2-parser makes of each text: its object, or undefined for an error. */
export async function runHcl2Parser(texts: readonly string[]): Promise<(Record<string, unknown> | undefined)[]> {
  const script = `
    const { parseToObject } = require("hcl2-parser");
    let input = "";
    process.stdin.on("data", (data) => { input += data; }).on("end", () => {
      process.stdout.write(JSON.stringify(JSON.parse(input).map((text) => {
        const [value, error] = parseToObject(text);
        return error ? null : value;
      })));
    });`;
  const child = spawn(process.execPath, ["-e", script], {
    cwd: new URL(".", import.meta.url),
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(texts));
  let output = "";
  for await (const data of child.stdout) output += data;
  return (JSON.parse(output) as (Record<string, unknown> | null)[]).map((value) => value ?? undefined);
}

/**
 * Our tree in the form that both print: literals as JSON, blocks as lists under their labels, and every other
 * expression as `${…}` with its text.
 */
export function asJson(body: Body, source: SourceText): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, value } of body.attributes) result[name] = json(value, source);
  for (const block of body.blocks) {
    let level = result;
    let key = block.type;
    for (const { text } of block.labels) {
      level[key] ??= {};
      level = level[key] as Record<string, unknown>;
      key = text;
    }
    const content = asJson(block.body, source);
    if (Array.isArray(level[key])) (level[key] as unknown[]).push(content);
    else level[key] = [content];
  }
  return result;
}

function json(expr: Expr, source: SourceText): unknown {
  switch (expr.kind) {
    case "string":
      return expr.value;
    case "number":
      return Number.isFinite(expr.value) ? expr.value : null;
    case "bool":
      return expr.value;
    case "null":
      return null;
    case "wrap":
      return json(expr.inner, source);
    case "list":
      return expr.items.map((item) => json(item, source));
    case "object":
      return Object.fromEntries(expr.items.map(({ key, value }) => [keyText(key, source), json(value, source)]));
    case "template":
      return expr.parts.map((part) => partText(part, source)).join("");
    case "unary":
      return expr.op === "-" && expr.operand.kind === "number" ? -expr.operand.value : wrapped(expr, source);
    default:
      return wrapped(expr, source);
  }
}

const wrapped = ({ start, end }: Expr, source: SourceText) => `\${${source.text.slice(start, end)}}`;

function keyText(key: Expr, source: SourceText): string {
  if (key.kind === "reference") return source.text.slice(key.start, key.end);
  return partText(key, source);
}

function partText(part: Expr, source: SourceText): string {
  switch (part.kind) {
    case "string":
      return part.value;
    case "number":
    case "bool":
      return String(part.value);
    case "wrap":
      return partText(part.inner, source);
    case "template":
      return part.parts.map((inner) => partText(inner, source)).join("");
    case "conditional":
      // A directive, unless it is written with a question mark.
      if (source.text.startsWith("%{", part.start)) {
        const otherwise = partText(part.otherwise, source);
        return `%{if ${source.text.slice(part.test.start, part.test.end)}}${partText(part.then, source)}${otherwise === "" ? "" : `%{else}${otherwise}`}%{endif}`;
      }
      return wrapped(part, source);
    case "join": {
      const { list } = part;
      if (list.kind !== "for") return wrapped(part, source);
      const names = list.keyName === undefined ? list.valueName : `${list.keyName}, ${list.valueName}`;
      return `%{for ${names} in ${source.text.slice(list.collection.start, list.collection.end)}}${partText(list.value, source)}%{endfor}`;
    }
    default:
      return wrapped(part, source);
  }
}
