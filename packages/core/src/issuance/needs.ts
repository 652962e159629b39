import { type KnownValidation, knownValidation, nameOfCa } from "../dcv/validation/known-validation.js";
import { validationSuffixesIn } from "../dcv/validation/validation-record.js";
import { isFlattened } from "../dcv/zone/flattened.js";
import type { CaSummary } from "../knowledge/schema.js";
import type { Span } from "../model.js";
import { DomainName } from "../name/domain-name.js";
import { type NameId, parseName } from "../name/name-table.js";
import { CNAME } from "../rdata/types.js";
import type { CertificateIntent } from "../rule.js";
import { RecordView } from "../zone/record-view.js";
import type { RecordId, Zone } from "../zone/zone.js";
import type { Knowledge } from "./judging.js";
import { type PersistNeed, persistNeedsIn } from "./persist-needs.js";
import type { Declared } from "./world.js";

/** A certificate that is at stake, and how we know. */
export interface Need {
  readonly name: DomainName;
  readonly wildcard: boolean;
  readonly ca: CaSummary;
  readonly method?: string;
  readonly account?: string;
  readonly why: NeedReason;
  /** No error may stand on it. */
  readonly unverified: boolean;
}

export type NeedReason =
  | { readonly kind: "config" | "option"; readonly span?: Span }
  | { readonly kind: "resource"; readonly address: string; readonly span?: Span }
  | { readonly kind: "record"; readonly record: Declared; readonly whose: string };

/** Certificates whose CA is known, a need for each name. */
export function* needsOfCertificates(
  certificates: readonly CertificateIntent[],
  { issuers }: Knowledge,
): Generator<Need> {
  for (const { names, ca: caId, method, account, unverified = false, address, span, asked } of certificates) {
    const ca = caId === undefined ? undefined : issuers.findCa(caId);
    if (!ca) continue;
    for (const { name: text, wildcard } of names) {
      const name = parseName(text);
      if (!name) continue;
      const why: NeedReason = address ? { kind: "resource", address, span } : { kind: asked ?? "config", span };
      yield { name, wildcard, ca, method, account, why, unverified };
    }
  }
}

/** Of a zone, as many needs of either kind are told. */
const MOST_TOLD = 20_000;

/** What the validation records of a zone, one for each name and CA, say that is needed: the first ones of many. */
export function* needsOfRecords(zone: Zone, knowledge: Knowledge, now: number): Generator<Need> {
  // Whoever has more of either wants to keep us busy.
  let persistent = 0;
  for (const { id, need } of persistNeedsIn(zone, knowledge, now)) {
    if (++persistent > MOST_TOLD) break;
    yield needOfPersist(zone, id, need);
  }
  const suffixOf = validationSuffixesIn(zone);
  const view = new RecordView(zone);
  let aliases = 0;
  for (const id of zone.index.ofType(CNAME)) {
    if (zone.target[id] < 0 || suffixOf[zone.target[id]] === 0 || !view.at(id).readable) continue;
    const known = impliedBy(view);
    const ca = known?.matches
      .map((match) => knowledge.issuers.findCa(match.ca))
      .find((each) => each !== undefined && each.kind !== "reseller");
    if (!known || !ca) continue;
    if (++aliases > MOST_TOLD) return;
    const why: NeedReason = { kind: "record", record: { zone, id }, whose: known.whose };
    yield { name: zone.names.name(known.validated), wildcard: false, ca, why, unverified: !known.certain };
  }
}

export function needOfPersist(zone: Zone, id: RecordId, { name, ca, account }: PersistNeed): Need {
  const why: NeedReason = { kind: "record", record: { zone, id }, whose: nameOfCa(ca) };
  return { name, wildcard: false, ca, method: "dns-persist-01", account, why, unverified: false };
}

/** The CA's record that this is, where it says that its CA is needed. */
export function impliedBy(record: RecordView): KnownValidation | undefined {
  const { zone, id, origin } = record;
  const { names, index } = zone;
  const known = knownValidation(record);
  if (known?.kind !== "ca" || known.matches.length === 0) return undefined;
  // Nobody sees it, or it may never be; or its owner is another one than was meant, which another rule tells.
  if (origin?.uncertain || isFlattened(record) || names.isWildcard(known.validated)) return undefined;
  if (index.cutAt(zone.owner[id]) !== undefined || index.dnameAbove(zone.owner[id]) !== undefined) return undefined;
  return isDoubled(zone, known.validated) ? undefined : known;
}

/** Does the zone's name stand in front of the zone's name? */
function isDoubled({ names, apex }: Zone, name: NameId): boolean {
  const { labels } = names.name(name);
  const own = names.name(apex);
  const front = new DomainName(labels.slice(0, labels.length - own.labels.length));
  return own.labels.length > 1 && front.isSubdomainOf(own);
}
