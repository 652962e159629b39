import { caaSetAt } from "../dcv/caa/caa-set.js";
import { isServedBy } from "../dcv/zone/served-by.js";
import { ADDED_CAA } from "../knowledge/added-caa.gen.js";
import type { AddedCaa } from "../knowledge/provider-schema.js";
import { DomainName } from "../name/domain-name.js";
import type { NameId } from "../name/name-table.js";
import { CAA } from "../rdata/types.js";
import { RecordView } from "../zone/record-view.js";
import { HAS_CAA, HAS_CNAME, type Zone } from "../zone/zone.js";
import { type CaaVerdict, judgeCaaSet } from "./caa-judgement.js";
import type { RunIssuance } from "./exclusions.js";
import { type Need, needsOfCertificates } from "./needs.js";

/** A CA that is needed, and that the records which a provider adds to a set keep out. */
export interface HiddenExclusion {
  /** Of the set. */
  readonly owner: NameId;
  /** Issuer domain names that the provider adds. */
  readonly added: readonly string[];
  readonly needs: Need[];
}

/**
 * Needs that the CAA records of a zone would be no obstacle to, or not for sure, were it not for those that its provider
 * adds unseen. Where the declared set excludes the CA by itself, that is told of the set.
 */
export function hiddenExclusionsIn(zone: Zone, run: RunIssuance): readonly HiddenExclusion[] {
  const { knowledge, now } = run;
  if (zone.isPrivate || zone.index.ofType(CAA).length === 0) return [];
  const addedCas = addedCasOf(zone);
  if (addedCas.length === 0) return [];
  const added = addedCas.flatMap((id) => {
    const ca = knowledge.issuers.findCa(id);
    return ca ? knowledge.issuers.preferredIssuersOf(ca) : [];
  });
  const told = run.ownersExcluding(zone);
  const found = new Map<string, HiddenExclusion>();
  const verdicts = new Map<string, CaaVerdict>();
  const view = new RecordView(zone);
  for (const need of needsIn(zone, run)) {
    const owner = nearestSet(zone, need.name);
    if (owner === undefined || told.has(owner)) continue;
    // A zone file may have a hundred thousand validation records, and has few sets.
    const asking = [owner, need.ca.id, need.wildcard, need.method, need.account].join(" ");
    let verdict = verdicts.get(asking);
    if (!verdict) {
      const declared = caaSetAt(view, owner).members.map(({ reading }) => reading);
      const set = [...declared, ...added.map((value) => ({ flags: 0, tag: "issue", value }))];
      verdict = judgeCaaSet(set, need.ca, { ...need, now }, knowledge.issuers);
      verdicts.set(asking, verdict);
    }
    if (verdict.kind !== "forbids" || verdict.reason !== "issuer" || verdict.tag !== "issue") continue;
    const key = `${owner} ${need.ca.id}`;
    const known = found.get(key);
    if (known && known.needs.length < MOST_NEEDS) known.needs.push(need);
    else if (!known) found.set(key, { owner, added, needs: [need] });
  }
  return [...found.values()];
}

/** What the provider of resources is known to add; a zone file tells its provider by the apex's name servers. */
const addedCasOf = (zone: Zone): readonly string[] =>
  zone.made || zone.addedCas.length > 0 ? zone.addedCas : (ADDED_CAA.find((each) => isAddedAt(zone, each))?.cas ?? []);

const isAddedAt = (zone: Zone, { nameServers = [] }: AddedCaa): boolean =>
  nameServers.some((domain) => isServedBy(zone, domain));

function* needsIn(zone: Zone, run: RunIssuance): Generator<Need> {
  yield* needsOfCertificates(run.certificates, run.knowledge);
  yield* run.needsOfRecords(zone);
}

/** Of one set, as many are kept. */
const MOST_NEEDS = 1_000;

/** The nearest owner of CAA at or above the name, where no alias or cut stands in the way. */
function nearestSet(zone: Zone, { labels }: DomainName): NameId | undefined {
  const { names, index } = zone;
  for (let skipped = 0; skipped < labels.length; skipped++) {
    const id = names.lookup(new DomainName(labels.slice(skipped)));
    if (id === undefined || !index.inZone(id)) continue;
    const types = zone.typesAt(id);
    if ((types & HAS_CNAME) !== 0 || index.cutAt(id) !== undefined || index.dnameAbove(id) !== undefined)
      return undefined;
    if ((types & HAS_CAA) !== 0) return id;
  }
  return undefined;
}
