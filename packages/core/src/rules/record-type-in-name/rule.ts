import { typeLabelsBelow } from "../../dcv/validation/type-label.js";
import { isValidationName } from "../../dcv/validation/validation-label.js";
import { endsInName, textOf, writesOwner } from "../../dcv/written/written-names.js";
import { knowsAbsence } from "../../dcv/zone/standing.js";
import { subtreesOf } from "../../dcv/zone/subtrees.js";
import { foldLabel } from "../../name/domain-name.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import { UNDERSCORE } from "../../name/octets.js";
import { type Draft, defineRule, rfc } from "../../rule.js";
import type { WrittenName } from "../../zone/record-view.js";
import { OWNER_RELATIVE, type Zone } from "../../zone/zone.js";

interface Names {
  written: string;
  meant: string;
  label: string;
  right: string;
}

export default defineRule({
  id: "record-type-in-name",
  group: "Names",
  severity: "error",
  summary: "A record type copied from instructions as the last label of a name",
  sources: [rfc(1035, "5.1", "Format")],
  seed: "trustico-dcv",
  fixable: true,
  messages: {
    lastLabel: ({ written, meant, label, right }: Names) => ({
      what: `"${written}" ends in "${label}", the type of the record, so it is published at "${meant}".`,
      why: "The CA looks at the name without it and finds nothing there.",
      how: `Write "${right}".`,
    }),
  },
  zone({ zone, other, report }) {
    const { names } = zone;
    const labels: NameId[] = [];
    for (const origin of [...zone.origins, ROOT]) labels.push(...typeLabelsBelow(zone, origin));
    if (labels.length === 0) return;
    const topOf = subtreesOf(zone, labels);
    let hosts: ReadonlySet<NameId> | undefined;
    for (let id = 0; id < zone.count; id++) {
      const name = zone.owner[id];
      const top = topOf[name];
      if (top === 0 || top === name || names.labelOctet(name, 0) !== UNDERSCORE || !writesOwner(zone, id)) continue;
      const origin = (zone.flags[id] & OWNER_RELATIVE) !== 0 ? zone.originOf(id) : ROOT;
      if (names.parent[top] !== origin || !isValidationName(names, name)) continue;
      hosts ??= topsWithHosts(zone, topOf);
      const { owner } = other.at(id);
      const bare = owner.text.replace(/\.$/, "");
      const label = bare.slice(bare.lastIndexOf(".") + 1);
      const rest = bare.slice(0, -label.length - 1);
      // A name in full wants the dot that the type stood in the way of.
      const full = origin === ROOT || endsInName(rest, foldLabel(names.text(origin)).slice(0, -1));
      if (!full && !isSlip(zone, label, rest, hosts.has(top))) continue;
      const right = full ? `${rest}.` : rest;
      report(
        owner.place,
        "lastLabel",
        { written: owner.text, meant: owner.name, label, right },
        { fix: rewrite(owner, right) },
      );
    }
  },
});

/** Is the label a slip, and not a host called "cname", as many have one? */
function isSlip(zone: Zone, label: string, rest: string, hasHosts: boolean): boolean {
  if (hasHosts) return false;
  // In lower case it takes a name in front, and a zone that would hold the host.
  return label === label.toUpperCase() || (knowsAbsence(zone) && rest.includes("."));
}

/** Those that are hosts' names: they hold records, or there are more than validation records below. */
function topsWithHosts({ names, types }: Zone, topOf: Int32Array): Set<NameId> {
  const hosts = new Set<NameId>();
  for (let id = 1; id < topOf.length; id++) {
    if (topOf[id] !== 0 && types[id] !== 0 && names.labelOctet(id, 0) !== UNDERSCORE) hosts.add(topOf[id]);
  }
  return hosts;
}

const rewrite = (owner: WrittenName, right: string): Draft => ({
  title: `Write "${right}"`,
  safety: "suggestion",
  edits: [{ place: textOf(owner), newText: right }],
});
