/** TXT records that are nearly a CA's. */
import { aboutShape, type Diagnosis, type RecordText } from "./diagnosis.js";
import { KNOWN_LABELS } from "./labels.js";
import { diagnoseLabels, doubled, isChallengeDoubled, starred } from "./owner.js";
import { type Known, ownerFits, TEXTS } from "./shape-index.js";
import { diagnoseStray, hasStray, trimStray } from "./stray-characters.js";
import { suffixUnder } from "./suffixes.js";

export function diagnoseText(record: RecordText): Diagnosis | undefined {
  const { ownerLabels: labels, value } = record;
  if (isChallengeDoubled(record)) return doubled(labels);
  const fits = () => TEXTS.some((known) => known.depth > 0 && known.value.test(value));
  const trouble = diagnoseLabels(labels, fits);
  if (trouble) return trouble;
  const target = aliasTargetIn(value);
  if (target) {
    const detail = `"${target.value}" is a target, which belongs into a CNAME record`;
    return { ...aboutShape(target.known), kind: "wrong-type", detail };
  }
  const first = labels[0] ?? "";
  if (first[0] === "_") {
    if (!KNOWN_LABELS.has(first) && !first.startsWith("_acme-challenge_")) return undefined;
    if (labels.indexOf("*") > 0 && !first.startsWith("_acme-challenge")) {
      const known = TEXTS.find((each) => ownerFits(each, labels) && each.value.test(value));
      return known && starred(labels, aboutShape(known));
    }
    return hasStray(value) ? diagnoseStray(record, TEXTS) : undefined;
  }
  if (!KNOWN_LABELS.has(`_${first}`)) return undefined;
  const underscored = [`_${first}`, ...labels.slice(1)];
  const known = TEXTS.find((each) => each.depth > 0 && ownerFits(each, underscored) && each.value.test(value));
  if (!known) return undefined;
  const { status } = known.shape;
  const detail = `"${first}" lacks its underscore`;
  return { kind: "lost-underscore", detail, meant: { ownerLabels: underscored }, status };
}

/** A whole validation target that stands in a TXT record. */
function aliasTargetIn(text: string): { known: Known; value: string } | undefined {
  // 20: the shortest of them; 255: no name is longer. No suffix ends in a label of more than four letters.
  const dot = text.lastIndexOf(".", text.length - 3);
  if (text.length < 20 || text.length > 255 || dot < 0 || text.length - dot > 8) return undefined;
  const value = trimStray(text).replace(/\.$/, "").toLowerCase();
  const suffix = suffixUnder(value);
  if (!suffix) return undefined;
  const inUse = suffix.knowns.filter((each) => !each.shape.retired);
  // A SHA-256 that isn't split is wrong besides, and meant as a target all the same.
  const known = inUse.find((each) => each.value.test(value)) ?? (UNSPLIT.test(value) ? inUse[0] : undefined);
  return known && { known, value };
}

const UNSPLIT = /^[0-9a-f]{64}\./;
