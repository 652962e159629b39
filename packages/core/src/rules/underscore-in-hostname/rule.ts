import { lettersOf, UNDERSCORE_FIRST, UNDERSCORE_INSIDE } from "../../dcv/zone/name-letters.js";
import { apexText } from "../../dcv/zone/stacked-names.js";
import { purposeOf } from "../../dcv/zone/zone-purpose.js";
import type { NameId } from "../../name/name-table.js";
import { UNDERSCORE } from "../../name/octets.js";
import { A, AAAA, MX, NS, SRV } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";
import type { Zone } from "../../zone/zone.js";

interface Host {
  name: string;
  label: string;
  type: string;
}

const better = (label: string): string => label.replace(/_/g, "-");

export default defineRule({
  id: "underscore-in-hostname",
  group: "Names",
  severity: "warning",
  summary: "An underscore in the name of a host",
  sources: [
    rfc(1123, "2.1", "Host Names and Numbers"),
    source(
      "CA/Browser Forum, Ballot SC12: Sunset of Underscores in dNSNames",
      "https://cabforum.org/2018/11/12/ballot-sc-12-sunset-of-underscores-in-dnsnames/",
    ),
    source(
      "BIND 9 Administrator Reference Manual, check-names",
      "https://bind9.readthedocs.io/en/v9.18.24/reference.html#namedconf-statement-check-names",
    ),
  ],
  messages: {
    owner: ({ name, label, type }: Host) => ({
      what: `"${name}" has ${type} records, so it names a host, and "${label}" holds an underscore.`,
      why: "Host names are made of letters, digits and hyphens. No public CA puts this name into a certificate, and BIND refuses the zone unless check-names is relaxed.",
      how: `Call it "${better(label)}", and keep "${label}" as a CNAME to it for as long as it is used.`,
    }),
    target: ({ name, label, type }: Host) => ({
      what: `The ${type} target "${name}" must be the name of a host, and "${label}" holds an underscore.`,
      why: "Host names are made of letters, digits and hyphens. Some servers and resolvers refuse others, and BIND the whole zone unless check-names is relaxed.",
      how: `Give the host another name, such as "${better(label)}", and write that here.`,
    }),
  },
  zone({ zone, index, facts, other, report }) {
    const { bits, any } = lettersOf(zone);
    if ((any & UNDERSCORE_INSIDE) === 0 || !zone.originKnown) return;
    // Inside, people may call their hosts as they like: no public CA is asked for those names.
    if (!facts.suffixes.endsInPublicSuffix(apexText(zone))) return;
    const { names } = zone;
    /** A label in front of `_tcp` and its kind belongs to a service, not to a host. */
    const isHost = (name: NameId) => (bits[name] & (UNDERSCORE_INSIDE | UNDERSCORE_FIRST)) === UNDERSCORE_INSIDE;
    const culprits = new Set<NameId>();
    for (const type of [A, AAAA, MX]) {
      for (const id of index.ofType(type)) {
        const name = zone.owner[id];
        if (!isHost(name) || !other.at(id).readable) continue;
        const culprit = findCulprit(zone, name);
        // The zone's own name isn't this zone's to change, and a branch of many hosts is one trouble.
        if (culprit === undefined || culprits.has(culprit) || !index.inZone(culprit) || culprit === zone.apex) continue;
        if (purposeOf(zone) !== "ordinary") return;
        culprits.add(culprit);
        report(other.owner.place, "owner", {
          name: names.text(name),
          label: names.label(culprit),
          type: other.typeName,
        });
      }
    }
    for (const type of [NS, MX, SRV]) {
      for (const id of index.ofType(type)) {
        const name = zone.target[id];
        if (name < 0 || !isHost(name)) continue;
        const culprit = findCulprit(zone, name);
        if (culprit === undefined || culprits.has(culprit) || purposeOf(zone) !== "ordinary") continue;
        culprits.add(culprit);
        const { target, typeName } = other.at(id);
        report(target.place, "target", { name: names.text(name), label: names.label(culprit), type: typeName });
      }
    }
  },
});

/** The uppermost name at or above this one whose label holds an underscore. */
function findCulprit({ names }: Zone, name: NameId): NameId | undefined {
  let culprit: NameId | undefined;
  for (let at = name; at > 0; at = names.parent[at]) {
    for (let i = 0; i < names.labelLengthOf(at); i++) if (names.labelOctet(at, i) === UNDERSCORE) culprit = at;
  }
  return culprit;
}
