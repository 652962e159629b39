import { aboutShape, type Diagnosis } from "./diagnosis.js";
import { isHex, unmarked, wrongHash, ZEROS } from "./hashes.js";
import { isValidationLabel } from "./labels.js";
import { isMeantFor } from "./owner.js";
import { ownerFits } from "./shape-index.js";
import type { Suffix } from "./suffixes.js";

/** The labels in front of the suffix aren't what the CA hands out. */
export function diagnoseFront(labels: readonly string[], front: string, suffix: Suffix): Diagnosis | undefined {
  const written = front === "" ? [] : front.split(".");
  const partial = diagnoseHalves(labels, written, suffix);
  if (partial) return partial;
  const wrong = written.find((label) => wrongHash(unmarked(label)) !== undefined);
  // A whole hash, or what a console leaves of it: a label has 63 octets at most.
  const long = written.find((label) => /^[0-9a-f]{60,64}$/i.test(unmarked(label)));
  if (wrong === undefined && long === undefined) return diagnoseRest(labels, front, suffix);
  const repaired = written.flatMap((label) => {
    if (label === long) return [unmarked(label).slice(0, 32), unmarked(label).slice(32).padEnd(32, "0")];
    return wrongHash(unmarked(label)) ? [label[0] === "_" ? `_${ZEROS}` : ZEROS] : [label];
  });
  const value = [...repaired, suffix.suffix].join(".");
  const known = suffix.knowns.find((each) => each.value.test(value) && isMeantFor(each, labels));
  if (!known) return undefined;
  const about = aboutShape(known);
  if (long !== undefined) {
    const isWhole = unmarked(long).length === 64;
    const meant = wrong === undefined && isWhole ? { value } : undefined;
    const detail = isWhole
      ? `"${long}" must be two labels of 32 digits each`
      : `"${long}" is a hash of 64 digits, cut short, and must be two labels of 32 digits each`;
    return { ...about, kind: "unsplit-hash", detail, meant };
  }
  return { ...about, kind: "wrong-hash-length", detail: wrongHash(unmarked(wrong!))! };
}

/** A label is missing, or is one too many, in front of an ending that is for validation alone, at an owner that is, too. */
function diagnoseRest(labels: readonly string[], front: string, suffix: Suffix): Diagnosis | undefined {
  if (suffix.ownDomain || suffix.legacy || !isValidationLabel(labels[0] ?? "")) return undefined;
  const known = suffix.knowns.find(
    (each) => !each.shape.retired && each.shape.status === "verified" && ownerFits(each, labels),
  );
  // How long a random value is may change.
  if (!known || (front !== "" && !front.includes(".") && /^\^_?\??\[a-z0-9\]\{/.test(known.shape.value)))
    return undefined;
  const detail =
    front === ""
      ? `nothing stands in front of "${suffix.suffix}"`
      : `"${front}" isn't what stands in front of "${suffix.suffix}" in its records`;
  // What it hands out may get another form one day; but it is never nothing.
  const status = front === "" ? known.shape.status : "unverified";
  return { ...aboutShape(known), kind: "incomplete-target", detail, status };
}

/** Hashes of 32 digits where two of them belong: one of them alone, or with underscores. */
function diagnoseHalves(labels: readonly string[], written: readonly string[], suffix: Suffix): Diagnosis | undefined {
  const halves = written.map(unmarked);
  const isHalf = (label: string | undefined) => label?.length === 32 && isHex(label, 0);
  if (!isHalf(halves[0])) return undefined;
  const twice = isHalf(halves[1]) ? halves : [halves[0], ...halves];
  const value = [...twice, suffix.suffix].join(".");
  const known = suffix.knowns.find((each) => !each.shape.retired && each.value.test(value) && isMeantFor(each, labels));
  if (!known) return undefined;
  if (twice === halves) {
    const detail = "the hashes of the target begin with an underscore";
    return { ...aboutShape(known), kind: "stray-underscore", detail, meant: { value } };
  }
  const detail = "only one half of the hash stands in the target";
  return { ...aboutShape(known), kind: "incomplete-target", detail };
}
