/** CNAME records that are nearly a CA's. */
import { aboutShape, type Diagnosis, type RecordText } from "./diagnosis.js";
import { startsWithHash } from "./hashes.js";
import { CHALLENGE, isValidationLabel } from "./labels.js";
import { diagnoseLabels, diagnoseOwner, doubled, isChallengeDoubled, starred } from "./owner.js";
import { ALIASES, type Known, ownerFits } from "./shape-index.js";
import { diagnoseStray, hasStray } from "./stray-characters.js";
import { DELEGATION_SUFFIXES, frontOf, type Suffix, suffixUnder } from "./suffixes.js";
import { diagnoseFront } from "./target-front.js";
import { diagnoseUnknownTarget } from "./target-suffix.js";

export function diagnoseAlias(record: RecordText): Diagnosis | undefined {
  const { ownerLabels: labels, value } = record;
  if (labels.length === 0) return undefined;
  if (isChallengeDoubled(record)) return doubled(labels);
  const trouble = diagnoseLabels(
    labels,
    () => suffixUnder(value) !== undefined || DELEGATION_SUFFIXES.some((suffix) => value.endsWith(`.${suffix}`)),
  );
  if (trouble) return trouble;
  if (hasStray(value) || hasStray(labels[0])) return diagnoseStray(record, ALIASES);
  const suffix = suffixUnder(value);
  if (suffix) return diagnoseKnownTarget(record, suffix);
  return diagnoseSwapped(record) ?? diagnoseDelegation(record) ?? diagnoseUnknownTarget(record);
}

/** The owner is a whole target of a CA's, in front of the zone's name or without it, and the target begins as its owner would. */
function diagnoseSwapped({ ownerLabels, value }: RecordText): Diagnosis | undefined {
  if (ownerLabels.length < 3) return undefined;
  const owner = ownerLabels.join(".");
  const suffix = suffixUnder(owner);
  if (!suffix) return undefined;
  const labels = value.split(".");
  const known = suffix.knowns.find((each) => each.depth > 0 && each.value.test(owner) && ownerFits(each, labels));
  if (!known || labels.length < 3) return undefined;
  const detail = "owner and target have changed places";
  return { ...aboutShape(known), kind: "swapped", detail, meant: { value: owner } };
}

/** The target ends in a CA's suffix. */
function diagnoseKnownTarget(record: RecordText, suffix: Suffix): Diagnosis | undefined {
  const { ownerLabels: labels, value } = record;
  const front = frontOf(value, suffix.suffix);
  if (suffix.ownDomain && front === "") return diagnoseBare(labels, suffix);
  if (suffix.ownDomain && !startsWithHash(front)) return undefined;
  const fitting = suffix.knowns.filter((known) => known.value.test(value));
  if (fitting.length === 0) return diagnoseFront(labels, front, suffix);

  const owned = fitting.find((known) => ownerFits(known, labels));
  if (owned) {
    const about = aboutShape(owned);
    if (labels[1] === labels[0]) return { ...doubled(labels), ...about };
    if (labels.indexOf("*") > 0 && !labels[0].startsWith("_acme-challenge")) return starred(labels, about);
    if (suffix.legacy) {
      const good = suffix.replacedBy;
      const meant = good && !owned.shape.retired ? { value: `${front}.${good}` } : undefined;
      const detail = owned.shape.retired
        ? `"${value}" is a form that nobody has read since ${owned.shape.retired}`
        : `"${suffix.suffix}" is the former ending${good ? ` of "${good}"` : ""}`;
      return { ...about, kind: "legacy-suffix", detail, meant };
    }
    return owned.shape.retired ? retired(owned, value) : diagnoseHost(record, owned);
  }
  if (front === "") return fitting[0].shape.retired ? retired(fitting[0], value) : undefined;
  for (const known of fitting) {
    if (known.shape.retired) continue;
    const trouble = diagnoseOwner(labels, known);
    if (trouble) return trouble;
  }
  // The target is whole and this CA's alone: only the owner can be wrong.
  const known = fitting.find(({ shape }) => shape.id === "acm-dns" && shape.status === "verified");
  if (!known || labels[0] === "*" || isNearHash(labels[0])) return undefined;
  const detail = `the owner's first label "${labels[0]}" isn't an underscore and 32 hexadecimal digits`;
  // A name without an underscore may be somebody's own, to which a CNAME of another zone leads.
  const status = labels[0].startsWith("_") ? known.shape.status : "unverified";
  return { ...aboutShape(known), kind: "wrong-owner", detail, status };
}

/** Long and mostly hexadecimal: a target that stands where the owner should, or a hash of another service. */
const isNearHash = (label: string): boolean => startsWithHash(label);

/** Nothing but the CA's own domain, at an owner that only its validation has. */
function diagnoseBare(labels: readonly string[], suffix: Suffix): Diagnosis | undefined {
  const known = suffix.knowns.find((each) => !each.shape.retired && ownerFits(each, labels));
  if (!known || !isValidationLabel(labels[0])) return undefined;
  const detail = `nothing stands in front of "${suffix.suffix}", where the hash belongs`;
  return { ...aboutShape(known), kind: "incomplete-target", detail };
}

/** `acme-challenge`, its underscore lost, that hands a validation on: to a challenge elsewhere, or to acme-dns with its UUIDs. */
function diagnoseDelegation({ ownerLabels: [first, ...rest], value }: RecordText): Diagnosis | undefined {
  if (`_${first}` !== CHALLENGE || !/^(?:_acme-challenge|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\./.test(value))
    return undefined;
  const meant = { ownerLabels: [CHALLENGE, ...rest] };
  return { kind: "lost-underscore", detail: `"${first}" lacks its underscore`, meant, status: "unverified" };
}

/** The target names the host that it is for (`<host>.<id>.…`); the owner must be that host's. */
function diagnoseHost({ ownerLabels, value, zone }: RecordText, known: Known): Diagnosis | undefined {
  const host = known.value.exec(value)?.groups?.host;
  if (host === undefined) return undefined;
  const own = ownerLabels.slice(known.depth).join(".");
  const name = zone === undefined ? undefined : [own, zone].filter((part) => part !== "").join(".");
  const fits = name === undefined ? own === "" || host === own || host.startsWith(`${own}.`) : host === name;
  if (fits) return undefined;
  const detail = `the target is for "${host}", the owner for "${name ?? own}"`;
  const meant = name === undefined ? undefined : { value: `${name}${value.slice(host.length)}` };
  return { ...aboutShape(known), kind: "host-mismatch", detail, meant, host };
}

function retired(known: Known, value: string): Diagnosis {
  const detail = `"${value}" as the whole target has not been read since ${known.shape.retired}`;
  return { ...aboutShape(known), kind: "retired-shape", detail };
}
