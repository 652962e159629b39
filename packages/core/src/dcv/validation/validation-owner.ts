import { type NameId, type NameTable, ROOT } from "../../name/name-table.js";
import { MARKED } from "../../name/octets.js";
import { isValidationName } from "./validation-label.js";

/**
 * The name whose certificate a record at `owner` validates: what stands behind `_acme-challenge`, `_<hash>` and their
 * kind, with an account's label in front or without (dns-account-01). `undefined` where the owner is no validation name.
 */
export function validatedName(names: NameTable, owner: NameId): NameId | undefined {
  let at = owner;
  for (let labels = 0; labels < 2 && at > ROOT && (names.kinds[at] & MARKED) !== 0; labels++) {
    if (isValidationName(names, at)) return names.parent[at];
    at = names.parent[at];
  }
  return undefined;
}
