import { validatedName } from "../../dcv/validation/validation-owner.js";
import { findInclude, findOriginDirective } from "../../dcv/written/origins.js";
import { gradeBy, knownZone, writtenOwner, writtenTarget } from "../../dcv/written/provider-reading.js";
import { addFinalDot, cutEnding, endsInName, withoutEnding, writesOwner } from "../../dcv/written/written-names.js";
import { apexText, findDoubledApex, findStacked, findStacks, type Stacks } from "../../dcv/zone/stacked-names.js";
import { knowsAbsence } from "../../dcv/zone/standing.js";
import { subtreesOf } from "../../dcv/zone/subtrees.js";
import { HOST_TARGET_TYPES } from "../../dcv/zone/target-text.js";
import { purposeOf } from "../../dcv/zone/zone-purpose.js";
import { isCertainEnding } from "../../knowledge/public-suffixes.js";
import { DELEGATION_SUFFIXES, VALIDATION_SUFFIXES, validationSuffixOf } from "../../knowledge/shapes/suffixes.js";
import { foldLabel } from "../../name/domain-name.js";
import type { NameId } from "../../name/name-table.js";
import { CNAME } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc, source } from "../../rule.js";
import type { RecordOrigin } from "../../zone/record-origin.js";
import type { Place, RecordView } from "../../zone/record-view.js";
import { HAS_NS, OWNER_RELATIVE, type RecordId, TARGET_RELATIVE } from "../../zone/zone.js";

interface Relative {
  written: string;
  meant: string;
  short: string;
}

interface Twice {
  name: string;
  zone: string;
  short: string;
}

const nobodyAsks =
  "Nobody asks for that name. A CA looks where the record should be and finds nothing, so validation stays pending.";

const messages = {
  ownerDoubled: ({ written, meant, short }: Relative) => ({
    what: `"${written}" has no final dot, so the record is published at "${meant}", with the domain twice.`,
    why: nobodyAsks,
    how: `Write "${written}."${short === "" ? "" : ` or "${short}"`}.`,
  }),
  originDoubled: ({ written, meant, directive }: { written: string; meant: string; directive: string }) => ({
    what: `The origin "${written}" of this ${directive} has no final dot, so the names below it end in "${meant}".`,
    why: "Nobody asks for those names. A CA looks where the records should be, and finds nothing there.",
    how: `Write it as "${written}.".`,
  }),
  targetDoubled: ({ name, zone, short }: Twice) => ({
    what: `The target "${name}" ends in "${zone}" once too often.`,
    why: "Whoever follows the record, the CA included, looks up that name and finds nothing there. A console or script added the zone to a name that was whole already.",
    how: `Write "${short}".`,
  }),
  providerAppends: ({ written, meant, short }: Relative) => ({
    what: `This provider puts the zone behind "${written}", so the record is published at "${meant}", with the domain twice.`,
    why: nobodyAsks,
    how: `Write "${short}".`,
  }),
  providerPerhapsAppends: ({ written, meant, short }: Relative) => ({
    severity: "warning" as const,
    what: `"${written}" bears the zone's name, and this provider wants owners relative to the zone: likely the record is published at "${meant}".`,
    why: `If so, the domain is there twice. ${nobodyAsks}`,
    how: `Write "${short}".`,
  }),
  providerRefuses: ({ written, short }: Relative) => ({
    what: `"${written}" bears the zone's name, and this provider refuses such owners: it wants them relative to the zone.`,
    why: "The plan looks right, but the record will be rejected at apply.",
    how: `Write "${short}".`,
  }),
  ownerTwice: ({ name, zone, short }: Twice) => ({
    what: `The owner "${name}" bears "${zone}" twice.`,
    why: `A full name was put where the zone is added to it. ${nobodyAsks}`,
    how: `Write "${short}".`,
  }),
  likelyDoubled: ({ name, zone, short }: Twice) => ({
    severity: "warning" as const,
    what: `"${name}" bears "${zone}" twice.`,
    why: "That is what comes out when a full name is put where the zone is added to it. If so, nobody asks for the name.",
    how: `Write "${short}" if that was meant.`,
  }),
  /** Seen live. */
  live: ({ wanted, found, zone }: { wanted: string; found: string; zone: string }) => ({
    what: `The record isn't at "${wanted}" but at "${found}", which bears "${zone}" once too often.`,
    why: nobodyAsks,
    how: `Where the record is written, give the owner relative to "${zone}", or in full with its final dot: what adds the zone adds it to any other text.`,
  }),
};

type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "doubled-domain",
  group: "Names",
  severity: "error",
  summary: "An owner or target that bears its domain twice",
  sources: [
    rfc(1035, "5.1", "Format"),
    source(
      "AWS Certificate Manager, Troubleshoot DNS validation",
      "https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-DNS-validation.html",
    ),
  ],
  seed: "aws-acm-cname",
  fixable: true,
  messages,
  zone(context) {
    const { zone, facts } = context;
    if (zone.made) return checkResources(context);
    if (!zone.originKnown) return;
    const soa = findDoubledApex(zone);
    if (soa !== undefined) return reportRelativeOwner(context, soa);
    const stacks = findStacks(zone, facts);
    checkOwners(context, stacks, checkOrigins(context));
    checkSubOrigins(context);
    checkTargets(context, stacks);
    checkValidationTargets(context);
  },
});

/** Records of resources: what their provider makes of the text decides. */
function checkResources(context: Context): void {
  const { zone, other } = context;
  const own = knownZone(zone);
  const isFull = own === undefined ? undefined : (text: string) => endsInName(text, own);
  for (let id = 0; id < zone.count; id++) {
    const record = other.at(id);
    const { origin } = record;
    // An owner that bears its domain twice ends in it: so much is told without looking further.
    if (origin && (isFull ?? repeatsLastLabel)(origin.writtenOwner)) checkResourceOwner(record, origin, own, context);
  }
  // "com.com." is a name like any other in the zone "com.".
  if (own === undefined || !own.includes(".")) return;
  const twice = findStacked(zone, zone.names.name(zone.apex).labels, zone.apex);
  if (twice !== undefined) {
    for (const type of HOST_TARGET_TYPES) {
      for (const id of zone.index.ofType(type)) checkResourceTarget(other.at(id), own, twice, context);
    }
  }
  checkValidationTargets(context);
}

function checkResourceOwner(record: RecordView, origin: RecordOrigin, own: string | undefined, context: Context): void {
  const { zone, index, report } = context;
  const { writtenOwner: text } = origin;
  const bare = text.endsWith(".") ? text.slice(0, -1) : text;
  const domain = own ?? repeatedDomain(bare, context);
  if (domain === undefined) return;
  if (domain.includes(".") && endsInName(bare, `${domain}.${domain}`)) {
    // A child that really is called so has an NS.
    if (index.cutAt(record.ownerId) !== undefined) return;
    const short = text.slice(0, bare.length - domain.length - 1);
    const data = { name: record.ownerText, zone: domain, short };
    // A name that is known by nothing but its text may be meant so below an ending that isn't a sure one.
    const severity = own !== undefined || isSureDomain(domain) ? undefined : "warning";
    const fix = cut(writtenOwner(record, origin).place, bare.length, domain.length + 1, domain);
    return report(record.owner.place, "ownerTwice", data, { fix, severity });
  }
  const { nameMode, verdicts } = origin.reading;
  const isRelative = nameMode.value === "relative_append" || nameMode.value === "relative_or_dotted";
  if (own === undefined || !isRelative || text !== bare || !endsInName(text, own)) return;
  const { zoneRepeated } = verdicts;
  const message = DOUBLING[zoneRepeated.value];
  if (message === undefined) return;
  const isApex = text.length === own.length;
  const short = isApex ? apexOf(origin) : text.slice(0, -own.length - 1);
  const data = { written: text, meant: `${foldLabel(text)}.${zone.names.text(zone.apex)}`, short: short ?? "@" };
  const { place } = writtenOwner(record, origin);
  const fix = isApex ? replace(place, short) : cut(place, text.length, own.length + 1, own);
  const severity = message === "providerPerhapsAppends" ? undefined : gradeBy(zoneRepeated);
  report(record.owner.place, message, data, { fix, severity });
}

/** What becomes of a zone that is repeated; of the rest there is nothing to say, or nobody knows. */
const DOUBLING: Partial<Record<string, "providerAppends" | "providerPerhapsAppends" | "providerRefuses">> = {
  doubled: "providerAppends",
  likely_doubled: "providerPerhapsAppends",
  rejected: "providerRefuses",
};

/** What a text that bears its domain twice does: "www.example.com.example.com". */
function repeatsLastLabel(text: string): boolean {
  const folded = foldLabel(text.endsWith(".") ? text.slice(0, -1) : text);
  const last = folded.slice(folded.lastIndexOf("."));
  return folded.length > last.length && folded.includes(`${last}.`);
}

/** The domain that a text bears twice at its end, whatever zone it is in. */
function repeatedDomain(text: string, { facts }: Context): string | undefined {
  const folded = foldLabel(text);
  const domain = facts.suffixes.endsInPublicSuffix(folded) ? facts.suffixes.registrableDomain(folded) : undefined;
  return domain !== undefined && endsInName(folded, `${domain}.${domain}`) ? domain : undefined;
}

const isSureDomain = (domain: string): boolean => isCertainEnding(domain.slice(domain.indexOf(".") + 1));

/** How this provider wants the apex written, as far as that is known. */
function apexOf({ reading: { atSign, emptyName } }: RecordOrigin): string | undefined {
  if (atSign.value === "translated" && atSign.confidence !== "unverified") return "@";
  return emptyName.value === "apex" && emptyName.confidence !== "unverified" ? "" : undefined;
}

/** Cuts so many octets off before offset `end` of the place. */
const cut = (place: Place, end: number, length: number, domain: string): Draft => ({
  title: `Cut the last "${domain}" off`,
  safety: "suggestion",
  edits: [{ place: { ...place, start: place.start + end - length, end: place.start + end }, newText: "" }],
});

const replace = (place: Place, text: string | undefined): Draft | undefined =>
  text === undefined
    ? undefined
    : { title: `Write "${text}"`, safety: "suggestion", edits: [{ place, newText: text }] };

/** A target that bears the zone twice as it stands. One that the provider completes lacks its final dot. */
function checkResourceTarget(record: RecordView, own: string, twice: NameId, { index, report }: Context): void {
  const { targetId, zone } = record;
  if (!record.readable || targetId < 0 || record.targetIsRelative || !zone.names.isSubdomain(targetId, twice)) return;
  if (index.exists(targetId) || index.cutAt(targetId) !== undefined) return;
  const { text, place } = writtenTarget(record);
  const bare = text.replace(/\.$/, "");
  const short = `${bare.slice(0, -own.length - 1)}${text.slice(bare.length)}`;
  const fix = cut(place, bare.length, own.length + 1, own);
  report(place, "targetDoubled", { name: record.targetText, zone: own, short }, { fix });
}

/** Relative origins that were meant in full. Each is to blame, once, and not each of its records. */
function checkOrigins(context: Context): ReadonlySet<NameId> {
  const { zone, index, other, report } = context;
  const { names, apex } = zone;
  const blamed = new Set<NameId>();
  const depth = names.depth[apex];
  if (depth < 2) return blamed;
  for (const [first, origin] of zone.stretches()) {
    const least = origin === apex ? 4 : index.inZone(origin) ? 2 * depth : depth + 1;
    if (names.depth[origin] < least || (origin === apex && !zone.whole) || blamed.has(origin)) continue;
    if (["policy", "blocklist"].includes(purposeOf(zone))) return blamed;
    const directive = findOriginDirective(other.at(first)) ?? findInclude(zone, first);
    if (!directive || !isMeantInFull(directive.text, origin, context)) continue;
    blamed.add(origin);
    const { text: written, end, kind } = directive;
    const edits = [{ place: { ...directive, start: end }, newText: "." }];
    report(
      directive,
      "originDoubled",
      { written, meant: names.text(origin), directive: kind },
      { fix: { title: `Add the final dot to "${written}"`, safety: "suggestion", edits } },
    );
  }
  return blamed;
}

/** Does a relative origin end in the zone's name, or, where the apex itself came about by it, in the origin before it? */
function isMeantInFull(written: string, origin: NameId, context: Context): boolean {
  const { zone, index } = context;
  const { names, apex } = zone;
  if (written.endsWith(".") || written === "@") return false;
  const text = foldLabel(names.text(origin)).slice(0, -1);
  const own = foldLabel(written);
  // A directive further up, of another file or behind an `$INCLUDE`, wouldn't make this origin.
  if (!text.startsWith(`${own}.`)) return false;
  const before = text.slice(own.length + 1);
  if (origin === apex) return before.includes(".") && (endsInName(own, before) || endsInName(before, own));
  if (!endsInName(own, apexText(zone))) return false;
  return !index.inZone(origin) || index.cutAt(origin) !== origin || (zone.whole && (zone.types[apex] & HAS_NS) === 0);
}

/** Relative owners of validation records that repeat what their origin has in front of the zone: "_acme-challenge.dev" below "dev". */
function checkSubOrigins({ zone, index, other, report }: Context): void {
  const { names, apex } = zone;
  const origins = [...zone.origins].filter((origin) => origin !== apex && index.inZone(origin));
  // So many are a server's own way to write: it writes no name twice.
  if (origins.length === 0 || origins.length > MOST_ORIGINS) return;
  const stacked = new Map<NameId, NameId>();
  for (const origin of origins) {
    const own = names.name(origin).labels.slice(0, names.depth[origin] - names.depth[apex]);
    const place = findStacked(zone, own, origin);
    if (place !== undefined) stacked.set(origin, place);
  }
  if (stacked.size === 0 || purposeOf(zone) !== "ordinary") return;
  for (let id = 0; id < zone.count; id++) {
    const owner = zone.owner[id];
    const validated = validatedName(names, owner);
    if (validated === undefined || !writesOwner(zone, id) || (zone.flags[id] & OWNER_RELATIVE) === 0) continue;
    const origin = zone.originOf(id);
    const place = stacked.get(origin);
    // Where there is a host of that name, the record is for it.
    if (place === undefined || !names.isSubdomain(validated, place) || zone.typesAt(validated) !== 0) continue;
    const { owner: written } = other.at(id);
    const ending = foldLabel(names.text(origin)).slice(0, -apexText(zone).length - 2);
    const short = withoutEnding(written.text, ending);
    if (short !== undefined)
      report(
        written.place,
        "likelyDoubled",
        { name: written.name, zone: ending, short },
        { fix: cutEnding(written, ending) },
      );
  }
}

const MOST_ORIGINS = 1_000;

function checkOwners(context: Context, { byOrigin, twice }: Stacks, blamed: ReadonlySet<NameId>): void {
  const { zone, index } = context;
  const { names } = zone;
  if (byOrigin.size === 0) return;
  const purpose = purposeOf(zone);
  if (purpose === "policy" || purpose === "blocklist") return;
  const placeOf = subtreesOf(zone, byOrigin.values());
  const origins = new Set<NameId>();
  for (let id = 0; id < zone.count; id++) {
    const owner = zone.owner[id];
    if (placeOf[owner] === 0 || !writesOwner(zone, id)) continue;
    const origin = zone.originOf(id);
    const relative = (zone.flags[id] & OWNER_RELATIVE) !== 0;
    if (relative && blamed.has(origin)) continue;
    const place = relative ? byOrigin.get(origin) : undefined;
    if (place !== undefined && names.isSubdomain(owner, place)) {
      // The text holds the domain. Where it ends in the whole origin it was surely meant in full.
      const whole = findStacked(zone, names.name(origin).labels, origin);
      if (whole !== undefined && names.isSubdomain(owner, whole)) {
        if (!isDelegated(context, owner, twice)) reportRelativeOwner(context, id);
      } else if (purpose !== "challenges") {
        if (isChallengeInFull(context, id)) reportRelativeOwner(context, id);
        else reportLikelyOwner(context, id);
      }
    } else if (twice !== undefined && names.isSubdomain(owner, twice) && index.cutAt(owner) === undefined) {
      if (!relative) reportLikelyOwner(context, id);
      else if (!origins.has(origin)) reportOrigin(context, id);
      origins.add(origin);
    }
  }
}

/** "_acme-challenge.example.com" below an origin further down in the zone "example.com": nobody splits a zone's own name so. */
function isChallengeInFull({ zone, other }: Context, id: RecordId): boolean {
  const { names, apex } = zone;
  if (zone.originOf(id) === apex || validatedName(names, zone.owner[id]) === undefined) return false;
  return endsInName(other.at(id).owner.text, apexText(zone));
}

/** A child that really is called so: it has an NS, and that isn't the zone's own, gone astray. */
function isDelegated({ zone, index }: Context, owner: NameId, twice: NameId | undefined): boolean {
  const cut = index.cutAt(owner);
  return cut !== undefined && cut === twice && (!zone.whole || (zone.types[zone.apex] & HAS_NS) !== 0);
}

function reportRelativeOwner({ zone, other, report }: Context, id: RecordId): void {
  const { owner } = other.at(id);
  const origin = foldLabel(zone.names.text(zone.originOf(id))).slice(0, -1);
  const short = owner.text.length === origin.length ? "@" : (withoutEnding(owner.text, origin) ?? "");
  report(owner.place, "ownerDoubled", { written: owner.text, meant: owner.name, short }, { fix: addFinalDot(owner) });
}

function reportLikelyOwner({ zone, other, report }: Context, id: RecordId): void {
  const { owner } = other.at(id);
  const domain = apexText(zone);
  if (owner.form === "relative") {
    report(owner.place, "likelyDoubled", {
      name: owner.name,
      zone: commonEnding(owner.text, domain),
      short: `${owner.text}.`,
    });
    return;
  }
  const short = withoutEnding(owner.text, domain);
  if (short !== undefined)
    report(owner.place, "likelyDoubled", { name: owner.name, zone: domain, short }, { fix: cutEnding(owner, domain) });
}

/** An absolute origin that bears the domain twice. */
function reportOrigin({ zone, other, report }: Context, id: RecordId): void {
  const directive = findOriginDirective(other.at(id));
  const domain = apexText(zone);
  const short = directive?.text.endsWith(".") ? withoutEnding(directive.text, domain) : undefined;
  if (!directive || short === undefined) return;
  report(directive, "likelyDoubled", { name: zone.names.text(zone.originOf(id)), zone: domain, short });
}

/** Targets that bear the zone's name twice. */
function checkTargets({ zone, index, other, report }: Context, { byOrigin, twice }: Stacks): void {
  if (twice === undefined) return;
  const { names } = zone;
  const domain = apexText(zone);
  for (const type of HOST_TARGET_TYPES) {
    for (const id of index.ofType(type)) {
      const name = zone.target[id];
      if (name < 0 || !names.isSubdomain(name, twice) || index.cutAt(name) !== undefined) continue;
      const there = index.exists(name);
      if ((zone.flags[id] & TARGET_RELATIVE) !== 0) {
        // One that isn't there merely lacks its dot; one that is there was doubled along with its owner.
        const place = byOrigin.get(zone.originOf(id));
        if (!there || place === undefined || !names.isSubdomain(name, place)) continue;
        const { target } = other.at(id);
        report(
          target.place,
          "targetDoubled",
          { name: target.name, zone: domain, short: `${target.text}.` },
          { fix: addFinalDot(target) },
        );
      } else if (!there) {
        const { target } = other.at(id);
        const short = withoutEnding(target.text, domain);
        if (short === undefined) continue;
        const message = knowsAbsence(zone) ? "targetDoubled" : "likelyDoubled";
        report(target.place, message, { name: target.name, zone: domain, short }, { fix: cutEnding(target, domain) });
      }
    }
  }
}

/** Absolute targets that go on behind a CA's validation name: "….sectigo.com.example.com.". */
function checkValidationTargets({ zone, index, facts, other, report }: Context): void {
  const { names, apex } = zone;
  const aliases = index.ofType(CNAME);
  if (aliases.length === 0) return;
  const bottoms = new Map<NameId, NameId>();
  const registrable = facts.suffixes.registrableDomain(apexText(zone));
  for (let bottom = apex; names.depth[bottom] > 0; bottom = names.parent[bottom]) {
    for (const suffix of ENDINGS) {
      const place = findStacked(zone, suffix.split("."), bottom);
      if (place !== undefined) bottoms.set(place, bottom);
    }
    if (registrable === undefined || `${registrable}.` === foldLabel(names.text(bottom))) break;
  }
  if (bottoms.size === 0) return;
  const placeOf = subtreesOf(zone, bottoms.keys());
  for (const id of aliases) {
    const name = zone.target[id];
    if (name < 0 || (zone.flags[id] & TARGET_RELATIVE) !== 0 || index.exists(name)) continue;
    const bottom = bottoms.get(placeOf[name]);
    if (bottom === undefined) continue;
    const domain = foldLabel(names.text(bottom)).slice(0, -1);
    const { target } = other.at(id);
    const short = withoutEnding(target.text, domain);
    if (short === undefined || !isValidationTarget(foldLabel(short).slice(0, -1))) continue;
    const data = { name: target.name, zone: domain, short };
    report(target.place, "targetDoubled", data, { fix: cutEnding(target, domain) });
  }
}

const ENDINGS = [...VALIDATION_SUFFIXES.map(({ suffix }) => suffix), ...DELEGATION_SUFFIXES];
const isValidationTarget = (target: string): boolean =>
  validationSuffixOf(target) !== undefined || DELEGATION_SUFFIXES.some((suffix) => target.endsWith(`.${suffix}`));

/** The name that text and domain both end in. */
function commonEnding(text: string, domain: string): string {
  const labels = domain.split(".");
  return labels.map((_, i) => labels.slice(i).join(".")).find((ending) => endsInName(text, ending)) ?? domain;
}
