import type { PlanRead } from "./plan.js";
import { type Step, tokens } from "./plan-address.js";
import { isObject } from "./plan-configuration.js";
import { type InstanceGroup, instanceGroups, placeOf } from "./plan-index.js";
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
  const path = attribute.split(".");
  return follow(plan, instance, path[path.length - 1], path.reduce<unknown[]>(below, [expressions]));
}

/** The instances that `for_each` goes over: the certificate whose `domain_validation_options` make the records. */
export function resolveForEach(plan: PlanRead, instance: ResourceInstance): Resolved | undefined {
  const forEach = plan.configuration.forEachOf(instance);
  return follow(plan, instance, "for_each", forEach === undefined ? [] : [forEach]);
}

const below = (expressions: unknown[], name: string): unknown[] =>
  expressions
    .flat()
    .flatMap((expression) => (isObject(expression) && Object.hasOwn(expression, name) ? [expression[name]] : []));

function follow(
  plan: PlanRead,
  instance: ResourceInstance,
  attribute: string,
  expressions: readonly unknown[],
): Resolved | undefined {
  if (expressions.length === 0) return undefined;
  const search = new Search(plan, attribute);
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
/** For a whole plan, beside some for each change. */
const ALL_STEPS = 100_000;
const STEPS_EACH = 100;
const budgets = new WeakMap<PlanRead, { left: number }>();

/** Among more instances nobody can choose. */
const CANDIDATES = 64;
/** What stands for an instance or a place, not for a resource's value. */
const NEUTRAL = new Set(["count", "path", "terraform", "self"]);

class Search {
  readonly found = new Set<PlanInstance>();
  complete = true;
  private steps = 0;
  private readonly budget: { left: number };
  private readonly seen = new Set<string>();

  constructor(
    private readonly plan: PlanRead,
    /** The one that all this is about. */
    private readonly attribute: string,
  ) {
    this.budget = budgets.get(plan) ?? { left: ALL_STEPS + STEPS_EACH * plan.changes.length };
    budgets.set(plan, this.budget);
  }

  /** `hint`: the key that `zone[each.key]` asks for, which the plan writes as two references. */
  follow(references: readonly string[], scope: Scope, hint?: string | number): void {
    this.steps += references.length;
    this.budget.left -= references.length;
    if (this.steps > STEPS || this.budget.left < 0) {
      this.complete = false;
      return;
    }
    const byKey = references.some((reference) => reference === "each.key" || reference === "count.index");
    const wanted = byKey && scope.key !== ANY ? scope.key : hint;
    const place = `${placeOf(scope.module)} ${String(scope.key)} ${wanted}`;
    for (const reference of fullReferences(references)) {
      const id = `${reference} ${place}`;
      if (this.seen.has(id)) continue;
      this.seen.add(id);
      this.followOne(reference, scope, wanted);
    }
  }

  private followOne(reference: string, scope: Scope, hint: string | number | undefined): void {
    const [first, second, third] = tokens(reference) ?? [];
    if (first === undefined) this.complete = false;
    else if (NEUTRAL.has(first.name) || (first.name === "each" && second?.name !== "value")) return;
    else if (first.name === "each") {
      // Over a resource, each value is the instance that has the key.
      const references = referencesOf(scope.forEach);
      if (references.length === 0) this.complete = false;
      this.follow(references, { ...scope, forEach: undefined }, scope.key === ANY ? hint : scope.key);
    } else if (first.name === "var" && second) this.followVariable(second.name, scope, hint);
    else if (first.name === "module" && second) {
      // `module.dns[each.key].zone_id` is written without the output: most are named after what they give.
      if (third === undefined) this.complete = false;
      this.followOutput(second, third?.name ?? this.attribute, scope, hint);
    } else if (first.name === "data" && second && third) this.addInstances("data", second.name, third, scope, hint);
    else if (second && first.name !== "local") this.addInstances("managed", first.name, second, scope, hint);
    else this.complete = false;
  }

  /** The call in the parent module says what a variable is. */
  private followVariable(name: string, { module }: Scope, hint: string | number | undefined): void {
    const parent = module.slice(0, -1);
    const own = module.at(-1);
    const call = own && this.plan.configuration.call(withoutKeys(parent), own.name);
    const expression =
      isObject(call?.expressions) && Object.hasOwn(call.expressions, name) ? call.expressions[name] : undefined;
    const references = referencesOf(expression);
    if (references.length === 0) this.complete = false;
    this.follow(references, { module: parent, key: own?.key, forEach: call?.forEach }, hint);
  }

  private followOutput(call: Step, output: string, scope: Scope, hint: string | number | undefined): void {
    const module: readonly ModuleStep[] = [...scope.module, { name: call.name, key: call.key ?? ANY }];
    const references = referencesOf(this.plan.configuration.output(withoutKeys(module), output));
    if (references.length === 0) this.complete = false;
    this.follow(references, { module, key: undefined, forEach: undefined }, hint);
  }

  private addInstances(
    mode: "managed" | "data",
    type: string,
    { name, key }: Step,
    scope: Scope,
    hint: string | number | undefined,
  ): void {
    const groups = this.groups(mode, type, name, scope.module);
    const byModule = (group: InstanceGroup) =>
      scope.module.some((step, i) => step.key === ANY && group.module[i].key === hint);
    const hinted = hint === undefined ? [] : groups.filter(byModule);
    let added = 0;
    for (const { instances, byKey } of hinted.length > 0 ? hinted : groups) {
      const exact = byKey.get(key ?? hint);
      for (const instance of exact ? [exact] : key === undefined ? instances : []) {
        if (++added > CANDIDATES) break;
        this.found.add(instance);
      }
    }
    if (added === 0 || added > CANDIDATES) this.complete = false;
  }

  private groups(
    mode: "managed" | "data",
    type: string,
    name: string,
    module: readonly ModuleStep[],
  ): readonly InstanceGroup[] {
    const groups = instanceGroups(this.plan, mode, type, name);
    if (module.some(({ key }) => key === ANY))
      return [...groups.values()].filter((group) => matches(group.module, module));
    const group = groups.get(placeOf(module));
    return group ? [group] : [];
  }
}

const withoutKeys = (module: readonly ModuleStep[]): readonly Step[] => module.map(({ name }) => ({ name }));

const matches = (module: readonly Step[], wanted: readonly ModuleStep[]): boolean =>
  module.length === wanted.length &&
  module.every(({ name, key }, i) => name === wanted[i].name && (wanted[i].key === ANY || key === wanted[i].key));
