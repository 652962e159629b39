import type { NameId, NameTable } from "../../name/name-table.js";
import { FOLD } from "../../name/octets.js";

/** Is this a name's first label, `text` in lower case? Compares octets, without making a text of the label. */
export function isLabel(names: NameTable, name: NameId, text: string): boolean {
  if (names.labelLengthOf(name) !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (FOLD[names.labelOctet(name, i)] !== text.charCodeAt(i)) return false;
  return true;
}
