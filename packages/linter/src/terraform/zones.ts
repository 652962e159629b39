import {
  type AwaitedRecord,
  findMeantType,
  isCertainEnding,
  type MadePlace,
  MappedText,
  type PublicSuffixes,
  type RecordOrigin,
  readMappedZone,
  type Span,
  typeCode,
  typeInfo,
  UNKNOWN_DATA,
  type Zone,
} from "@dcvlint/core";
import type { Condition, RecordResource } from "@dcvlint/core/providers";
import { type Home, Homes, NameGuess, type ZonesOf } from "./homes.js";
import { at, first, mayHold, surelyHolds, textOf } from "./lookup.js";
import { APEX, readOwner } from "./owner.js";
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

/** A zone as the provider will publish it. */
export interface TerraformZone {
  /** Tells zones of one name apart, and is the same for what a zone is now and was before. */
  readonly key: string;
  readonly zone: Zone;
}

export interface TerraformZones {
  readonly zones: readonly TerraformZone[];
  /** What holds CAA records. */
  readonly caa: readonly ResourceInstance[];
  readonly undecided: Undecided;
}

/** Records that couldn't be judged because something is unknown, by cause: how many, and the first one's place. */
export type Undecided = Map<string, { count: number; readonly span: Span }>;

/** Puts the records of one root module's resources into zones, each as its provider will publish it. */
export function zonesOfResources(instances: readonly ResourceInstance[], resolver: Resolver): TerraformZones {
  const { records, zones } = kindsOfResources();
  const homes = new Homes(instances, resolver.zonesOf);
  const undecided: Undecided = new Map();
  const caa = new Set<ResourceInstance>();
  const builders = new Map<string, ZoneBuilder>();
  const builderOf = (home: Home) => {
    let builder = builders.get(home.key);
    if (!builder) {
      builder = new ZoneBuilder(home, resolver, undecided, caa);
      builders.set(home.key, builder);
    }
    return builder;
  };
  for (const instance of instances) {
    if (instance.action === "delete" && !instance.isPast) {
      // A zone whose last record goes is a zone all the same.
      const kind = records.get(instance.type);
      const home = kind && homes.of(instance, kind.reading);
      if (home?.name !== undefined && home.instance?.action !== "delete")
        builderOf(home).had(resolver.placeOf(instance).file);
      continue;
    }
    // A zone without a record is one all the same: others must not have its names.
    if (zones.has(instance.type)) builderOf(homes.ofInstance(instance));
    const kind = records.get(instance.type);
    if (kind && instance.mode === "managed") builderOf(homes.of(instance, kind.reading)).add(instance, kind);
  }
  const made = [...builders].flatMap(([key, builder]) => {
    const zone = builder.finish();
    return zone ? [{ key, zone }] : [];
  });
  // A record of which neither zone nor owner is known may be in any of them.
  const homeless = [...builders.values()].flatMap((builder) => [...builder.homeless()]);
  if (homeless.length > 0) for (const { zone } of made) zone.unplaced = new Set([...zone.unplaced, ...homeless]);
  return { zones: made, undecided, caa: [...caa] };
}

/** A record on its way into a zone. */
interface Pending {
  readonly instance: ResourceInstance;
  readonly record: Value;
  readonly kind: RecordKind;
}

class ZoneBuilder {
  private text = new MappedText<RecordOrigin>();
  /** The home's, else what its owners make likely so far. */
  private name: string | undefined;
  private readonly guess: NameGuess;
  /** What is to be written anew should the guess turn out to be wrong. Not its values: a plan has too many. */
  private readonly underGuess: { readonly instance: ResourceInstance; readonly kind: RecordKind }[] = [];
  private awaited: AwaitedRecord[] = [];
  private readonly unplaced = new Set<string>();
  private file: string | undefined;
  private fileOfRecords: string | undefined;
  private isPrivate = false;
  private addedCas: readonly string[] = [];
  private readonly skipped: Undecided = new Map();

  constructor(
    private readonly home: Home,
    private readonly resolver: Resolver,
    private readonly undecided: Undecided,
    readonly caa: Set<ResourceInstance>,
  ) {
    this.guess = new NameGuess(resolver.suffixes);
    this.begin(home.name);
    const { instance } = home;
    if (!instance) return;
    this.file = resolver.placeOf(instance).file;
    this.isPrivate = surelyHolds(instance.values, kindsOfResources().zones.get(instance.type)?.zone.private);
  }

  add(instance: ResourceInstance, kind: RecordKind): void {
    const { reading, provider } = kind;
    const { values } = instance;
    if (provider.addsCaa) this.addedCas = provider.addsCaa.cas;
    if (surelyHolds(values, reading.private)) this.isPrivate = true;
    const records = recordsOf(values, kind);
    for (const record of records) {
      if (record.kind === "unknown") {
        this.unplaced.add(instance.address);
        count(this.undecided, RECORDS_UNKNOWN, record.span ?? this.resolver.placeOf(instance));
      }
      // Owners as written; one that isn't known is no full name.
      else if (this.home.name === undefined)
        this.guess.add(textOf(first(record, ...reading.name.paths)) ?? "", rrtypeOf(record, kind) === "NS");
    }
    if (this.home.name === undefined) {
      this.follow(this.guess.domain);
      this.underGuess.push({ instance, kind });
    }
    this.write(instance, kind, records);
  }

  /** Writes all anew where the zone has another name than was thought. */
  private follow(guess: string | undefined): void {
    if (this.name === guess) return;
    this.begin(guess);
    for (const { instance, kind } of this.underGuess) this.write(instance, kind, recordsOf(instance.values, kind));
  }

  finish(): Zone | undefined {
    if (this.home.name === undefined) this.follow(this.guess.apex);
    const { name } = this;
    for (const [why, { count: times, span }] of this.skipped) count(this.undecided, why, span, times);
    const file = this.file ?? this.fileOfRecords;
    if (file === undefined) return undefined;
    const zone = readMappedZone(this.text.finish(file), name === undefined ? undefined : nameOf(name));
    const isEmpty = zone.count === 0 && zone.problems.length === 0 && this.awaited.length === 0;
    if (isEmpty && this.home.name === undefined) return undefined;
    // A zone that the same plan creates holds nothing but what the plan puts there.
    zone.whole = this.home.instance?.action === "create";
    zone.nameInferred = this.home.name === undefined;
    zone.isPrivate = this.isPrivate;
    zone.awaited = this.awaited;
    zone.unplaced = this.unplaced;
    zone.addedCas = this.addedCas;
    return zone;
  }

  /** Records of which it isn't known where they stand, in a zone that isn't known either. */
  homeless(): ReadonlySet<string> {
    return this.home.name === undefined ? this.unplaced : new Set();
  }

  private begin(name: string | undefined): void {
    this.name = name;
    this.text = new MappedText();
    this.awaited = [];
    this.skipped.clear();
    if (name !== undefined) this.text.plain(`$ORIGIN ${nameOf(name)}.\n`);
  }

  private write(instance: ResourceInstance, kind: RecordKind, records: readonly Value[]): void {
    for (const record of records) {
      if (record.kind === "unknown") continue;
      new RecordWriter({ instance, record, kind }, this.name, this.text, this.resolver, this).write();
    }
  }

  /** It had a record there, which goes. */
  had(file: string): void {
    this.file ??= file;
  }

  wrote(file: string): void {
    this.fileOfRecords ??= file;
  }

  await(record: AwaitedRecord): void {
    this.awaited.push(record);
  }

  /** It will stand at an owner that isn't known. */
  skipOwner({ address }: ResourceInstance, place: Span): void {
    this.wrote(place.file);
    this.unplaced.add(address);
    this.skip("the record's owner is unknown", place);
  }

  /** What it will be, or where in the zone, isn't known. */
  skipPlace({ address }: ResourceInstance, why: string, place: Span): void {
    this.unplaced.add(address);
    this.skip(why, place);
  }

  skip(why: string, span: Span): void {
    count(this.skipped, why, span);
  }
}

const RECORDS_UNKNOWN = "its records are known only after apply";

function count(undecided: Undecided, why: string, span: Span, times = 1): void {
  const known = undecided.get(why);
  if (known) known.count += times;
  else undecided.set(why, { count: times, span });
}

/** A resource's records: itself, or each entry of a list that it has. */
const recordsOf = (values: Value, { reading }: RecordKind): readonly Value[] =>
  reading.records === undefined ? [values] : at(values, reading.records);

/** A zone's name as a token: it comes from an attribute, in which anything may stand. */
const nameOf = (name: string): string => name.replace(/[\s"();$@\\]/g, "-");

/** Writes what one resource, or one entry of it, comes to as lines of a zone file. */
class RecordWriter {
  private readonly reading: RecordResource;
  private readonly nameValue: Value | undefined;
  private readonly nameSpan: Span | undefined;
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
    const own = this.reading.records === undefined ? undefined : record.span;
    this.nameSpan = this.nameValue?.span;
    // Of what a module or `for_each` makes, the block is the same for all: the owner's own text tells them apart.
    const isMade = !own && this.nameSpan && (instance.key !== undefined || instance.module.length > 0);
    this.place = own ?? (isMade ? this.nameSpan : undefined) ?? resolver.placeOf(instance);
  }

  write(): void {
    const { pending, reading, builder } = this;
    const { record, kind } = pending;
    if (surelyHolds(record, reading.unpublished)) return;
    const type = rrtypeOf(record, kind);
    if (type !== undefined && specialOf(reading, type)?.kind === "other") return;
    const name = this.nameText();
    if (name === undefined && this.awaitRecord()) return;
    if (type === undefined) return builder.skipPlace(pending.instance, "the record's type is unknown", this.place);
    // Perhaps one that the provider made up. A slip is near to one that everybody knows.
    if (typeCode(type) === undefined && !specialOf(reading, type) && findMeantType(type) === undefined)
      return builder.skip("the record's type is none of the DNS", this.place);
    if (type === "CAA") builder.caa.add(pending.instance);
    if (name === undefined || reading.name.incompleteFor?.includes(type))
      return builder.skipOwner(pending.instance, this.place);
    // Left out isn't written empty, which some providers refuse.
    const owner = this.nameValue ? readOwner(name, this.zoneName, reading, (text) => this.isFull(text)) : APEX;
    if (!owner) return builder.skipPlace(pending.instance, "the record's zone is unknown", this.place);
    const isThere = pending.instance.action === "no-op";
    const routed = mayHold(record, reading.routing);
    this.writeRecords(type, owner.token, {
      address: pending.instance.address,
      provider: pending.instance.provider ?? kind.provider.id,
      reading,
      writtenOwner: name,
      ownerReading: isThere && owner.reading === "refused" ? "absolute" : owner.reading,
      setIdentifier: reading.setIdentifier && textOf(first(record, reading.setIdentifier)),
      action: pending.instance.action,
      uncertain: pending.instance.uncertain,
      routed,
      routedAt: routed ? this.noteOf(reading.routing) : undefined,
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
      const rdata = readRdataText(type, place, value, record, reading, origin.provider);
      if (rdata === "unknown") builder.skip("the record's data is unknown", this.place);
      this.line(servedAs, owner, origin, rdata === "unknown" ? undefined : rdata);
    }
  }

  /** Data that isn't known is there all the same: a line that the zone's reader takes for a record without looking into it. */
  private line(type: string, owner: string, origin: RecordOrigin, rdata?: RdataText): void {
    const { text, place, nameValue, nameSpan, reading, pending } = this;
    // What is there already wasn't refused, whatever is known of the provider.
    const verdict = origin.action === "no-op" && rdata?.verdict ? { ...rdata.verdict, ...NOT_REFUSED } : rdata?.verdict;
    text.record(verdict ? { ...origin, ...verdict } : origin, place);
    this.builder.wrote(place.file);
    if (!rdata) text.plain(UNKNOWN_DATA);
    const written = origin.writtenOwner;
    const literal = nameValue?.kind === "string" && nameValue.literal === true;
    const isSame = () => owner.replace(/\.$/, "") === written.replace(/\.$/, "");
    text.mapped(owner, nameSpan ?? place, written, literal && (isSame() || "whole"));
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
      action: instance.action,
      at: this.text.note(this.resolver.placeOf(instance), key),
    });
    this.builder.skipOwner(instance, this.place);
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

/** In upper case; a number as its mnemonic. */
function rrtypeOf(record: Value, { rrtype, reading }: RecordKind): string | undefined {
  if (rrtype !== undefined || reading.type === undefined) return rrtype;
  const text = textOf(first(record, reading.type))?.toUpperCase();
  const isNumber = text !== undefined && reading.numericTypes && /^\d{1,5}$/.test(text);
  return isNumber ? typeInfo(Number(text)).mnemonic : text;
}

const NOT_REFUSED = { targetRefused: undefined, issuerRefused: undefined, tooLong: undefined };

const pieceText = (piece: Piece): string => (typeof piece === "string" ? piece : piece.text);

type SpecialTypes = NonNullable<RecordResource["specialTypes"]>;
const specialsByName = new WeakMap<SpecialTypes, ReadonlyMap<string, SpecialTypes[string]>>();

/** `type` in upper case; of names that differ in case only, the first one counts. */
function specialOf({ specialTypes }: RecordResource, type: string): SpecialTypes[string] | undefined {
  if (!specialTypes) return undefined;
  let byName = specialsByName.get(specialTypes);
  if (!byName) {
    const entries = Object.entries(specialTypes).map(([name, special]) => [name.toUpperCase(), special] as const);
    byName = new Map(entries.reverse());
    specialsByName.set(specialTypes, byName);
  }
  return byName.get(type);
}

/** Of the places that name the type, then of those that name none, the first that holds anything; routed ones add to it. */
function valuesOf(record: Value, type: string, reading: RecordResource) {
  const found: { place: RecordResource["values"][number]; value: Value }[] = [];
  let taken = false;
  for (const place of placesFor(type, reading)) {
    if (taken && !place.routed) continue;
    const values = at(record, place.path);
    if (values.length === 0) continue;
    for (const value of values) found.push({ place, value });
    if (!place.routed) taken = true;
  }
  return found;
}

const placesByType = new WeakMap<RecordResource, Map<string, RecordResource["values"]>>();

function placesFor(type: string, reading: RecordResource): RecordResource["values"] {
  let byType = placesByType.get(reading);
  if (!byType) {
    byType = new Map();
    placesByType.set(reading, byType);
  }
  let places = byType.get(type);
  if (!places) {
    places = [
      ...reading.values.filter(({ types }) => types?.includes(type)),
      ...reading.values.filter(({ types }) => !types),
    ];
    // Types are what somebody wrote: few are real.
    if (byType.size < MOST_TYPES) byType.set(type, places);
  }
  return places;
}

const MOST_TYPES = 256;
