import { isInOtherZone, knowsAbsence } from "../../dcv/standing.js";
import { HOST_TARGET_TYPES } from "../../dcv/target-text.js";
import { addFinalDot, endsInName } from "../../dcv/written-names.js";
import { purposeOf } from "../../dcv/zone-purpose.js";
import { findNearest } from "../../knowledge/edit-distance.js";
import { isCertainEnding, type PublicSuffixes } from "../../knowledge/public-suffixes.js";
import { DELEGATION_SUFFIXES, VALIDATION_SUFFIXES, validationSuffixOf } from "../../knowledge/validation-shapes.js";
import { foldLabel } from "../../name/domain-name.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import { UNDERSCORE } from "../../name/octets.js";
import { defineRule, type RuleContext, rfc } from "../../rule.js";
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

export default defineRule({
  id: "missing-trailing-dot",
  group: "Names",
  severity: "error",
  summary: "A target that reads as a full name lacks its final dot",
  sources: [rfc(1035, "5.1", "Format")],
  seed: "sectigo-cname-dcv",
  fixable: true,
  messages: {
    originAppended: (names: Names) => ({ what: what(names), why, how: `Write "${names.written}.".` }),
    perhapsAppended: (names: Names) => ({
      severity: "warning" as const,
      what: what(names),
      why: `Nothing here answers for "${names.meant}". If a name outside was meant, whoever follows the record finds nothing.`,
      how: `${names.near === undefined ? "" : `Did you mean "${names.near}"? `}Write "${names.written}." if that is the whole name. If "${names.meant}" is meant, write that, with its final dot.`,
    }),
  },
  records: {
    types: HOST_TARGET_TYPES,
    check(record, context) {
      if (!record.targetIsRelative) return;
      const { zone, index } = context;
      const { targetId } = record;
      const origin = zone.originOf(record.id);
      const labels = zone.names.depth[targetId] - zone.names.depth[origin];
      // One label was meant to be short, a name that is there is what was meant, and below the root a dot changes nothing.
      if (labels < 2 || origin === ROOT || index.exists(targetId)) return;
      const verdict = judge(record, labels, context);
      if (verdict === undefined) return;
      const { target } = record;
      const isName = verdict === "originAppended" || endsAsName(target.text, context);
      const near = isName ? undefined : findNearby(record, context);
      const data = { written: target.text, meant: target.name, near };
      context.report(target.place, verdict, data, { fix: isName ? addFinalDot(target) : undefined });
    },
  },
});

/** Was the text meant in full? `undefined`: no telling, or surely not. */
function judge(
  record: RecordView,
  labels: number,
  context: RuleContext<never>,
): "originAppended" | "perhapsAppended" | undefined {
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
function endsInDeclaredZone(text: string, { facts }: RuleContext<never>): boolean {
  const labels = text.split(".");
  for (let take = 2; take <= Math.min(labels.length, MOST_LABELS); take++) {
    if (facts.isDeclaredZone(`${labels.slice(-take).join(".")}.`)) return true;
  }
  return false;
}

/** Of a zone's name; nobody has deeper ones, and hostile texts are long. */
const MOST_LABELS = 10;

/** Is the origin the zone's, or a fragment's that names several? Below "com." a text of two labels may well be short for its third. */
function isOwnOrigin(origin: NameId, context: RuleContext<never>): boolean {
  const { zone, index, facts } = context;
  if (index.inZone(origin)) return true;
  return !zone.whole && zone.names.depth[origin] >= 2 && !facts.suffixes.isPublicSuffix(nameOf(context, origin));
}

const nameOf = ({ zone }: RuleContext<never>, name: NameId): string => foldLabel(zone.names.text(name)).slice(0, -1);

/** Is the last label a top-level domain? Behind any other a final dot makes no name. */
const endsAsName = (text: string, { facts }: RuleContext<never>): boolean =>
  facts.suffixes.endsInPublicSuffix(foldLabel(text)) && !/(?:^|\.)_[^.]*$/.test(text);

/** A name that holds records and differs from this one by a letter or two, relative to the origin as this one is. */
function findNearby(record: RecordView, { zone }: RuleContext<never>): string | undefined {
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
