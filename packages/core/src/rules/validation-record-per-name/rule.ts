import { nameOfCa } from "../../dcv/validation/known-validation.js";
import { validatedName } from "../../dcv/validation/validation-owner.js";
import { listTexts } from "../../dcv/written/list-texts.js";
import { knownZone } from "../../dcv/written/provider-reading.js";
import { endsInName } from "../../dcv/written/written-names.js";
import { issuanceOf } from "../../issuance/report-exclusions.js";
import { foldLabel } from "../../name/domain-name.js";
import { CNAME } from "../../rdata/types.js";
import { defineRule, type Facts, type RuleContext, source } from "../../rule.js";
import type { AwaitedRecord } from "../../zone/record-origin.js";
import { RecordView } from "../../zone/record-view.js";
import type { Zone } from "../../zone/zone.js";

const messages = {
  missing: (d: { names: string; other: string; ca: string; certificate: string }) => ({
    what: `The certificate${d.certificate} has a validation record for "${d.other}", and none for ${d.names}.`,
    why: `${d.ca} validates each name by a record of its own. One that lacks it keeps the whole certificate pending; only a name and its wildcard share one.`,
    how: `Publish the record that ${d.ca} shows for ${d.names}.`,
  }),
  awaited: (d: { certificate: string; lacking: string; count: number; of: number }) => ({
    what: `"${d.certificate}" asks for a record for each of ${d.of} names in this zone, and ${d.count === 1 ? "one is" : `${d.count} are`} made: ${d.lacking}.`,
    why: "Each name is validated by a record of its own. One that lacks it keeps the whole certificate pending; only a name and its wildcard share one.",
    how: "Make one for each: for_each = { for dvo in … : dvo.domain_name => dvo }. If the rest is made elsewhere, all is well.",
    severity: "warning" as const,
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "validation-record-per-name",
  group: "Validation records",
  severity: "error",
  summary: "A name of a certificate has no validation record, while others of it have",
  sources: [
    source(
      "AWS Certificate Manager, DNS validation",
      "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    ),
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.4.7",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
  ],
  messages,
  zone(context) {
    const { zone, report } = context;
    for (const { certificate, ca, names, other, partial } of issuanceOf(context).unprovedIn(zone)) {
      const record = new RecordView(zone).at(other.record.id);
      const { address, span, unverified } = certificate;
      const data = {
        names: listTexts(names),
        other: other.name,
        ca: nameOfCa(ca),
        certificate: address ? ` ${address}` : "",
      };
      const severity = partial || unverified ? "warning" : undefined;
      report(record.place, "missing", data, { severity, related: span ? [{ span, note: "the certificate" }] : [] });
    }
    checkAwaited(context);
  },
});

/** Certificates of which not all names in this zone get a record, as far as their number tells. */
function checkAwaited(context: Context): void {
  const { zone, facts, report } = context;
  const own = knownZone(zone);
  if (own === undefined || zone.isPrivate || zone.awaited.length + zone.awaitedForAny.length === 0) return;
  const zones = facts.zones ?? [zone];
  const awaited = zones.flatMap((each) => each.awaited);
  const forAny = zones.flatMap((each) => each.awaitedForAny);
  // A record of which nothing is known may be the one that seems to lack.
  const known = new Set([...awaited, ...forAny].map(({ address }) => address));
  if (zones.some(({ unplaced }) => [...unplaced].some((address) => !known.has(address)))) return;
  const validated = validatedIn(zones);
  for (const { address, names, span } of facts.certificates) {
    if (address === undefined) continue;
    const of = (record: AwaitedRecord) => record.certificate === address;
    const here = [...zone.awaited, ...zone.awaitedForAny].find(of);
    if (!here) continue;
    const told = new Set(awaited.filter(of).map(({ domain }) => `${domain.replace(/^\*\./, "")}.`));
    const wanted = [...new Set(names.map(({ name }) => name))].filter((name) => isServedHere(name, own, facts));
    const open = wanted.filter((name) => !told.has(name) && !validated.has(name));
    const others = forAny.filter(of).length;
    if (open.length <= others) continue;
    const lacking = others === 0 ? `none for ${listTexts(open)}` : "the others get none";
    const count = wanted.length - open.length + others;
    const related = span ? [{ span, note: "the certificate" }] : [];
    const data = { certificate: address, lacking, count, of: wanted.length };
    report({ source: zone.sources[0], ...here.at }, "awaited", data, { awaited: here, related });
  }
}

/** In this zone, and in none of the run that is below it. */
function isServedHere(name: string, own: string, { isDeclaredZone }: Facts): boolean {
  if (!endsInName(name, own)) return false;
  const front = name
    .slice(0, -own.length - 1)
    .split(".")
    .slice(0, -1);
  return !front.some((_, i) => isDeclaredZone(`${[...front.slice(i), own].join(".")}.`));
}

/** Names that records validate whose owners are known. */
function validatedIn(zones: readonly Zone[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { names, owner, index } of zones) {
    for (const id of index.ofType(CNAME)) {
      const name = validatedName(names, owner[id]);
      if (name !== undefined) found.add(foldLabel(names.text(name)));
    }
  }
  return found;
}
