import type { Span } from "@dcvlint/core";
import type { Node } from "../hcl/ast.js";
import type { SourceText } from "../hcl/source-text.js";
import type { BoolValue, ListValue, NullValue, NumberValue, ObjectValue, StringValue, UnknownValue } from "./value.js";

/**
 * The evaluator's values: those of `value.ts` with what evaluating needs besides. They hold offsets; a span is made when
 * somebody asks for it, which for most values nobody does.
 */
export type Val = Str | Num | Bool | Null | List | Obj | Unknown;

/** The place that a value was written at. */
export interface Place extends Node {
  readonly source: SourceText;
}

// Fields are declared, not defined: a defined field is written twice, which for a million values is felt.
abstract class Located {
  declare readonly source: SourceText;
  declare readonly start: number;
  declare readonly end: number;
  declare readonly sensitive: boolean;
  constructor({ source, start, end }: Place, sensitive: boolean) {
    this.source = source;
    this.start = start;
    this.end = end;
    this.sensitive = sensitive;
  }
  get span(): Span {
    return this.source.span(this.start, this.end);
  }
}

export class Str extends Located implements StringValue {
  declare readonly kind: "string";
  declare readonly value: string;
  declare readonly literal: boolean;
  constructor(value: string, place: Place, literal = false, sensitive = false) {
    super(place, sensitive);
    this.kind = "string";
    this.value = value;
    this.literal = literal;
  }
}

export class Num extends Located implements NumberValue {
  declare readonly kind: "number";
  declare readonly value: number;
  declare readonly text: string;
  constructor(value: number, text: string, place: Place, sensitive = false) {
    super(place, sensitive);
    this.kind = "number";
    this.value = value;
    this.text = text;
  }
}

export class Bool extends Located implements BoolValue {
  declare readonly kind: "bool";
  declare readonly value: boolean;
  constructor(value: boolean, place: Place, sensitive = false) {
    super(place, sensitive);
    this.kind = "bool";
    this.value = value;
  }
}

export class Null extends Located implements NullValue {
  declare readonly kind: "null";
  constructor(place: Place, sensitive = false) {
    super(place, sensitive);
    this.kind = "null";
  }
}

/** Values in one value, shared ones counted each time, and how deep they nest. Past these it isn't made. */
export const MAX_SIZE = 1_000_000;
export const MAX_DEPTH = 256;

/** Thrown, and caught where an expression's evaluation began: a limit was passed. */
export class Exhausted {
  declare readonly what: string;
  constructor(what: string) {
    this.what = what;
  }
}

abstract class Collection extends Located {
  declare readonly size: number;
  declare readonly depth: number;
  /** It or anything in it is marked sensitive. */
  declare readonly tainted: boolean;
  /** It or anything in it is a whole resource or module. */
  declare readonly open: boolean;
  constructor(place: Place, sensitive: boolean, members: Iterable<Val>) {
    super(place, sensitive);
    let size = 1;
    let depth = 0;
    let tainted = sensitive;
    let open = false;
    for (const member of members) {
      if (member instanceof Collection) {
        size += member.size;
        if (member.depth > depth) depth = member.depth;
        if (member.tainted) tainted = true;
        if (member.open) open = true;
      } else {
        size++;
        if (member.sensitive) tainted = true;
      }
    }
    // Values are shared, so a short text can name a list that holds itself a billion times over.
    if (size > MAX_SIZE) throw new Exhausted(`a value of more than ${MAX_SIZE.toLocaleString("en")} parts`);
    if (depth >= MAX_DEPTH) throw new Exhausted(`a value nested deeper than ${MAX_DEPTH} levels`);
    this.size = size;
    this.depth = depth + 1;
    this.tainted = tainted;
    this.open = open;
  }
}

export type ListType = "tuple" | "list" | "set";

export class List extends Collection implements ListValue {
  declare readonly kind: "list";
  declare readonly items: readonly Val[];
  declare readonly type: ListType;
  constructor(items: readonly Val[], place: Place, type: ListType = "tuple", sensitive = false) {
    super(place, sensitive, items);
    this.kind = "list";
    this.items = items;
    this.type = type;
  }
}

export class Obj extends Collection implements ObjectValue {
  declare readonly kind: "object";
  declare private readonly ownEntries: ReadonlyMap<string, Val>;
  declare readonly isMap: boolean;
  declare private readonly ownNodes: BodyNodes | undefined;
  constructor(entries: ReadonlyMap<string, Val>, place: Place, isMap = false, sensitive = false, nodes?: BodyNodes) {
    super(place, sensitive, entries.values());
    this.kind = "object";
    this.ownEntries = entries;
    this.isMap = isMap;
    this.ownNodes = nodes;
  }
  get entries(): ReadonlyMap<string, Val> {
    return this.ownEntries;
  }
  /** Attribute or key by name; what is missing is undefined. */
  get(name: string): Val | undefined {
    return this.ownEntries.get(name);
  }
  get nodes(): BodyNodes | undefined {
    return this.ownNodes;
  }
  get keySpans(): ReadonlyMap<string, Span> | undefined {
    return this.spansOf(this.ownNodes?.keys());
  }
  get valueSpans(): ReadonlyMap<string, Span> | undefined {
    return this.spansOf(this.ownNodes?.values?.());
  }
  spansOf(places: ReadonlyMap<string, Place> | undefined): ReadonlyMap<string, Span> | undefined {
    return places && new Map([...places].map(([name, { source, start, end }]) => [name, source.span(start, end)]));
  }
}

/** Where the keys and, in blocks, the expressions stand. Asked for late, so made late. */
export interface BodyNodes {
  keys(): ReadonlyMap<string, Place>;
  values?(): ReadonlyMap<string, Place>;
}

export class Unknown extends Located implements UnknownValue {
  declare readonly kind: "unknown";
  declare readonly why: string;
  declare readonly reference: string | undefined;
  declare readonly from: string | undefined;
  declare readonly parts: readonly Val[] | undefined;
  /** Terraform would stop with an error here, which `try` and `can` ask about. */
  declare readonly failed: boolean;
  /** Of a resource whose instances can't be told: an index into it leads to the same one. */
  declare readonly unkeyed: boolean;
  /** Nothing written leads to it: the provider, or whoever runs Terraform, will say. */
  declare readonly isComputed: boolean;
  constructor(why: string, place: Place, more: UnknownDetails = {}) {
    super(place, more.sensitive ?? false);
    this.kind = "unknown";
    this.why = why;
    this.reference = more.reference;
    this.from = more.reference ?? more.from;
    this.parts = more.parts;
    this.failed = more.failed ?? false;
    this.unkeyed = more.unkeyed ?? false;
    this.isComputed = more.isComputed ?? false;
  }
}

export interface UnknownDetails {
  readonly reference?: string | undefined;
  readonly from?: string | undefined;
  readonly parts?: readonly Val[] | undefined;
  readonly failed?: boolean;
  readonly sensitive?: boolean;
  readonly unkeyed?: boolean;
  readonly isComputed?: boolean;
}

/** Thrown within functions and conversions: the result is this unknown value. */
export class Stop {
  declare readonly unknown: Unknown;
  constructor(unknown: Unknown) {
    this.unknown = unknown;
  }
}

/** Unknown because something in it is. */
export function derived(cause: Unknown, place: Place, parts?: readonly Val[]): Unknown {
  const { why, from, failed, sensitive } = cause;
  return new Unknown(why, place, { from, failed, sensitive, ...(parts ? { parts } : {}) });
}

/** The same, said to stand elsewhere. */
export const relocated = (unknown: Unknown, place: Place): Unknown => new Unknown(unknown.why, place, unknown);

/** Terraform would know; we don't. */
export const unsure = (why: string, place: Place): Unknown => new Unknown(why, place);

/** Terraform would stop here. */
export function failure(why: string, place: Place): Unknown {
  return new Unknown(why, place, { failed: true });
}

export const isTainted = (value: Val): boolean => (value instanceof Collection ? value.tainted : value.sensitive);

/** The same value, it and all in it marked as sensitive or as not. */
export function marked(value: Val, sensitive: boolean): Val {
  switch (value.kind) {
    case "string":
      return new Str(value.value, value, value.literal, sensitive);
    case "number":
      return new Num(value.value, value.text, value, sensitive);
    case "bool":
      return new Bool(value.value, value, sensitive);
    case "null":
      return new Null(value, sensitive);
    case "list":
      return new List(
        value.items.map((item) => marked(item, sensitive)),
        value,
        value.type,
        sensitive,
      );
    case "object": {
      if (isLazy(value)) return value;
      const entries = new Map([...value.entries].map(([key, entry]) => [key, marked(entry, sensitive)]));
      return new Obj(entries, value, value.isMap, sensitive, value.nodes);
    }
    case "unknown":
      return new Unknown(value.why, value, { ...value, sensitive });
  }
}

/** Resource and module instances: their entries are found one by one, and what isn't written is still to be computed. */
export abstract class LazyObj extends Obj {
  declare open: boolean;
  constructor(place: Place) {
    super(NO_ENTRIES, place);
    this.open = true;
  }
  abstract override get(name: string): Val;
  /** The same, asked for at a place: what only the provider will know stands there, if anywhere. */
  askedAt(name: string, place: Place): Val {
    const found = this.get(name);
    return found.kind === "unknown" && found.isComputed ? relocated(found, place) : found;
  }
  abstract unknown(why: string): Unknown;
}
const NO_ENTRIES: ReadonlyMap<string, Val> = new Map();
export const isLazy = (value: Val): value is LazyObj => value instanceof LazyObj;

/** How many values it takes to walk through it. */
export const sizeOf = (value: Val): number => (value instanceof Collection ? value.size : 1);

/** For those who don't know of whole resources: unknown in their stead, for what isn't written in them isn't absent. */
export function settled(value: Val): Val {
  if (!(value instanceof Collection) || !value.open) return value;
  if (value.kind === "list") return new List(value.items.map(settled), value, value.type, value.sensitive);
  if (isLazy(value)) return value.unknown("is known only after apply");
  const entries = new Map([...value.entries].map(([key, entry]) => [key, settled(entry)]));
  return new Obj(entries, value, value.isMap, value.sensitive, value.nodes);
}
