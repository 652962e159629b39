import type { Span } from "@dcvlint/core";
import type { LostText } from "../hcl/ast.js";
import type { TerraformProblem } from "./source.js";

/** hashicorp/hcl, compiled to WebAssembly: what we use of `@cdktn/hcl2json`. */
export interface Hcl2Json {
  parse(file: string, text: string): Promise<unknown>;
}

/**
 * Syntax errors in hashicorp/hcl's own words and at its places. It is loaded only when there is an error, and where it
 * isn't installed, or finds nothing to say, ours stands.
 */
export async function explainSyntaxErrors(
  problems: readonly TerraformProblem[],
  load: () => Promise<Hcl2Json | undefined> = loadHcl2Json,
): Promise<TerraformProblem[]> {
  let parser: Hcl2Json | undefined | null = null;
  let patience = MOST;
  const explained: TerraformProblem[] = [];
  for (const problem of problems) {
    const { lost } = problem;
    const native = problem.kind === "syntax" && lost !== undefined && !lost.source.file.endsWith(".json");
    if (!native || lost.end - lost.start > LONGEST || patience-- <= 0) {
      explained.push(problem);
      continue;
    }
    if (parser === null) parser = await load();
    const words = parser && (await wordsFor(lost, parser));
    explained.push(words ? { ...problem, ...words } : problem);
  }
  return explained;
}

/** Each takes some milliseconds, and a page of errors helps nobody. */
const MOST = 20;
const LONGEST = 2 ** 20;

async function loadHcl2Json(): Promise<Hcl2Json | undefined> {
  // A variable, so that neither the bundler nor the compiler follows: its types would bring the DOM's into this package.
  const name = "@cdktn/hcl2json";
  try {
    return (await import(name)) as Hcl2Json;
  } catch {
    return undefined;
  }
}

const FILE = "source";
const DIAGNOSTIC = new RegExp(
  String.raw`${FILE}:(\d+),(\d+)-(?:(\d+),)?(\d+): ([^;]+); ([\s\S]*?)(?: ${FILE}:\d|; and \d|\]?$)`,
);

async function wordsFor(
  { source, start, end }: LostText,
  parser: Hcl2Json,
): Promise<Pick<TerraformProblem, "summary" | "detail" | "span"> | undefined> {
  // Line ends in front, so that lines count as in the file; items begin at the margin or after blanks.
  const { line, column } = source.position(start);
  const text = "\n".repeat(line - 1) + " ".repeat(column - 1) + source.text.slice(start, end);
  try {
    await parser.parse(FILE, text);
    return undefined;
  } catch (error) {
    const match = DIAGNOSTIC.exec(error instanceof Error ? error.message : "");
    if (!match) return undefined;
    const [, startLine, startColumn, endLine = startLine, endColumn, summary, detail] = match;
    const lines = text.split("\n");
    const place = (row: string, character: string) => ({
      line: Number(row),
      column: unitOf(lines[Number(row) - 1] ?? "", Number(character)),
    });
    const span: Span = { file: source.file, start: place(startLine, startColumn), end: place(endLine, endColumn) };
    return { summary, detail: detail.trim(), span };
  }
}

/** hashicorp/hcl counts characters as people see them; we count UTF-16 units. */
function unitOf(line: string, character: number): number {
  if (/^[\x20-\x7e\t]*$/.test(line)) return character;
  let unit = 1;
  let left = character - 1;
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(line)) {
    if (left-- <= 0) break;
    unit += segment.length;
  }
  return unit;
}
