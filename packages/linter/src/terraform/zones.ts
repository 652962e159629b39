import { MappedText, type RecordOrigin, readMappedZone, type Span, UNKNOWN_DATA, type Zone } from "@dcvlint/core";
import { PROVIDERS, type Provider, type RecordResource, type ZoneResource } from "@dcvlint/core/providers";
import { at, first, mayHold, surelyHolds, textOf } from "./lookup.js";
import { readOwner } from "./owner.js";
import { type Piece, readRdataText } from "./rdata-text.js";
import type { ResourceInstance, Value } from "./value.js";

/** What a reader of plans or sources knows beside the instances. */
export interface Resolver {
  /** The zone instances that an attribute of a record refers to; none where that can't be told. */
  zonesOf(record: ResourceInstance, attribute: string): readonly ResourceInstance[];
  /** Where a finding about the instance stands when nothing more exact is known. */
  placeOf(instance: ResourceInstance): Span;
}

/** A zone as the provider will publish it, made of resources. */
export interface TerraformZone {
  readonly zone: Zone;
  /** Never visible in public. */
  readonly isPrivate: boolean;
}

export interface TerraformZones {
  readonly zones: readonly TerraformZone[];
  /** Records that couldn't be judged because something is unknown, by cause. */
  readonly undecided: ReadonlyMap<string, number>;
}

interface Kinds {
  readonly records: ReadonlyMap<string, { reading: RecordResource; provider: Provider; rrtype?: string }>;
  readonly zones: ReadonlyMap<string, ZoneResource>;
}

let kinds: Kinds | undefined;

/** Resource types by name, over all providers. */
export function kindsOfResources(): Kinds {
  if (!kinds) {
    const records = new Map<string, { reading: RecordResource; provider: Provider; rrtype?: string }>();
    const zones = new Map<string, ZoneResource>();
    for (const provider of PROVIDERS) {
      for (const reading of provider.records)
        for (const { type, rrtype } of reading.types) records.set(type, { reading, provider, rrtype });
      for (const zone of provider.zones) zones.set(zone.type, zone);
    }
    kinds = { records, zones };
  }
  return kinds;
}

/** Types that a reader of plans must keep. */
export function wantedTypes(): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const { records, zones, zoneSettings = [], zoneFiles = [], certificates = [] } of PROVIDERS) {
    for (const { types } of records) for (const { type } of types) wanted.add(type);
    for (const { type } of [...zones, ...zoneSettings, ...zoneFiles, ...certificates]) wanted.add(type);
  }
  return wanted;
}

/** What is known of the zone that a record belongs to. */
interface Home {
  /** Tells zones of one name apart. */
  readonly key: string;
  /** Lower case, without final dot; absent where it isn't known. */
  readonly name?: string;
  readonly instance?: ResourceInstance;
}

/** Puts the records of resources into zones, each as its provider will publish it. */
export function zonesOfResources(instances: readonly ResourceInstance[], resolver: Resolver): TerraformZones {
  const { records, zones } = kindsOfResources();
  const known = instances.filter(({ type }) => zones.has(type));
  const byId = new Map<string, ResourceInstance>();
  for (const instance of known) {
    for (const id of zones.get(instance.type)!.ids) {
      const text = textOf(instance.values.entries.get(id));
      if (text) byId.set(text, instance);
    }
  }
  const undecided = new Map<string, number>();
  const builders = new Map<string, ZoneBuilder>();
  for (const instance of instances) {
    const kind = records.get(instance.type);
    if (!kind || instance.mode === "data" || instance.action === "delete" || instance.action === "forget") continue;
    const home = homeOf(instance, kind.reading, byId, resolver);
    let builder = builders.get(home.key);
    if (!builder) {
      builder = new ZoneBuilder(home, resolver, undecided);
      builders.set(home.key, builder);
    }
    builder.add(instance, kind.reading, kind.provider, kind.rrtype);
  }
  return { zones: [...builders.values()].flatMap((builder) => builder.finish(zones) ?? []), undecided };
}

function homeOf(
  instance: ResourceInstance,
  reading: RecordResource,
  byId: ReadonlyMap<string, ResourceInstance>,
  resolver: Resolver,
): Home {
  for (const reference of reading.zone) {
    const value = first(instance.values, reference.path);
    if (!value) continue;
    const text = textOf(value);
    const isName =
      reference.kind === "name" ||
      (reference.kind === "both" && text !== undefined && !new RegExp(reference.idLike ?? "^$").test(text));
    if (text !== undefined && isName) return named(text, undefined, `name:${text.toLowerCase()}`);
    if (text !== undefined && byId.has(text)) return ofInstance(byId.get(text)!);
    if (text !== undefined && reference.endsInName && text.includes("/"))
      return named(text.split("/").at(-1)!, undefined, `id:${text}`);
    if (text !== undefined) return { key: `${instance.type}:${text}` };
    const found = resolver.zonesOf(instance, reference.path);
    if (found.length === 1) return ofInstance(found[0]);
    const key = value.kind === "unknown" && value.reference ? value.reference : instance.address;
    return { key: `unknown:${key}` };
  }
  return { key: `unknown:${instance.address}` };
}

function ofInstance(instance: ResourceInstance): Home {
  const { zones } = kindsOfResources();
  for (const path of zones.get(instance.type)!.name) {
    const labels = (typeof path === "string" ? [path] : path).map((one) => textOf(first(instance.values, one)));
    if (labels.some((label) => label === undefined)) continue;
    const name = labels.filter((label) => label !== "").join(".");
    if (name !== "") return named(name, instance, instance.address);
  }
  return { key: instance.address, instance };
}

const named = (name: string, instance: ResourceInstance | undefined, key: string): Home => ({
  key,
  name: name.replace(/\.$/, "").toLowerCase(),
  instance,
});

/** A record on its way into a zone. */
interface Pending {
  readonly instance: ResourceInstance;
  readonly record: Value;
  readonly reading: RecordResource;
  readonly provider: Provider;
  readonly rrtype?: string;
}

class ZoneBuilder {
  private readonly text = new MappedText<RecordOrigin>();
  private readonly pending: Pending[] = [];
  private name: string | undefined;
  private count = 0;
  private file: string | undefined;

  constructor(
    private readonly home: Home,
    private readonly resolver: Resolver,
    private readonly undecided: Map<string, number>,
  ) {
    this.name = home.name;
  }

  add(instance: ResourceInstance, reading: RecordResource, provider: Provider, rrtype: string | undefined): void {
    const records = reading.records === undefined ? [instance.values as Value] : at(instance.values, reading.records);
    for (const record of records) {
      if (record.kind === "unknown") this.skip("records known only after apply");
      else this.pending.push({ instance, record, reading, provider, rrtype });
    }
  }

  /**
   * The name of a zone that is known only by its id: the owner that all others are at or below, where all are written in
   * full with their final dot. If the zone really begins further up, no more than a finding is missed.
   */
  private inferName(): string | undefined {
    const owners = new Set<string>();
    for (const { record, reading } of this.pending) {
      const text = textOf(first(record, ...reading.name.paths));
      if (text === undefined) continue;
      if (!text.endsWith(".")) return undefined;
      owners.add(text.slice(0, -1).toLowerCase());
    }
    const [top] = [...owners].sort((a, b) => a.length - b.length);
    if (top === undefined || !top.includes(".")) return undefined;
    return [...owners].every((owner) => owner === top || owner.endsWith(`.${top}`)) ? top : undefined;
  }

  private addRecord({ instance, record, reading, provider, rrtype }: Pending): void {
    if (surelyHolds(record, reading.unpublished)) return;
    const type =
      rrtype ?? (reading.type === undefined ? undefined : textOf(first(record, reading.type)))?.toUpperCase();
    if (type === undefined) return this.skip("the record's type is unknown");
    const special = Object.entries(reading.specialTypes ?? {}).find(([name]) => name.toUpperCase() === type)?.[1];
    if (special?.kind === "other") return;
    const servedAs = special?.kind === "served-as" ? special.type : type;

    const nameValue = first(record, ...reading.name.paths);
    const nameText = nameValue === undefined ? (reading.name.absent === "apex" ? "" : undefined) : textOf(nameValue);
    if (nameText === undefined || reading.name.incompleteFor?.includes(type))
      return this.skip("the record's owner is unknown");
    const owner = readOwner(nameText, this.name, reading);
    if (!owner) return this.skip("the record's zone is unknown");

    // Of what a module or `for_each` makes, the block is the same for all: the owner's own text tells them apart.
    const isMade = instance.key !== undefined || instance.module.length > 0;
    const own = record === instance.values ? undefined : record.span;
    const place = own ?? (isMade ? nameValue?.span : undefined) ?? this.resolver.placeOf(instance);
    const ttl = reading.ttl && textOf(first(record, reading.ttl.path));
    const origin: RecordOrigin = {
      address: instance.address,
      provider: instance.provider ?? provider.id,
      reading,
      writtenOwner: nameText,
      ownerReading: owner.reading,
      setIdentifier: reading.setIdentifier && textOf(first(record, reading.setIdentifier)),
      action: instance.action,
      routed: mayHold(record, reading.routing),
    };
    const line = (rrtype: string, rdata: readonly Piece[] | undefined, more: Partial<RecordOrigin> = {}) => {
      this.text.record({ ...origin, ...more }, place);
      this.file ??= place.file;
      this.count++;
      // What isn't known is there all the same: a line that the zone's reader takes for a record without looking into it.
      if (!rdata) this.text.plain(UNKNOWN_DATA);
      const exact =
        nameValue?.kind === "string" &&
        nameValue.literal === true &&
        owner.token.replace(/\.$/, "") === nameText.replace(/\.$/, "");
      this.text.mapped(owner.token, nameValue?.span ?? place, nameText, exact);
      this.text.plain(` ${ttl !== undefined && /^\d+$/.test(ttl) ? `${ttl} ` : ""}${rrtype} `);
      for (const piece of rdata ?? []) {
        if (typeof piece === "string") this.text.plain(piece);
        else this.text.mapped(piece.text, piece.span ?? place, piece.written, piece.exact);
      }
      this.text.plain("\n");
    };

    const hidesCname = mayHold(record, reading.proxied) || mayHold(record, reading.flattened);
    const alias = reading.alias?.some(
      ({ types, path, when }) =>
        (types?.includes(type) ?? true) && mayHold(record, when ?? true) && first(record, path) !== undefined,
    );
    // What answers with the provider's own or looked-up addresses: there are addresses, and no CNAME.
    if (alias || special?.kind === "alias" || (hidesCname && ["A", "AAAA", "CNAME"].includes(type)))
      return line("A", undefined);
    if (reading.undecided?.includes(type)) return line(servedAs, undefined);

    const values = valuesOf(record, type, reading);
    if (values.length === 0) return line(servedAs, undefined);
    for (const { place: from, value } of values) {
      const rdata = readRdataText(type, from, value, record, reading);
      if (rdata === "unknown") {
        this.skip("the record's data is unknown");
        line(servedAs, undefined);
      } else line(servedAs, rdata.pieces, { targetRefused: rdata.targetRefused });
    }
  }

  finish(zoneTypes: ReadonlyMap<string, ZoneResource>): TerraformZone | undefined {
    const { home } = this;
    this.name ??= this.inferName();
    if (this.name !== undefined) this.text.plain(`$ORIGIN ${this.name}.\n`);
    for (const record of this.pending) this.addRecord(record);
    if (this.count === 0) return undefined;
    const zone = readMappedZone(this.text.finish(this.file ?? ""), this.name);
    // A zone that the same plan creates holds nothing but what the plan puts there.
    zone.whole = home.instance?.action === "create";
    const type = home.instance && zoneTypes.get(home.instance.type);
    return { zone, isPrivate: home.instance !== undefined && surelyHolds(home.instance.values, type?.private) };
  }

  private skip(why: string): void {
    this.undecided.set(why, (this.undecided.get(why) ?? 0) + 1);
  }
}

/** Of the places that name the type, then of those that name none, the first that holds anything; routed ones add to it. */
function valuesOf(record: Value, type: string, reading: RecordResource) {
  const found: { place: RecordResource["values"][number]; value: Value }[] = [];
  let taken = false;
  const ordered = [
    ...reading.values.filter(({ types }) => types?.includes(type)),
    ...reading.values.filter(({ types }) => !types),
  ];
  for (const place of ordered) {
    if (taken && !place.routed) continue;
    const values = at(record, place.path);
    if (values.length === 0) continue;
    for (const value of values) found.push({ place, value });
    if (!place.routed) taken = true;
  }
  return found;
}
