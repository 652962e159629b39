import { readCaa } from "../dcv/caa-record.js";
import { isFlattened } from "../dcv/flattened.js";
import { type KnownValidation, knownValidation, nameOfCa } from "../dcv/known-validation.js";
import { validatedName } from "../dcv/validation-owner.js";
import { validationSuffixesIn } from "../dcv/validation-record.js";
import { CA_SHAPES } from "../knowledge/cas-shapes.gen.js";
import type { CaSummary } from "../knowledge/schema.js";
import { VALIDATION_SUFFIXES } from "../knowledge/shapes/suffixes.js";
import type { Span } from "../model.js";
import { DomainName, foldLabel } from "../name/domain-name.js";
import { type NameId, parseName, ROOT } from "../name/name-table.js";
import { UNDERSCORE } from "../name/octets.js";
import { CAA, CNAME, DNAME } from "../rdata/types.js";
import type { CertificateIntent } from "../rule.js";
import { RecordView } from "../zone/record-view.js";
import { COMMENTED, HAS_CAA, HAS_CNAME, HAS_DNAME, type RecordId, UNREADABLE, type Zone } from "../zone/zone.js";
import { type Exclusion, judgeCaa } from "./caa-part.js";
import { findUnproved, type Unproved } from "./certificates.js";
import { DeclaredWorld, type DeclaredZone, isClosed } from "./declared-world.js";
import { runDeclared } from "./judge-issuance.js";
import { Inquiry, type IssuanceFinding, type IssuanceRequest, type Knowledge } from "./judging.js";
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
type AddFinding = (finding: IssuanceFinding, request: IssuanceRequest, need: Need, presumed?: boolean) => void;

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
  private stations: ReadonlySet<string> | undefined;

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

  /** What the validation records of a zone, one for each name and CA, say that is needed: the first ones of many. */
  *needsOfRecords(zone: Zone): Generator<Need> {
    // Whoever has more of either wants to keep us busy.
    let persistent = 0;
    for (const { id, need } of persistNeedsIn(zone, this.knowledge, this.now)) {
      if (++persistent > MOST_ASKED) break;
      yield needOfPersist(zone, id, need);
    }
    const suffixOf = validationSuffixesIn(zone);
    const view = new RecordView(zone);
    let aliases = 0;
    for (const id of zone.index.ofType(CNAME)) {
      if (zone.target[id] < 0 || suffixOf[zone.target[id]] === 0 || !view.at(id).readable) continue;
      const known = impliedBy(view);
      const ca = known?.matches
        .map((match) => this.knowledge.issuers.findCa(match.ca))
        .find((each) => each !== undefined && each.kind !== "reseller");
      if (!known || !ca) continue;
      if (++aliases > MOST_ASKED) return;
      const why: NeedReason = { kind: "record", record: { zone, id }, whose: known.whose };
      yield { name: zone.names.name(known.validated), wildcard: false, ca, why, unverified: !known.certain };
    }
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
      const { finding, request } = this.judgeNeed(need);
      if (finding) add(finding, request, need);
      else open.push(need);
    }
    for (const { zone } of this.zones) {
      this.judgeRecords(zone, add);
      this.judgePersistence(zone, add);
    }
    this.presume(open, add);
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
  private presume(open: Iterable<Need>, add: AddFinding): void {
    const partial = this.zones.filter(({ zone }) => zone.made && !isClosed(zone));
    if (!partial.some(({ zone }) => zone.index.ofType(CAA).length > 0)) return;
    const world = new DeclaredWorld(this.zones, this.knowledge.suffixes, true);
    const presumed: AddFinding = (finding, request, need) => add(finding, request, need, true);
    let asked = 0;
    for (const need of open) {
      if (world.zonesFor(need.name).every(({ zone }) => !zone.made || isClosed(zone))) continue;
      if (++asked > MOST_PRESUMED) break;
      const { finding, request } = this.judgeNeed(need, world);
      if (finding) presumed(finding, request, need);
    }
    for (const { zone } of partial) {
      this.judgeRecords(zone, presumed, world, MOST_PRESUMED);
      this.judgePersistence(zone, presumed, world, MOST_PRESUMED);
    }
  }

  private judgeNeed(
    { name, wildcard, ca, method, account }: Omit<Need, "why" | "unverified">,
    world: DeclaredWorld = this.world,
  ) {
    const request: IssuanceRequest = { name, wildcard, ca, method, account, now: this.now };
    const inquiry = new Inquiry();
    runDeclared(world, judgeCaa(request, this.knowledge, inquiry));
    const finding = inquiry.findings.find((each) => !isBlamedAlready(each, request, this.knowledge));
    return { finding, request };
  }

  /**
   * The validation records of a zone. A zone has a hundred thousand of them and few sets: which set counts is told by
   * numbers, and a set is judged once for each kind of record.
   */
  private judgeRecords(zone: Zone, add: AddFinding, world = this.world, mostAsked = MOST_ASKED): void {
    if (!world.holds(zone)) return;
    const aliases = zone.index.ofType(CNAME);
    if (aliases.length === 0) return;
    const suffixOf = validationSuffixesIn(zone);
    const sets = new NearestSets(zone, world);
    const permitted = new Map<number, boolean>();
    const judged = new Map<string, ReturnType<RunIssuance["judgeNeed"]>>();
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
      if (set === NEEDS_ASKING && !this.mayMeetSet(zone, validated)) continue;
      // Whoever has more of them wants to keep us busy.
      if (set === NEEDS_ASKING && ++asked > mostAsked) continue;
      const key = set === NEEDS_ASKING ? -1 : set * 256 + suffix;
      if (key >= 0) {
        let isFine = permitted.get(key);
        if (isFine === undefined) {
          isFine = this.permitsAll(names.name(set), suffix, world);
          permitted.set(key, isFine);
        }
        if (isFine) continue;
      }
      this.judgeRecord(view.at(id), add, (name, ca) => {
        // Of names under one set the first one stands for all.
        if (set === NEEDS_ASKING) return this.judgeNeed({ name, wildcard: false, ca }, world);
        const known = judged.get(`${set} ${ca.id}`) ?? this.judgeNeed({ name, wildcard: false, ca }, world);
        judged.set(`${set} ${ca.id}`, known);
        return known;
      });
    }
  }

  /** The records of dns-persist-01, which name their CA and account. */
  private judgePersistence(zone: Zone, add: AddFinding, world = this.world, mostAsked = MOST_ASKED): void {
    if (!world.holds(zone)) return;
    let asked = 0;
    for (const { id, need } of persistNeedsIn(zone, this.knowledge, this.now)) {
      if (++asked > mostAsked) return;
      const whole = needOfPersist(zone, id, need);
      const { finding, request } = this.judgeNeed(whole, world);
      if (finding) add(finding, request, whole);
    }
  }

  /** Is there a set or an alias at or above a name, in any zone? Where there is none, asking finds nothing. */
  private mayMeetSet(zone: Zone, name: NameId): boolean {
    const { names } = zone;
    for (let at = name; at !== ROOT; at = names.parent[at]) {
      if ((zone.typesAt(at) & (HAS_CAA | HAS_CNAME | HAS_DNAME)) !== 0 || names.labelOctet(at, 0) === UNDERSCORE)
        return true;
    }
    this.stations ??= stationsOf(this.zones.map((each) => each.zone));
    if (this.stations.has(WILDCARD)) return true;
    for (let at = name; at !== ROOT; at = names.parent[at])
      if (this.stations.has(foldLabel(names.text(at)))) return true;
    return false;
  }

  /** Is no CA that records with this suffix may be of kept out? */
  private permitsAll(name: DomainName, suffix: number, world: DeclaredWorld): boolean {
    return casOfSuffix(suffix).every(
      (ca) => this.judgeNeed({ name, wildcard: false, ca }, world).finding === undefined,
    );
  }

  private judgeRecord(
    record: RecordView,
    add: AddFinding,
    judgeFor: (name: DomainName, ca: CaSummary) => ReturnType<RunIssuance["judgeNeed"]>,
  ): void {
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
    add(finding, request, { name, wildcard: false, ca, why, unverified: !known.certain });
  }
}

function needOfPersist(zone: Zone, id: RecordId, { name, ca, account }: PersistNeed): Need {
  const why: NeedReason = { kind: "record", record: { zone, id }, whose: nameOfCa(ca) };
  return { name, wildcard: false, ca, method: "dns-persist-01", account, why, unverified: false };
}

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

/**
 * Is the cause another rule's? A value that names this CA and can't be read is caa-malformed's; what a critical property
 * does is caa-unknown-tag's.
 */
function isBlamedAlready(finding: IssuanceFinding, { ca }: IssuanceRequest, { issuers }: Knowledge): boolean {
  if (!finding.rule.startsWith("caa-excludes-")) return true;
  const domains = issuers.issuerDomainsOf(ca);
  return finding.blamed.some(({ zone, id }) => {
    const { parsed, value } = readCaa(new RecordView(zone).at(id));
    if (parsed?.kind !== "problem" || parsed.trouble === "finalDot") return false;
    const text = value.toLowerCase();
    return domains.some((domain) => text.includes(domain)) || text.includes(ca.id);
  });
}

/** The CA's record that this is, where it says that its CA is needed. */
function impliedBy(record: RecordView): KnownValidation | undefined {
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

/** Owners of CAA, DNAME and CNAME records, but for labels with an underscore, which no host has; any wildcard is `*`. */
function stationsOf(zones: readonly Zone[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { names, owner, index } of zones) {
    for (const type of [CAA, DNAME, CNAME]) {
      const ids = index.ofType(type);
      for (let i = 0; i < ids.length; i++) {
        const name = owner[ids[i]];
        if (names.isWildcard(name)) found.add(WILDCARD);
        else if (names.labelOctet(name, 0) !== UNDERSCORE) found.add(foldLabel(names.text(name)));
      }
    }
  }
  return found;
}

const WILDCARD = "*";

const NO_SET = -1;
/** The way leads over an alias, or out of the zone. */
const NEEDS_ASKING = -2;
const NOT_TOLD = -3;

/** Which owner's CAA set is the nearest above a name, as far as one zone tells. */
class NearestSets {
  private readonly known: Int32Array;
  private readonly closed: boolean;
  private readonly above: number;
  private readonly absent: number;
  private readonly before: ReadonlySet<string> | undefined;

  constructor(
    private readonly zone: Zone,
    private readonly world: DeclaredWorld,
  ) {
    this.known = new Int32Array(zone.names.count).fill(NOT_TOLD);
    this.closed = isClosed(zone) || world.isPresumedWhole(zone);
    // Above the zone only another one of the run can hold a set.
    this.above = world.isBelowAnother(zone) ? NEEDS_ASKING : NO_SET;
    // What isn't in a part of a zone is unknown, unless another part or the plan tells.
    this.before = world.ownersBefore(zone);
    this.absent = this.closed ? NOT_TOLD : world.isAlone(zone) ? NO_SET : NEEDS_ASKING;
  }

  of(name: NameId): number {
    const { zone, known, above, absent } = this;
    const { names, apex } = zone;
    const start = name;
    let at = name;
    let found = NOT_TOLD;
    while (found === NOT_TOLD) {
      const types = zone.typesAt(at);
      if (known[at] !== NOT_TOLD) found = known[at];
      else if ((types & HAS_CAA) !== 0 && (types & HAS_CNAME) === 0) found = at;
      else if ((types & HAS_CNAME) !== 0) {
        found = this.throughAlias(at);
        if (found === NOT_TOLD && at !== apex) at = names.parent[at];
        else if (found === NOT_TOLD) found = above;
      } else if (absent !== NOT_TOLD) {
        // Unknown, unless the change took a set away from there.
        const isGone = this.before === undefined || this.before.has(foldLabel(names.text(at)));
        found = isGone ? absent : NO_SET;
      } else if (at === apex || at === ROOT) found = above;
      else at = names.parent[at];
    }
    for (let id = start; id !== at; id = names.parent[id]) known[id] = found;
    known[at] = found;
    return found;
  }

  /** What an alias leads to: a set, nothing that could be known, or (`NOT_TOLD`) no set, so that the climb goes on. */
  private throughAlias(name: NameId): number {
    const { zone, world } = this;
    const { index, names } = zone;
    const id = zone.firstRecordAt(name);
    const isPlain = zone.typesAt(name) === HAS_CNAME && (zone.flags[id] & COMMENTED) === 0 && name !== zone.apex;
    if (!isPlain) return NEEDS_ASKING;
    const target = zone.target[id];
    if (target < 0) return NO_SET;
    if (!index.inZone(target)) return world.zonesFor(names.name(target)).length === 0 ? NO_SET : NEEDS_ASKING;
    if (index.cutAt(target) !== undefined || index.dnameAbove(target) !== undefined) return NEEDS_ASKING;
    const types = zone.typesAt(target);
    if (types === 0 || (types & HAS_CNAME) !== 0 || this.absent !== NOT_TOLD) return NEEDS_ASKING;
    return (types & HAS_CAA) === 0 ? NOT_TOLD : target;
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
