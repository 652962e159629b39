import { type NameId, ROOT } from "../../name/name-table.js";
import type { Zone } from "../../zone/zone.js";
import { isValidationName } from "./validation-label.js";

/** Types that CAs ask for, as labels. */
const TYPE_LABELS = ["CNAME", "TXT"].map((text) => Uint8Array.from(text, (char) => char.charCodeAt(0)));

/** Names right below `top` that read as a record type, where the zone speaks of any: `CNAME.example.com.` */
export function typeLabelsBelow({ names }: Zone, top: NameId): NameId[] {
  const found: NameId[] = [];
  for (const label of TYPE_LABELS) {
    const id = names.find(top, label, 0, label.length);
    if (id !== undefined) found.push(id);
  }
  return found;
}

/** Is the owner a validation name with a record type glued to its end: `_<hash>.www.CNAME.`? */
export function endsInTypeLabel(zone: Zone, owner: NameId): boolean {
  const { names } = zone;
  if (names.depth[owner] < 2 || !isValidationName(names, owner)) return false;
  return typeLabelsBelow(zone, ROOT).some((top) => names.isSubdomain(owner, top));
}
