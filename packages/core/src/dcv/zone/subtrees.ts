import type { NameId } from "../../name/name-table.js";
import type { Zone } from "../../zone/zone.js";

/** By name: the lowest of `tops` that it is, or is below; 0, the root's number, where there is none. One pass, however many they are. */
export function subtreesOf({ names }: Zone, tops: Iterable<NameId>): Int32Array {
  const { parent, count } = names;
  const topOf = new Int32Array(count);
  for (const top of tops) topOf[top] = top;
  // A parent's number is lower than its children's.
  for (let id = 1; id < count; id++) if (topOf[id] === 0) topOf[id] = topOf[parent[id]];
  return topOf;
}
