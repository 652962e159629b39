/** What one declared zone says at one name; an alias isn't followed. */
import { isFlattened } from "../dcv/zone/flattened.js";
import { isRouted } from "../dcv/zone/routed.js";
import { knowsAbsence } from "../dcv/zone/standing.js";
import { DomainName, foldLabel } from "../name/domain-name.js";
import type { NameId } from "../name/name-table.js";
import { A, AAAA, CNAME, DNAME, typeInfo } from "../rdata/types.js";
import { RecordView } from "../zone/record-view.js";
import { HAS_CNAME, HAS_DNAME, HAS_DNSSEC, HAS_SEVERAL, type RecordId, type Zone } from "../zone/zone.js";
import { recordsAt } from "../zone/zone-index.js";
import { type DeclaredZone, isClosed, locate } from "./declared-zone.js";
import type { Alias, AnsweredRecord, Declared, Observation, UnknownReason } from "./world.js";

export type Step = { readonly files: readonly string[] } & (
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

/** Equal for steps that say the same. */
export function keyOf(step: Step): string {
  if (step.kind === "alias") return `alias ${foldLabel(step.alias.to.toString())}`;
  if (step.kind !== "records") return step.kind;
  const texts = step.records.map(({ type, rdata }) => `${type} ${rdata.join()}`);
  return `records ${step.partial ?? ""} ${[...new Set(texts)].sort().join(" ")}`;
}

/** `presumes`: what isn't there is taken not to be. */
export function stepIn({ zone, before }: DeclaredZone, name: DomainName, type: number, presumes = false): Step {
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

/** What an owner answers for a name, itself or a wildcard. */
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
