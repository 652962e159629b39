import { isFlattened } from "../dcv/flattened.js";
import { isRouted } from "../dcv/routed.js";
import { knowsAbsence } from "../dcv/standing.js";
import type { PublicSuffixes } from "../knowledge/public-suffixes.js";
import { DomainName, foldLabel } from "../name/domain-name.js";
import { type NameId, ROOT } from "../name/name-table.js";
import { A, AAAA, CAA, CNAME, DNAME, NS, typeInfo } from "../rdata/types.js";
import { RecordView } from "../zone/record-view.js";
import { HAS_CNAME, HAS_DNAME, HAS_DNSSEC, HAS_SEVERAL, type RecordId, type Zone } from "../zone/zone.js";
import { recordsAt } from "../zone/zone-index.js";
import type { Alias, Answer, AnsweredRecord, Declared, Evidence, Observation, UnknownReason, World } from "./world.js";

/** A zone that a run declares, and what it was before where a plan tells. */
export interface DeclaredZone {
  readonly zone: Zone;
  readonly before?: Zone;
}

const CLASS_IN = 1;
/** Resolvers give up at the 12th alias. */
const MOST_ALIASES = 11;

/**
 * The world as the files of a run declare it, taken as what everybody will see: delegation to these zones, reachability
 * and DNSSEC aren't doubted (contract §5a). What isn't in them is unknown, never guessed.
 */
export class DeclaredWorld implements World {
  /** By apex in lower case; private zones are nobody's business. */
  private readonly byApex = new Map<string, DeclaredZone[]>();

  constructor(
    zones: readonly DeclaredZone[],
    private readonly suffixes: PublicSuffixes,
    /** What the resources of a zone don't make isn't there: a guess, for warnings alone. */
    private readonly presumes = false,
  ) {
    for (const declared of zones) {
      const { zone } = declared;
      if (zone.isPrivate || zone.class !== CLASS_IN || !zone.originKnown) continue;
      const apex = foldLabel(zone.names.text(zone.apex));
      const known = this.byApex.get(apex);
      if (known) known.push(declared);
      else this.byApex.set(apex, [declared]);
    }
  }

  async lookup(name: DomainName, type: number): Promise<Answer> {
    return this.answer(name, type);
  }

  /** The same at once: there is nothing to wait for. */
  answer(asked: DomainName, type: number): Answer {
    const via: Alias[] = [];
    const passed = new Set<string>();
    const files = new Set<string>();
    let name = asked;
    const evidence = (more: Partial<Evidence>, own?: readonly string[]) => [
      evidenceOf(asked, type, via, files, more, own),
    ];
    for (;;) {
      const key = foldLabel(name.toString());
      if (passed.has(key))
        return { kind: "failure", reason: "alias loop", via, from: evidence({ note: "the aliases go in a circle" }) };
      if (via.length > MOST_ALIASES)
        return { kind: "failure", reason: "too many aliases", via, from: evidence({ note: "too many aliases" }) };
      passed.add(key);
      const found = this.step(name, type);
      for (const file of found.files) files.add(file);
      if (found.kind !== "alias") return { ...told(found, evidence), via };
      via.push(found.alias);
      name = found.alias.to;
    }
  }

  /** What stands at one name; an alias isn't followed. */
  hop(name: DomainName, type: number): DeclaredHop {
    const found = this.step(name, type);
    const evidence = (more: Partial<Evidence>, own?: readonly string[]) => [
      evidenceOf(name, type, [], new Set(found.files), more, own),
    ];
    if (found.kind !== "alias") return told(found, evidence);
    const { alias } = found;
    const shown = `${alias.from} ${alias.type} ${alias.to}`;
    return { kind: "alias", alias, from: evidence({ rcode: "NOERROR" }, [shown]) };
  }

  labelsBelow(name: DomainName): { readonly labels: readonly string[]; readonly complete: boolean } {
    const zones = this.zonesFor(name);
    const found = zones.map(({ zone }) => labelsIn(zone, name));
    return {
      labels: [...new Set(found.flatMap(({ labels }) => labels.map(foldLabel)))],
      complete: found.length === 1 && found[0].complete,
    };
  }

  /** Whom a declared zone hands the name on to; `undefined` where it doesn't, or where that isn't known before it is applied. */
  delegationOf(name: DomainName): DeclaredDelegation | undefined {
    const zones = this.zonesFor(name);
    const [first] = zones;
    const cut = zones.length === 1 ? locate(first.zone, name).cut : undefined;
    if (cut === undefined) return undefined;
    const { zone } = first;
    const { names } = zone;
    const view = new RecordView(zone);
    const servers: { name: DomainName; addresses: Uint8Array[] }[] = [];
    for (const id of [...recordsAt(zone, cut)].filter((record) => zone.type[record] === NS)) {
      if (!view.at(id).readable || view.origin?.uncertain) return undefined;
      const target = view.targetId;
      const glue = [...recordsAt(zone, target)].filter(
        (record) => zone.type[record] === A || zone.type[record] === AAAA,
      );
      const addresses = glue.filter((record) => view.at(record).readable).map((record) => view.at(record).wire());
      servers.push({ name: names.name(target), addresses });
    }
    return servers.length === 0 ? undefined : { apex: names.name(cut), servers };
  }

  /** Is this zone among those that are asked? */
  holds(zone: Zone): boolean {
    const apex = foldLabel(zone.names.text(zone.apex));
    return this.byApex.get(apex)?.some((declared) => declared.zone === zone) ?? false;
  }

  /** Would what stands at or directly below the name stand in this zone: no cut and no DNAME above it? */
  mayHold(zone: Zone, name: DomainName): boolean {
    const { id, cut } = locate(zone, name);
    return cut === undefined && zone.index.dnameAbove(id) === undefined && (zone.typesAt(id) & HAS_DNAME) === 0;
  }

  /** Does no other zone of its name tell more of CAA, nor what it was before: a set that goes away? */
  isAlone({ names, apex }: Zone): boolean {
    const zones = this.byApex.get(foldLabel(names.text(apex))) ?? [];
    return zones.length === 1 && !zones[0].before?.index.ofType(CAA).length;
  }

  /** Owners (in lower case) of CAA before the change, where no other zone of this name is in the run. */
  ownersBefore({ names, apex }: Zone): ReadonlySet<string> | undefined {
    const zones = this.byApex.get(foldLabel(names.text(apex))) ?? [];
    const before = zones.length === 1 ? zones[0].before : undefined;
    if (!before) return undefined;
    return new Set(Array.from(before.index.ofType(CAA), (id) => foldLabel(before.names.text(before.owner[id]))));
  }

  /** Is there a zone above this one's apex, or another one of the same name? */
  isBelowAnother(zone: Zone): boolean {
    const { labels } = zone.names.name(zone.apex);
    if (!this.isAlone(zone)) return true;
    return labels.length > 0 && this.zonesFor(new DomainName(labels.slice(1))).length > 0;
  }

  /** The zones with the longest apex that the name is at or below. */
  zonesFor({ labels }: DomainName): readonly DeclaredZone[] {
    for (let skipped = 0; skipped <= labels.length; skipped++) {
      const zones = this.byApex.get(foldLabel(new DomainName(labels.slice(skipped)).toString()));
      if (zones) return zones;
    }
    return [];
  }

  /** What the servers of the deepest zone say. */
  private step(name: DomainName, type: number): Step {
    const zones = this.zonesFor(name);
    if (zones.length === 0) return this.outside(name, type);
    // What providers add by themselves is another rule's (caa-hidden-by-provider).
    const isGuessable = ({ zone }: DeclaredZone) => zone.made && !zone.caaUnplaced && zone.addedCas.length === 0;
    const presumes = this.presumes && zones.every(isGuessable);
    if (zones.length === 1) return stepIn(zones[0], name, type, presumes);
    // Several parts of one zone, or the same zone twice: what isn't known to one may be known to another.
    const steps = zones.map((zone) => stepIn(zone, name, type));
    const known = steps.filter(({ kind }) => kind !== "unknown");
    const differing = new Set(known.map(keyOf));
    if (differing.size === 0) {
      const absent = presumes ? zones.map((zone) => stepIn(zone, name, type, true)) : [];
      return absent.length > 0 && absent.every(({ kind }) => kind !== "unknown") ? absent[0] : steps[0];
    }
    if (differing.size === 1) return known[0];
    return { kind: "unknown", why: "declared more than once", files: steps.flatMap(({ files }) => files) };
  }

  private outside(name: DomainName, type: number): Step {
    const text = foldLabel(name.toString()).replace(/\.$/, "");
    if (type === CAA && (text === "" || this.suffixes.isPublicSuffix(text)))
      return { kind: "nodata", note: "names at or above a public suffix are taken to hold no CAA", files: [] };
    return { kind: "unknown", why: "outside the files", files: [] };
  }
}

export interface DeclaredDelegation {
  readonly apex: DomainName;
  /** With the addresses that the zone itself gives for them. */
  readonly servers: readonly { readonly name: DomainName; readonly addresses: readonly Uint8Array[] }[];
}

/** The answer about one name, which may be that it is another one's alias. */
export type DeclaredHop =
  | { readonly kind: "alias"; readonly alias: Alias; readonly from: readonly Evidence[] }
  | WithoutVia<Answer>;
type WithoutVia<T> = T extends unknown ? Omit<T, "via"> : never;

function evidenceOf(
  asked: DomainName,
  type: number,
  via: readonly Alias[],
  files: ReadonlySet<string>,
  more: Partial<Evidence>,
  own: readonly string[] = [],
): Evidence {
  return {
    ask: `${typeInfo(type).mnemonic} ${asked}`,
    of: files.size > 0 ? [...files].join(", ") : undefined,
    answer: [...via.map((alias) => `${alias.from} ${alias.type} ${alias.to}`), ...own],
    ede: [],
    source: "declared",
    ...more,
  };
}

function told(
  found: Exclude<Step, { kind: "alias" }>,
  evidence: (more: Partial<Evidence>, own?: readonly string[]) => readonly Evidence[],
): WithoutVia<Answer> {
  switch (found.kind) {
    case "records": {
      const own = found.records.map(({ declared }) => show(declared!));
      const note = found.partial && `there may be more records: ${found.partial}`;
      const { records, owner, partial } = found;
      return { kind: "records", records, owner, partial, from: evidence({ rcode: "NOERROR", note }, own) };
    }
    case "nodata":
    case "nxdomain": {
      const rcode = found.kind === "nodata" ? "NOERROR" : "NXDOMAIN";
      return { kind: found.kind, from: evidence({ rcode, note: found.note }) };
    }
    case "unknown":
      return { kind: "unknown", why: found.why, seen: found.seen, from: evidence({ note: found.why }) };
  }
}

function labelsIn(zone: Zone, name: DomainName): { readonly labels: string[]; readonly complete: boolean } {
  const { names, index } = zone;
  const { id: top, missing, cut } = locate(zone, name);
  const labels: string[] = [];
  if (cut !== undefined || index.dnameAbove(top) !== undefined) return { labels, complete: false };
  // Of what a certificate will ask for only the name is known that it is for.
  const complete = isClosed(zone) && zone.awaited.length === 0;
  if (missing) return { labels, complete: complete && (zone.typesAt(top) & HAS_DNAME) === 0 };
  const { first, next } = childrenOf(zone);
  for (let id = first[top]; id > ROOT; id = next[id]) if (index.exists(id)) labels.push(names.label(id));
  return { labels, complete };
}

interface Children {
  /** By name: its first child, and the next child of its parent; 0 where there is none. */
  readonly first: Int32Array;
  readonly next: Int32Array;
}
const children = new WeakMap<Zone, Children>();

function childrenOf(zone: Zone): Children {
  let known = children.get(zone);
  if (!known) {
    const { parent, count } = zone.names;
    known = { first: new Int32Array(count), next: new Int32Array(count) };
    for (let id = count - 1; id > ROOT; id--) {
      known.next[id] = known.first[parent[id]];
      known.first[parent[id]] = id;
    }
    children.set(zone, known);
  }
  return known;
}

type Step = { readonly files: readonly string[] } & (
  | { readonly kind: "alias"; readonly alias: Alias }
  | {
      readonly kind: "records";
      readonly records: readonly AnsweredRecord[];
      readonly owner: DomainName;
      readonly partial?: UnknownReason;
    }
  | { readonly kind: "nodata" | "nxdomain"; readonly note?: string }
  | { readonly kind: "unknown"; readonly why: UnknownReason; readonly seen?: readonly Observation[] }
);

function keyOf(step: Step): string {
  if (step.kind === "alias") return `alias ${foldLabel(step.alias.to.toString())}`;
  if (step.kind !== "records") return step.kind;
  const texts = step.records.map(({ type, rdata }) => `${type} ${rdata.join()}`);
  return `records ${step.partial ?? ""} ${[...new Set(texts)].sort().join(" ")}`;
}

/** Is it certain that what isn't there won't be there? Records whose owner isn't known yet may be anywhere. */
export function isClosed(zone: Zone): boolean {
  if (!knowsAbsence(zone)) return false;
  // What a certificate asks for are CNAMEs at names that nobody else has.
  const awaited = new Set(zone.awaited.map(({ address }) => address));
  return [...zone.unplaced].every((address) => awaited.has(address));
}

/** The name in the zone's table, or the deepest one above it that exists there. */
function locate(zone: Zone, { labels }: DomainName): { id: NameId; missing: boolean; cut?: NameId } {
  const { names, index, apex } = zone;
  let id: NameId = ROOT;
  for (let i = labels.length - 1; i >= 0; i--) {
    const octets = Uint8Array.from(labels[i], (char) => char.charCodeAt(0));
    const child = names.find(id, octets, 0, octets.length);
    const isAbove = names.depth[id] < names.depth[apex];
    if (child === undefined || !(isAbove || index.exists(child) || child === apex))
      return { id, missing: true, cut: id === ROOT ? undefined : index.cutAt(id) };
    id = child;
  }
  return { id, missing: false, cut: id === ROOT ? undefined : index.cutAt(id) };
}

function stepIn({ zone, before }: DeclaredZone, name: DomainName, type: number, presumes = false): Step {
  const { names, index } = zone;
  const { id, missing, cut } = locate(zone, name);
  const file = zone.sources[0]?.file;
  const files = file === undefined ? [] : [file];
  const dname = index.dnameAbove(id) ?? (missing && (zone.typesAt(id) & HAS_DNAME) !== 0 ? id : undefined);
  if (cut !== undefined && (dname === undefined || names.depth[cut] <= names.depth[dname]))
    return { kind: "unknown", why: "delegated", files };
  if (dname !== undefined) return rewritten(zone, name, dname, files);
  const closed = presumes || isClosed(zone);
  if (!missing && zone.typesAt(id) !== 0) return recordsOf(zone, before, id, name, type, closed, files);
  if (isRemoved(zone, before, name, type)) return { kind: "nodata", note: "the change deletes the RRset", files };
  if (!closed) return { kind: "unknown", why: reasonFor(zone), files };
  if (!missing) return { kind: "nodata", files };
  const wildcard = index.wildcardBelow(id);
  if (wildcard === undefined || !index.exists(wildcard)) return { kind: "nxdomain", files };
  if (zone.typesAt(wildcard) === 0) return { kind: "nodata", files };
  if (index.cutAt(wildcard) !== undefined) return { kind: "unknown", why: "delegated", files };
  return recordsOf(zone, before, wildcard, name, type, closed, files);
}

const reasonFor = (zone: Zone): UnknownReason =>
  knowsAbsence(zone) ? "known after apply" : "not all of the zone is at hand";

/** The end of the name replaced (RFC 6672 §2.2). */
function rewritten(zone: Zone, name: DomainName, owner: NameId, files: readonly string[]): Step {
  const view = new RecordView(zone);
  const found = [...recordsAt(zone, owner)].filter((id) => zone.type[id] === DNAME);
  if (found.length !== 1 || !view.at(found[0]).readable || view.origin?.uncertain)
    return { kind: "unknown", why: found.length > 1 ? "contradicts itself" : "known after apply", files };
  const front = name.labels.slice(0, name.labels.length - zone.names.depth[owner]);
  const to = new DomainName([...front, ...zone.names.name(view.targetId).labels]);
  const alias: Alias = { type: "DNAME", from: name, to, declared: { zone, id: found[0] } };
  return { kind: "alias", alias, files };
}

/** What an owner answers for a name, itself or a wildcard. */
/** An alias and other records of its owner: what stands beside it, as the rule says it. */
function contradiction(zone: Zone, owner: NameId, alias: RecordId): Observation {
  const view = new RecordView(zone);
  const others = [...recordsAt(zone, owner)].filter((id) => zone.type[id] !== CNAME);
  const types = new Set(others.map((id) => zone.type[id]));
  const data = {
    owner: zone.names.text(owner),
    types: [...types].map((type) => typeInfo(type).mnemonic).join(", "),
    target: view.at(alias).targetText,
  };
  return {
    rule: "cname-and-other-data",
    message: "conflict",
    data,
    evidence: [],
    blamed: [alias, ...others].map((id) => ({ zone, id })),
  };
}

function recordsOf(
  zone: Zone,
  before: Zone | undefined,
  owner: NameId,
  name: DomainName,
  type: number,
  closed: boolean,
  files: readonly string[],
): Step {
  const types = zone.typesAt(owner);
  const view = new RecordView(zone);
  const unknown = (why: UnknownReason): Step => ({ kind: "unknown", why, files });
  const isBesideOthers = (types & ~(HAS_CNAME | HAS_SEVERAL | HAS_DNSSEC)) !== 0;
  if ((types & HAS_CNAME) !== 0 && (type !== CNAME || isBesideOthers)) {
    const aliases: RecordId[] = [];
    let hidden = false;
    for (const id of recordsAt(zone, owner)) {
      if (view.at(id).type !== CNAME) continue;
      if (view.readable && isFlattened(view)) hidden = true;
      else aliases.push(id);
    }
    if (aliases.length > 0) {
      const [first] = aliases;
      view.at(first);
      if (!view.readable || view.origin?.uncertain) return unknown("known after apply");
      if (aliases.some((id) => isRouted(view.at(id)))) return unknown("depends on who asks");
      // Name servers refuse such a zone, or answer with the one or the other.
      if (isBesideOthers) {
        // The apex has a rule of its own.
        const seen = owner === zone.apex ? [] : [contradiction(zone, owner, first)];
        return { kind: "unknown", why: "contradicts itself", seen, files };
      }
      if (aliases.length > 1) return unknown("contradicts itself");
      const to = zone.names.name(view.at(first).targetId);
      return { kind: "alias", alias: { type: "CNAME", from: name, to, declared: { zone, id: first } }, files };
    }
    if (hidden && (type === A || type === AAAA)) return unknown("outside the files");
  }
  const records: AnsweredRecord[] = [];
  let ownedWhole = true;
  let partial: UnknownReason | undefined;
  let awaiting = false;
  for (const id of recordsAt(zone, owner)) {
    view.at(id);
    // One whose type can't be read may be one of them.
    if (view.type !== type && !(view.type === 0 && !view.readable)) continue;
    const { origin } = view;
    if (!view.readable || view.type !== type) {
      partial = view.type === type && zone.made ? "known after apply" : "not all of the zone is at hand";
      awaiting = true;
      continue;
    }
    if (origin?.uncertain) partial = "known after apply";
    else if (isRouted(view)) partial = "depends on who asks";
    if (!origin?.reading.rrset) ownedWhole = false;
    records.push({ type, rdata: view.wire(), declared: { zone, id } });
  }
  if (records.length === 0 && awaiting) return unknown(partial!);
  if (records.length === 0) {
    if (closed || isRemoved(zone, before, name, type)) return { kind: "nodata", files };
    return unknown(reasonFor(zone));
  }
  // Two CNAMEs: name servers refuse the zone, or answer with the one or the other.
  if (type === CNAME && partial === undefined && records.some(({ declared }) => differs(declared, records[0].declared)))
    return unknown("contradicts itself");
  if (!closed && !ownedWhole) partial ??= reasonFor(zone);
  return { kind: "records", records, owner: zone.names.name(owner), partial, files };
}

/** Do two aliases lead to different names? */
const differs = (one?: Declared, other?: Declared): boolean =>
  one !== undefined && other !== undefined && one.zone.target[one.id] !== other.zone.target[other.id];

/** A resource that was the whole RRset goes, and nothing takes its place: then there is none. */
function isRemoved(zone: Zone, before: Zone | undefined, name: DomainName, type: number): boolean {
  if (!before || zone.unplaced.size > 0) return false;
  const owner = before.names.lookup(name);
  if (owner === undefined) return false;
  const view = new RecordView(before);
  for (const id of recordsAt(before, owner))
    if (view.at(id).type === type && view.origin?.reading.rrset === true) return true;
  return false;
}

function show({ zone, id }: Declared): string {
  const view = new RecordView(zone).at(id);
  return `${view.ownerText} ${view.typeName} ${view.presentation}`;
}
