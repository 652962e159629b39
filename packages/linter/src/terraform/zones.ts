import {
  type AwaitedRecord,
  isCertainEnding,
  type MadePlace,
  MappedText,
  type PublicSuffixes,
  type RecordOrigin,
  readMappedZone,
  type Span,
  UNKNOWN_DATA,
  type Zone,
} from "@dcvlint/core";
import type { Condition, RecordResource } from "@dcvlint/core/providers";
import { type Home, Homes, inferName, type ZonesOf } from "./homes.js";
import { at, first, mayHold, surelyHolds, textOf } from "./lookup.js";
import { readOwner } from "./owner.js";
import { type Piece, type RdataText, readRdataText } from "./rdata-text.js";
import { kindsOfResources, type RecordKind } from "./resource-kinds.js";
import type { ResourceInstance, Value } from "./value.js";

/** What a reader of plans or sources knows beside the instances. */
export interface Resolver {
  readonly zonesOf: ZonesOf;
  /** Where a finding about the instance stands when nothing more exact is known. */
  placeOf(instance: ResourceInstance): Span;
  /** The certificate whose asked-for records the instance's `for_each` goes over. */
  certificateOf?(record: ResourceInstance): Certificate | undefined;
  readonly suffixes: PublicSuffixes;
}

export interface Certificate {
  readonly address: string;
  /** In lower case, as the certificate names them. */
  readonly names: readonly string[];
}

export interface TerraformZones {
  /** As the provider will publish them. */
  readonly zones: readonly Zone[];
  /** Records that couldn't be judged because something is unknown, by cause. */
  readonly undecided: ReadonlyMap<string, number>;
}

/** Puts the records of one root module's resources into zones, each as its provider will publish it. */
export function zonesOfResources(instances: readonly ResourceInstance[], resolver: Resolver): TerraformZones {
  const { records, zones } = kindsOfResources();
  const homes = new Homes(instances, resolver.zonesOf);
  const undecided = new Map<string, number>();
  const builders = new Map<string, ZoneBuilder>();
  const builderOf = (home: Home) => {
    let builder = builders.get(home.key);
    if (!builder) {
      builder = new ZoneBuilder(home, resolver, undecided);
      builders.set(home.key, builder);
    }
    return builder;
  };
  for (const instance of instances) {
    if (instance.action === "delete" || instance.action === "forget") continue;
    // A zone without a record is one all the same: others must not have its names.
    if (zones.has(instance.type)) builderOf(homes.ofInstance(instance));
    const kind = records.get(instance.type);
    if (kind && instance.mode === "managed") builderOf(homes.of(instance, kind.reading)).add(instance, kind);
  }
  return { zones: [...builders.values()].flatMap((builder) => builder.finish() ?? []), undecided };
}

/** A record on its way into a zone. */
interface Pending {
  readonly instance: ResourceInstance;
  readonly record: Value;
  readonly kind: RecordKind;
}

class ZoneBuilder {
  private readonly text = new MappedText<RecordOrigin>();
  private readonly pending: Pending[] = [];
  private readonly awaited: AwaitedRecord[] = [];
  private readonly unplaced = new Set<string>();
  private readonly name: string | undefined;
  private file: string | undefined;
  private isPrivate = false;

  constructor(
    private readonly home: Home,
    private readonly resolver: Resolver,
    private readonly undecided: Map<string, number>,
  ) {
    this.name = home.name;
    const { instance } = home;
    if (!instance) return;
    this.file = resolver.placeOf(instance).file;
    this.isPrivate = surelyHolds(instance.values, kindsOfResources().zones.get(instance.type)?.zone.private);
  }

  add(instance: ResourceInstance, kind: RecordKind): void {
    const { reading } = kind;
    if (surelyHolds(instance.values, reading.private)) this.isPrivate = true;
    const records = reading.records === undefined ? [instance.values as Value] : at(instance.values, reading.records);
    for (const record of records) {
      if (record.kind === "unknown") {
        this.unplaced.add(instance.address);
        this.skip("records known only after apply");
      } else this.pending.push({ instance, record, kind });
    }
  }

  finish(): Zone | undefined {
    const name = this.name ?? inferName(this.ownerTexts(), this.resolver.suffixes);
    if (name !== undefined) this.text.plain(`$ORIGIN ${nameOf(name)}.\n`);
    for (const pending of this.pending) new RecordWriter(pending, name, this.text, this.resolver, this).write();
    if (this.file === undefined) return undefined;
    const zone = readMappedZone(this.text.finish(this.file), name === undefined ? undefined : nameOf(name));
    if (zone.count === 0 && this.awaited.length === 0 && this.name === undefined) return undefined;
    // A zone that the same plan creates holds nothing but what the plan puts there.
    zone.whole = this.home.instance?.action === "create";
    zone.isPrivate = this.isPrivate;
    zone.awaited = this.awaited;
    zone.unplaced = this.unplaced;
    return zone;
  }

  /** Owners as written; one that isn't known is no full name. */
  private *ownerTexts(): Generator<string> {
    for (const { record, kind } of this.pending) yield textOf(first(record, ...kind.reading.name.paths)) ?? "";
  }

  wrote(file: string): void {
    this.file ??= file;
  }

  await(record: AwaitedRecord): void {
    this.awaited.push(record);
  }

  /** It will stand at an owner that isn't known. */
  skipOwner({ address }: ResourceInstance, file: string): void {
    this.wrote(file);
    this.unplaced.add(address);
    this.skip("the record's owner is unknown");
  }

  skip(why: string): void {
    this.undecided.set(why, (this.undecided.get(why) ?? 0) + 1);
  }
}

/** A zone's name as a token: it comes from an attribute, in which anything may stand. */
const nameOf = (name: string): string => name.replace(/[\s"();$@\\]/g, "-");

/** Writes what one resource, or one entry of it, comes to as lines of a zone file. */
class RecordWriter {
  private readonly reading: RecordResource;
  private readonly nameValue: Value | undefined;
  /** Of the record as a whole. */
  private readonly place: Span;

  constructor(
    private readonly pending: Pending,
    private readonly zoneName: string | undefined,
    private readonly text: MappedText<RecordOrigin>,
    private readonly resolver: Resolver,
    private readonly builder: ZoneBuilder,
  ) {
    const { instance, record, kind } = pending;
    this.reading = kind.reading;
    this.nameValue = first(record, ...kind.reading.name.paths);
    // Of what a module or `for_each` makes, the block is the same for all: the owner's own text tells them apart.
    const isMade = instance.key !== undefined || instance.module.length > 0;
    const own = record === instance.values ? undefined : record.span;
    this.place = own ?? (isMade ? this.nameValue?.span : undefined) ?? resolver.placeOf(instance);
  }

  write(): void {
    const { pending, reading, builder } = this;
    const { record, kind } = pending;
    if (surelyHolds(record, reading.unpublished)) return;
    const type =
      kind.rrtype ?? (reading.type === undefined ? undefined : textOf(first(record, reading.type)))?.toUpperCase();
    if (type !== undefined && specialOf(reading, type)?.kind === "other") return;
    const name = this.nameText();
    if (name === undefined && this.awaitRecord()) return;
    if (type === undefined) return builder.skip("the record's type is unknown");
    if (name === undefined || reading.name.incompleteFor?.includes(type))
      return builder.skipOwner(pending.instance, this.place.file);
    const owner = readOwner(name, this.zoneName, reading, (text) => this.isFull(text));
    if (!owner) return builder.skip("the record's zone is unknown");
    this.writeRecords(type, owner.token, {
      address: pending.instance.address,
      provider: pending.instance.provider ?? kind.provider.id,
      reading,
      writtenOwner: name,
      ownerReading: owner.reading,
      setIdentifier: reading.setIdentifier && textOf(first(record, reading.setIdentifier)),
      action: pending.instance.action,
      uncertain: pending.instance.uncertain,
      routed: mayHold(record, reading.routing),
      routedAt: this.noteOf(reading.routing),
      allowOverwrite: reading.allowOverwrite !== undefined && textOf(first(record, reading.allowOverwrite)) === "true",
    });
  }

  private writeRecords(type: string, owner: string, origin: RecordOrigin): void {
    const { reading, builder, pending } = this;
    const { record } = pending;
    const special = specialOf(reading, type);
    const servedAs = special?.kind === "served-as" ? special.type : type;
    const alias = reading.alias?.some(
      ({ types, path, when }) =>
        (types?.includes(type) ?? true) && mayHold(record, when ?? true) && first(record, path) !== undefined,
    );
    // What answers with the provider's own or looked-up addresses: there are addresses, and no CNAME.
    if (alias || special?.kind === "alias") return this.line("A", owner, origin);
    if (["A", "AAAA", "CNAME"].includes(type)) {
      for (const by of ["proxied", "flattened"] as const) {
        if (!mayHold(record, reading[by])) continue;
        const at = surelyHolds(record, reading[by]) ? this.noteOf(reading[by]) : undefined;
        const hidden = at && { type, target: this.targetText(type), by, at };
        return this.line("A", owner, { ...origin, hidden });
      }
    }
    const values = valuesOf(record, type, reading);
    if (reading.undecided?.includes(type) || values.length === 0) return this.line(servedAs, owner, origin);
    for (const { place, value } of values) {
      const rdata = readRdataText(type, place, value, record, reading);
      if (rdata === "unknown") builder.skip("the record's data is unknown");
      this.line(servedAs, owner, origin, rdata === "unknown" ? undefined : rdata);
    }
  }

  /** Data that isn't known is there all the same: a line that the zone's reader takes for a record without looking into it. */
  private line(type: string, owner: string, origin: RecordOrigin, rdata?: RdataText): void {
    const { text, place, nameValue, reading, pending } = this;
    const { targetRefused, issuerRefused } = rdata ?? {};
    text.record(targetRefused || issuerRefused ? { ...origin, targetRefused, issuerRefused } : origin, place);
    this.builder.wrote(place.file);
    if (!rdata) text.plain(UNKNOWN_DATA);
    const written = origin.writtenOwner;
    const exact =
      nameValue?.kind === "string" &&
      nameValue.literal === true &&
      owner.replace(/\.$/, "") === written.replace(/\.$/, "");
    text.mapped(owner, nameValue?.span ?? place, written, exact);
    const ttl = reading.ttl && textOf(first(pending.record, reading.ttl.path));
    text.plain(` ${ttl !== undefined && /^\d+$/.test(ttl) ? `${ttl} ` : ""}${type} `);
    for (const piece of rdata?.pieces ?? []) {
      if (typeof piece === "string") text.plain(piece);
      else text.mapped(piece.text, piece.span ?? place, piece.written, piece.exact);
    }
    text.plain("\n");
  }

  private nameText(): string | undefined {
    const { nameValue, reading } = this;
    if (nameValue === undefined) return reading.name.absent === "apex" ? "" : undefined;
    return nameValue.sensitive ? undefined : textOf(nameValue);
  }

  /** A record whose data a certificate asks for; only its key tells what it is for. */
  private awaitRecord(): boolean {
    const { instance } = this.pending;
    const { key } = instance;
    if (typeof key !== "string") return false;
    const certificate = this.resolver.certificateOf?.(instance);
    if (!certificate?.names.includes(key.toLowerCase())) return false;
    this.builder.await({
      domain: key.toLowerCase(),
      address: instance.address,
      group: instance.address.slice(0, instance.address.lastIndexOf("[")),
      certificate: certificate.address,
      allowOverwrite:
        this.reading.allowOverwrite !== undefined &&
        textOf(first(this.pending.record, this.reading.allowOverwrite)) === "true",
      rrset: this.reading.rrset,
      at: this.text.note(this.nameValue?.span ?? this.place, key),
    });
    this.builder.skipOwner(instance, this.place.file);
    return true;
  }

  private targetText(type: string): string | undefined {
    const { record } = this.pending;
    const [value] = valuesOf(record, type, this.reading);
    const rdata = value && readRdataText(type, value.place, value.value, record, this.reading);
    return rdata === undefined || rdata === "unknown" ? undefined : rdata.pieces.map(pieceText).join("");
  }

  /** Where the attribute stands that makes a condition hold. */
  private noteOf(conditions: readonly Condition[] | undefined): MadePlace | undefined {
    const { record } = this.pending;
    const holding = conditions?.find((condition) => surelyHolds(record, [condition]));
    const value = holding && first(record, holding.path);
    if (!value) return undefined;
    return this.text.note(value.span ?? this.place, textOf(value) ?? "");
  }

  private isFull(name: string): boolean {
    const { suffixes } = this.resolver;
    const domain = suffixes.endsInPublicSuffix(name) ? suffixes.registrableDomain(name) : undefined;
    return domain !== undefined && isCertainEnding(domain.slice(domain.indexOf(".") + 1));
  }
}

const pieceText = (piece: Piece): string => (typeof piece === "string" ? piece : piece.text);

const specialOf = ({ specialTypes = {} }: RecordResource, type: string) =>
  Object.entries(specialTypes).find(([name]) => name.toUpperCase() === type)?.[1];

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
