import { editDistance } from "../edit-distance.js";
import { aboutShape, type Diagnosis, type RecordText } from "./diagnosis.js";
import { CHALLENGE, isValidationLabel } from "./labels.js";
import { ALIASES, type Known, ownerFits, TEXTS } from "./shape-index.js";

/** Too long and too mixed for a host's label. */
const RANDOM = /^(?=(?:[0-9]*[a-z]+[0-9]+){3})[a-z0-9]{24,63}$/;

/** The target ends in nothing that we know. */
export function diagnoseUnknownTarget(record: RecordText): Diagnosis | undefined {
  const { ownerLabels: labels, value, zone } = record;
  if (labels[0][0] !== "_" || !(isValidationLabel(labels[0]) || labels[1] === CHALLENGE)) return undefined;
  const parts = value.split(".");
  const isAlone = parts.length === 1 || value === `${parts[0]}.${zone}`;
  if (isAlone && (parts[0].length === 43 ? /[0-9]/ : RANDOM).test(parts[0])) {
    const text = TEXTS.find((known) => known.depth > 0 && ownerFits(known, labels) && known.value.test(parts[0]));
    const what = text?.shape.method === "dns-txt" ? "a random value" : "the digest of a challenge";
    const detail = `"${parts[0]}" is ${what}, which belongs into a TXT record`;
    if (text) return { kind: "wrong-type", detail, status: text.shape.status };
  }
  for (const known of ALIASES) {
    if (known.shape.retired || !ownerFits(known, labels)) continue;
    const good = findMeantSuffix(known, parts);
    if (good === undefined) continue;
    const typed = parts.slice(-good.labels).join(".");
    const detail = `"${typed}" should be "${good.suffix}"`;
    return { ...aboutShape(known), kind: "wrong-suffix", detail, meant: { value: good.value } };
  }
  return undefined;
}

/** The suffix for which the end of this target was a slip: then all that stands in front fits. */
function findMeantSuffix(known: Known, parts: readonly string[]) {
  for (const { value: suffix, legacy } of known.shape.suffixes ?? []) {
    if (legacy) continue;
    const own = suffix.split(".").length;
    for (const labels of [own - 1, own, own + 1]) {
      if (labels < 1 || labels >= parts.length) continue;
      const typed = parts.slice(-labels).join(".");
      const value = `${parts.slice(0, -labels).join(".")}.${suffix}`;
      // In front of a short suffix little has to fit, so it takes a smaller slip.
      const limit = suffix.length >= 14 || known.shape.ownerLabels.includes("{32}") ? 2 : 1;
      const slip = known.shape.misspelt?.includes(typed) || editDistance(typed, suffix, limit) <= limit;
      // Of what stands at `_dnsauth` a listed ending tells enough.
      const listed = known.shape.ownerLabels === "^_dnsauth$" && known.shape.misspelt?.includes(typed);
      if (slip && (listed || known.value.test(value))) return { suffix, value, labels };
    }
  }
  return undefined;
}
