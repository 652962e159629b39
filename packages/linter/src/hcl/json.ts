import { type Node as JsonNode, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Expr, HclProblem, ObjectExpr, ObjectItem } from "./ast.js";
import { parseBareTemplate } from "./parse.js";
import { Failure, MAX_NESTING, MAX_PARTS } from "./scanner.js";
import { SourceText } from "./source-text.js";
import { composed } from "./string-escapes.js";

export interface JsonSource {
  readonly source: SourceText;
  /** Absent after a syntax error: what a repair would make of the rest is a guess. */
  readonly root: ObjectExpr | undefined;
  readonly problems: readonly HclProblem[];
}

/**
 * Reads HCL's JSON syntax into the same expressions as the native one. Strings are templates there, unless they can't
 * be (`.tfvars.json`). Never throws.
 */
export function parseHclJson(source: SourceText, strings: "templates" | "literals"): JsonSource {
  const problem = (
    kind: "syntax" | "limit",
    summary: string,
    detail: string,
    start: number,
    end: number,
  ): JsonSource => ({
    source,
    root: undefined,
    problems: [{ kind, summary, detail, span: source.span(start, end) }],
  });
  // jsonc-parser recurses, and so do we.
  const { tooDeep, tooMany } = measure(source.text);
  if (tooDeep !== undefined)
    return problem("limit", "Nested too deeply", `Only ${MAX_NESTING} levels are read.`, tooDeep, tooDeep + 1);
  if (tooMany !== undefined) {
    const detail = `Only files of up to ${MOST.toLocaleString("en")} parts are read.`;
    return problem("limit", "Too many parts", detail, tooMany, tooMany);
  }
  const errors: ParseError[] = [];
  const tree = parseTree(source.text, errors, { disallowComments: true });
  if (errors.length > 0 || tree?.type !== "object") {
    const { error, offset, length } = errors[0] ?? { error: undefined, offset: tree?.offset ?? 0, length: 1 };
    const words =
      error === undefined
        ? "an object is expected"
        : printParseErrorCode(error).replace(/\B[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return problem(
      "syntax",
      "Invalid JSON",
      `This isn't JSON as Terraform reads it: ${words}.`,
      offset,
      offset + Math.max(1, length),
    );
  }
  const problems: HclProblem[] = [];
  const convert = new Converter(source, strings === "templates", problems);
  return { source, root: convert.expr(tree) as ObjectExpr, problems };
}

/** jsonc-parser's tree takes as much memory again as ours. */
const MOST = MAX_PARTS / 2;

/** Where it nests too deeply or has too many parts, if it does: before anything is built. */
function measure(text: string): { readonly tooDeep?: number; readonly tooMany?: number } {
  let depth = 0;
  let parts = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) quoted = !quoted;
    else if (quoted) i += c === 0x5c ? 1 : 0;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > MAX_NESTING) return { tooDeep: i };
      parts++;
    } else if (c === 0x7d || c === 0x5d) depth--;
    else if (c === 0x2c || c === 0x3a) parts++;
    if (parts > MOST) return { tooMany: i };
  }
  return {};
}

class Converter {
  private readonly source: SourceText;
  private readonly templates: boolean;
  private readonly problems: HclProblem[];
  constructor(source: SourceText, templates: boolean, problems: HclProblem[]) {
    this.source = source;
    this.templates = templates;
    this.problems = problems;
  }

  expr(node: JsonNode): Expr {
    const place = { start: node.offset, end: node.offset + node.length };
    switch (node.type) {
      case "object": {
        const items: ObjectItem[] = [];
        for (const property of node.children ?? []) {
          const [key, value] = property.children ?? [];
          if (key && value) items.push({ key: this.expr(key), value: this.expr(value) });
        }
        return { kind: "object", items, ...place };
      }
      case "array":
        return { kind: "list", items: (node.children ?? []).map((child) => this.expr(child)), ...place };
      case "string":
        return this.string(node.value as string, place.start, place.end);
      case "number":
        return {
          kind: "number",
          value: node.value as number,
          text: this.source.text.slice(place.start, place.end),
          ...place,
        };
      case "boolean":
        return { kind: "bool", value: node.value as boolean, ...place };
      default:
        return { kind: "null", ...place };
    }
  }

  private string(value: string, start: number, end: number): Expr {
    const plain: Expr = {
      kind: "string",
      value: composed(value),
      verbatim: value.length === end - start - 2 && value === composed(value),
      start,
      end,
    };
    if (!this.templates || !/[$%]\{/.test(value)) return plain;
    const expr = parseBareTemplate(new SourceText(value, this.source.file, this.source.lossy));
    const toFile = offsetsOf(this.source.text, start, end);
    if (expr instanceof Failure) {
      const span = this.source.span(toFile[expr.start] ?? start, toFile[expr.end] ?? end);
      this.problems.push({ kind: expr.kind, summary: expr.summary, detail: expr.detail, span });
      return { kind: "reference", root: "(invalid)", steps: [], start, end };
    }
    if (expr.kind === "string") return { ...plain, value: expr.value, verbatim: false };
    move(expr, toFile);
    return Object.assign(expr, { start, end });
  }
}

/** For each character of a JSON string's value: where it stands in the file. */
function offsetsOf(text: string, start: number, end: number): number[] {
  const offsets: number[] = [];
  for (let at = start + 1; at < end - 1; ) {
    offsets.push(at);
    at += text[at] !== "\\" ? 1 : text[at + 1] === "u" ? 6 : 2;
  }
  offsets.push(end - 1);
  return offsets;
}

/** Turns offsets within the string into those of the file. By a list of its own: long sums nest deeper than the stack. */
function move(root: Expr, toFile: readonly number[]): void {
  const todo: object[] = [root];
  for (let node = todo.pop(); node; node = todo.pop()) {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === "object" && value !== null) todo.push(value);
      else if (key === "start" || key === "end")
        Object.assign(node, { [key]: toFile[value as number] ?? toFile[toFile.length - 1] });
    }
  }
}
