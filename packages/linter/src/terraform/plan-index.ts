import type { PlanRead } from "./plan.js";
import type { Step } from "./plan-address.js";
import type { PlanInstance } from "./plan-instance.js";

/** Instances of one resource in one instance of its module. */
export interface InstanceGroup {
  readonly module: readonly Step[];
  readonly instances: readonly PlanInstance[];
  readonly byKey: ReadonlyMap<string | number | undefined, PlanInstance>;
}

interface Group extends InstanceGroup {
  readonly instances: PlanInstance[];
  readonly byKey: Map<string | number | undefined, PlanInstance>;
}

/** Groups of one name, by the module instance they stand in. */
type Groups = ReadonlyMap<string, InstanceGroup>;
const NONE: Groups = new Map();

/** By mode and type, then by name; a type is gone through when first asked for, since zones and certificates are few. */
const indexes = new WeakMap<PlanRead, Map<string, ReadonlyMap<string, Groups>>>();

/** A module instance as a string, with "*" for a key that isn't known. */
export const placeOf = (
  module: readonly { readonly name: string; readonly key?: string | number | symbol }[],
): string =>
  module
    .map(({ name, key }) =>
      key === undefined
        ? name
        : `${name}[${typeof key === "string" ? JSON.stringify(key) : typeof key === "number" ? key : "*"}]`,
    )
    .join(".");

/** All instances of a resource or data source: from changes, else from the prior state, else from planned values. */
export function instanceGroups(plan: PlanRead, mode: "managed" | "data", type: string, name: string): Groups {
  let index = indexes.get(plan);
  if (index === undefined) {
    index = new Map();
    indexes.set(plan, index);
  }
  const id = `${mode} ${type}`;
  let byName = index.get(id);
  if (byName === undefined) {
    const ofType = (instances: readonly PlanInstance[]) =>
      instances.filter((instance) => instance.type === type && instance.mode === mode);
    byName = groupByName([...ofType(plan.changes), ...plan.priorOf(mode, type), ...ofType(plan.planned)]);
    index.set(id, byName);
  }
  return byName.get(name) ?? NONE;
}

function groupByName(instances: readonly PlanInstance[]): ReadonlyMap<string, Groups> {
  const byName = new Map<string, Map<string, Group>>();
  for (const instance of instances) {
    const { name, key, module } = instance;
    let groups = byName.get(name);
    if (groups === undefined) {
      groups = new Map();
      byName.set(name, groups);
    }
    const place = placeOf(module);
    let group = groups.get(place);
    if (group === undefined) {
      group = { module, instances: [], byKey: new Map() };
      groups.set(place, group);
    }
    // The first one stays: a change knows more than the prior state.
    if (group.byKey.has(key)) continue;
    group.byKey.set(key, instance);
    group.instances.push(instance);
  }
  return byName;
}
