import type { Attribute, Block, Body, Expr, HclFile } from "../hcl/ast.js";
import type { SourceText } from "../hcl/source-text.js";
import { readType, type TypeConstraint } from "./evaluate-types.js";
import type { BodyNodes, Place } from "./evaluate-values.js";

/** What the files of one folder declare, before anything is evaluated. */
export interface ModuleDefinition {
  readonly folder: string;
  readonly locals: ReadonlyMap<string, Written>;
  readonly variables: ReadonlyMap<string, VariableDefinition>;
  readonly outputs: ReadonlyMap<string, OutputDefinition>;
  readonly calls: ReadonlyMap<string, CallDefinition>;
  /** By `type.name` or `data.type.name`, in the order of the files. */
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
  /** Local name to source address, such as `aws` to `hashicorp/aws`. */
  readonly providers: ReadonlyMap<string, string>;
}

/** An expression and the file that it stands in. */
export interface Written {
  readonly expr: Expr;
  readonly source: SourceText;
}
export interface VariableDefinition {
  readonly type: TypeConstraint;
  readonly fallback: Written | undefined;
  readonly sensitive: boolean;
  readonly nullable: boolean;
  readonly place: Place;
}
export interface OutputDefinition extends Written {
  readonly sensitive: boolean;
}
export interface CallDefinition {
  readonly name: string;
  readonly body: DeclaredBody;
  /** As written; absent when it isn't plain text. */
  readonly address: string | undefined;
}
export interface ResourceDefinition {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly body: DeclaredBody;
}

/** A block's body, together with those of override files, whose arguments and blocks take the place of its own. */
export class DeclaredBody implements BodyNodes {
  readonly block: Block;
  readonly source: SourceText;
  private overrides: { readonly body: Body; readonly source: SourceText }[] | undefined;

  constructor(block: Block, source: SourceText) {
    this.block = block;
    this.source = source;
  }

  override(body: Body, source: SourceText): void {
    this.overrides ??= [];
    this.overrides.push({ body, source });
  }

  argument(name: string): Written | undefined {
    for (const { body, source } of this.overrides?.toReversed() ?? []) {
      const found = find(body, name);
      if (found) return { expr: found.value, source };
    }
    const found = find(this.block.body, name);
    return found && { expr: found.value, source: this.source };
  }

  /** Each argument once, where it counts. */
  forEachArgument(visit: (attribute: Attribute, source: SourceText) => void): void {
    for (const attribute of this.block.body.attributes) {
      if (!this.overrides?.some(({ body }) => find(body, attribute.name))) visit(attribute, this.source);
    }
    for (const [i, { body, source }] of this.overrides?.entries() ?? []) {
      for (const attribute of body.attributes) {
        if (!this.overrides?.slice(i + 1).some((later) => find(later.body, attribute.name))) visit(attribute, source);
      }
    }
  }

  blocks(): readonly FoundBlock[] {
    if (!this.overrides && this.block.body.blocks.length === 0) return NONE;
    let found: FoundBlock[] = this.block.body.blocks.map((block) => ({ block, source: this.source }));
    for (const { body, source } of this.overrides ?? []) {
      const types = new Set(body.blocks.map(producedType));
      found = found.filter(({ block }) => !types.has(producedType(block)));
      for (const block of body.blocks) found.push({ block, source });
    }
    return found;
  }

  keys(): ReadonlyMap<string, Place> {
    const places = new Map<string, Place>();
    this.forEachArgument(({ name, start, nameEnd }, source) => places.set(name, { source, start, end: nameEnd }));
    return places;
  }
  values(): ReadonlyMap<string, Place> {
    const places = new Map<string, Place>();
    this.forEachArgument(({ name, value }, source) => places.set(name, { source, start: value.start, end: value.end }));
    return places;
  }
}

export interface FoundBlock {
  readonly block: Block;
  readonly source: SourceText;
}
const NONE: readonly FoundBlock[] = [];

const find = (body: Body, name: string): Attribute | undefined => {
  for (const attribute of body.attributes) if (attribute.name === name) return attribute;
  return undefined;
};

/** `dynamic "alias"` makes blocks of the type `alias`. */
export const producedType = (block: Block): string =>
  block.type === "dynamic" ? (block.labels[0]?.text ?? "") : block.type;

const OVERRIDE = /(?:^|[/_])override\.(?:tf|tofu)(?:\.json)?$/;

export function defineModule(folder: string, files: readonly HclFile[]): ModuleDefinition {
  const locals = new Map<string, Written>();
  const variables = new Map<string, VariableDefinition>();
  const outputs = new Map<string, OutputDefinition>();
  const calls = new Map<string, CallDefinition>();
  const resources = new Map<string, ResourceDefinition>();
  const providers = new Map<string, string>();
  const bodies = new Map<string, DeclaredBody>();

  const defineResource = (block: Block, source: SourceText, isOverride: boolean) => {
    if (block.labels.length < 2) return;
    const [{ text: type }, { text: name }] = block.labels;
    const mode = block.type === "data" ? "data" : "managed";
    const address = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
    const first = resources.get(address);
    if (first && isOverride) first.body.override(block.body, source);
    else {
      // Of two with one address the first is what references mean, but both are looked at.
      const slot = first ? `${address}\0${resources.size}` : address;
      resources.set(slot, { mode, type, name, body: new DeclaredBody(block, source) });
    }
  };

  const defineNamed = (block: Block, source: SourceText, isOverride: boolean) => {
    const name = block.labels[0]?.text;
    if (name === undefined) return;
    const key = `${block.type} ${name}`;
    let body = bodies.get(key);
    if (body && !isOverride) return;
    if (body) body.override(block.body, source);
    else {
      body = new DeclaredBody(block, source);
      bodies.set(key, body);
    }
    const value = body.argument("value");
    if (block.type === "variable") variables.set(name, variableOf(body));
    else if (block.type === "module")
      calls.set(name, { name, body, address: plainText(body.argument("source")?.expr) });
    else if (value) outputs.set(name, { ...value, sensitive: isTrue(body.argument("sensitive")?.expr) });
  };

  const define = (block: Block, source: SourceText, isOverride: boolean) => {
    switch (block.type) {
      case "resource":
      case "data":
        return defineResource(block, source, isOverride);
      case "variable":
      case "output":
      case "module":
        return defineNamed(block, source, isOverride);
      case "locals":
        for (const { name, value } of block.body.attributes) {
          if (isOverride || !locals.has(name)) locals.set(name, { expr: value, source });
        }
        return;
      case "terraform":
        return readProviders(block, providers);
    }
  };

  for (const isOverride of [false, true]) {
    for (const { source, body } of files) {
      if (OVERRIDE.test(source.file) === isOverride) for (const block of body.blocks) define(block, source, isOverride);
    }
  }
  return { folder, locals, variables, outputs, calls, resources, providers };
}

function variableOf(body: DeclaredBody): VariableDefinition {
  const { block, source } = body;
  return {
    type: readType(body.argument("type")?.expr),
    fallback: body.argument("default"),
    sensitive: isTrue(body.argument("sensitive")?.expr),
    nullable: !isFalse(body.argument("nullable")?.expr),
    place: { source, start: block.start, end: block.headerEnd },
  };
}

function readProviders(block: Block, providers: Map<string, string>): void {
  for (const { type, body } of block.body.blocks) {
    if (type !== "required_providers") continue;
    for (const { name, value } of body.attributes) {
      if (value.kind !== "object") continue;
      for (const { key, value: address } of value.items) {
        const isSource =
          (key.kind === "reference" && key.root === "source") || (key.kind === "string" && key.value === "source");
        const text = isSource ? plainText(address) : undefined;
        // The registry's host in front is left out: namespace and type are what matters.
        if (text !== undefined) providers.set(name, text.split("/").slice(-2).join("/").toLowerCase());
      }
    }
  }
}

const plainText = (expr: Expr | undefined): string | undefined => (expr?.kind === "string" ? expr.value : undefined);
const isTrue = (expr: Expr | undefined) => expr?.kind === "bool" && expr.value;
const isFalse = (expr: Expr | undefined) => expr?.kind === "bool" && !expr.value;
