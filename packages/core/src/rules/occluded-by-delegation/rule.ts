import { validatedName } from "../../dcv/validation/validation-owner.js";
import { nameServerMarks } from "../../dcv/zone/name-servers.js";
import { DomainName, foldLabel } from "../../name/domain-name.js";
import { type NameId, parseName, ROOT } from "../../name/name-table.js";
import { A, AAAA, CAA, DNAME, DS, KEY, NS, NSEC, NSEC3, NXT, RRSIG, SIG } from "../../rdata/types.js";
import { defineRule, type Facts, type RuleContext, rfc } from "../../rule.js";
import { HAS_NS, HAS_SOA, type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

interface Occluded {
  owner: string;
  type: string;
  cut: string;
  servers: string;
}

const what = ({ owner, type, cut, servers }: Occluded) =>
  owner === cut
    ? `The ${type} of "${owner}" stands at a zone cut: NS records hand "${cut}" to ${servers}.`
    : `The ${type} of "${owner}" lies below a zone cut: NS records hand "${cut}" to ${servers}.`;
const how = ({ cut, servers }: Occluded) =>
  `Publish it in the zone "${cut}", at ${servers}, or delete the NS records of "${cut}".`;

const messages = {
  occluded: (d: Occluded) => ({
    what: what(d),
    why: "Whoever asks for it is sent to those servers and never sees what stands here.",
    how: how(d),
  }),
  validation: (d: Occluded & { certified: string }) => ({
    what: what(d),
    why: `The CA is sent to those servers, finds no such record there, and issues no certificate for "${d.certified}".`,
    how: how(d),
  }),
  caa: (d: Occluded) => ({
    what: what(d),
    why: "CAs are sent to those servers and go by what they say: this record neither permits nor forbids anything.",
    how: how(d),
  }),
  awaited: (d: Occluded & { certificate: string }) => ({
    what: `The record that "${d.certificate}" asks for to validate "${d.owner}" lies below a zone cut: NS records hand "${d.cut}" to ${d.servers}.`,
    why: "The CA is sent to those servers and finds no such record there: validation stays pending.",
    how: how(d),
  }),
  nestedCut: (d: Occluded) => ({
    what: `"${d.owner}" is handed on although it lies below "${d.cut}", which NS records hand to ${d.servers}.`,
    why: `Whoever asks is sent to the servers of "${d.cut}"; only if those delegate "${d.owner}" too does anybody reach its servers.`,
    how: `Delegate "${d.owner}" in the zone "${d.cut}", and delete the NS records here.`,
    severity: "warning" as const,
  }),
  unusedGlue: (d: Occluded) => ({
    what: `The ${d.type} of "${d.owner}" lies below the zone cut "${d.cut}", and no NS record points to it.`,
    why: "It is no glue, so nobody ever sees it.",
    how: `Delete it, or add "${d.owner}" to the NS records of "${d.cut}".`,
    severity: "warning" as const,
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "occluded-by-delegation",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A record lies behind a zone cut, where other servers answer",
  sources: [rfc(1034, "4.2.1", "Technical considerations"), rfc(5936, "3.5", "Occlusion"), rfc(9499, "7", "Zones")],
  messages,
  zone(context) {
    const { zone, index, facts, other, report } = context;
    if (!index.hasCuts || !knowsApex(zone, facts)) return;
    const { names, types } = zone;
    const isServer = nameServerMarks(zone);
    const delegations = new Map<NameId, Delegation>();
    checkAwaited(context);
    for (let name = 0; name < names.count; name++) {
      if (types[name] === 0) continue;
      const cut = index.cutAt(name);
      // A second SOA makes the cut the apex of another zone in the same file, and that is the trouble.
      if (cut === undefined || (types[cut] & HAS_SOA) !== 0 || hiddenByDname(name, cut, zone)) continue;
      for (let id = zone.firstRecordAt(name); id >= 0; id = zone.nextAtOwner[id]) {
        if (!isOccluded(id, cut, zone, isServer)) continue;
        const delegation = delegations.get(cut) ?? describe(cut, zone);
        delegations.set(cut, delegation);
        const { place, typeName: type, ownerText: owner } = other.at(id);
        const data = { owner, type, cut: names.text(cut), servers: delegation.servers };
        const related = [{ place: other.at(delegation.ns).place, note: "the zone cut" }];
        const certified = validatedName(names, name);
        if (zone.type[id] === NS) report(place, "nestedCut", data, { related });
        else if (certified !== undefined)
          report(place, "validation", { ...data, certified: names.text(certified) }, { related });
        else if (zone.type[id] === CAA) report(place, "caa", data, { related });
        else report(place, isFormerGlue(id, zone) ? "unusedGlue" : "occluded", data, { related });
      }
    }
  },
});

/** Records whose owners are known only after apply, but not the names that they are below of. What one `for_each` makes has one cause. */
function checkAwaited({ zone, other, report }: Context): void {
  const told = new Set<string>();
  for (const awaited of zone.awaited) {
    const { domain, certificate, group, at } = awaited;
    const cut = cutAbove(domain, zone);
    if (cut === undefined || told.has(`${group} ${cut}`)) continue;
    told.add(`${group} ${cut}`);
    const { ns, servers } = describe(cut, zone);
    const owner = domain.replace(/^\*\./, "");
    const data = { owner, type: "CNAME", cut: zone.names.text(cut), servers, certificate };
    const related = [{ place: other.at(ns).place, note: "the zone cut" }];
    report({ source: zone.sources[0], ...at }, "awaited", data, { related, awaited });
  }
}

function cutAbove(domain: string, { names, index, apex }: Zone): NameId | undefined {
  const labels = parseName(domain.replace(/^\*\./, ""))?.labels ?? [];
  for (let skipped = 0; skipped < labels.length; skipped++) {
    const id = names.lookup(new DomainName(labels.slice(skipped)));
    if (id !== undefined) return index.inZone(id) && id !== apex ? index.cutAt(id) : undefined;
  }
  return undefined;
}

/**
 * In a fragment the apex is what `$ORIGIN` says; under `com.` or the root, which nobody writes fragments of, NS records
 * are those of a zone whose SOA stands elsewhere.
 */
function knowsApex({ whole, originKnown, apex, names }: Zone, { suffixes }: Facts): boolean {
  return whole || (originKnown && apex !== ROOT && !suffixes.isPublicSuffix(foldLabel(names.text(apex)).slice(0, -1)));
}

/** A DNAME between the cut and the apex hides the cut too: that rule speaks. */
function hiddenByDname(name: NameId, cut: NameId, { index, names }: Zone): boolean {
  const dname = index.dnameAbove(name);
  return dname !== undefined && names.depth[dname] < names.depth[cut];
}

function isOccluded(id: RecordId, cut: NameId, { flags, type, types, owner }: Zone, isServer: Uint8Array): boolean {
  if ((flags[id] & UNREADABLE) !== 0) return false;
  const name = owner[id];
  switch (type[id]) {
    case NS:
      return name !== cut;
    case DS:
      // Beside an NS that is hidden itself it is said with that one.
      return name !== cut && (types[name] & HAS_NS) === 0;
    case A:
    case AAAA:
      return isServer[name] === 0;
    case DNAME:
      // NS and DNAME at one owner: occluded-by-dname says it of the NS.
      return name !== cut;
    default:
      return !OF_DNSSEC.has(type[id]);
  }
}

/** What signers put at a cut and beside everything; whatever it belongs to is reported itself. */
const OF_DNSSEC: ReadonlySet<number> = new Set([RRSIG, NSEC, NSEC3, SIG, KEY, NXT]);

interface Delegation {
  readonly ns: RecordId;
  readonly servers: string;
}

function describe(cut: NameId, zone: Zone): Delegation {
  const records = [...recordsAt(zone, cut)].filter((id) => zone.type[id] === NS);
  const targets = records.map((id) => zone.target[id]).filter((target) => target >= 0);
  const [first, ...more] = targets.map((target) => `"${zone.names.text(target)}"`);
  const servers =
    more.length === 0
      ? (first ?? "other servers")
      : `${first} and ${more.length === 1 ? more[0] : `${more.length} more`}`;
  return { ns: records[0], servers };
}

/** An address that a name server left behind: "ns1", "dns-2". */
function isFormerGlue(id: RecordId, { type, names, owner }: Zone): boolean {
  return (type[id] === A || type[id] === AAAA) && /^(ns|dns)[0-9-]*$/i.test(names.label(owner[id]));
}
