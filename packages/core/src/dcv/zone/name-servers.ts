import { NS } from "../../rdata/types.js";
import type { Zone } from "../../zone/zone.js";

/** By name: 1 where some NS record of this zone points to it. Addresses there go along with referrals (glue). */
export function nameServerMarks(zone: Zone): Uint8Array {
  const marks = new Uint8Array(zone.names.count);
  for (const id of zone.index.ofType(NS)) if (zone.target[id] >= 0) marks[zone.target[id]] = 1;
  return marks;
}
