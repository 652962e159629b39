import type { PlanRead } from "./plan.js";
import { type Step, tokens } from "./plan-address.js";
import { isObject } from "./plan-configuration.js";
import type { PlanInstance } from "./plan-instance.js";
import { fullReferences, referencesOf } from "./plan-value.js";
import type { ResourceInstance } from "./value.js";

/** Where a value comes from. */
export interface Resolved {
  /** Without repetition, in the order of the references. */
  readonly instances: readonly PlanInstance[];
  /** Every reference led to an instance: none to a local, a variable of the root module or a literal, behind which could be anything. */
  readonly complete: boolean;
}

/**
 * The instances that an attribute's value comes from, although it is known only after apply: `zone_id` leads to the zone,
 * through variables, module calls, outputs and `for_each`. An attribute of a nested block is written `alias.zone_id`.
 * `undefined` if nothing was found: a local, for one, isn't in a plan.
 */
export function resolveReference(plan: PlanRead, instance: ResourceInstance, attribute: string): Resolved | undefined {
  const expressions = plan.configuration.expressionsOf(instance);
  return follow(plan, instance, attribute.split(".").reduce<unknown[]>(below, [expressions]));
}

/** The instances that `for_each` goes over: the certificate whose `domain_validation_options` make the records. */
export function resolveForEach(plan: PlanRead, instance: ResourceInstance): Resolved | undefined {
  return follow(plan, instance, [plan.configuration.forEachOf(instance)]);
}

const below = (expressions: unknown[], name: string): unknown[] =>
  expressions.flatMap((expression) => expression).flatMap((expression) => (isObject(expression) && Object.hasOwn(expression, name) ? [expression[name]] : []));

function follow(plan: PlanRead, instance: ResourceInstance, expressions: readonly unknown[]): Resolved | undefined {
  const search = new Search(plan);
  const scope: Scope = { module: instance.module, key: instance.key, forEach: plan.configuration.forEachOf(instance) };
  for (const expression of expressions) search.follow(referencesOf(expression), scope);
  return search.found.size === 0 ? undefined : { instances: [...search.found], complete: search.complete };
}

/** Any instance of a module call: which one, the reference doesn't say. */
const ANY = Symbol("any");
interface ModuleStep {
  readonly name: string;
  readonly key?: string | number | typeof ANY;
}

/** Where references stand: in which module, and what `each` is there. */
interface Scope {
  readonly module: readonly ModuleStep[];
  readonly key: string | number | typeof ANY | undefined;
  readonly forEach: unknown;
}

/** References that one follows from one another, and modules within modules. Real configurations need a dozen. */
const STEPS = 1000;
/** What stands for an instance or a place, not for a resource's value. */
const NEUTRAL = new Set(["count", "path", "terraform", "self"]);

class Search {
  readonly found = new Set<PlanInstance>();
  complete = true;
  private steps = 0;
  private readonly seen = new Set<string>();

  constructor(private readonly plan: PlanRead) {}

  follow(references: readonly string[], scope: Scope): void {
    // `zone[each.key]` is written as two references; then the instance with the key of this one is meant.
    const sameKey = references.some((reference) => reference === "each.key" || reference === "count.index");
    for (const reference of fullReferences(references)) {
      const id = JSON.stringify([reference, scope.module.map(({ name, key }) => [name, key === ANY ? "*" : key]), String(scope.key)]);
      if (this.seen.has(id) || ++this.steps > STEPS) continue;
      this.seen.add(id);
      this.followOne(reference, scope, sameKey);
    }
  }

  private followOne(reference: string, scope: Scope, sameKey: boolean): void {
    const steps = tokens(reference) ?? [];
    const [first, second, third] = steps;
    if (first === undefined || NEUTRAL.has(first.name) || (first.name === "each" && second?.name !== "value")) return;
    if (first.name === "each") this.follow(referencesOf(scope.forEach), { ...scope, forEach: undefined });
    else if (first.name === "var" && second) this.followVariable(second.name, scope);
    else if (first.name === "module" && second && third) this.followOutput(second, third.name, scope, sameKey);
    else if (first.name === "data" && second && third) this.addInstances("data", second.name, third, scope, sameKey);
    else if (second && first.name !== "local") this.addInstances("managed", first.name, second, scope, sameKey);
    else this.complete = false;
  }

  /** The call in the parent module says what a variable is. */
  private followVariable(name: string, { module }: Scope): void {
    const parent = module.slice(0, -1);
    const call = module.length > 0 ? this.plan.configuration.call(withoutKeys(parent), module[module.length - 1].name) : undefined;
    const expression = isObject(call?.expressions) && Object.hasOwn(call.expressions, name) ? call.expressions[name] : undefined;
    const references = referencesOf(expression);
    if (references.length === 0) this.complete = false;
    this.follow(references, { module: parent, key: module[module.length - 1]?.key, forEach: call?.forEach });
  }

  private followOutput(call: Step, output: string, scope: Scope, sameKey: boolean): void {
    const key = call.key ?? (sameKey ? scope.key : undefined) ?? ANY;
    const module = [...scope.module, { name: call.name, key }];
    const references = referencesOf(this.plan.configuration.output(withoutKeys(module), output));
    if (references.length === 0) this.complete = false;
    this.follow(references, { module, key: undefined, forEach: undefined });
  }

  private addInstances(mode: "managed" | "data", type: string, { name, key }: Step, scope: Scope, sameKey: boolean): void {
    const all = instancesOf(this.plan, mode, type, name).filter(({ module }) => matches(module, scope.module));
    const wanted = key ?? (sameKey && scope.key !== ANY ? scope.key : undefined);
    const exact = wanted === undefined ? [] : all.filter((instance) => instance.key === wanted);
    const chosen = exact.length > 0 || key !== undefined ? exact : all;
    for (const instance of chosen) this.found.add(instance);
    if (chosen.length === 0) this.complete = false;
  }
}

const withoutKeys = (module: readonly ModuleStep[]): readonly Step[] => module.map(({ name }) => ({ name }));

const matches = (module: readonly Step[], wanted: readonly ModuleStep[]): boolean =>
  module.length === wanted.length && module.every(({ name, key }, i) => name === wanted[i].name && (wanted[i].key === ANY || key === wanted[i].key));

/** Instances of each type by `name`, made when first asked for: zones and certificates are few. */
const indexes = new WeakMap<PlanRead, Map<string, ReadonlyMap<string, PlanInstance[]>>>();

function instancesOf(plan: PlanRead, mode: "managed" | "data", type: string, name: string): readonly PlanInstance[] {
  let index = indexes.get(plan);
  if (index === undefined) {
    index = new Map();
    indexes.set(plan, index);
  }
  const id = `${mode} ${type}`;
  let byName = index.get(id);
  if (byName === undefined) {
    byName = indexByName([...ofType(plan.changes, mode, type), ...ofType(plan.prior, mode, type), ...ofType(plan.planned, mode, type)]);
    index.set(id, byName);
  }
  return byName.get(name) ?? [];
}

const ofType = (instances: readonly PlanInstance[], mode: string, type: string): readonly PlanInstance[] =>
  instances.filter((instance) => instance.type === type && instance.mode === mode);

/** The first of each address: a change knows more than the prior state. */
function indexByName(instances: readonly PlanInstance[]): ReadonlyMap<string, PlanInstance[]> {
  const byName = new Map<string, PlanInstance[]>();
  const known = new Set<string>();
  for (const instance of instances) {
    if (known.has(instance.address)) continue;
    known.add(instance.address);
    const same = byName.get(instance.name);
    if (same) same.push(instance);
    else byName.set(instance.name, [instance]);
  }
  return byName;
}
