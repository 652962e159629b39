import { type NameId, type NameTable, ROOT } from "../name/name-table.js";
import { UNDERSCORE } from "../name/octets.js";
import { isLabel } from "./label-text.js";

const CHALLENGE = "_acme-challenge";
const ACCOUNT_LABEL = 17;

/** Is it where an ACME CA asks for a TXT: `_acme-challenge` or, for dns-account-01, `_<account>._acme-challenge`? */
export function isChallengeOwner(names: NameTable, owner: NameId): boolean {
  if (isChallengeLabel(names, owner)) return true;
  return (
    names.labelLengthOf(owner) === ACCOUNT_LABEL &&
    names.labelOctet(owner, 0) === UNDERSCORE &&
    isChallengeLabel(names, names.parent[owner])
  );
}

/** Is its first label `_acme-challenge`? */
export const isChallengeLabel = (names: NameTable, name: NameId): boolean =>
  name > ROOT && isLabel(names, name, CHALLENGE);

/** The SHA-256 digest of a key authorization in base64url (RFC 8555 §8.4). */
export const isChallengeDigest = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** Data of another protocol that tools keep at the same owner, such as ExternalDNS's `heritage=…`; never a digest. */
export const isForeignText = (text: string): boolean => /^"?[A-Za-z][A-Za-z0-9_.-]{0,30}=[^=]/.test(text);
