import type { PublicSuffixes } from "../knowledge/public-suffixes.js";
import { DomainName, foldLabel } from "../name/domain-name.js";
import { A, AAAA, CAA, NS } from "../rdata/types.js";
import { RecordView } from "../zone/record-view.js";
import { HAS_DNAME, type Zone } from "../zone/zone.js";
import { recordsAt } from "../zone/zone-index.js";
import { type DeclaredZone, isGuessable, labelsIn, locate } from "./declared-zone.js";
import { evidenceOf, told, type WithoutVia } from "./step-answer.js";
import type { Alias, Answer, Evidence, World } from "./world.js";
import { keyOf, type Step, stepIn } from "./zone-step.js";

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

  /** Is what isn't in this zone presumed not to be there? Of zones that several parts make up, no part tells that alone. */
  isPresumedWhole({ names, apex }: Zone): boolean {
    const zones = this.byApex.get(foldLabel(names.text(apex))) ?? [];
    return this.presumes && zones.length === 1 && isGuessable(zones[0]);
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
