import { isChallengeOwner } from "../../dcv/validation/challenge-owner.js";
import { readValidation } from "../../dcv/validation/validation-record.js";
import { gradeBy, knownZone } from "../../dcv/written/provider-reading.js";
import { endsInName, writesOwner } from "../../dcv/written/written-names.js";
import { apexText } from "../../dcv/zone/stacked-names.js";
import { mayServeChallenges, purposeOf } from "../../dcv/zone/zone-purpose.js";
import { isCertainEnding } from "../../knowledge/public-suffixes.js";
import { isValidationLabel } from "../../knowledge/shapes/labels.js";
import { foldLabel } from "../../name/domain-name.js";
import type { NameId, NameTable } from "../../name/name-table.js";
import { FOLD, HEX_LETTERS, OTHER_LETTERS, UNDERSCORE } from "../../name/octets.js";
import { CNAME } from "../../rdata/types.js";
import { defineRule, type RuleContext, rfc } from "../../rule.js";
import type { RecordView } from "../../zone/record-view.js";
import { OWNER_RELATIVE, type RecordId, type Zone } from "../../zone/zone.js";

interface Foreign {
  written: string;
  meant: string;
  zone: string;
  /** Whose name it is: another zone of the run, or a registrable domain. */
  domain: string;
}

const what = ({ written, meant }: Foreign): string =>
  `"${written}" has no final dot, so the record is published at "${meant}".`;
const how = ({ meant, domain }: Foreign): string =>
  `Put it into the zone of "${domain}"; or, if "${meant}" is meant, write that, with its final dot.`;

const messages = {
  declaredZone: (d: Foreign) => ({
    what: what(d),
    why: `It reads as a name of "${d.domain}", a zone of its own here. Nobody looks below "${d.zone}" for it.`,
    how: how(d),
  }),
  foreignName: (d: Foreign) => ({
    what: what(d),
    why: `It reads as a name of "${d.domain}". The CA looks in that domain, not below "${d.zone}", and finds nothing.`,
    how: how(d),
  }),
  perhapsForeign: (d: Foreign) => ({
    severity: "warning" as const,
    what: what(d),
    why: `It reads as a name of "${d.domain}". If it is one, the CA looks in that domain, not below "${d.zone}", and finds nothing.`,
    how: how(d),
  }),
  appended: (d: Foreign) => ({
    what: `The provider puts the zone behind "${d.written}", so the record is published at "${d.meant}".`,
    why: `It is a name of "${d.domain}". Nobody, the CA included, looks below "${d.zone}" for it.`,
    how: `Put it into the zone of "${d.domain}"; or, if "${d.meant}" is meant, write that in full.`,
  }),
  perhapsAppended: (d: Foreign) => ({
    severity: "warning" as const,
    what: `"${d.written}" reads as a name of "${d.domain}", and this provider wants owners relative to the zone: likely the record is published at "${d.meant}".`,
    why: `If so, nobody finds it: the CA looks in "${d.domain}", not below "${d.zone}".`,
    how: `Put it into the zone of "${d.domain}".`,
  }),
  awaited: ({ domain, zone }: { domain: string; zone: string }) => ({
    what: `The record that validates "${domain}" is put into the zone "${zone}", which that name isn't in.`,
    why: `The CA looks for it below "${domain}" and finds nothing there, so the certificate stays pending.`,
    how: `Choose the zone by the name that is validated: the one that "${domain}" is in.`,
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "foreign-name-in-zone",
  group: "Names",
  severity: "error",
  summary: "A full name of another domain that is put under this zone",
  sources: [rfc(1035, "5.1", "Format"), rfc(1034, "4.2", "How the database is divided into zones")],
  messages,
  zone(context) {
    const { zone, facts, other, report } = context;
    if (zone.made) return checkResources(context);
    if (!zone.originKnown) return;
    const found = [...findForeigners(context)];
    // Names of many domains below one zone are no slip: somebody hosts something for them.
    if (found.length === 0 || new Set(found.map(({ domain }) => domain)).size > 2 || purposeOf(zone) !== "ordinary")
      return;
    const severity = mayServeChallenges(zone) ? "warning" : undefined;
    for (const { id, message, domain } of found) {
      const { owner } = other.at(id);
      // The name isn't put into the wrong zone, but into the wrong place of its record.
      if (zone.type[id] === CNAME && readValidation(other)?.diagnosis?.kind === "swapped") continue;
      // Somebody hands the validation of that domain to this very name.
      if (facts.isAliasTarget(foldLabel(owner.name))) continue;
      const data = { written: owner.text, meant: owner.name, zone: zone.names.text(zone.apex), domain: `${domain}.` };
      report(owner.place, message, data, { severity });
    }
  },
});

/** Records of resources: a name in full of another domain that the provider takes as relative. */
function checkResources(context: Context): void {
  const { zone, other, report } = context;
  const own = knownZone(zone);
  if (own === undefined) return;
  for (const awaited of zone.awaited) {
    const { domain, at } = awaited;
    const name = domain.replace(/^\*\./, "");
    if (endsInName(name, own)) continue;
    const place = { source: zone.sources[0], ...at };
    report(place, "awaited", { domain: name, zone: zone.names.text(zone.apex) }, { awaited });
  }
  const found: { readonly id: RecordId; readonly domain: string; readonly sure: boolean }[] = [];
  for (let id = 0; id < zone.count; id++) {
    const foreign = findAppended(other.at(id), own, context);
    if (foreign) found.push({ id, ...foreign });
  }
  // Names of many domains below one zone are no slip: somebody hosts something for them.
  const guessed = new Set(found.filter(({ sure }) => !sure).map(({ domain }) => domain));
  const isHost = guessed.size > 2 || purposeOf(zone) !== "ordinary";
  for (const { id, domain, sure } of found) {
    if (isHost && !sure) continue;
    const record = other.at(id);
    const { reading, writtenOwner: written } = record.origin!;
    const verdict = reading.verdicts.nameOutsideZone;
    const data = { written, meant: record.ownerText, zone: zone.names.text(zone.apex), domain: `${domain}.` };
    if (verdict.value === "likely_appended") report(record.owner.place, "perhapsAppended", data);
    else {
      // Challenges alone are handed to other zones, and then to a name like this.
      const isHanded = !sure && isChallengeOwner(zone.names, record.ownerId) && mayServeChallenges(zone);
      const severity = isHanded ? "warning" : gradeBy(verdict);
      report(record.owner.place, "appended", data, { severity });
    }
  }
}

/** The domain whose name the owner is; `sure` where its author said so by a final dot, or the run has that zone. */
function findAppended(
  record: RecordView,
  own: string,
  context: Context,
): { domain: string; sure: boolean } | undefined {
  const { origin } = record;
  const { facts } = context;
  if (origin?.ownerReading !== "appended") return undefined;
  const { value } = origin.reading.verdicts.nameOutsideZone;
  if (value !== "silently_appended" && value !== "likely_appended") return undefined;
  // doubled-domain has those that end in the zone's own name.
  if (!origin.writtenOwner.includes(".") || endsInName(origin.writtenOwner, own)) return undefined;
  const text = foldLabel(origin.writtenOwner).replace(/\.$/, "");
  const labels = text.split(".");
  if (labels.length < 2) return undefined;
  const declared = findDeclaredZone(labels, context);
  const isFull = LIKE_TOP_LEVEL.test(text) && facts.suffixes.endsInPublicSuffix(text);
  const domain = isFull ? facts.suffixes.registrableDomain(text) : undefined;
  if (declared === undefined && domain === undefined) return undefined;
  // Somebody hands the validation of that domain to this very name.
  if (facts.isAliasTarget(foldLabel(record.ownerText))) return undefined;
  if (declared !== undefined) return { domain: declared, sure: true };
  const suffix = domain!.slice(domain!.indexOf(".") + 1);
  // Addresses of blocks are delegated and listed under names such as "10.in-addr.arpa" below other zones as well.
  if (suffix === "arpa" || suffix.endsWith(".arpa")) return undefined;
  if (origin.writtenOwner.endsWith(".")) return { domain: domain!, sure: true };
  // Keys and policies for the mail of others are published below a provider's own zone (RFC 6376 §3.6.2.1, RFC 7489 §7.1).
  if (labels.some((label) => label === "_domainkey" || label === "_report")) return undefined;
  if (!isCertainEnding(suffix) || isInhabited(record, context)) return undefined;
  return { domain: domain!, sure: false };
}

/** Letters, of any script, or `xn--…` at the end: what every top-level domain is, and few hosts. */
const LIKE_TOP_LEVEL = /\.(?:[a-z\u0080-\uffff]+|xn--[a-z0-9-]+)$/;

/** Are there names below the owner's last label that somebody wrote in full? Then the zone really has such a branch. */
function isInhabited({ zone, ownerId }: RecordView, { index }: Context): boolean {
  const { names, apex } = zone;
  const branch = names.ancestor(ownerId, names.depth[apex] + 1);
  let known = inhabited.get(zone);
  if (!known) {
    known = new Set();
    for (let id = 0; id < zone.count; id++) {
      const name = zone.owner[id];
      const isFull = (zone.flags[id] & OWNER_RELATIVE) === 0;
      if (isFull && name !== apex && index.inZone(name)) known.add(names.ancestor(name, names.depth[apex] + 1));
    }
    inhabited.set(zone, known);
  }
  return known.has(branch);
}

const inhabited = new WeakMap<Zone, Set<NameId>>();

interface Foreigner {
  readonly id: RecordId;
  readonly message: "declaredZone" | "foreignName" | "perhapsForeign";
  readonly domain: string;
}

function* findForeigners(context: Context): Generator<Foreigner> {
  const { zone, facts, other } = context;
  const { names, apex } = zone;
  const branches = findBranches(context);
  if (branches.size === 0) return;
  const below = names.depth[apex] + 1;
  const apexDomain = facts.suffixes.registrableDomain(apexText(zone)) ?? apexText(zone);
  for (let id = 0; id < zone.count; id++) {
    const name = zone.owner[id];
    if (names.depth[name] <= below || (zone.flags[id] & OWNER_RELATIVE) === 0 || zone.originOf(id) !== apex) continue;
    if (!writesOwner(zone, id)) continue;
    const inhabited = branches.get(names.ancestor(name, below));
    if (inhabited === undefined) continue;
    const labels = foldLabel(other.at(id).owner.text).split(".");
    if (endsInName(labels.join("."), apexDomain)) continue; // doubled-domain
    const declared = findDeclaredZone(labels, context);
    if (declared !== undefined) {
      yield { id, message: "declaredZone", domain: declared };
      continue;
    }
    if (inhabited || !isValidationLabel(labels[0])) continue;
    const rest = labels.slice(1);
    const domain = facts.suffixes.endsInPublicSuffix(rest.join("."))
      ? facts.suffixes.registrableDomain(rest.join("."))
      : undefined;
    if (domain === undefined) continue;
    // "dev", "app", "de" are top-level domains that people call parts of their own zones, and hosts inside need no record here.
    const certain = isCertainEnding(domain.slice(domain.indexOf(".") + 1));
    if (certain || rest.length >= 3)
      yield { id, message: certain && rest.length >= 3 ? "foreignName" : "perhapsForeign", domain };
  }
}

/** A zone of two labels or more: "lan" alone may be the end of any name. */
function findDeclaredZone(labels: readonly string[], { facts }: Context): string | undefined {
  for (let take = Math.min(labels.length, MOST_LABELS); take >= 2; take--) {
    const ending = labels.slice(-take).join(".");
    if (facts.isDeclaredZone(`${ending}.`)) return ending;
  }
  return undefined;
}

/** Of a zone's name; nobody has deeper ones, and hostile texts are long. */
const MOST_LABELS = 10;

/**
 * Names right below the apex that may be the top-level domain of a full name: letters, without a record, with names
 * below. `true`: there are hosts below, so the branch is really this zone's.
 */
function findBranches({ zone, index, facts }: Context): Map<NameId, boolean> {
  const { names, apex, types } = zone;
  const { parent, count } = names;
  const tops: NameId[] = [];
  for (let id = 1; id < count; id++) {
    if (parent[id] !== apex || types[id] !== 0 || !index.exists(id)) continue;
    if (mayBeTopLevel(names, id)) tops.push(id);
  }
  if (tops.length === 0) return new Map();
  /** By name: the number of the branch that it is in, from 1. */
  const branchOf = tops.length < 256 ? new Uint8Array(count) : new Uint32Array(count);
  for (let i = 0; i < tops.length; i++) branchOf[tops[i]] = i + 1;
  const sizes = new Uint32Array(tops.length + 1);
  const hosts = new Uint32Array(tops.length + 1);
  // Parents come first, so nothing in a branch stands in front of the first top.
  for (let id = tops[0] + 1; id < count; id++) {
    const branch = branchOf[parent[id]];
    if (branch === 0) continue;
    branchOf[id] = branch;
    sizes[branch]++;
    if (types[id] !== 0 && names.labelOctet(id, 0) !== UNDERSCORE) hosts[branch]++;
  }
  const branches = new Map<NameId, boolean>();
  for (const [i, top] of tops.entries()) {
    // An ending that isn't public may be that of another zone of the run; a large branch hardly is.
    const isPublic = facts.suffixes.isPublicSuffix(foldLabel(names.label(top)));
    if (isPublic || sizes[i + 1] <= SMALL) branches.set(top, hosts[i + 1] > 0);
  }
  return branches;
}

const SMALL = 100;

/** Letters alone, or `xn--…`. */
function mayBeTopLevel(names: NameTable, id: NameId): boolean {
  const isWord = (names.kinds[id] & ~(HEX_LETTERS | OTHER_LETTERS)) === 0;
  if (isWord) return names.labelLengthOf(id) >= 2;
  return FOLD[names.labelOctet(id, 0)] === X && /^xn--/i.test(names.label(id));
}
const X = 120;
