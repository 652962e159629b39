import {
  type AwaitedRecord,
  findMeantType,
  isCertainEnding,
  type MadePlace,
  type MappedText,
  type RecordOrigin,
  type Span,
  typeCode,
  typeInfo,
  UNKNOWN_DATA,
} from "@dcvlint/core";
import type { Condition, RecordResource } from "@dcvlint/core/providers";
import { at, first, mayHold, surelyHolds, textOf } from "./lookup.js";
import { APEX, readOwner } from "./owner.js";
import { type Piece, type RdataText, readRdataText } from "./rdata-text.js";
import type { Resolver } from "./resolver.js";
import type { RecordKind } from "./resource-kinds.js";
import type { ResourceInstance, Value } from "./value.js";

/** The zone that records are written into, as far as what can't be written as a line matters. */
export interface RecordSink {
  /** What holds CAA records. */
  readonly caa: Set<ResourceInstance>;
  /** A line was written whose record stands in this file. */
  wrote(file: string): void;
  await(record: AwaitedRecord): void;
  /** It couldn't be judged. */
  skip(why: string, span: Span): void;
  /** It will stand at an owner that isn't known. */
  skipOwner(instance: ResourceInstance, place: Span, type?: string): void;
  /** It will stand somewhere. */
  skipPlace(instance: ResourceInstance, why: string, place: Span): void;
}

/** A record on its way into a zone. */
interface Pending {
  readonly instance: ResourceInstance;
  readonly record: Value;
  readonly kind: RecordKind;
}

/** Writes what one resource, or one entry of it, comes to as lines of a zone file. */
export class RecordWriter {
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
    private readonly builder: RecordSink,
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
      return builder.skipOwner(pending.instance, this.place, type);
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
    const values = this.values(type);
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
    const by = (["proxied", "flattened"] as const).find((each) => surelyHolds(this.pending.record, this.reading[each]));
    const hiddenAt = by && this.noteOf(this.reading[by]);
    const from = this.nameValue?.kind === "unknown" ? (this.nameValue.reference ?? this.nameValue.from) : undefined;
    const attribute = /\w+$/.exec(from ?? "")?.[0];
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
      hidden: hiddenAt && { by: by!, at: hiddenAt },
      ownerFrom: attribute !== undefined && attribute === certificate.value ? attribute : undefined,
    });
    this.builder.skipOwner(instance, this.place);
    return true;
  }

  private values(type: string): readonly PlacedValue[] {
    const { record, instance } = this.pending;
    // Of an entry of a list it isn't known which one it was.
    const before = this.reading.records === undefined && instance.action === "update" ? instance.before : undefined;
    return valuesOf(record, type, this.reading, before);
  }

  private targetText(type: string): string | undefined {
    const { record } = this.pending;
    const [value] = this.values(type);
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
export function rrtypeOf(record: Value, { rrtype, reading }: RecordKind): string | undefined {
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

interface PlacedValue {
  readonly place: RecordResource["values"][number];
  readonly value: Value;
}

/**
 * Of the places that name the type, then of those that name none, the first that tells the data; routed ones add to it.
 * Where attributes mirror each other (`content` and `value`), only the one that its author wrote tells: in a plan the
 * other is known after apply, or still what it was `before`.
 */
function valuesOf(record: Value, type: string, reading: RecordResource, before?: Value): readonly PlacedValue[] {
  const routed: PlacedValue[] = [];
  let taken: readonly PlacedValue[] = [];
  for (const place of placesFor(type, reading)) {
    if (!place.routed && taken.length > 0) {
      // What names no type is for others.
      const isAlternative = (place.types === undefined) === (taken[0].place.types === undefined);
      if (!isAlternative || !isOutdone(taken, type, reading, record, before)) continue;
    }
    const found = at(record, place.path).map((value) => ({ place, value }));
    if (place.routed) routed.push(...found);
    else if (taken.length === 0) taken = found;
    else if (found.some((one) => tells(one, type, reading, record) && !isAsBefore(one, before))) taken = found;
  }
  return routed.length === 0 ? taken : [...taken, ...routed];
}

/** Might another attribute tell more? */
const isOutdone = (
  found: readonly PlacedValue[],
  type: string,
  reading: RecordResource,
  record: Value,
  before: Value | undefined,
): boolean => found.every((one) => isAsBefore(one, before) || !tells(one, type, reading, record));

const tells = ({ place, value }: PlacedValue, type: string, reading: RecordResource, record: Value): boolean =>
  readRdataText(type, place, value, record, reading) !== "unknown";

function isAsBefore({ place, value }: PlacedValue, before: Value | undefined): boolean {
  const text = before && textOf(value);
  return text !== undefined && at(before!, place.path).some((old) => textOf(old) === text);
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
