import { originsOf } from "../../dcv/origins.js";
import { typeLabelsBelow } from "../../dcv/type-label.js";
import { endsInName, textOf, writesOwner } from "../../dcv/written-names.js";
import { isValidationLabel } from "../../knowledge/validation-shapes.js";
import { foldLabel } from "../../name/domain-name.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import { UNDERSCORE } from "../../name/octets.js";
import { type Draft, defineRule, type RuleContext, rfc } from "../../rule.js";
import type { WrittenName } from "../../zone/record-view.js";
import { OWNER_RELATIVE } from "../../zone/zone.js";

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
  zone(context) {
    const { zone, other, report } = context;
    const { names } = zone;
    const below = new Map<NameId, NameId[]>();
    for (const origin of [...originsOf(zone), ROOT]) {
      const labels = typeLabelsBelow(zone, origin);
      if (labels.length > 0) below.set(origin, labels);
    }
    if (below.size === 0) return;
    for (let id = 0; id < zone.count; id++) {
      const name = zone.owner[id];
      if (names.depth[name] < 2 || names.labelOctet(name, 0) !== UNDERSCORE || !writesOwner(zone, id)) continue;
      const origin = (zone.flags[id] & OWNER_RELATIVE) !== 0 ? zone.origin[id] : ROOT;
      const top = below.get(origin)?.find((label) => label !== name && names.isSubdomain(name, label));
      if (top === undefined || !isValidationLabel(foldLabel(names.label(name)))) continue;
      const { owner } = other.at(id);
      const bare = owner.text.replace(/\.$/, "");
      const label = bare.slice(bare.lastIndexOf(".") + 1);
      const rest = bare.slice(0, -label.length - 1);
      if (!isSlip(context, { top, label, rest, absolute: origin === ROOT })) continue;
      // A name in full wants the dot that the type stood in the way of.
      const full = origin === ROOT || endsInName(rest, foldLabel(names.text(origin)).slice(0, -1));
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

interface Ending {
  readonly top: NameId;
  readonly label: string;
  /** The text without its last label. */
  readonly rest: string;
  readonly absolute: boolean;
}

/** Is the label a slip, and not a host called "cname", as many have one? */
function isSlip({ zone }: RuleContext<never>, { top, label, rest, absolute }: Ending): boolean {
  if (absolute) return true;
  const { names } = zone;
  const origin = foldLabel(names.text(names.parent[top])).slice(0, -1);
  if (endsInName(rest, origin)) return true;
  for (let id = top; id < names.count; id++) {
    if (zone.typesAt(id) !== 0 && names.labelOctet(id, 0) !== UNDERSCORE && names.isSubdomain(id, top)) return false;
  }
  // In lower case it takes a name in front, and a zone that would hold the host.
  return label === label.toUpperCase() || (zone.whole && rest.includes("."));
}

const rewrite = (owner: WrittenName, right: string): Draft => ({
  title: `Write "${right}"`,
  safety: "suggestion",
  edits: [{ place: textOf(owner), newText: right }],
});
