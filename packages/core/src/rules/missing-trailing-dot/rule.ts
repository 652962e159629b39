import { writtenCaa } from "../../dcv/caa/caa-record.js";
import {
  gradeBy,
  knownZone,
  targetModeOf,
  type Written,
  writtenOwner,
  writtenTarget,
} from "../../dcv/written/provider-reading.js";
import { addFinalDot, endsInName } from "../../dcv/written/written-names.js";
import { isInOtherZone, knowsAbsence } from "../../dcv/zone/standing.js";
import { HOST_TARGET_TYPES } from "../../dcv/zone/target-text.js";
import { purposeOf } from "../../dcv/zone/zone-purpose.js";
import { findNearest } from "../../knowledge/edit-distance.js";
import { isCertainEnding, type PublicSuffixes } from "../../knowledge/public-suffixes.js";
import { DELEGATION_SUFFIXES, VALIDATION_SUFFIXES, validationSuffixOf } from "../../knowledge/shapes/suffixes.js";
import { foldLabel } from "../../name/domain-name.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import { UNDERSCORE } from "../../name/octets.js";
import { CAA, PTR } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc, source } from "../../rule.js";
import type { RecordOrigin } from "../../zone/record-origin.js";
import type { RecordView } from "../../zone/record-view.js";
import type { Zone } from "../../zone/zone.js";

interface Names {
  written: string;
  meant: string;
  /** A name that is there, spelt nearly alike. */
  near?: string;
}

const what = ({ written, meant }: Names): string => `"${written}" has no final dot, so it means "${meant}".`;
const why = "Whoever follows the record, the CA included, looks up the name that is published and finds nothing there.";

/** What comes of a refusal: at plan nobody is hurt; at apply, what was done before stays. */
const refused = {
  plan_error: "The provider's own check refuses it: the plan will be rejected.",
  apply_error: "The plan looks right, but the provider's API refuses the record: apply will be rejected half-way.",
};
type Stage = keyof typeof refused;

const messages = {
  originAppended: (names: Names) => ({ what: what(names), why, how: `Write "${names.written}.".` }),
  perhapsAppended: (names: Names) => ({
    severity: "warning" as const,
    what: what(names),
    why: `Nothing here answers for "${names.meant}". If a name outside was meant, whoever follows the record finds nothing.`,
    how: `${names.near === undefined ? "" : `Did you mean "${names.near}"? `}Write "${names.written}." if that is the whole name. If "${names.meant}" is meant, write that, with its final dot.`,
  }),
  /** Seen live. */
  live: ({ owner, found, wanted, zone }: { owner: string; found: string; wanted: string; zone: string }) => ({
    what: `The alias at "${owner}" leads to "${found}": "${zone}" was put behind the target.`,
    why: `The CA compares the whole target with "${wanted}", and validation stays pending.`,
    how: `Write "${wanted}", with its final dot, where a target without one is taken as relative to "${zone}"; elsewhere write it without "${zone}".`,
  }),
  unknownZoneAppended: ({ written }: { written: string }) => ({
    what: `"${written}" has no final dot, so the provider puts the zone's name behind it.`,
    why,
    how: `Write "${written}.".`,
  }),
  targetRefused: ({ written, meant, stage }: { written: string; meant?: string; stage: Stage }) => ({
    what: `"${written}" has no final dot, and this provider takes host names in full, with the dot.`,
    why: refused[stage],
    how: meant === undefined ? "Write the whole name, with its final dot." : `Write "${meant}".`,
  }),
  ownerRefused: ({ written, stage }: { written: string; stage: Stage }) => ({
    what: `The owner "${written}" has no final dot, and this provider takes owners in full, with the dot.`,
    why: refused[stage],
    how: `Write "${written}.".`,
  }),
  issuerRefused: ({ written }: { written: string }) => ({
    what: `The issuer "${written}" has no final dot, and the API of this provider wants one; it publishes the issuer without.`,
    why: refused.apply_error,
    how: `Write "${written}.".`,
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "missing-trailing-dot",
  group: "Names",
  severity: "error",
  summary: "A target that reads as a full name lacks its final dot",
  sources: [
    rfc(1035, "5.1", "Format"),
    source(
      "Terraform provider for Google, issue 9074: the API's answer",
      "https://github.com/hashicorp/terraform-provider-google/issues/9074",
    ),
  ],
  seed: "sectigo-cname-dcv",
  fixable: true,
  messages,
  records: {
    types: [...HOST_TARGET_TYPES, PTR, CAA],
    check(record, context) {
      const { zone, index } = context;
      const origin = zone.made ? record.origin : undefined;
      if (origin?.targetRefused) return reportRefused(record, origin.targetRefused, context);
      if (origin?.issuerRefused) return reportIssuer(record, origin, context);
      if (record.type === PTR || record.type === CAA || !record.targetIsRelative) return;
      if (origin && zone.nameInferred) return judgeWithoutZone(record, origin, context);
      const { targetId } = record;
      const base = zone.originOf(record.id);
      const labels = zone.names.depth[targetId] - zone.names.depth[base];
      // One label was meant to be short, a name that is there is what was meant, and below the root a dot changes nothing.
      if (labels < 2 || base === ROOT || index.exists(targetId)) return;
      const verdict = judge(record, labels, context);
      if (verdict === undefined) return;
      const { target } = record;
      const isName = verdict === "originAppended" || endsAsName(target.text, context);
      const near = isName ? undefined : findNearby(record, context);
      const data = { written: target.text, meant: target.name, near };
      const fix = isName ? addFinalDot(target) : undefined;
      const severity = origin && verdict === "originAppended" ? gradeOf(record, origin) : undefined;
      context.report(target.place, verdict, data, { fix, severity });
    },
  },
  zone(context) {
    const { zone, other } = context;
    if (!zone.made) return;
    for (let id = 0; id < zone.count; id++) {
      const origin = other.at(id).origin;
      if (origin) checkOwner(other, origin, context);
    }
  },
});

const gradeOf = (record: RecordView, origin: RecordOrigin) => gradeBy(targetModeOf(origin, record.typeName));

function reportRefused(record: RecordView, stage: Stage, context: Context): void {
  const { zone, facts, report } = context;
  const { text: written, place } = writtenTarget(record);
  const own = knownZone(zone);
  const { missingDot } = record.origin!.reading.verdicts;
  const short = !written.includes(".");
  const isName = facts.suffixes.endsInPublicSuffix(foldLabel(written));
  // A word was meant to be short for a name of the zone.
  const ending = short ? (own === undefined ? undefined : `.${own}.`) : isName ? "." : undefined;
  const data = { written, meant: ending && `${written}${ending}`, stage };
  const fix = ending === undefined ? undefined : append(written, place, ending);
  report(place, "targetRefused", data, { fix, severity: gradeBy(missingDot) });
}

const append = (text: string, place: Written["place"], ending: string): Draft => ({
  title: ending === "." ? `Add the final dot to "${text}"` : `Write "${text}${ending}"`,
  safety: "suggestion",
  edits: [{ place: { ...place, start: place.end }, newText: ending }],
});

function reportIssuer(record: RecordView, { reading }: RecordOrigin, { report }: Context): void {
  const { value } = writtenCaa(record);
  const written = record.caa().value;
  const edits = value.edit(written.length, written.length, ".");
  const fix: Draft | undefined = edits && { title: `Add the final dot to "${written}"`, safety: "suggestion", edits };
  report(
    value.piece(0, written.length),
    "issuerRefused",
    { written },
    { fix, severity: gradeBy(reading.caa.issuerDot) },
  );
}

/** An owner that is right but for the final dot which the provider wants. */
function checkOwner(record: RecordView, origin: RecordOrigin, { facts, report }: Context): void {
  const { reading, ownerReading, writtenOwner: written } = origin;
  const { missingDotInName: verdict } = reading.verdicts;
  if (reading.nameMode.value !== "fqdn_dot_required" || written.endsWith(".") || written === "@") return;
  // What is there already wasn't refused.
  if ((ownerReading !== "absolute" && ownerReading !== "apex") || origin.action === "no-op") return;
  if (verdict?.value !== "plan_error" && verdict?.value !== "apply_error") return;
  // In a zone that nobody knows, a short name is wrong in another way as well.
  const isName = facts.suffixes.endsInPublicSuffix(foldLabel(written));
  const { place } = writtenOwner(record, origin);
  const fix = isName || ownerReading === "apex" ? append(written, place, ".") : undefined;
  report(record.owner.place, "ownerRefused", { written, stage: verdict.value }, { fix, severity: gradeBy(verdict) });
}

/**
 * The zone is known by an id only. What ends as a CA's validation names do, or has three labels and an ending that nobody
 * gives a part of his own zone, was meant in full whatever the zone is called.
 */
function judgeWithoutZone(record: RecordView, origin: RecordOrigin, { index, facts, report }: Context): void {
  if (index.exists(record.targetId)) return;
  const { target } = record;
  const text = foldLabel(target.text);
  const isKnown = isValidation(record, text) || DELEGATION_SUFFIXES.some((suffix) => endsInName(text, suffix));
  const isFull =
    text.split(".").length >= 3 &&
    facts.suffixes.endsInPublicSuffix(text) &&
    isCertainEnding(suffixOf(text, facts.suffixes));
  if (!isKnown && !isFull) return;
  const severity = gradeOf(record, origin);
  report(target.place, "unknownZoneAppended", { written: target.text }, { fix: addFinalDot(target), severity });
}

/** Was the text meant in full? `undefined`: no telling, or surely not. */
function judge(record: RecordView, labels: number, context: Context): "originAppended" | "perhapsAppended" | undefined {
  const { zone, index, facts } = context;
  const purpose = purposeOf(zone);
  if (purpose === "policy" || purpose === "reverse") return undefined;
  const { targetId } = record;
  const text = foldLabel(record.target.text);
  if (DELEGATION_SUFFIXES.some((suffix) => endsInName(text, suffix))) return "originAppended";
  // Nobody has names of a CA inside a zone of his own, whatever wildcard or cut answers for them there.
  if (isValidation(record, text) || endsInName(text, nameOf(context, zone.apex)) || endsInDeclaredZone(text, context))
    return "originAppended";

  const origin = zone.originOf(record.id);
  if (!isOwnOrigin(origin, context)) return undefined;
  // Below a cut, a DNAME or the apex of another zone of the run, others know whether the name is there.
  if (index.inZone(targetId) && (index.cutAt(targetId) ?? index.dnameAbove(targetId)) !== undefined) return undefined;
  if (isInOtherZone(zone, targetId, facts)) return undefined;
  const known = facts.suffixes.endsInPublicSuffix(text);
  // An invisible character behind the final dot, say: non-ascii-name tells the cause.
  if (!known && /[^\0-\x7f]/.test(text)) return undefined;
  // Where the zone itself has names below the text's last label, as in "web.dev", that label is hardly a top-level domain.
  const branch = zone.names.ancestor(targetId, zone.names.depth[origin] + 1);
  const familiar = index.exists(branch);
  const wildcard = index.inZone(targetId) ? index.wildcardFor(targetId) : undefined;
  // An unknown ending in a fragment, one that a wildcard answers for, or a mere dangling name: not for us to say.
  const whole = knowsAbsence(zone);
  if (!known && (familiar || wildcard !== undefined || !whole)) return undefined;
  if (familiar && (wildcard !== undefined || !whole)) return undefined;
  // "dev", "app", "zone": in a part of a zone nobody sees whether it has an environment of that name.
  const certain = whole || isCertainEnding(suffixOf(text, facts.suffixes));
  return known && certain && labels >= 3 && !familiar && wildcard === undefined ? "originAppended" : "perhapsAppended";
}

/** Does it end as validation targets do? A CA's own hosts have that ending too, but nobody points there from below an underscore. */
const isValidation = ({ zone, ownerId }: RecordView, text: string): boolean =>
  validationSuffixOf(text) !== undefined ||
  (isUnderscored(zone, ownerId) && VALIDATION_SUFFIXES.some(({ suffix }) => endsInName(text, suffix)));

const isUnderscored = ({ names }: Zone, name: NameId): boolean =>
  name > ROOT && names.labelOctet(name, 0) === UNDERSCORE;

const suffixOf = (text: string, suffixes: PublicSuffixes): string => {
  const domain = suffixes.registrableDomain(text) ?? text;
  return domain.slice(domain.indexOf(".") + 1);
};

/** A zone of two labels or more: "lan" alone may be the end of any name. */
function endsInDeclaredZone(text: string, { facts }: Context): boolean {
  const labels = text.split(".");
  for (let take = 2; take <= Math.min(labels.length, MOST_LABELS); take++) {
    if (facts.isDeclaredZone(`${labels.slice(-take).join(".")}.`)) return true;
  }
  return false;
}

/** Of a zone's name; nobody has deeper ones, and hostile texts are long. */
const MOST_LABELS = 10;

/** Is the origin the zone's, or a fragment's that names several? Below "com." a text of two labels may well be short for its third. */
function isOwnOrigin(origin: NameId, context: Context): boolean {
  const { zone, index, facts } = context;
  if (index.inZone(origin)) return true;
  return !zone.whole && zone.names.depth[origin] >= 2 && !facts.suffixes.isPublicSuffix(nameOf(context, origin));
}

const nameOf = ({ zone }: Context, name: NameId): string => foldLabel(zone.names.text(name)).slice(0, -1);

/** Is the last label a top-level domain? Behind any other a final dot makes no name. */
const endsAsName = (text: string, { facts }: Context): boolean =>
  facts.suffixes.endsInPublicSuffix(foldLabel(text)) && !/(?:^|\.)_[^.]*$/.test(text);

/** A name that holds records and differs from this one by a letter or two, relative to the origin as this one is. */
function findNearby(record: RecordView, { zone }: Context): string | undefined {
  const { names } = zone;
  const origin = zone.originOf(record.id);
  const { targetId } = record;
  const written = foldLabel(record.target.text);
  const asked = (askedOf.get(zone) ?? 0) + 1;
  askedOf.set(zone, asked);
  // In a short name two slips make another one; and who has many such targets is helped by the first few.
  if (asked > MOST_SUGGESTIONS || written.length < 6) return undefined;
  const ending = names.text(origin).length + 1;
  const candidates: string[] = [];
  for (let name = 1; name < names.count && candidates.length < MOST_CANDIDATES; name++) {
    if (zone.typesAt(name) === 0 || names.depth[name] !== names.depth[targetId]) continue;
    if (names.isSubdomain(name, origin)) candidates.push(foldLabel(names.text(name)).slice(0, -ending));
  }
  return findNearest(written, candidates, written.length < 8 ? 1 : 2);
}

const askedOf = new WeakMap<Zone, number>();
const MOST_SUGGESTIONS = 20;
const MOST_CANDIDATES = 2_000;
