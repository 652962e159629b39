import type { Span } from "@dcvlint/core";

/**
 * A Terraform value with where it was written. `span` is the text that gave it: the literal itself where there is one,
 * else the expression. Absent in plans, which know no lines.
 */
export type Value = KnownValue | UnknownValue;
export type KnownValue = StringValue | NumberValue | BoolValue | NullValue | ListValue | ObjectValue;

interface Written {
  readonly span?: Span;
  /** Marked sensitive (`sensitive(…)`, a sensitive variable, a plan's `after_sensitive`): never printed by any report. */
  readonly sensitive?: boolean;
}

export interface StringValue extends Written {
  readonly kind: "string";
  readonly value: string;
  /** The span is exactly the text between the quotes of one plain literal, so that an edit can replace it. */
  readonly literal?: boolean;
}
/** `value` has the precision of a double; `text` is the number as it was written. */
export interface NumberValue extends Written {
  readonly kind: "number";
  readonly value: number;
  readonly text: string;
}
export interface BoolValue extends Written {
  readonly kind: "bool";
  readonly value: boolean;
}
export interface NullValue extends Written {
  readonly kind: "null";
}
/** Lists, tuples and sets alike: sets keep the order of the source. */
export interface ListValue extends Written {
  readonly kind: "list";
  readonly items: readonly Value[];
}
/** Maps, objects, and the bodies of nested blocks (a block type leads to a list of objects). */
export interface ObjectValue extends Written {
  readonly kind: "object";
  readonly entries: ReadonlyMap<string, Value>;
  /** Where the keys stand, for those that were written as such. */
  readonly keySpans?: ReadonlyMap<string, Span>;
  /**
   * For blocks in source: the expression that gives each argument, where the value's own `span` may be elsewhere (in a
   * local, a variable file, a module's call).
   */
  readonly valueSpans?: ReadonlyMap<string, Span>;
}
/** What can't be known from the source: never guessed, never judged. */
export interface UnknownValue extends Written {
  readonly kind: "unknown";
  /** In words that end "…can't be known: ", such as `var.zone has no default`. */
  readonly why: string;
  /**
   * What it refers to, where it is one reference: `aws_route53_zone.main.zone_id` within its module. Readers use it to
   * find a zone's name although its id is known only after apply. From source it is a full address, with the path of its
   * module and its keys, however many variables and outputs it came through: `module.dns["a"].aws_route53_zone.main.zone_id`,
   * `var.zone_id`, `module.remote.zone_id`.
   */
  readonly reference?: string;
  /** The reference behind it where it isn't one itself, such as that of `"www.${aws_route53_zone.main.name}"`. */
  readonly from?: string;
  /** Of a template: its parts, those that are known among them. */
  readonly parts?: readonly Value[];
}

/** What a plan will do with an instance; `undefined` in source, which doesn't say. */
export type Action = "no-op" | "create" | "update" | "replace" | "delete" | "read" | "forget";

/** One resource or data source instance, from source or from a plan. */
export interface ResourceInstance {
  readonly mode: "managed" | "data";
  /** `aws_route53_record` */
  readonly type: string;
  readonly name: string;
  /** Key of `for_each` (string) or `count` (number). */
  readonly key?: string | number;
  /** Static module path, outermost first, each with its key: `[{name: "dns", key: "a"}]`. */
  readonly module: readonly { readonly name: string; readonly key?: string | number }[];
  /** `module.dns["a"].aws_route53_record.www["b"]` */
  readonly address: string;
  /** Namespace and type of the provider, such as `hashicorp/aws`, where known. */
  readonly provider?: string;
  /** Attributes and nested blocks (as lists of objects). After the change, in a plan; before it, for a delete. */
  readonly values: ObjectValue;
  readonly action?: Action;
  /** From source: whether there will be such an instance can't be told, because its `count` or `for_each` isn't known. */
  readonly uncertain?: boolean;
  /** Attributes before the change, where the plan has them. */
  readonly before?: ObjectValue;
  /** It is seen as it was before the change, what will be deleted included. */
  readonly isPast?: boolean;
  /** The block's header (`resource "type" "name"`), and the whole block with its body. Absent in plans. */
  readonly headerSpan?: Span;
  readonly blockSpan?: Span;
}

/** `module.a["k"].type.name[0]`, quoted as Terraform prints it. */
export function addressOf(instance: Omit<ResourceInstance, "address" | "values">): string {
  const keyed = (text: string, key: string | number | undefined) =>
    key === undefined ? text : `${text}[${typeof key === "number" ? key : JSON.stringify(key)}]`;
  const modules = instance.module.map(({ name, key }) => keyed(`module.${name}`, key));
  const data = instance.mode === "data" ? ["data"] : [];
  return [...modules, ...data, instance.type, keyed(instance.name, instance.key)].join(".");
}

/** The block that an instance was made from: its address without keys. */
export function blockAddress({ mode, type, name, module }: ResourceInstance): string {
  const path = module.map(({ name }) => `module.${name}.`).join("");
  return `${path}${mode === "data" ? "data." : ""}${type}.${name}`;
}
