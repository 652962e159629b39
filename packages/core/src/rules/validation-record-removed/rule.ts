import { certificatesFor, surelyNeeds } from "../../dcv/validation/certificate-need.js";
import { isAcmeOwner, type KnownValidation, knownValidation } from "../../dcv/validation/known-validation.js";
import { validatedName } from "../../dcv/validation/validation-owner.js";
import { listTexts } from "../../dcv/written/list-texts.js";
import { DomainName, foldLabel } from "../../name/domain-name.js";
import { CNAME, NS, TXT } from "../../rdata/types.js";
import { defineRule, type RuleContext, source } from "../../rule.js";
import { RecordView } from "../../zone/record-view.js";
import type { Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

interface Removed {
  owner: string;
  type: string;
  whose: string;
  certified: string;
}

const what = ({ owner, type, whose }: Removed): string =>
  `The change deletes the ${type} at "${owner}", a validation record of ${whose}`;

const messages = {
  needed: (d: Removed & { certificates: string }) => ({
    what: `${what(d)}, and the certificate for "${d.certified}" stays (${d.certificates}).`,
    why: "The CA looks for this record again at every renewal. Nobody notices until then; the renewal fails, and the certificate runs out.",
    how: "Keep the record as long as the certificate is in use, or delete both in one change.",
  }),
  removed: (d: Removed) => ({
    what: `${what(d)}.`,
    why: `It is looked for again at every renewal. If a certificate for "${d.certified}" is still in use, it won't be renewed.`,
    how: "Keep the record until the certificate is out of use.",
    severity: "warning" as const,
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "validation-record-removed",
  group: "Validation records",
  severity: "error",
  summary: "The change deletes a record that renewals still need",
  sources: [
    source(
      "AWS Certificate Manager, DNS validation",
      "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    ),
    source(
      "Cloudflare, Delegated DCV",
      "https://developers.cloudflare.com/ssl/edge-certificates/changing-dcv-method/methods/delegated-dcv/",
    ),
  ],
  messages,
  zone(context) {
    const { zone, facts } = context;
    const { before } = facts;
    if (!before || before.isPrivate || zone.isPrivate) return;
    const after = (facts.zones ?? [zone]).filter(({ isPrivate }) => !isPrivate);
    const view = new RecordView(before);
    for (const type of [CNAME, TXT, NS]) {
      for (const id of before.index.ofType(type)) {
        // Of most changes that is all there is to know.
        if (isRewritten(view.at(id))) continue;
        const known = type === NS ? knownHandover(view) : knownValidation(view);
        if (known && stays(known) && !isElsewhere(view, known, after)) judge(view, known, context);
      }
    }
  },
});

/** Is it looked for at each renewal? What a CA asks for once per order is rightly cleared away. */
const stays = ({ kind, matches }: KnownValidation): boolean =>
  kind === "delegation" || (kind === "ca" && matches.length > 0 && matches.every(({ transient }) => !transient));

/** NS records that hand a challenge's name to other servers, an acme-dns server say; all of an owner are told of once. */
function knownHandover({ zone, id, ownerId }: RecordView): KnownValidation | undefined {
  const { names, apex } = zone;
  if (ownerId === apex || !isAcmeOwner(names, ownerId)) return undefined;
  for (const first of recordsAt(zone, ownerId)) {
    if (zone.type[first] !== NS) continue;
    if (first !== id) return undefined;
    break;
  }
  const validated = validatedName(names, ownerId) ?? names.parent[ownerId];
  return { kind: "delegation", matches: [], whose: "an ACME CA", certain: true, validated };
}

/** Does the change write the same resource anew? */
const isRewritten = ({ origin }: RecordView): boolean => origin?.action === "update" || origin?.action === "replace";

/**
 * Is there anything in its place? The same record, perhaps in another zone; one with other data, which somebody wrote on
 * purpose; the same resource at another owner; a delegation to servers that may have it; or another record of that CA
 * for the same name, which replaces it.
 */
function isElsewhere(record: RecordView, known: KnownValidation, after: readonly Zone[]): boolean {
  const { origin, ownerName, type } = record;
  const validated = foldLabel(record.zone.names.text(known.validated));
  return after.some((zone) => {
    const { names, awaited, unplaced } = zone;
    if (origin && unplaced.has(origin.address)) return true;
    if (awaited.some(({ domain }) => `${domain.replace(/^\*\./, "")}.` === validated)) return true;
    if (isDelegated(zone, ownerName)) return true;
    const owner = names.lookup(ownerName);
    if (owner !== undefined) {
      const view = new RecordView(zone);
      // A proxied one is there as well: that nobody sees it is another rule's business.
      for (const id of recordsAt(zone, owner)) {
        if (zone.type[id] === type || (type === NS && zone.type[id] === CNAME) || view.at(id).origin?.hidden)
          return true;
      }
    }
    if (origin && addressesOf(zone).has(origin.address)) return true;
    if (names.lookup(record.zone.names.name(known.validated)) === undefined) return false;
    return replacementsIn(zone, record.zone).some(
      (each) => each.validated === validated && each.cas.some((ca) => known.matches.some((match) => match.ca === ca)),
    );
  });
}

/** At or below a zone cut other servers answer. */
function isDelegated({ names, index }: Zone, { labels }: DomainName): boolean {
  if (!index.hasCuts) return false;
  for (let skipped = 0; skipped < labels.length; skipped++) {
    const id = names.lookup(new DomainName(labels.slice(skipped)));
    if (id !== undefined) return index.cutAt(id) !== undefined;
  }
  return false;
}

function judge(record: RecordView, known: KnownValidation, { facts, report }: Context): void {
  const name = foldLabel(record.zone.names.text(known.validated));
  const needing = certificatesFor(name, facts.certificates).filter((each) => surelyNeeds(each, known, facts));
  // No number: it is one of the zone before.
  const { source, start, end } = record.place;
  const place = { source, start, end };
  const data = { owner: record.ownerText, type: record.typeName, whose: known.whose, certified: name };
  const extras = { about: record, ...(known.certain ? {} : { severity: "warning" as const }) };
  if (needing.length > 0) {
    const addresses = needing.flatMap(({ address }) => address ?? []);
    const certificates = addresses.length > 0 ? listTexts(addresses) : "the config says so";
    report(place, "needed", { ...data, certificates }, extras);
  } else if (certificatesFor(name, facts.goneCertificates).length === 0) report(place, "removed", data, extras);
}

const addresses = new WeakMap<Zone, ReadonlySet<string>>();

/** Of all resources that have a record in the zone. */
function addressesOf(zone: Zone): ReadonlySet<string> {
  let found = addresses.get(zone);
  if (!found) {
    const view = new RecordView(zone);
    const all = new Set<string>();
    if (zone.made) for (let id = 0; id < zone.count; id++) all.add(view.at(id).origin?.address ?? "");
    found = all;
    addresses.set(zone, found);
  }
  return found;
}

interface Replacement {
  readonly validated: string;
  readonly cas: readonly string[];
}
const replacements = new WeakMap<Zone, WeakMap<Zone, readonly Replacement[]>>();

/** The validation records of known CAs in a zone, at owners that hold none in the other. */
function replacementsIn(zone: Zone, before: Zone): readonly Replacement[] {
  const byZone = replacements.get(before) ?? new WeakMap<Zone, readonly Replacement[]>();
  replacements.set(before, byZone);
  let found = byZone.get(zone);
  if (!found) {
    const view = new RecordView(zone);
    const all: Replacement[] = [];
    for (const type of [CNAME, TXT]) {
      for (const id of zone.index.ofType(type)) {
        const known = knownValidation(view.at(id));
        if (!known || known.matches.length === 0) continue;
        const owner = before.names.lookup(view.ownerName);
        if (owner !== undefined && before.typesAt(owner) !== 0) continue;
        all.push({ validated: foldLabel(zone.names.text(known.validated)), cas: known.matches.map(({ ca }) => ca) });
      }
    }
    found = all;
    byZone.set(zone, found);
  }
  return found;
}
