import { type KnownValidation, knownValidation } from "../../dcv/validation/known-validation.js";
import { parsePersistRecord } from "../../dcv/validation/persist-record.js";
import { listTexts } from "../../dcv/written/list-texts.js";
import { textValue } from "../../dcv/written/text-value.js";
import { foldLabel } from "../../name/domain-name.js";
import { CNAME, TXT } from "../../rdata/types.js";
import { defineRule, type Facts, type RuleContext, source } from "../../rule.js";
import type { AwaitedRecord } from "../../zone/record-origin.js";
import { RecordView } from "../../zone/record-view.js";
import type { RecordId, Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

const WHY = "A CA asks the public DNS, which doesn't know the records of a private zone: validation stays pending.";

const messages = {
  invisible: (d: { owner: string; type: string; whose: string; zone: string }) => ({
    what: `The ${d.type} at "${d.owner}" is a validation record of ${d.whose}, and it stands in a private zone${d.zone}.`,
    why: WHY,
    how: "Write the record into the public zone of that name. The private zone needs it only as well, if at all.",
  }),
  internal: (d: { owner: string; type: string; zone: string }) => ({
    what: `The ${d.type} at "${d.owner}" answers an ACME challenge, and it stands in a private zone${d.zone}.`,
    why: "A public CA asks the public DNS, which doesn't know the records of a private zone. Only a CA inside sees it.",
    how: "If a public CA is meant, write the record into the public zone of that name.",
    severity: "warning" as const,
  }),
  awaited: (d: { domains: string; certificate: string; zone: string }) => ({
    what: `The records that "${d.certificate}" asks for to validate ${d.domains} will stand in a private zone${d.zone}.`,
    why: WHY,
    how: "Give the records the id of the public zone.",
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "validation-in-private-zone",
  group: "Validation records",
  severity: "error",
  summary: "A validation record stands in a private zone",
  sources: [
    source(
      "AWS Certificate Manager, DNS validation",
      "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    ),
    source(
      "Baseline Requirements, 3.2.2.4.7, DNS Change",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
  ],
  messages,
  zone(context) {
    const { zone, index, facts } = context;
    if (!zone.isPrivate) return;
    const publicZones = (facts.zones ?? []).filter((other) => other !== zone && !other.isPrivate);
    for (const type of [CNAME, TXT]) for (const id of index.ofType(type)) checkRecord(id, publicZones, context);
    checkAwaited(publicZones, context);
  },
});

function checkRecord(id: RecordId, publicZones: readonly Zone[], { zone, facts, other, report }: Context): void {
  const record = other.at(id);
  const known = knownValidation(record);
  if (!known || isInternal(known)) return;
  const { place, ownerText: owner, typeName: type } = record;
  const about = { owner, type, whose: known.whose, zone: zoneText(zone) };
  const severity = known.certain ? undefined : ("warning" as const);
  const isForAnybody = known.kind === "challenge" || (isPersist(known) && !namesKnownCa(record, facts));
  if (isForAnybody && !facts.suffixes.endsInPublicSuffix(foldLabel(owner).slice(0, -1))) return;
  if (publicZones.some((each) => holdsSame(each, record))) return;
  if (isForAnybody) report(place, "internal", about);
  else report(place, "invisible", about, { severity });
}

/** Where an alias of a challenge leads to no known platform, a CA of the house may follow it: there are such, and they work. */
const isInternal = ({ kind }: KnownValidation): boolean => kind === "delegation";

const isPersist = ({ matches }: KnownValidation): boolean => matches[0]?.method === "dns-persist-01";

const namesKnownCa = (record: RecordView, { issuers }: Facts): boolean => {
  const parsed = parsePersistRecord(textValue(record));
  return parsed.issuer !== undefined && (issuers.findIssuer(parsed.issuer)?.cas.length ?? 0) > 0;
};

/** Split horizon: the public zone has the same record, or one whose data isn't known yet. */
function holdsSame(zone: Zone, record: RecordView): boolean {
  const owner = zone.names.lookup(record.ownerName);
  if (owner === undefined) return false;
  const view = new RecordView(zone);
  for (const id of recordsAt(zone, owner)) {
    if (zone.type[id] !== record.type) continue;
    if (!view.at(id).readable || foldLabel(view.presentation) === foldLabel(record.presentation)) return true;
  }
  return false;
}

/** Of one resource there is one cause, however many records it makes. */
function checkAwaited(publicZones: readonly Zone[], { zone, report }: Context): void {
  const groups = new Map<string, AwaitedRecord[]>();
  for (const record of zone.awaited) {
    const isPublicToo = publicZones.some(({ awaited }) =>
      awaited.some(({ domain, certificate }) => domain === record.domain && certificate === record.certificate),
    );
    if (isPublicToo) continue;
    const key = `${record.certificate} ${record.group}`;
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    const { at, certificate } = first;
    const domains = listTexts(group.map(({ domain }) => domain));
    const data = { domains, certificate, zone: zoneText(zone) };
    report({ source: zone.sources[0], ...at }, "awaited", data, { awaited: first });
  }
}

/** Of a zone that is known by its id only there is no name to tell. */
const zoneText = ({ names, apex, originKnown }: Zone): string => (originKnown ? `, "${names.text(apex)}"` : "");
