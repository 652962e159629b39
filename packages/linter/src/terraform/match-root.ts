import { kindsOfResources } from "./resource-kinds.js";
import type { RootModule } from "./source.js";
import { blockAddress, type ResourceInstance } from "./value.js";

/**
 * The root module that a plan was made from: the one that has most of its resources. Where several have the same, as the
 * folders of one setup's environments do, the one whose values are those of the plan, then the one nearest to the plan's
 * file; and where that doesn't tell either, none.
 */
export function matchRoot(
  planned: readonly ResourceInstance[],
  roots: readonly RootModule[],
  planFile: string,
): RootModule | undefined {
  const { records } = kindsOfResources();
  const wanted = new Map<string, ResourceInstance>();
  for (const instance of planned) {
    // What goes is no longer in the sources.
    if (instance.action === "delete" || instance.mode === "data") continue;
    if (records.has(instance.type) && !wanted.has(blockAddress(instance))) wanted.set(blockAddress(instance), instance);
  }
  let best: { root: RootModule; score: readonly number[] } | undefined;
  let tied = false;
  for (const root of roots) {
    const score = rate(root, wanted, planFile);
    if (score[0] * 2 < wanted.size || score[0] === 0) continue;
    const order = best ? compare(score, best.score) : 1;
    if (order > 0) best = { root, score };
    tied = order === 0 || (tied && order < 0);
  }
  return tied ? undefined : best?.root;
}

function rate({ folder, resources }: RootModule, wanted: ReadonlyMap<string, ResourceInstance>, planFile: string) {
  let shared = 0;
  let alike = 0;
  const seen = new Set<string>();
  for (const instance of resources) {
    const address = blockAddress(instance);
    const planned = wanted.get(address);
    if (!planned) continue;
    if (!seen.has(address)) shared++;
    seen.add(address);
    if (alike < COMPARED && planned.address === instance.address) alike += compareValues(planned, instance);
  }
  const near = folder === "" || planFile.startsWith(`${folder}/`) ? folder.length : -1;
  return [shared, alike, near];
}

/** Values to look at: they tell environments apart, and a plan's are read anew each time. */
const COMPARED = 1_000;

function compareValues(planned: ResourceInstance, written: ResourceInstance): number {
  let alike = 0;
  const { entries } = planned.values;
  for (const [name, value] of written.values.entries) {
    const other = entries.get(name);
    if (value.kind === "string" && other?.kind === "string") alike += value.value === other.value ? 1 : -1;
  }
  return alike;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}
