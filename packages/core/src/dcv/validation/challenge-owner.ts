import { type NameId, type NameTable, ROOT } from "../../name/name-table.js";
import { HIGH, KIND, ODD, QUOTE, UNDERSCORE } from "../../name/octets.js";
import type { RecordView } from "../../zone/record-view.js";
import { textValue } from "../written/text-value.js";
import { isLabel } from "../zone/label-text.js";

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

/** Does a TXT record hold such a digest? Told by its octets where it is written as most are: one string without escapes. */
export function holdsDigest(record: RecordView): boolean {
  const { zone, id } = record;
  const { bytes } = record.source;
  const quote = bytes[zone.rdataStart[id]] === QUOTE ? 1 : 0;
  const start = zone.rdataStart[id] + quote;
  const end = zone.rdataEnd[id] - quote;
  if (end - start === 43) {
    let at = start;
    while (at < end && (KIND[bytes[at]] & (HIGH | ODD)) === 0) at++;
    if (at === end) return true;
  }
  return isChallengeDigest(textValue(record));
}

/** Data of another protocol that tools keep at the same owner, such as ExternalDNS's `heritage=…`; never a digest. */
export const isForeignText = (text: string): boolean => /^"?[A-Za-z][A-Za-z0-9_.-]{0,30}=[^=]/.test(text);
