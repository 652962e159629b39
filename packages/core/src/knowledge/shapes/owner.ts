/** What is wrong with the owner of a record whose value is a CA's, or would be. */
import { aboutShape, type Diagnosis, type RecordText } from "./diagnosis.js";
import { isHex, wrongHash, ZEROS } from "./hashes.js";
import { CHALLENGE, findMisspeltLabel, isValidationLabel, KNOWN_LABELS } from "./labels.js";
import { type Known, ownerFits } from "./shape-index.js";

/** The labels themselves are misspelt or out of order, whatever the record says. `fits`: what it says is a CA's. */
export function diagnoseLabels(labels: readonly string[], fits: () => boolean): Diagnosis | undefined {
  const [first, second, ...rest] = labels;
  if (first === undefined) return undefined;
  if (second === CHALLENGE && first[0] !== "_" && first !== "*" && first !== "@") {
    const detail = `"${CHALLENGE}" stands behind "${first}" instead of in front`;
    const meant = { ownerLabels: [CHALLENGE, first, ...rest] };
    return { kind: "reversed-labels", detail, meant, status: fits() ? "verified" : "unverified" };
  }
  if (second === "@" && isValidationLabel(first)) {
    const meant = { ownerLabels: [first, ...rest] };
    return { kind: "literal-at", detail: '"@" is a label of its own there', meant, status: "verified" };
  }
  const good = findMisspeltLabel(first);
  if (good === undefined) return undefined;
  const detail = `"${first}" should be "${good}"`;
  const meant = { ownerLabels: [good, ...labels.slice(1)] };
  return { kind: "misspelt-label", detail, meant, status: fits() ? "verified" : "unverified" };
}

/** The owner isn't what the target wants. */
export function diagnoseOwner(labels: readonly string[], known: Known): Diagnosis | undefined {
  const [first, ...rest] = labels;
  const about = aboutShape(known);
  const underscored = [`_${first}`, ...rest];
  // Two hashes in a row are a target that stands where the owner should.
  if (rest.length > 0 && rest[0].length === 32 && isHex(rest[0], 0)) return undefined;
  if (ownerFits(known, underscored)) {
    const detail = `"${first}" lacks its underscore`;
    return { ...about, kind: "lost-underscore", detail, meant: { ownerLabels: underscored } };
  }
  if (!ownerFits(known, [`_${ZEROS}`, ...rest])) return undefined;
  const body = first.startsWith("_") ? first.slice(1) : first;
  if (body.length === 64 && isHex(body, 0)) {
    const detail = `"${first}" is a hash of 64 digits where one of 32 belongs`;
    return { ...about, kind: "unsplit-hash", detail, inOwner: true };
  }
  const wrong = wrongHash(body);
  return wrong === undefined ? undefined : { ...about, kind: "wrong-hash-length", detail: wrong, inOwner: true };
}

/** The owner fits, or would but for an underscore or a digit. */
export const isMeantFor = (known: Known, labels: readonly string[]): boolean =>
  ownerFits(known, labels) || diagnoseOwner(labels, known) !== undefined;

export function starred(labels: readonly string[], about: ReturnType<typeof aboutShape>): Diagnosis {
  const meant = { ownerLabels: labels.filter((label) => label !== "*") };
  const detail = 'a wildcard name is proved at the name without its "*"';
  return { ...about, kind: "wildcard-in-owner", detail, meant };
}

/** Of dns-account-01 (draft-ietf-acme-dns-account-label). */
const ACCOUNT_LABEL = /^_[a-z2-7]{16}$/;

/** `_acme-challenge._acme-challenge`, be the second one the zone's; or an account's label twice in front of it. */
export function isChallengeDoubled({ ownerLabels: labels, zone }: RecordText): boolean {
  if (labels.length === 0) return false;
  if (labels[2] === CHALLENGE && labels[0] === labels[1]) return ACCOUNT_LABEL.test(labels[0]);
  if (!KNOWN_LABELS.has(labels[0])) return false;
  return labels.length === 1 ? zone?.startsWith(`${labels[0]}.`) === true : labels[1] === labels[0];
}

export function doubled(labels: readonly string[]): Diagnosis {
  const meant = { ownerLabels: labels.slice(1) };
  return { kind: "duplicated-label", detail: `"${labels[0]}" stands there twice`, meant, status: "verified" };
}
