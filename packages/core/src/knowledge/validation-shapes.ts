/**
 * What is this record? Tells validation records by their shapes, and what is nearly one.
 *
 * All names are plain strings: lower case, no escapes, no final dot. Owners are given as their labels in front of the
 * zone, first label first. A record that is certainly nothing costs a few comparisons.
 */
import { CA_SHAPES } from "./cas-shapes.gen.js";
import { editDistance } from "./edit-distance.js";
import type { CaSummary, FactStatus, MethodId, RecordShape, TargetSuffix } from "./schema.js";

export interface ValidationSuffix {
  readonly suffix: string;
  /** The CA or platform that it is foremost known for. */
  readonly ca: string;
  readonly status: FactStatus;
  /** An ordinary domain of the CA as well: only hash labels in front of it make a target a validation target. */
  readonly ownDomain: boolean;
  readonly legacy: boolean;
  readonly replacedBy?: string;
}

export interface ShapeMatch {
  readonly ca: string;
  readonly shape: string;
  readonly method: MethodId;
  readonly status: FactStatus;
  readonly transient: boolean;
  readonly level?: "exact" | "parents";
}

export interface RecordText {
  readonly ownerLabels: readonly string[];
  readonly type: string;
  /** A target in lower case, or the strings of a TXT record joined. */
  readonly value: string;
  /** The zone's name, where it is known: without it a record at the apex tells less. */
  readonly zone?: string;
}

export type DiagnosisKind =
  | "lost-underscore"
  | "unsplit-hash"
  | "wrong-hash-length"
  | "wrong-type"
  | "wrong-suffix"
  | "legacy-suffix"
  | "retired-shape"
  | "quotes-or-blanks"
  | "duplicated-label"
  | "wildcard-in-owner"
  | "host-mismatch"
  | "wrong-owner"
  | "incomplete-target"
  | "stray-underscore"
  | "misspelt-label"
  | "reversed-labels"
  | "swapped"
  | "literal-at";

export interface Diagnosis {
  /** Absent where any CA might have asked for it (`_acme-challenge`). */
  readonly ca?: string;
  readonly shape?: string;
  readonly kind: DiagnosisKind;
  /** The fact in a few words, to stand inside a sentence. */
  readonly detail: string;
  /** What was probably meant, where that can be told: the owner's labels, or the value. */
  readonly meant?: { readonly ownerLabels?: readonly string[]; readonly value?: string };
  readonly status: FactStatus;
  /** The host that the target is for, where that is what's wrong. */
  readonly host?: string;
  /** Its kind doesn't tell, and it's the owner that is wrong. */
  readonly inOwner?: true;
}

// ── the index, made once ───────────────────────────────────────────────────────────────────────────────────────────────

interface Known {
  readonly ca: CaSummary;
  readonly shape: RecordShape;
  /** How many of the owner's first labels `owner` looks at. */
  readonly depth: number;
  readonly owner: RegExp;
  readonly value: RegExp;
}

const STATUS_RANK: Readonly<Record<FactStatus, number>> = { verified: 0, partial: 1, unverified: 2 };
const KIND_RANK = { ca: 0, "ca-and-platform": 0, platform: 1, reseller: 2, "former-ca": 3 } as const;

/** What one knows best first: by status, then CAs before those that sell what CAs issue. */
const rank = (known: Known): number => STATUS_RANK[known.shape.status] * 10 + KIND_RANK[known.ca.kind];

function lazily(ca: CaSummary, shape: RecordShape): Known {
  const depth = shape.ownerLabels === "^$" ? 0 : shape.ownerLabels.split("\\.").length;
  let owner: RegExp | undefined;
  let value: RegExp | undefined;
  return {
    ca,
    shape,
    depth,
    get owner() {
      owner ??= new RegExp(shape.ownerLabels, "i");
      return owner;
    },
    get value() {
      value ??= new RegExp(shape.value, shape.type === "CNAME" ? "i" : "");
      return value;
    },
  };
}

const ALL: readonly Known[] = CA_SHAPES.flatMap((ca) => (ca.shapes ?? []).map((shape) => lazily(ca, shape)))
  .filter(({ shape }) => !shape.ambiguous)
  .sort((a, b) => rank(a) - rank(b));
const TEXTS = ALL.filter(({ shape }) => shape.type === "TXT");
/** Those of any owner; the rest by the owner's first label, or by its second where the first is the account's. */
const TEXTS_ANYWHERE = TEXTS.filter(({ depth }) => depth === 0);
const TEXTS_AT = byLastLabel(1);
const TEXTS_BELOW = byLastLabel(2);

function byLastLabel(depth: number): ReadonlyMap<string, readonly Known[]> {
  const found = new Map<string, Known[]>();
  for (const known of TEXTS) {
    if (known.depth !== depth) continue;
    const label = known.shape.ownerLabels.replace(/^\^(?:.*\\\.)?|\$$/g, "");
    found.set(label, [...(found.get(label) ?? []), known]);
  }
  return found;
}

const ALIASES = ALL.filter(({ shape }) => shape.type === "CNAME");

interface Suffix extends ValidationSuffix {
  readonly knowns: readonly Known[];
}
const SUFFIXES: ReadonlyMap<string, Suffix> = bySuffix();

function bySuffix(): ReadonlyMap<string, Suffix> {
  const found = new Map<string, { first: Known; as: TargetSuffix; knowns: Known[] }>();
  for (const known of ALIASES) {
    for (const as of known.shape.suffixes ?? []) {
      const entry = found.get(as.value);
      if (entry) entry.knowns.push(known);
      else found.set(as.value, { first: known, as, knowns: [known] });
    }
  }
  const suffixes = new Map<string, Suffix>();
  for (const [suffix, { first, as, knowns }] of found) {
    const { ownDomain = false, legacy = false, replacedBy } = as;
    suffixes.set(suffix, {
      suffix,
      ca: first.ca.id,
      status: first.shape.status,
      ownDomain,
      legacy,
      replacedBy,
      knowns,
    });
  }
  return suffixes;
}

/** The endings of validation targets that are known, with whom they are known for. */
export const VALIDATION_SUFFIXES: readonly ValidationSuffix[] = [...SUFFIXES.values()].map(
  ({ knowns: _, ...suffix }) => suffix,
);

/** Services that hold challenges for others: nobody has names of theirs inside a zone of his own. */
export const DELEGATION_SUFFIXES: readonly string[] = ["acme-dns.io"];

/** The suffix that the target ends in, whatever stands in front. */
function suffixUnder(target: string): Suffix | undefined {
  let at = target.length;
  for (let labels = 1; labels <= 4 && at > 0; labels++) {
    at = target.lastIndexOf(".", at - 1);
    if (labels === 1) continue;
    const suffix = SUFFIXES.get(target.slice(at + 1));
    if (suffix) return suffix;
    if (at < 0) break;
  }
  return undefined;
}

const frontOf = (target: string, suffix: string): string =>
  target.length === suffix.length ? "" : target.slice(0, -suffix.length - 1);

// ── questions ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The known suffix of a validation target; `undefined` for anything else, an ordinary host of a CA included. */
export function validationSuffixOf(target: string): ValidationSuffix | undefined {
  const found = suffixUnder(target);
  if (!found || (found.ownDomain && !startsWithHash(frontOf(target, found.suffix)))) return undefined;
  const { knowns: _, ...suffix } = found;
  return suffix;
}

/**
 * The CAs and platforms whose record this is, best known first: owner and value fit. `firstLabels` are the owner's
 * labels in front of the zone, or at least the first two.
 */
export function matchShapes(record: {
  readonly firstLabels: readonly string[];
  readonly type: string;
  readonly value: string;
}): readonly ShapeMatch[] {
  const { firstLabels, type, value } = record;
  let knowns: readonly Known[] = [];
  if (type === "CNAME") knowns = suffixUnder(value)?.knowns ?? [];
  else if (type === "TXT") knowns = textsAt(firstLabels);
  return knowns
    .filter((known) => !known.shape.retired && ownerFits(known, firstLabels) && known.value.test(value))
    .map(({ ca, shape }) => ({
      ca: ca.id,
      shape: shape.id,
      method: shape.method,
      status: shape.status,
      transient: shape.transient,
      level: shape.level,
    }));
}

/** What is wrong with a record that is meant as a CA's and isn't quite; `undefined` for right ones and for others. */
export function diagnoseShape(record: RecordText): Diagnosis | undefined {
  if (record.type === "CNAME") return diagnoseAlias(withoutFinalDot(record));
  if (record.type === "TXT") return diagnoseText(record);
  return undefined;
}

/** Labels that only validation records stand at. The hash of an unrelated service looks like that of a CA. */
export function isValidationLabel(label: string): boolean {
  if (label[0] !== "_") return false;
  if (LABELS.has(label)) return true;
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
const LABELS = new Set(VALIDATION_LABELS);

// ── CNAME ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function diagnoseAlias(record: RecordText): Diagnosis | undefined {
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

/** The labels themselves are misspelt or out of order, whatever the record says. `fits`: what it says is a CA's. */
function diagnoseLabels(labels: readonly string[], fits: () => boolean): Diagnosis | undefined {
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

const CHALLENGE = "_acme-challenge";

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

/** The owner isn't what the target wants. */
function diagnoseOwner(labels: readonly string[], known: Known): Diagnosis | undefined {
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

/** The labels in front of the suffix aren't what the CA hands out. */
function diagnoseFront(labels: readonly string[], front: string, suffix: Suffix): Diagnosis | undefined {
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

/** Too long and too mixed for a host's label. */
const RANDOM = /^(?=(?:[0-9]*[a-z]+[0-9]+){3})[a-z0-9]{24,63}$/;

/** The target ends in nothing that we know. */
function diagnoseUnknownTarget(record: RecordText): Diagnosis | undefined {
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

/** `acme-challenge`, its underscore lost, that hands a validation on: to a challenge elsewhere, or to acme-dns with its UUIDs. */
function diagnoseDelegation({ ownerLabels: [first, ...rest], value }: RecordText): Diagnosis | undefined {
  if (`_${first}` !== CHALLENGE || !/^(?:_acme-challenge|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\./.test(value))
    return undefined;
  const meant = { ownerLabels: [CHALLENGE, ...rest] };
  return { kind: "lost-underscore", detail: `"${first}" lacks its underscore`, meant, status: "unverified" };
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

// ── TXT ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function diagnoseText(record: RecordText): Diagnosis | undefined {
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
    if (!LABELS.has(first) && !first.startsWith("_acme-challenge_")) return undefined;
    if (labels.indexOf("*") > 0 && !first.startsWith("_acme-challenge")) {
      const known = TEXTS.find((each) => ownerFits(each, labels) && each.value.test(value));
      return known && starred(labels, aboutShape(known));
    }
    return hasStray(value) ? diagnoseStray(record, TEXTS) : undefined;
  }
  if (!LABELS.has(`_${first}`)) return undefined;
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

/** The TXT shapes whose owner these labels may be. */
function textsAt(labels: readonly string[]): readonly Known[] {
  const here = TEXTS_AT.get(labels[0] ?? "");
  const below = TEXTS_BELOW.get(labels[1] ?? "");
  if (!here && !below) return TEXTS_ANYWHERE;
  return [...(here ?? []), ...(below ?? []), ...TEXTS_ANYWHERE];
}

// ── both ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const ZEROS = "0".repeat(32);
/** Quotes and blanks that a copy brings along: ASCII, no-break and zero-width blanks, typographic quotes. */
const STRAY = /["'`\s\u00a0\u200b-\u200d\u2018-\u201f\ufeff]/;
const STRAYS = new RegExp(STRAY.source, "g");
const hasStray = (text: string): boolean => STRAY.test(text);

/** By index: an expression would try each run of blanks inside for the end of the text. */
function trimStray(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && STRAY.test(text[start])) start++;
  while (end > start && STRAY.test(text[end - 1])) end--;
  return text.slice(start, end);
}

function withoutFinalDot(record: RecordText): RecordText {
  return record.value.endsWith(".") ? { ...record, value: record.value.slice(0, -1) } : record;
}

/** A record that would be right without the quotes and blanks in it; inside a text they may be at home. */
function diagnoseStray(record: RecordText, among: readonly Known[]): Diagnosis | undefined {
  const clean = (text: string) => (record.type === "TXT" ? trimStray(text) : text.replace(STRAYS, ""));
  const value = clean(record.value).replace(/\.$/, "");
  const ownerLabels = record.ownerLabels.map((label) => label.replace(STRAYS, ""));
  const fits = (known: Known, owner: readonly string[], text: string) =>
    known.depth > 0 && ownerFits(known, owner) && known.value.test(text);
  if (among.some((known) => fits(known, record.ownerLabels, record.value))) return undefined;
  const known = among.find((each) => fits(each, ownerLabels, value));
  if (!known) return undefined;
  const detail = "quotes or blanks were copied along with it";
  return { ...aboutShape(known), kind: "quotes-or-blanks", detail, meant: { ownerLabels, value } };
}

function ownerFits(known: Known, labels: readonly string[]): boolean {
  if (known.depth === 0) return true;
  if (labels.length < known.depth) return false;
  return known.owner.test(known.depth === 1 ? labels[0] : labels.slice(0, known.depth).join("."));
}

/** The owner fits, or would but for an underscore or a digit. */
const isMeantFor = (known: Known, labels: readonly string[]): boolean =>
  ownerFits(known, labels) || diagnoseOwner(labels, known) !== undefined;

const aboutShape = ({ ca, shape }: Known) => ({ ca: ca.id, shape: shape.id, status: shape.status });

function retired(known: Known, value: string): Diagnosis {
  const detail = `"${value}" as the whole target has not been read since ${known.shape.retired}`;
  return { ...aboutShape(known), kind: "retired-shape", detail };
}

function starred(labels: readonly string[], about: ReturnType<typeof aboutShape>): Diagnosis {
  const meant = { ownerLabels: labels.filter((label) => label !== "*") };
  const detail = 'a wildcard name is proved at the name without its "*"';
  return { ...about, kind: "wildcard-in-owner", detail, meant };
}

/** Of dns-account-01 (draft-ietf-acme-dns-account-label). */
const ACCOUNT_LABEL = /^_[a-z2-7]{16}$/;

/** `_acme-challenge._acme-challenge`, be the second one the zone's; or an account's label twice in front of it. */
function isChallengeDoubled({ ownerLabels: labels, zone }: RecordText): boolean {
  if (labels.length === 0) return false;
  if (labels[2] === CHALLENGE && labels[0] === labels[1]) return ACCOUNT_LABEL.test(labels[0]);
  if (!LABELS.has(labels[0])) return false;
  return labels.length === 1 ? zone?.startsWith(`${labels[0]}.`) === true : labels[1] === labels[0];
}

function doubled(labels: readonly string[]): Diagnosis {
  const meant = { ownerLabels: labels.slice(1) };
  return { kind: "duplicated-label", detail: `"${labels[0]}" stands there twice`, meant, status: "verified" };
}

const unmarked = (label: string): string => (label.startsWith("_") ? label.slice(1) : label);

/** Reads as a hash of 32 digits and isn't one: in words what is wrong with it, else `undefined`. */
function wrongHash(body: string): string | undefined {
  if (body.length < 30 || body.length > 34) return undefined;
  let others = 0;
  let digits = 0;
  let firstOther = "";
  for (const c of body) {
    if (c >= "0" && c <= "9") digits++;
    else if (c < "a" || c > "f") {
      if (others === 0) firstOther = c;
      others++;
    }
  }
  if (others > 2 || digits < 3) return undefined;
  if (body.length !== 32) return `"${body}" has ${body.length} characters instead of 32 hexadecimal digits`;
  return others === 0 ? undefined : `"${body}" holds "${firstOther}", which is no hexadecimal digit`;
}

/** Do the labels begin with something like a hash: 30 characters or more, nearly all of them hexadecimal? */
function startsWithHash(front: string): boolean {
  const end = front.indexOf(".");
  const start = front[0] === "_" ? 1 : 0;
  const length = (end < 0 ? front.length : end) - start;
  if (length < 30 || length > 64) return false;
  let others = 0;
  for (let at = start; at < start + length; at++) if (!isHexDigit(front.charCodeAt(at))) others++;
  return others <= 2;
}

function isHex(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) if (!isHexDigit(text.charCodeAt(at))) return false;
  return true;
}

const isHexDigit = (c: number): boolean => (c >= 48 && c <= 57) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
