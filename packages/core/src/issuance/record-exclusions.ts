import { validatedName } from "../dcv/validation/validation-owner.js";
import { validationSuffixesIn } from "../dcv/validation/validation-record.js";
import { CA_SHAPES } from "../knowledge/cas-shapes.gen.js";
import type { CaSummary } from "../knowledge/schema.js";
import { VALIDATION_SUFFIXES } from "../knowledge/shapes/suffixes.js";
import type { DomainName } from "../name/domain-name.js";
import { CNAME } from "../rdata/types.js";
import { RecordView } from "../zone/record-view.js";
import { UNREADABLE, type Zone } from "../zone/zone.js";
import type { DeclaredWorld } from "./declared-world.js";
import { type JudgedNeed, judgeNeed } from "./judge-need.js";
import type { IssuanceFinding, IssuanceRequest, Knowledge } from "./judging.js";
import { NEEDS_ASKING, NearestSets, NO_SET } from "./nearest-sets.js";
import { impliedBy, type Need, type NeedReason, needOfPersist } from "./needs.js";
import { persistNeedsIn } from "./persist-needs.js";
import type { Stations } from "./stations.js";

export type AddFinding = (finding: IssuanceFinding, request: IssuanceRequest, need: Need) => void;

/** What CAA keeps from the certificates that a zone's validation records tell of. */
export class RecordExclusions {
  constructor(
    private readonly world: DeclaredWorld,
    private readonly stations: Stations,
    private readonly knowledge: Knowledge,
    private readonly now: number,
    /** Names of a zone of which numbers don't tell which set counts: as many are asked. */
    private readonly mostAsked: number,
    private readonly add: AddFinding,
  ) {}

  judgeZone(zone: Zone): void {
    if (!this.world.holds(zone)) return;
    this.judgeRecords(zone);
    this.judgePersistence(zone);
  }

  private judge(need: Omit<Need, "why" | "unverified">): JudgedNeed {
    return judgeNeed(need, this.world, this.knowledge, this.now);
  }

  /**
   * The validation records of a zone. A zone has a hundred thousand of them and few sets: which set counts is told by
   * numbers, and a set is judged once for each kind of record.
   */
  private judgeRecords(zone: Zone): void {
    const aliases = zone.index.ofType(CNAME);
    if (aliases.length === 0) return;
    const suffixOf = validationSuffixesIn(zone);
    const sets = new NearestSets(zone, this.world);
    const permitted = new Map<number, boolean>();
    const judged = new Map<string, JudgedNeed>();
    const view = new RecordView(zone);
    const { names, owner, target, flags } = zone;
    let asked = 0;
    for (let i = 0; i < aliases.length; i++) {
      const id = aliases[i];
      if (target[id] < 0) continue;
      const suffix = suffixOf[target[id]];
      if (suffix === 0 || (flags[id] & UNREADABLE) !== 0) continue;
      const validated = validatedName(names, owner[id]) ?? names.parent[owner[id]];
      const set = sets.of(validated);
      if (set === NO_SET) continue;
      if (set === NEEDS_ASKING && !this.stations.mayMeet(zone, validated)) continue;
      // Whoever has more of them wants to keep us busy.
      if (set === NEEDS_ASKING && ++asked > this.mostAsked) continue;
      const key = set === NEEDS_ASKING ? -1 : set * 256 + suffix;
      if (key >= 0) {
        let isFine = permitted.get(key);
        if (isFine === undefined) {
          isFine = this.permitsAll(names.name(set), suffix);
          permitted.set(key, isFine);
        }
        if (isFine) continue;
      }
      this.judgeRecord(view.at(id), (name, ca) => {
        // Of names under one set the first one stands for all.
        if (set === NEEDS_ASKING) return this.judge({ name, wildcard: false, ca });
        const known = judged.get(`${set} ${ca.id}`) ?? this.judge({ name, wildcard: false, ca });
        judged.set(`${set} ${ca.id}`, known);
        return known;
      });
    }
  }

  /** The records of dns-persist-01, which name their CA and account. */
  private judgePersistence(zone: Zone): void {
    let asked = 0;
    for (const { id, need } of persistNeedsIn(zone, this.knowledge, this.now)) {
      if (++asked > this.mostAsked) return;
      const whole = needOfPersist(zone, id, need);
      const { finding, request } = this.judge(whole);
      if (finding) this.add(finding, request, whole);
    }
  }

  /** Is no CA that records with this suffix may be of kept out? */
  private permitsAll(name: DomainName, suffix: number): boolean {
    return casOfSuffix(suffix).every((ca) => this.judge({ name, wildcard: false, ca }).finding === undefined);
  }

  private judgeRecord(record: RecordView, judgeFor: (name: DomainName, ca: CaSummary) => JudgedNeed): void {
    const { zone, id } = record;
    const known = impliedBy(record);
    if (!known) return;
    const name = zone.names.name(known.validated);
    // It may be a record of several: one that is permitted may be whose it is.
    let first: { finding: IssuanceFinding; request: IssuanceRequest; ca: CaSummary } | undefined;
    for (const { ca: caId } of known.matches) {
      const ca = this.knowledge.issuers.findCa(caId);
      // Whoever sells the certificates of several CAs hands out the records of each.
      if (!ca || ca.kind === "reseller") continue;
      const { finding, request } = judgeFor(name, ca);
      if (!finding) return;
      first ??= { finding, request, ca };
    }
    if (!first) return;
    const { finding, request, ca } = first;
    const why: NeedReason = { kind: "record", record: { zone, id }, whose: known.whose };
    this.add(finding, request, { name, wildcard: false, ca, why, unverified: !known.certain });
  }
}

const bySuffix = new Map<number, readonly CaSummary[]>();

/** The CAs whose records may end in a suffix, given by its number from 1. */
function casOfSuffix(number: number): readonly CaSummary[] {
  let found = bySuffix.get(number);
  if (!found) {
    const { suffix } = VALIDATION_SUFFIXES[number - 1];
    found = CA_SHAPES.filter(({ shapes = [] }) =>
      shapes.some(({ suffixes = [] }) => suffixes.some(({ value }) => value === suffix)),
    );
    bySuffix.set(number, found);
  }
  return found;
}
