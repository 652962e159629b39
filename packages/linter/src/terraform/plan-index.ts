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

/** By mode and type, then by name; a type is gone through when first asked for, since zones and certificates are few. */
const indexes = new WeakMap<PlanRead, Map<string, ReadonlyMap<string, readonly InstanceGroup[]>>>();

/** All instances of a resource or data source, of whatever module: from changes, else from the prior state, else from planned values. */
export function instanceGroups(
  plan: PlanRead,
  mode: "managed" | "data",
  type: string,
  name: string,
): readonly InstanceGroup[] {
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
  return byName.get(name) ?? [];
}

function groupByName(instances: readonly PlanInstance[]): ReadonlyMap<string, readonly InstanceGroup[]> {
  const byName = new Map<string, Group[]>();
  const groups = new Map<string, Group>();
  for (const instance of instances) {
    const { name, key, module } = instance;
    const id = JSON.stringify([name, module.map((step) => [step.name, step.key])]);
    let group = groups.get(id);
    if (group === undefined) {
      group = { module, instances: [], byKey: new Map() };
      groups.set(id, group);
      const others = byName.get(name);
      if (others) others.push(group);
      else byName.set(name, [group]);
    }
    // The first one stays: a change knows more than the prior state.
    if (group.byKey.has(key)) continue;
    group.byKey.set(key, instance);
    group.instances.push(instance);
  }
  return byName;
}
