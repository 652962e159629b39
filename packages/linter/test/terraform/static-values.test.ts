// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of HCL look like ours.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import type { Body } from "../../src/hcl/ast.js";
import { parseHcl } from "../../src/hcl/parse.js";
import type { SourceText } from "../../src/hcl/source-text.js";
import { Evaluator, type Scope } from "../../src/terraform/evaluate.js";
import { Budget, EVALUATION_LIMITS } from "../../src/terraform/evaluate-budget.js";
import { failure } from "../../src/terraform/evaluate-values.js";
import type { Value } from "../../src/terraform/value.js";
import { CORPUS, filesBelow, sayAbsent } from "../corpus.js";
import { TRICKY } from "./cases.js";
import { findOracle, loadHcl2Json, runHcl2Parser } from "./oracles.js";

// What the evaluator makes of every argument that needs nothing else, against what two other programs print for it.

const NOTHING: Scope = {
  resolve: (root, steps, place) => ({ value: failure(`${root} isn't there`, place), used: steps.length }),
};
const UNKNOWN = Symbol("unknown");

function plain(value: Value): unknown {
  switch (value.kind) {
    case "unknown":
      return UNKNOWN;
    case "null":
      return null;
    case "list":
      return value.items.map(plain);
    case "object":
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
    default:
      return value.value;
  }
}

function evaluateAll(body: Body, source: SourceText, evaluator: Evaluator): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, value } of body.attributes)
    result[name] = plain(evaluator.evaluate(value, { source, scope: NOTHING }) as Value);
  for (const block of body.blocks) {
    let level = result;
    let key = block.type;
    for (const { text } of block.labels) {
      level[key] ??= {};
      level = level[key] as Record<string, unknown>;
      key = text;
    }
    level[key] = [...((level[key] as unknown[] | undefined) ?? []), evaluateAll(block.body, source, evaluator)];
  }
  return result;
}

const count = { compared: 0, computed: 0 };

/** Texts on which they differ from Terraform, and how. */
const EXPLAINED: Readonly<Record<string, string>> = {
  "keys with dots and numbers": "Terraform refuses the key `g.h` as ambiguous; they print it as it is written",
};

const isTemplate = (value: unknown) => typeof value === "string" && /[$%]\{/.test(value);

function compare(mine: unknown, other: unknown, where: string): void {
  // They print expressions and templates as they are written; and `$${` as one of them writes it.
  if (isTemplate(other)) return void count.computed++;
  // An object as a whole isn't known when a key or a value of it has to be computed.
  if (mine === UNKNOWN) return expect(JSON.stringify(other), where).toMatch(/[$%]\{/);
  if (Array.isArray(other)) {
    expect(Array.isArray(mine) && mine.length, where).toBe(other.length);
    for (const [i, item] of other.entries()) compare((mine as unknown[])[i], item, `${where}[${i}]`);
    return;
  }
  if (typeof other === "object" && other !== null) {
    const keys = Object.keys(other).filter((key) => !isTemplate(key));
    for (const key of keys)
      compare((mine as Record<string, unknown>)[key], (other as Record<string, unknown>)[key], `${where}.${key}`);
    return;
  }
  count.compared++;
  expect(mine, where).toStrictEqual(other);
}

const ours = (text: string) => {
  const { body, source } = parseHcl(new TextEncoder().encode(text), "x.tf");
  return evaluateAll(body, source, new Evaluator(new Budget(EVALUATION_LIMITS)));
};

const texts: [string, string][] = Object.entries(TRICKY).filter(
  ([name, text]) => !(name in EXPLAINED) && parseHcl(new TextEncoder().encode(text), "x.tf").problems.length === 0,
);
if (CORPUS === undefined) sayAbsent("values");
else {
  const folder = join(CORPUS, "tf");
  for (const path of filesBelow(folder))
    if (path.endsWith(".tf")) texts.push([relative(folder, path), readFileSync(path, "utf8")]);
}

describe("static arguments", () => {
  test.skipIf(!findOracle("@cdktn/hcl2json"))("have the values that hashicorp/hcl gives them", async () => {
    const oracle = loadHcl2Json();
    for (const [name, text] of texts) compare(ours(text), await oracle.parse("x.tf", text), name);
    expect(count.compared).toBeGreaterThan(CORPUS ? 100 : 30);
    console.log(`compared with @cdktn/hcl2json: ${count.compared} values, ${count.computed} printed as expressions`);
  });

  test.skipIf(!findOracle("hcl2-parser"))("have the values that hcl2-parser gives them", async () => {
    count.compared = 0;
    count.computed = 0;
    const others = await runHcl2Parser(texts.map(([, text]) => text));
    for (const [i, [name, text]] of texts.entries()) {
      const other = others[i];
      if (other) compare(ours(text), other, name);
      // It is older than functions of providers.
      else expect(text, `${name} is refused`).toMatch(/\bprovider::/);
    }
    expect(count.compared).toBeGreaterThan(CORPUS ? 100 : 30);
    console.log(`compared with hcl2-parser: ${count.compared} values, ${count.computed} printed as expressions`);
  });
});
