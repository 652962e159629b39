import type { Body, Node, ObjectExpr } from "../hcl/ast.js";
import type { SourceText } from "../hcl/source-text.js";
import type { BodyNodes } from "./evaluate-values.js";

/** The keys of `{ a = 1, "b" = 2 }` that were written as such. */
export class ObjectNodes implements BodyNodes {
  readonly source: SourceText;
  private readonly expr: ObjectExpr;
  constructor(source: SourceText, expr: ObjectExpr) {
    this.source = source;
    this.expr = expr;
  }
  keys(): ReadonlyMap<string, Node> {
    const keys = new Map<string, Node>();
    for (const { key } of this.expr.items) {
      if (key.kind === "reference" && key.steps.length === 0) keys.set(key.root, key);
      else if (key.kind === "string") keys.set(key.value, key);
    }
    return keys;
  }
}

/** The arguments of a block. */
export class BlockNodes implements BodyNodes {
  readonly source: SourceText;
  private readonly body: Body;
  constructor(source: SourceText, body: Body) {
    this.source = source;
    this.body = body;
  }
  keys(): ReadonlyMap<string, Node> {
    return new Map(this.body.attributes.map(({ name, start, nameEnd }) => [name, { start, end: nameEnd }]));
  }
  values(): ReadonlyMap<string, Node> {
    return new Map(this.body.attributes.map(({ name, value }) => [name, value]));
  }
}
