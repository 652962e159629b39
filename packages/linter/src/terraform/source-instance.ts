import type { Span } from "@dcvlint/core";
import { Obj } from "./evaluate-values.js";
import type { ResourceNode } from "./module-resource.js";
import type { ObjectValue, ResourceInstance } from "./value.js";

/** A resource instance for the readers of records. */
export class SourceInstance implements ResourceInstance {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
  readonly module: readonly { readonly name: string; readonly key?: string | number }[];
  readonly address: string;
  readonly provider: string;
  readonly values: ObjectValue;
  readonly uncertain?: boolean;
  private readonly node: ResourceNode;

  constructor(node: ResourceNode) {
    const { mode, type, name, body } = node.definition;
    this.node = node;
    this.mode = mode;
    this.type = type;
    this.name = name;
    if (node.key !== undefined) this.key = node.key;
    this.module = node.module.path;
    this.address = node.address;
    this.provider = providerOf(node);
    if (!node.isCertain) this.uncertain = true;
    const values = node.written();
    // A body too large to be made has nothing known in it.
    this.values =
      values instanceof Obj
        ? values
        : new Obj(new Map(), { source: body.source, start: body.block.start, end: body.block.end });
  }

  get headerSpan(): Span {
    const { block, source } = this.node.definition.body;
    return source.span(block.start, block.headerEnd);
  }
  get blockSpan(): Span {
    const { block, source } = this.node.definition.body;
    return source.span(block.start, block.end);
  }
}

/** As Terraform finds it: `provider = aws.east`, else the type's first word; its source as declared, else HashiCorp's. */
function providerOf(node: ResourceNode): string {
  const { type, body } = node.definition;
  const written = body.argument("provider")?.expr;
  let local = type.split("_")[0];
  if (written?.kind === "reference") local = written.root;
  if (written?.kind === "string") local = written.value.split(".")[0];
  return node.module.definition.providers.get(local) ?? `hashicorp/${local}`;
}
