import type { Attribute, Block, Body, Expr, HclFile, ObjectExpr } from "../hcl/ast.js";
import { parseHclJson } from "../hcl/json.js";
import type { SourceText } from "../hcl/source-text.js";

/**
 * `.tf.json`: the same body that native syntax would give. JSON doesn't tell arguments from blocks, and only the
 * provider's schema could; blocks of Terraform's own are told by name, the rest stays an argument with an object or a
 * list of objects, and readers take both for a block.
 */
export function parseTerraformJson(source: SourceText): HclFile {
  const { root, problems } = parseHclJson(source, "templates");
  return {
    source,
    problems,
    comments: [],
    body: root ? bodyOf(root, TOP_LEVEL) : { attributes: [], blocks: [], start: 0, end: 0 },
  };
}

/** `.tfvars.json`: values as they are written. */
export function parseVariablesJson(source: SourceText): HclFile {
  const { root, problems } = parseHclJson(source, "literals");
  return {
    source,
    problems,
    comments: [],
    body: root ? bodyOf(root, new Map()) : { attributes: [], blocks: [], start: 0, end: 0 },
  };
}

interface BlockShape {
  readonly labels: number;
  readonly inside?: ReadonlyMap<string, BlockShape>;
}
const DYNAMIC: ReadonlyMap<string, BlockShape> = new Map([["content", { labels: 0 }]]);
const RESOURCE: BlockShape = {
  labels: 2,
  inside: new Map([
    ["dynamic", { labels: 1, inside: DYNAMIC }],
    ["lifecycle", { labels: 0 }],
    ["connection", { labels: 0 }],
    ["provisioner", { labels: 1 }],
  ]),
};
const TOP_LEVEL: ReadonlyMap<string, BlockShape> = new Map<string, BlockShape>([
  ["resource", RESOURCE],
  ["data", RESOURCE],
  ["ephemeral", RESOURCE],
  ["variable", { labels: 1 }],
  ["output", { labels: 1 }],
  ["module", { labels: 1 }],
  ["provider", { labels: 1 }],
  ["check", { labels: 1 }],
  ["locals", { labels: 0 }],
  ["terraform", { labels: 0, inside: new Map([["required_providers", { labels: 0 }]]) }],
  ["moved", { labels: 0 }],
  ["import", { labels: 0 }],
  ["removed", { labels: 0 }],
]);

function bodyOf(object: ObjectExpr, shapes: ReadonlyMap<string, BlockShape>): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const { key, value } of object.items) {
    const name = key.kind === "string" ? key.value : undefined;
    // "//" is how comments are written there.
    if (name === undefined || name === "//") continue;
    const shape = shapes.get(name);
    if (shape) blocks.push(...blocksOf(name, key, value, shape, []));
    else if (!attributes.some((other) => other.name === name)) {
      attributes.push({ name, start: key.start, nameEnd: key.end, value, end: value.end });
    }
  }
  return { attributes, blocks, start: object.start, end: object.end };
}

function* blocksOf(type: string, key: Expr, value: Expr, shape: BlockShape, labels: readonly Expr[]): Iterable<Block> {
  if (value.kind === "list") {
    for (const item of value.items) yield* blocksOf(type, key, item, shape, labels);
  } else if (value.kind !== "object") return;
  else if (labels.length < shape.labels) {
    for (const item of value.items) yield* blocksOf(type, key, item.value, shape, [...labels, item.key]);
  } else {
    const texts = labels.map((label) => ({
      text: label.kind === "string" ? label.value : "",
      start: label.start,
      end: label.end,
    }));
    const { start, end: headerEnd } = labels.at(-1) ?? key;
    yield { type, labels: texts, start, headerEnd, body: bodyOf(value, shape.inside ?? new Map()), end: value.end };
  }
}
