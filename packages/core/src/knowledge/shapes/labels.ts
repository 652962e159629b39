import { editDistance } from "../edit-distance.js";
import { isHex } from "./hashes.js";

/** Labels that only validation records stand at. The hash of an unrelated service looks like that of a CA. */
export function isValidationLabel(label: string): boolean {
  if (label[0] !== "_") return false;
  if (KNOWN_LABELS.has(label)) return true;
  return label.length === 33 ? isHex(label, 1) : label.startsWith("_acme-challenge_");
}

/** `_pki-validation` is a folder (BR 3.2.2.4.18) that people make a label of. The contacts: BR 3.2.2.4.14 and .16. */
export const VALIDATION_LABELS: readonly string[] = [
  "_acme-challenge",
  "_dnsauth",
  "_validation-persist",
  "_pki-validation",
  "_validation-contactemail",
  "_validation-contactphone",
];
export const KNOWN_LABELS: ReadonlySet<string> = new Set(VALIDATION_LABELS);

export const CHALLENGE = "_acme-challenge";

/** The known label for which this one, with its underscore, was a slip: `_acme_challenge`, `_acmechallenge`, `__acme-challenge`. */
export function findMisspeltLabel(label: string): string | undefined {
  if (label[0] !== "_" || isValidationLabel(label)) return undefined;
  for (const known of VALIDATION_LABELS) {
    const limit = known.length < 10 ? 1 : 2;
    // "_acme-challenge2", "_acme-challenge-b": somebody's second one.
    if (label.startsWith(known) && /^[-0-9]/.test(label.slice(known.length))) return undefined;
    if (editDistance(label, known, limit) <= limit) return known;
  }
  return undefined;
}
