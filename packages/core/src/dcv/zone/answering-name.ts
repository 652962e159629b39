import { type NameId, ROOT } from "../../name/name-table.js";
import type { Zone } from "../../zone/zone.js";
import { knowsAbsence, standingOf } from "./standing.js";

/**
 * The name whose records this zone's servers answer with when asked for a name: itself where it holds any, else the
 * wildcard that covers it; -1 where neither does, or where other servers or a DNAME answer.
 */
export function answeringName(labels: readonly string[], zone: Zone): NameId {
  const { names, index } = zone;
  let encloser = ROOT;
  for (let i = labels.length - 1; i >= 0; i--) {
    const octets = Uint8Array.from(labels[i], (char) => char.charCodeAt(0));
    const child = names.find(encloser, octets, 0, octets.length);
    if (child === undefined || !index.exists(child)) {
      const wildcard = knowsAbsence(zone) ? index.wildcardBelow(encloser) : undefined;
      return wildcard !== undefined && standingOf(zone, wildcard) === "there" ? wildcard : -1;
    }
    encloser = child;
  }
  return standingOf(zone, encloser) === "there" ? encloser : -1;
}
