import { knownValidation } from "../dcv/validation/known-validation.js";
import { type DomainName, foldLabel } from "../name/domain-name.js";
import type { NameId } from "../name/name-table.js";
import { CAA, CNAME } from "../rdata/types.js";
import type { CertificateIntent } from "../rule.js";
import { RecordView } from "../zone/record-view.js";
import type { Zone } from "../zone/zone.js";
import type { Exclusion } from "./caa-part.js";
import { findUnproved, type Unproved } from "./certificates.js";
import { DeclaredWorld } from "./declared-world.js";
import { type DeclaredZone, isClosed } from "./declared-zone.js";
import { judgeNeed } from "./judge-need.js";
import type { IssuanceFinding, IssuanceRequest, Knowledge } from "./judging.js";
import { type Need, needsOfCertificates, needsOfRecords } from "./needs.js";
import { type AddFinding, RecordExclusions } from "./record-exclusions.js";
import { Stations } from "./stations.js";
import type { Declared } from "./world.js";

/** A CAA set that keeps a CA from certificates that are at stake: one cause, however many of them there are. */
export interface ExclusionGroup {
  readonly rule: string;
  readonly data: Exclusion;
  /** Of one set, the foremost first. */
  readonly blamed: readonly Declared[];
  readonly request: IssuanceRequest;
  /** The first ones of them. */
  readonly needs: Need[];
  /** How many more there are. */
  more: number;
  /** Only if the zone holds no CAA beside what resources make of it. */
  readonly presumed: boolean;
}

/** Of one cause as many needs are kept. */
const MOST_NEEDS = 1_000;

/** Certificates and records that are judged by what their zones probably hold. */
const MOST_PRESUMED = 5_000;
/** Names of a zone of which numbers don't tell which set counts. */
const MOST_ASKED = 20_000;

/** The certificates that a run knows of, and what CAA keeps from them. Judged once, when a rule first asks. */
export class RunIssuance {
  private groups: ReadonlyMap<Zone, readonly ExclusionGroup[]> | undefined;
  private readonly owners = new WeakMap<Zone, ReadonlySet<NameId>>();
  private unproved: readonly Unproved[] | undefined;
  private toldAtRecords: ReadonlySet<string> | undefined;

  constructor(
    readonly world: DeclaredWorld,
    private readonly zones: readonly DeclaredZone[],
    readonly certificates: readonly CertificateIntent[],
    readonly knowledge: Knowledge,
    readonly now: number,
  ) {}

  /** Those whose set stands in this zone. */
  exclusionsIn(zone: Zone): readonly ExclusionGroup[] {
    this.groups ??= this.judge();
    return this.groups.get(zone) ?? [];
  }

  /** Owners of those sets. */
  ownersExcluding(zone: Zone): ReadonlySet<NameId> {
    let owners = this.owners.get(zone);
    if (!owners) {
      owners = new Set(this.exclusionsIn(zone).map(({ blamed }) => zone.owner[blamed[0].id]));
      this.owners.set(zone, owners);
    }
    return owners;
  }

  /** The names of certificates that lack a record which others have, by the zone of that record. */
  unprovedIn(zone: Zone): readonly Unproved[] {
    this.unproved ??= [...findUnproved(this)];
    return this.unproved.filter(({ other }) => other.record.zone === zone);
  }

  /**
   * Is it another rule's to say that a name's record isn't seen: the change deletes it (validation-record-removed), or it
   * will be made where the CA doesn't look (foreign-name-in-zone, occluded-by-delegation, validation-in-private-zone)?
   */
  isToldAtRecord({ address }: CertificateIntent, name: DomainName): boolean {
    this.toldAtRecords ??= toldAtRecords(this.zones);
    const text = foldLabel(name.toString());
    return this.toldAtRecords.has(text) || this.toldAtRecords.has(`${address} ${text}`);
  }

  /** What the validation records of a zone say that is needed. */
  needsOfRecords(zone: Zone): Iterable<Need> {
    return needsOfRecords(zone, this.knowledge, this.now);
  }

  private judge(): ReadonlyMap<Zone, readonly ExclusionGroup[]> {
    const found = new Map<string, ExclusionGroup>();
    // Where nobody has CAA, none of it is in anybody's way.
    if (!this.zones.some(({ zone }) => zone.index.ofType(CAA).length > 0)) return new Map();
    const numbers = new Map(this.zones.map(({ zone }, i) => [zone, i]));
    const add = (finding: IssuanceFinding, request: IssuanceRequest, need: Need, presumed = false) => {
      const [first] = finding.blamed;
      if (!first || !finding.rule.startsWith("caa-excludes-")) return;
      const data = finding.data as Exclusion;
      const key = [finding.rule, numbers.get(first.zone), first.id, need.ca.id, data.methods && need.method].join(" ");
      const group = found.get(key);
      // What is so for sure has been said.
      if (presumed && group && !group.presumed) return;
      if (!group)
        found.set(key, { rule: finding.rule, data, blamed: finding.blamed, request, needs: [need], more: 0, presumed });
      else if (group.needs.length < MOST_NEEDS) group.needs.push(need);
      else group.more++;
    };
    const open: Need[] = [];
    for (const need of needsOfCertificates(this.certificates, this.knowledge)) {
      const { finding, request } = judgeNeed(need, this.world, this.knowledge, this.now);
      if (finding) add(finding, request, need);
      else open.push(need);
    }
    const stations = new Stations(this.zones.map(({ zone }) => zone));
    const records = new RecordExclusions(this.world, stations, this.knowledge, this.now, MOST_ASKED, add);
    for (const { zone } of this.zones) records.judgeZone(zone);
    this.presume(open, stations, (finding, request, need) => add(finding, request, need, true));
    const byZone = new Map<Zone, ExclusionGroup[]>();
    for (const group of found.values()) {
      const [{ zone }] = group.blamed;
      byZone.set(zone, [...(byZone.get(zone) ?? []), group]);
    }
    return byZone;
  }

  /**
   * Of zones that resources write, hardly any holds CAA that they don't: what is excluded if so is worth a warning. Where a
   * set was found to be in the way for sure, that has been said.
   */
  private presume(open: Iterable<Need>, stations: Stations, add: AddFinding): void {
    const partial = this.zones.filter(({ zone }) => zone.made && !isClosed(zone));
    if (!partial.some(({ zone }) => zone.index.ofType(CAA).length > 0)) return;
    const world = new DeclaredWorld(this.zones, this.knowledge.suffixes, true);
    let asked = 0;
    for (const need of open) {
      if (world.zonesFor(need.name).every(({ zone }) => !zone.made || isClosed(zone))) continue;
      if (++asked > MOST_PRESUMED) break;
      const { finding, request } = judgeNeed(need, world, this.knowledge, this.now);
      if (finding) add(finding, request, need);
    }
    const records = new RecordExclusions(world, stations, this.knowledge, this.now, MOST_PRESUMED, add);
    for (const { zone } of partial) records.judgeZone(zone);
  }
}

/** Names whose validation records the change deletes, and those, behind the certificate's address, that are still to be made. */
function toldAtRecords(zones: readonly DeclaredZone[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { zone, before } of zones) {
    for (const { certificate, domain } of zone.awaited) found.add(`${certificate} ${domain.replace(/^\*\./, "")}.`);
    if (!before) continue;
    const view = new RecordView(before);
    for (const id of before.index.ofType(CNAME)) {
      if (view.at(id).origin?.action !== "delete") continue;
      const known = knownValidation(view);
      if (known?.kind === "ca") found.add(foldLabel(before.names.text(known.validated)));
    }
  }
  return found;
}
