import { endsInTypeLabel } from "../../dcv/validation/type-label.js";
import { findOriginDirective } from "../../dcv/written/origins.js";
import { gradeBy, knownZone, writtenOwner } from "../../dcv/written/provider-reading.js";
import { writesOwner } from "../../dcv/written/written-names.js";
import { apexText, findDoubledApex } from "../../dcv/zone/stacked-names.js";
import { subtreesOf } from "../../dcv/zone/subtrees.js";
import { foldLabel } from "../../name/domain-name.js";
import { SOA } from "../../rdata/types.js";
import { defineRule, type RuleContext, rfc, source } from "../../rule.js";
import { OWNER_INHERITED, OWNER_RELATIVE } from "../../zone/zone.js";

interface Outside {
  owner: string;
  zone: string;
  /** Where it came from, if the owner is relative. */
  origin?: string;
}

const what = ({ owner, zone, origin }: Outside): string =>
  `"${owner}" lies outside the zone "${zone}"${origin ? `: relative names end in "${origin}" here` : ""}.`;

const messages = {
  ownerOutside: (d: Outside) => ({
    what: what(d),
    why: "A server has no say over that name: BIND and Knot leave the record out, NSD and PowerDNS refuse the zone. Nobody will see it.",
    how: `Put it into the zone of that name, or write an owner below "${d.zone}".`,
  }),
  providerRefuses: ({ written, zone, meant }: { written: string; zone: string; meant?: string }) => ({
    what: `"${written}" isn't in the zone "${zone}", and this provider takes it as it stands.`,
    why: "The plan looks right, but the provider's API refuses names of other zones: apply will be rejected half-way.",
    how:
      meant === undefined
        ? `Put it into the zone of that name, or write an owner that ends in "${zone}".`
        : `Write "${meant}".`,
  }),
  perhapsOutside: (d: Outside) => ({
    severity: "warning" as const,
    what: what(d),
    why: "The file doesn't say what zone it is; that was given, or taken from its name. If it is right, servers leave the record out or refuse the zone.",
    how: "Write the zone's name into the file as the absolute owner of the SOA, or give it with --origin or in the config.",
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "out-of-zone",
  group: "Names",
  severity: "error",
  summary: "An owner that isn't the zone's apex or below it",
  sources: [
    rfc(1035, "5.2", "Use of master files to define zones"),
    source(
      "BIND 9, dns/master.c: ignoring out-of-zone data",
      "https://gitlab.isc.org/isc-projects/bind9/-/blob/bind-9.18/lib/dns/master.c",
    ),
  ],
  messages,
  zone(context) {
    const { zone, index, other, report } = context;
    if (zone.made) return checkResources(context);
    // A fragment may belong to several zones, and without an origin nobody knows what is inside.
    if (!zone.whole || !zone.originKnown || findDoubledApex(zone) !== undefined) return;
    const { names } = zone;
    if (!index.hasOutsiders) return;
    let vague: boolean | undefined;
    let otherZones: Int32Array | undefined;
    for (let id = 0; id < zone.count; id++) {
      const name = zone.owner[id];
      if (index.inZone(name) || !writesOwner(zone, id)) continue;
      // Where several zones stand in one file, that is the trouble, and multiple-soa says so.
      otherZones ??= subtreesOf(
        zone,
        [...index.ofType(SOA)].map((soa) => zone.owner[soa]),
      );
      if (otherZones[name] !== 0 || endsInTypeLabel(zone, name)) continue;
      vague ??= isVague(context);
      const { owner } = other.at(id);
      const origin = owner.form === "relative" ? names.text(zone.originOf(id)) : undefined;
      const message = vague && seemsRelated(owner.name, context) ? "perhapsOutside" : "ownerOutside";
      report(owner.place, message, { owner: owner.name, zone: names.text(zone.apex), origin });
    }
  },
});

/** Records of resources whose provider takes owners in full, or takes them for such. */
function checkResources({ zone, facts, other, report }: Context): void {
  const own = knownZone(zone);
  if (own === undefined) return;
  for (let id = 0; id < zone.count; id++) {
    const record = other.at(id);
    const { origin } = record;
    if (origin?.ownerReading !== "refused" || origin.writtenOwner === "@") continue;
    const { reading } = origin;
    const { nameOutsideZone } = reading.verdicts;
    // What ends in the zone's name in the midst of a label counts as being in full; that is how the owner is read.
    const isInLabel = reading.nameMode.value === "suffix_detect";
    if (!isInLabel && nameOutsideZone.value !== "rejected") continue;
    const { text: written, place } = writtenOwner(record, origin);
    const bare = written.replace(/\.$/, "");
    const isRelative = !isInLabel && !facts.suffixes.endsInPublicSuffix(foldLabel(bare));
    const dot = reading.nameMode.value === "fqdn_dot_required" || written !== bare ? "." : "";
    const meant = isRelative ? `${bare}.${own}${dot}` : undefined;
    const severity = gradeBy(isInLabel ? reading.nameMode : nameOutsideZone);
    const edits = [{ place, newText: meant ?? "" }];
    const fix = meant === undefined ? undefined : { title: `Write "${meant}"`, safety: "suggestion" as const, edits };
    const data = { written, zone: zone.names.text(zone.apex), meant };
    report(record.owner.place, "providerRefuses", data, { fix, severity });
  }
}

/** Did the zone's name come from outside, and does nothing in the file confirm it? A file's name may mislead. */
function isVague({ zone, index, other }: Context): boolean {
  const soa = index.ofType(SOA).find((id) => zone.owner[id] === zone.apex);
  if (soa === undefined || (zone.flags[soa] & OWNER_RELATIVE) === 0 || findOriginDirective(other.at(soa))) return false;
  for (let id = 0; id < zone.count; id++) {
    if ((zone.flags[id] & (OWNER_RELATIVE | OWNER_INHERITED)) === 0 && index.inZone(zone.owner[id])) return false;
  }
  return true;
}

/** Then a name of the same domain, or any name where the zone's isn't a public one, tells little. */
function seemsRelated(owner: string, { zone, facts }: Context): boolean {
  const apex = apexText(zone);
  if (!facts.suffixes.endsInPublicSuffix(apex)) return true;
  return facts.suffixes.registrableDomain(foldLabel(owner).slice(0, -1)) === facts.suffixes.registrableDomain(apex);
}
