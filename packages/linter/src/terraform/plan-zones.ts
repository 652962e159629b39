import type { PublicSuffixes, Span, Zone } from "@dcvlint/core";
import { certificatesOf, type ResourceCertificates, recordsKnownBeforeApply } from "./certificates.js";
import { matchRoot } from "./match-root.js";
import { PlacedInstance } from "./placed.js";
import type { PlanRead } from "./plan.js";
import type { PlanInstance } from "./plan-instance.js";
import { resolveForEach, resolveReference } from "./plan-references.js";
import type { Resolver } from "./resolver.js";
import { kindsOfResources } from "./resource-kinds.js";
import type { RootModule } from "./source.js";
import { sourceResolver } from "./source-zones.js";
import { blockAddress, type ObjectValue, type ResourceInstance } from "./value.js";
import { type TerraformZone, type Undecided, zonesOfResources } from "./zones.js";

/** What one root module comes to, from its plan, its sources, or both. */
export interface JudgedModule {
  readonly zones: readonly (TerraformZone & { readonly before?: Zone })[];
  readonly undecided: Undecided;
  readonly certificates: ResourceCertificates;
}

export function zonesOfRoot({ resources }: RootModule, suffixes: PublicSuffixes): JudgedModule {
  const resolver = sourceResolver(resources, suffixes);
  const { zones, undecided } = zonesOfResources(resources, resolver);
  return { zones, undecided, certificates: certificatesOf(resources, [], resolver.placeOf) };
}

/**
 * The zones of a plan, as it will leave them and as they were. Where a root module is at hand that it was made from, its
 * records stand on the lines of that; what that holds beside is judged along with it.
 */
export function zonesOfPlan(
  plan: PlanRead,
  file: string,
  roots: readonly RootModule[],
  suffixes: PublicSuffixes,
): JudgedModule & { readonly root?: RootModule } {
  const planned = [...plan.changes, ...plan.untouched, ...plan.priorData];
  const root = roots.length > 0 ? matchRoot(planned, roots, file) : undefined;
  const placed = root ? placeAll(planned, root) : planned;
  const instances = root ? [...placed, ...unplanned(planned, root)] : placed;
  const resolver = planResolver(plan, file, instances, suffixes);
  const after = zonesOfResources(instances, resolver);
  const changed = instances.filter(({ action }) => action === "delete" || action === "update" || action === "replace");
  const before = changed.some(({ type }) => kindsOfResources().records.has(type))
    ? beforeOf(instances, changed, after.caa, resolver)
    : new Map<string, Zone>();
  return {
    root,
    zones: after.zones.map((zone) => ({ ...zone, before: before.get(zone.key) })),
    undecided: after.undecided,
    certificates: certificatesOf(instances, [], (instance) => resolver.placeOf(instance)),
  };
}

function placeAll(planned: readonly PlanInstance[], root: RootModule): ResourceInstance[] {
  const exact = new Map<string, ResourceInstance>();
  const byBlock = new Map<string, ResourceInstance>();
  for (const instance of root.resources) {
    exact.set(instance.address, instance);
    byBlock.set(blockAddress(instance), instance);
  }
  return planned.map((instance) => {
    const written = exact.get(instance.address) ?? byBlock.get(blockAddress(instance));
    return written ? new PlacedInstance(instance, written) : instance;
  });
}

/** What the sources hold and the plan doesn't: it was made earlier, or of a part. */
function unplanned(planned: readonly PlanInstance[], root: RootModule): ResourceInstance[] {
  const known = new Set(planned.map(blockAddress));
  return root.resources.filter((instance) => !known.has(blockAddress(instance)));
}

function planResolver(
  plan: PlanRead,
  file: string,
  instances: readonly ResourceInstance[],
  suffixes: PublicSuffixes,
): Resolver {
  const { zones, certificates } = kindsOfResources();
  const ofSource = sourceResolver(instances, suffixes);
  const byPlanned = new Map<ResourceInstance, ResourceInstance>();
  for (const instance of instances) if (instance instanceof PlacedInstance) byPlanned.set(instance.planned, instance);
  const planned = (instance: ResourceInstance): PlanInstance | undefined =>
    instance instanceof BeforeInstance
      ? planned(instance.now)
      : instance instanceof PlacedInstance
        ? (instance.planned as PlanInstance)
        : isOfPlan(instance)
          ? instance
          : undefined;
  return {
    suffixes,
    zonesOf(record, attribute) {
      const own = planned(record);
      if (!own) return ofSource.zonesOf(record, attribute);
      const found = resolveReference(plan, own, attribute)?.instances.filter(({ type }) => zones.has(type)) ?? [];
      return found.map((instance) => byPlanned.get(instance) ?? instance);
    },
    placeOf(instance) {
      const own = planned(instance);
      if (!own || instance.headerSpan) return ofSource.placeOf(instance);
      return new PlanSpan(plan, file, own);
    },
    certificateOf(record) {
      const own = planned(record);
      if (!own) return ofSource.certificateOf?.(record);
      const found = resolveForEach(plan, own)?.instances.filter(({ type }) => certificates.has(type)) ?? [];
      const [intent] = found.length === 1 ? certificatesOf(found).stay : [];
      if (!intent) return undefined;
      const names = intent.names.map(({ name, wildcard }) => `${wildcard ? "*." : ""}${name.replace(/\.$/, "")}`);
      const kind = certificates.get(found[0].type);
      return { address: found[0].address, names, value: kind && recordsKnownBeforeApply(kind)?.record.value };
    },
  };
}

const isOfPlan = (instance: ResourceInstance): instance is PlanInstance => "offset" in instance;

/** The element of a plan; its line and column are looked for when somebody asks. */
class PlanSpan implements Span {
  private found: Pick<Span, "start" | "end"> | undefined;

  constructor(
    private readonly plan: PlanRead,
    readonly file: string,
    private readonly instance: PlanInstance,
  ) {}

  get start() {
    return this.places.start;
  }
  get end() {
    return this.places.end;
  }

  private get places() {
    if (!this.found) {
      const start = this.plan.positionOf(this.instance.offset);
      // Its first brace is enough: an element is as long as it is.
      this.found = { start, end: { line: start.line, column: start.column + 1 } };
    }
    return this.found;
  }
}

/** Zones as they were: of what didn't change only CAA, for what a CA may do depends on all of it. */
function beforeOf(
  instances: readonly ResourceInstance[],
  changed: readonly ResourceInstance[],
  caa: readonly ResourceInstance[],
  resolver: Resolver,
): Map<string, Zone> {
  const { zones } = kindsOfResources();
  const then = [
    ...instances.filter(({ type, action }) => zones.has(type) && action !== "create"),
    // An update changes neither owner nor type, and of its data only CAA matters.
    ...changed.filter(({ type, action }) => !zones.has(type) && action !== "update"),
    ...caa.filter(({ action }) => action !== "create" && action !== "replace" && action !== "delete"),
  ];
  const views = then.map((instance) => new BeforeInstance(instance));
  return new Map(zonesOfResources(views, resolver).zones.map(({ key, zone }) => [key, zone]));
}

class BeforeInstance implements ResourceInstance {
  readonly isPast = true;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly address: string;

  constructor(readonly now: ResourceInstance) {
    this.mode = now.mode;
    this.type = now.type;
    this.name = now.name;
    this.address = now.address;
  }

  get key() {
    return this.now.key;
  }
  get module() {
    return this.now.module;
  }
  get provider() {
    return this.now.provider;
  }
  get action() {
    return this.now.action;
  }
  get values(): ObjectValue {
    return this.now.before ?? this.now.values;
  }
  get headerSpan() {
    return this.now.headerSpan;
  }
  get blockSpan() {
    return this.now.blockSpan;
  }
}
