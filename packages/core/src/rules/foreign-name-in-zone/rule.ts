import { apexText } from "../../dcv/stacked-names.js";
import { endsInName, writesOwner } from "../../dcv/written-names.js";
import { purposeOf } from "../../dcv/zone-purpose.js";
import { isValidationLabel } from "../../knowledge/validation-shapes.js";
import { foldLabel } from "../../name/domain-name.js";
import type { NameId } from "../../name/name-table.js";
import { UNDERSCORE } from "../../name/octets.js";
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
    const { zone, other, report } = context;
    if (!zone.originKnown) return;
    const found = [...findForeigners(context)];
    // Names of many domains below one zone are no slip: somebody hosts something for them.
    if (found.length === 0 || new Set(found.map(({ domain }) => domain)).size > 2 || purposeOf(zone) !== "ordinary")
      return;
    for (const { id, message, domain } of found) {
      const { owner } = other.at(id);
      const data = { written: owner.text, meant: owner.name, zone: zone.names.text(zone.apex), domain: `${domain}.` };
      report(owner.place, message, data);
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
    if (names.depth[name] <= below || zone.origin[id] !== apex || (zone.flags[id] & OWNER_RELATIVE) === 0) continue;
    if (!writesOwner(zone, id)) continue;
    const inhabited = branches.get(names.ancestor(name, below));
    if (inhabited === undefined) continue;
    const labels = foldLabel(other.at(id).owner.text).split(".");
    if (endsInName(labels.join("."), apexDomain)) continue; // doubled-domain
    const zoneAt = labels.findIndex(
      (_, i) => i <= labels.length - 2 && facts.isDeclaredZone(`${labels.slice(i).join(".")}.`),
    );
    if (zoneAt >= 0) {
      yield { id, message: "declaredZone", domain: labels.slice(zoneAt).join(".") };
      continue;
    }
    if (inhabited || !isValidationLabel(labels[0])) continue;
    const rest = labels.slice(1);
    const domain = facts.suffixes.endsInPublicSuffix(rest.join("."))
      ? facts.suffixes.registrableDomain(rest.join("."))
      : undefined;
    if (domain === undefined) continue;
    // "dev", "app", "de" are top-level domains that people call parts of their own zones, and hosts inside need no record here.
    const certain = domain.split(".").length > 2 || GENERIC.has(rest[rest.length - 1]);
    if (certain || rest.length >= 3)
      yield { id, message: certain && rest.length >= 3 ? "foreignName" : "perhapsForeign", domain };
  }
}

/** Nobody names a part of a zone so. */
const GENERIC = new Set(["com", "net", "org", "edu", "gov", "mil", "info", "biz"]);

/**
 * Names right below the apex that may be the top-level domain of a full name: letters, without a record, with names
 * below. `true`: there are hosts below, so the branch is really this zone's.
 */
function findBranches({ zone, facts }: RuleContext<never>): Map<NameId, boolean> {
  const { names, apex } = zone;
  const { parent } = names;
  const sizes = new Map<NameId, number>();
  for (let id = 1; id < names.count; id++) {
    const branch = parent[id];
    if (branch > 0 && parent[branch] === apex && zone.typesAt(branch) === 0)
      sizes.set(branch, (sizes.get(branch) ?? 0) + 1);
  }
  const branches = new Map<NameId, boolean>();
  for (const [branch, size] of sizes) {
    const label = foldLabel(names.label(branch));
    if (!/^[a-z]{2,}$|^xn--/.test(label)) continue;
    // An ending that isn't public may be that of another zone of the run; a large branch hardly is.
    if (facts.suffixes.isPublicSuffix(label) || size <= SMALL) branches.set(branch, false);
  }
  if (branches.size === 0) return branches;
  const below = names.depth[apex] + 1;
  for (let id = 1; id < names.count; id++) {
    if (zone.typesAt(id) === 0 || names.depth[id] <= below || names.labelOctet(id, 0) === UNDERSCORE) continue;
    const branch = names.ancestor(id, below);
    if (branches.get(branch) === false) branches.set(branch, true);
  }
  return branches;
}

const SMALL = 100;
