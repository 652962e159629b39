import type { ObjectExpr } from "../hcl/ast.js";
import type { SourceText } from "../hcl/source-text.js";
import type { BodyNodes, Place } from "./evaluate-values.js";

/** The keys of `{ a = 1, "b" = 2 }` that were written as such. */
export class ObjectNodes implements BodyNodes {
  private readonly source: SourceText;
  private readonly expr: ObjectExpr;
  private made: Map<string, Place> | undefined;
  constructor(source: SourceText, expr: ObjectExpr) {
    this.source = source;
    this.expr = expr;
  }
  keys(): ReadonlyMap<string, Place> {
    if (this.made) return this.made;
    this.made = new Map();
    for (const { key } of this.expr.items) {
      const { source } = this;
      const { start, end } = key;
      if (key.kind === "reference" && key.steps.length === 0) this.made.set(key.root, { source, start, end });
      else if (key.kind === "string")
        this.made.set(key.value, key.verbatim ? { source, start: start + 1, end: end - 1 } : { source, start, end });
    }
    return this.made;
  }
}
