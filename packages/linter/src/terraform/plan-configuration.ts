import type { Step } from "./plan-address.js";
import type { PlanElements } from "./plan-elements.js";
import type { JsonScanner } from "./plan-scanner.js";
import { referencesOf, toValue } from "./plan-value.js";
import type { ResourceInstance, Value } from "./value.js";

/** What stands behind an attribute in the configuration. A template is its references: its literal text isn't in the plan. */
export type Expression =
  | { readonly kind: "constant"; readonly value: Value }
  | { readonly kind: "references"; readonly references: readonly string[] }
  /** Nested blocks of one type; `dynamic` ones aren't in a plan. */
  | { readonly kind: "blocks"; readonly blocks: readonly ReadonlyMap<string, Expression>[] };

/** Where something stands in the plan; read when needed. */
interface Place {
  readonly offset: number;
  readonly length: number;
  json?: unknown;
}

/** Octets of configuration that stay parsed: mostly all of it, while generated ones may have a block for each record. */
const KEPT_OCTETS = 2 ** 20;

interface ConfigurationModule {
  /** By address without keys, within the module. */
  readonly resources: Map<string, Place>;
  readonly calls: Map<string, ConfigurationCall>;
  readonly outputs: Map<string, Place>;
}

interface ConfigurationCall {
  expressions?: Place;
  forEach?: Place;
  module?: ConfigurationModule;
}

const emptyModule = (): ConfigurationModule => ({ resources: new Map(), calls: new Map(), outputs: new Map() });

/** Finds the parts of `configuration` where the scanner stands. Only resources of the types wanted are kept. */
export function readConfiguration(scanner: JsonScanner, wanted: ReadonlySet<string>): ConfigurationModule {
  let root = emptyModule();
  for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
    if (key === "root_module") root = readModule(scanner, wanted);
    else scanner.skipValue();
  }
  return root;
}

function readModule(scanner: JsonScanner, wanted: ReadonlySet<string>): ConfigurationModule {
  const module = emptyModule();
  for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
    if (key === "resources")
      for (let more = scanner.firstElement(); more; more = scanner.nextElement()) readResource(scanner, wanted, module);
    else if (key === "outputs") readPlaces(scanner, module.outputs);
    else if (key === "module_calls")
      for (let name = scanner.firstKey(); name !== undefined; name = scanner.nextKey())
        module.calls.set(name, readCall(scanner, wanted));
    else scanner.skipValue();
  }
  return module;
}

function readResource(scanner: JsonScanner, wanted: ReadonlySet<string>, module: ConfigurationModule): void {
  const mark = scanner.mark;
  let address = "";
  let type: string | undefined;
  for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
    if (key === "address") address = scanner.string();
    else if (key === "type") {
      type = scanner.string();
      if (!wanted.has(type)) return scanner.skipRestOfObject();
    } else scanner.skipValue();
  }
  const length = scanner.lengthSince(mark);
  if (type !== undefined && length > 0) module.resources.set(address, { offset: mark.offset, length });
}

function readCall(scanner: JsonScanner, wanted: ReadonlySet<string>): ConfigurationCall {
  const call: ConfigurationCall = {};
  for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
    if (key === "expressions") call.expressions = place(scanner);
    else if (key === "for_each_expression") call.forEach = place(scanner);
    else if (key === "module") call.module = readModule(scanner, wanted);
    else scanner.skipValue();
  }
  return call;
}

function readPlaces(scanner: JsonScanner, places: Map<string, Place>): void {
  for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
    const found = place(scanner);
    if (found !== undefined) places.set(key, found);
  }
}

function place(scanner: JsonScanner): Place | undefined {
  const mark = scanner.mark;
  scanner.skipValue();
  const length = scanner.lengthSince(mark);
  return length > 0 ? { offset: mark.offset, length } : undefined;
}

/** A module call as its references are followed. */
export interface Call {
  readonly expressions: unknown;
  readonly forEach: unknown;
}

type Owner = Pick<ResourceInstance, "mode" | "type" | "name" | "module">;

/** The `configuration` of a plan: which expressions gave the attributes. */
export class PlanConfiguration {
  private keptOctets = 0;

  constructor(
    private readonly elements: PlanElements,
    private readonly root: ConfigurationModule = emptyModule(),
  ) {}

  /** The expression of an attribute. */
  expression(instance: Owner, attribute: string): Expression | undefined {
    const expressions = this.expressionsOf(instance);
    return isObject(expressions) && Object.hasOwn(expressions, attribute)
      ? toExpression(expressions[attribute])
      : undefined;
  }

  /** What `for_each` goes over, for `domain_validation_options` of a certificate say. */
  forEach(instance: Owner): Expression | undefined {
    const json = this.resource(instance);
    return isObject(json) && json.for_each_expression !== undefined
      ? toExpression(json.for_each_expression)
      : undefined;
  }

  /** All expressions of a resource, as the plan writes them. */
  expressionsOf(instance: Owner): unknown {
    const json = this.resource(instance);
    return isObject(json) ? json.expressions : undefined;
  }

  /** References of `for_each`, as the plan writes them. */
  forEachOf(instance: Owner): unknown {
    const json = this.resource(instance);
    return isObject(json) ? json.for_each_expression : undefined;
  }

  call(module: readonly Step[], name: string): Call | undefined {
    const call = this.moduleAt(module)?.calls.get(name);
    return call && { expressions: this.json(call.expressions), forEach: this.json(call.forEach) };
  }

  /** The expression of a module's output. */
  output(module: readonly Step[], name: string): unknown {
    const json = this.json(this.moduleAt(module)?.outputs.get(name));
    return isObject(json) ? json.expression : undefined;
  }

  private resource({ mode, type, name, module }: Owner): unknown {
    return this.json(this.moduleAt(module)?.resources.get(`${mode === "data" ? "data." : ""}${type}.${name}`));
  }

  private moduleAt(module: readonly Step[]): ConfigurationModule | undefined {
    let at: ConfigurationModule | undefined = this.root;
    for (const { name } of module) at = at?.calls.get(name)?.module;
    return at;
  }

  private json(place: Place | undefined): unknown {
    if (place === undefined || place.json !== undefined) return place?.json;
    const { offset, length } = place;
    let json = this.elements.kept(place);
    if (json === undefined) json = this.elements.keep(place, length, this.elements.json(offset, length) ?? null);
    this.keptOctets += length;
    if (this.keptOctets <= KEPT_OCTETS) place.json = json;
    return json;
  }
}

function toExpression(json: unknown): Expression | undefined {
  if (Array.isArray(json)) return { kind: "blocks", blocks: json.map(toBlock) };
  if (!isObject(json)) return undefined;
  if ("constant_value" in json) return { kind: "constant", value: toValue(json.constant_value, undefined, undefined) };
  if ("references" in json) return { kind: "references", references: referencesOf(json) };
  return Object.keys(json).length === 0 ? undefined : { kind: "blocks", blocks: [toBlock(json)] };
}

function toBlock(json: unknown): ReadonlyMap<string, Expression> {
  const entries = isObject(json) ? Object.entries(json).map(([key, value]) => [key, toExpression(value)] as const) : [];
  return new Map(entries.filter((entry): entry is readonly [string, Expression] => entry[1] !== undefined));
}

export const isObject = (json: unknown): json is Record<string, unknown> =>
  typeof json === "object" && json !== null && !Array.isArray(json);
