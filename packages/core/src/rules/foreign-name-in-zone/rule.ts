import { apexText } from "../../dcv/stacked-names.js";
import { endsInName, writesOwner } from "../../dcv/written-names.js";
import { mayServeChallenges, purposeOf } from "../../dcv/zone-purpose.js";
import { isCertainEnding } from "../../knowledge/public-suffixes.js";
import { isValidationLabel } from "../../knowledge/validation-shapes.js";
import { foldLabel } from "../../name/domain-name.js";
import type { NameId, NameTable } from "../../name/name-table.js";
import { FOLD, HEX_LETTERS, OTHER_LETTERS, UNDERSCORE } from "../../name/octets.js";
import { defineRule, type RuleContext, rfc } from "../../rule.js";
import { OWNER_RELATIVE, type RecordId } from "../../zone/zone.js";

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

export default defineRule({
  id: "foreign-name-in-zone",
  group: "Names",
  severity: "error",
  summary: "A full name of another domain that is put under this zone",
  sources: [rfc(1035, "5.1", "Format"), rfc(1034, "4.2", "How the database is divided into zones")],
  messages: {
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
  },
  zone(context) {
    const { zone, facts, other, report } = context;
    if (!zone.originKnown) return;
    const found = [...findForeigners(context)];
    // Names of many domains below one zone are no slip: somebody hosts something for them.
    if (found.length === 0 || new Set(found.map(({ domain }) => domain)).size > 2 || purposeOf(zone) !== "ordinary")
      return;
    const severity = mayServeChallenges(zone) ? "warning" : undefined;
    for (const { id, message, domain } of found) {
      const { owner } = other.at(id);
      // Somebody hands the validation of that domain to this very name.
      if (facts.isAliasTarget(foldLabel(owner.name))) continue;
      const data = { written: owner.text, meant: owner.name, zone: zone.names.text(zone.apex), domain: `${domain}.` };
      report(owner.place, message, data, { severity });
    }
  },
});

interface Foreigner {
  readonly id: RecordId;
  readonly message: "declaredZone" | "foreignName" | "perhapsForeign";
  readonly domain: string;
}

function* findForeigners(context: RuleContext<never>): Generator<Foreigner> {
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
function findDeclaredZone(labels: readonly string[], { facts }: RuleContext<never>): string | undefined {
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
function findBranches({ zone, index, facts }: RuleContext<never>): Map<NameId, boolean> {
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
