import { type AwaitedRecord, MappedText, type RecordOrigin, readMappedZone, type Span, type Zone } from "@dcvlint/core";
import { type Home, Homes, NameGuess } from "./homes.js";
import { at, first, mayHold, surelyHolds, textOf } from "./lookup.js";
import { type RecordSink, RecordWriter, rrtypeOf } from "./record-writer.js";
import type { Resolver } from "./resolver.js";
import { kindsOfResources, type RecordKind } from "./resource-kinds.js";
import type { ResourceInstance, Value } from "./value.js";

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
  const caaHomeless = [...builders.values()].some((builder) => builder.caaUnplaced && builder.homeless().size > 0);
  if (homeless.length > 0) for (const { zone } of made) zone.unplaced = new Set([...zone.unplaced, ...homeless]);
  if (caaHomeless) for (const { zone } of made) zone.caaUnplaced = true;
  return { zones: made, undecided, caa: [...caa] };
}

class ZoneBuilder implements RecordSink {
  private text = new MappedText<RecordOrigin>();
  /** The home's, else what its owners make likely so far. */
  private name: string | undefined;
  private readonly guess: NameGuess;
  /** What is to be written anew should the guess turn out to be wrong. Not its values: a plan has too many. */
  private readonly underGuess: { readonly instance: ResourceInstance; readonly kind: RecordKind }[] = [];
  private awaited: AwaitedRecord[] = [];
  private readonly unplaced = new Set<string>();
  caaUnplaced = false;
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
        this.caaUnplaced = true;
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
    const made = this.home.instance;
    const kind = made && kindsOfResources().zones.get(made.type);
    zone.whole = made?.action === "create" && !mayHold(made.values, kind?.zone.prefilled);
    zone.nameInferred = this.home.name === undefined;
    zone.isPrivate = this.isPrivate;
    zone.awaited = this.awaited;
    zone.unplaced = this.unplaced;
    zone.caaUnplaced = this.caaUnplaced;
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
  skipOwner({ address }: ResourceInstance, place: Span, type?: string): void {
    this.wrote(place.file);
    this.unplaced.add(address);
    if (type === "CAA") this.caaUnplaced = true;
    this.skip("the record's owner is unknown", place);
  }

  /** What it will be, or where in the zone, isn't known. */
  skipPlace({ address }: ResourceInstance, why: string, place: Span): void {
    this.unplaced.add(address);
    this.caaUnplaced = true;
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
