import { BAD_ESCAPE, EMPTY_LABEL, LABEL_TOO_LONG, type NameId, ROOT } from "../name/name-table.js";
import { AT, DOLLAR, DOT, isDigit, LF, SPACE, TAB } from "../name/octets.js";
import { checkRdata } from "../rdata/fields.js";
import { RdataWriter } from "../rdata/rdata-writer.js";
import { svcbDnsProblem } from "../rdata/svcb-fields.js";
import { A, CAA, SOA, SVCB, TXT, typeCodeAt } from "../rdata/types.js";
import {
  INHERITED_ACROSS,
  NON_ASCII,
  OWNER_INHERITED,
  OWNER_RELATIVE,
  type Problem,
  type RecordId,
  TARGET_RELATIVE,
  TTL_EXPLICIT,
  UNREADABLE,
  Zone,
} from "../zone/zone.js";
import { expandGenerate } from "./generate.js";
import { Lexer } from "./lexer.js";
import type { MappedSource } from "./mapped-source.js";
import { findOriginHints, isBelow } from "./origin.js";
import { hasBom, Source } from "./source.js";
import { isEscapedDot, isNonAscii, isTargetRelative, textFlags } from "./text-flags.js";
import { MAX_TTL, parseTtl } from "./ttl.js";

/** What `$INCLUDE` gets for a path: the file, or the reason (a rule's id) why there is none. */
export type Included =
  | { readonly kind: "file"; readonly file: string; readonly bytes: Uint8Array }
  | { readonly kind: "refused"; readonly rule: "include-not-found" | "include-outside-root"; readonly why: string };

export interface ZoneLimits {
  /** Octets of a logical line and of a token. */
  readonly entry: number;
  readonly token: number;
  readonly includeDepth: number;
  readonly includes: number;
  /** Records that one `$GENERATE` may make, and all of a zone together. */
  readonly generate: number;
  readonly generated: number;
  /** Octets of their text. */
  readonly generatedOctets: number;
}

export const ZONE_LIMITS: ZoneLimits = {
  entry: 1 << 20,
  token: 1 << 16,
  includeDepth: 16,
  includes: 10_000,
  generate: 65_536,
  generated: 1_000_000,
  generatedOctets: 24 << 20,
};

export interface ZoneFileOptions {
  /** Relative to the root, with `/`: the `file` of every span. */
  readonly file: string;
  /** What relative names end in until the file says otherwise; presentation form, taken as absolute. */
  readonly origin?: string;
  /** What the file's name makes likely; counts where nothing in the file speaks against it. */
  readonly originGuess?: string;
  /** Fetches what `$INCLUDE` names. Without it every `$INCLUDE` is refused as not found. */
  readonly include?: (path: string, from: string) => Included;
  readonly limits?: Partial<ZoneLimits>;
  /** A number that the file's author doesn't know; keeps names that were made to collide from costing time. */
  readonly seed?: number;
}

/**
 * Reads a master file (RFC 1035 §5, RFC 2308 §4, RFC 3597 §5, and BIND's `$GENERATE`). Never throws on content: what
 * can't be read becomes a `Problem` of the zone, and reading goes on at the next entry.
 */
export function readZoneFile(bytes: Uint8Array, options: ZoneFileOptions): Zone {
  return new ZoneFileReader(bytes, options).read();
}

/**
 * Reads zone text that was made of another format. `origin` is the zone's name where it is known. A line that begins
 * with `UNKNOWN_DATA` stands for a record whose RDATA isn't known: it is there, and no rule looks into it.
 */
export function readMappedZone(source: MappedSource<unknown>, origin: string | undefined): Zone {
  const zone = new ZoneFileReader(source.bytes, { file: source.file, origin }, source).read();
  zone.made = true;
  return zone;
}

/** No token of a zone file begins with it. */
export const UNKNOWN_DATA = "\u0001";
const UNKNOWN_OCTET = 1;

class ZoneFileReader {
  private readonly zone: Zone;
  private readonly limits: ZoneLimits;
  private origin: NameId = ROOT;
  private lastOwner: NameId = NO_OWNER;
  /** The last owner couldn't be read: records that inherit it are checked, and belong to nobody. */
  private ownerLost = false;
  private defaultTtl = -1;
  private lastTtl = -1;
  /** Records that came before any TTL was known; trouble only in a whole zone, a fragment gets its TTL from outside. */
  private readonly withoutTtl: Problem[] = [];
  private originChanged = false;
  private zoneClass = 0;
  private includes = 0;
  private generated = 0;
  private generatedOctets = 0;
  /** Octets read twice because a parenthesis was never closed; bounded, so that bad text can't cost quadratic time. */
  private reread = 0;
  private readonly stack: string[] = [];
  /** Number of the source that is being read. */
  private sourceIndex = 0;
  /** The zone that an export's header names: Cloudflare writes the owner of its SOA without the final dot. */
  private exported: string | undefined;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly options: ZoneFileOptions,
    private readonly made?: MappedSource<unknown>,
  ) {
    this.limits = { ...ZONE_LIMITS, ...options.limits };
    // A record takes 50 to 60 octets in real zones: room for that many saves growing the columns.
    this.zone = new Zone(Math.ceil(bytes.length / 54), options.seed);
  }

  read(): Zone {
    const { zone, bytes, options } = this;
    const start = hasBom(bytes) ? 3 : 0;
    const source = this.made ?? new Source(options.file, bytes);
    zone.addSource(source);
    if (start > 0) this.problem(source, "byte-order-mark", "atStart", {}, 0, 3);
    this.origin = this.initialOrigin(start);
    zone.apex = this.origin;
    this.stack.push(options.file);
    this.readSource(source, start);
    zone.class = this.zoneClass || 1;
    if (zone.whole) zone.problems.push(...this.withoutTtl);
    // A fragment whose every name came under one $ORIGIN belongs to that; where it began matters only to a whole zone.
    if (
      !zone.whole &&
      !zone.originKnown &&
      this.origin !== zone.apex &&
      !zone.names.isSubdomain(this.origin, zone.apex)
    ) {
      zone.apex = this.origin;
      zone.originKnown = true;
    }
    return zone;
  }

  /** What the file says by its SOA or its header, else what the caller knows, else what the file lets one conclude. */
  private initialOrigin(start: number): NameId {
    const { zone, options } = this;
    const hints = findOriginHints(this.bytes, start);
    this.exported = hints.exported;
    const guess = options.originGuess;
    // A guess that none of the absolute owners bears out is worth nothing.
    const guessHolds =
      guess !== undefined &&
      (hints.absolute.length === 0 || hints.absolute.some((name) => isBelow(name, dotted(guess))));
    for (const name of [hints.soa, hints.exported, options.origin, hints.nameServers]) {
      const id = name === undefined ? -1 : this.internGiven(name);
      if (id >= 0) return id;
    }
    zone.guessedOrigin = guessHolds ? this.internGiven(guess) : -1;
    if (zone.guessedOrigin >= 0) return zone.guessedOrigin;
    zone.originKnown = false;
    return zone.names.intern(ROOT, UNKNOWN_ORIGIN, 0, UNKNOWN_ORIGIN.length);
  }

  private internGiven(name: string): NameId {
    if (name === "" || name === "@") return -1;
    const octets = Uint8Array.from(name, (char) => char.charCodeAt(0));
    return this.zone.names.internText(octets, 0, octets.length, ROOT);
  }

  private readSource(source: Source, from = 0): void {
    const lexer = new Lexer(source.bytes, from, source.bytes.length, this.limits.entry, this.limits.token);
    const writer = new RdataWriter(lexer, this.zone.names);
    const before = this.sourceIndex;
    const index = this.zone.sources.lastIndexOf(source);
    this.sourceIndex = index;
    while (lexer.next()) {
      if (lexer.error) this.lexError(lexer, source);
      else if (source.bytes[lexer.start[0]] === DOLLAR && !lexer.blankStart && lexer.kind[0] === 0) {
        this.directive(lexer, source);
      } else this.record(lexer, writer, source, index);
    }
    for (const comment of lexer.directives) this.zone.comments.push({ source, ...comment });
    if (lexer.strayReturn >= 0) {
      this.problem(source, "syntax-error", "strayReturn", {}, lexer.strayReturn, lexer.strayReturn + 1);
    }
    this.sourceIndex = before;
  }

  private lexError(lexer: Lexer, source: Source): void {
    const error = lexer.error!;
    this.problem(source, "syntax-error", error, {}, lexer.errorStart, lexer.errorEnd);
    if (error !== "unclosedParenthesis" && error !== "unclosedQuote") return;
    // The owner is there all the same: what follows may inherit it.
    if (!lexer.blankStart && lexer.count > 0 && source.bytes[lexer.start[0]] !== DOLLAR) this.claimOwner(lexer, source);
    if (error !== "unclosedParenthesis") return;
    this.reread += Math.min(this.limits.entry, source.bytes.length - lexer.at);
    if (this.reread > REREAD_LIMIT) {
      this.problem(source, "syntax-error", "tooManyUnclosed", {}, lexer.errorStart, lexer.errorEnd);
      lexer.at = lexer.limit;
      return;
    }
    this.skipInside(lexer);
  }

  /** Lines that were meant to stand within the parenthesis start with a blank and name no type: they aren't records. */
  private skipInside(lexer: Lexer): void {
    const { bytes, limit } = lexer;
    while (lexer.at < limit && (bytes[lexer.at] === SPACE || bytes[lexer.at] === TAB)) {
      let end = bytes.indexOf(LF, lexer.at);
      if (end < 0 || end > limit) end = limit;
      const line = new Lexer(bytes, lexer.at, end, this.limits.entry, this.limits.token);
      line.next();
      for (let i = 0; i < Math.min(3, line.count); i++) {
        if (line.kind[i] === 0 && typeCodeAt(bytes, line.start[i], line.end[i]) >= 0) return;
      }
      lexer.at = Math.min(limit, end + 1);
    }
  }

  private claimOwner(lexer: Lexer, source: Source): void {
    const owner = this.zone.names.internText(source.bytes, lexer.start[0], lexer.end[0], this.origin);
    this.ownerLost = owner < 0;
    if (owner < 0) return;
    this.lastOwner = owner;
    const id = this.zone.add(owner, 0, this.origin);
    this.place(id, lexer, 0);
    this.zone.flags[id] = UNREADABLE;
  }

  private record(lexer: Lexer, writer: RdataWriter, source: Source, sourceIndex: number): void {
    const { zone } = this;
    const { bytes, start, end, kind, count } = lexer;
    let flags = 0;
    let token = 0;
    if (lexer.blankStart) {
      flags = OWNER_INHERITED;
      if (this.originChanged) flags |= INHERITED_ACROSS;
      if (this.lastOwner === NO_OWNER && !this.ownerLost) {
        // Of a directive that was indented something better is said below.
        if (bytes[start[0]] !== DOLLAR) this.problem(source, "syntax-error", "noOwner", {}, start[0], end[0]);
        this.ownerLost = true;
      }
    } else {
      if (this.made && bytes[start[0]] === UNKNOWN_OCTET) return this.unknownRecord(lexer);
      const isExported = this.exported !== undefined && dotted(source.text(start[0], end[0])) === this.exported;
      let owner = zone.names.internText(bytes, start[0], end[0], isExported ? ROOT : this.origin);
      // Cloudflare's exports of 2016 have "@ SOA" below "$ORIGIN .", and every other owner in full.
      if (owner === ROOT && this.exported !== undefined && bytes[start[0]] === AT)
        owner = this.internGiven(this.exported);
      if (owner < 0) this.badName(source, owner, lexer, 0, "inOwner");
      this.ownerLost = owner < 0;
      if (owner >= 0) this.lastOwner = owner;
      const isDotted = bytes[end[0] - 1] === DOT && !isEscapedDot(bytes, start[0], end[0]);
      if (!isExported && !(isDotted || (end[0] - start[0] === 1 && bytes[start[0]] === DOT))) flags |= OWNER_RELATIVE;
      token = 1;
    }
    this.originChanged = false;

    // TTL and class may come in either order (RFC 1035 §5.1); each once.
    let ttl = -1;
    let hasClass = false;
    let ttlToken = -1;
    for (; token < count; token++) {
      const from = start[token];
      const first = bytes[from];
      if (kind[token] & 1) break;
      if (ttl < 0 && isDigit(first)) {
        const value = parseTtl(bytes, from, end[token]);
        if (value < 0) break;
        ttl = value;
        ttlToken = token;
      } else if (!hasClass && isClassLetter(first)) {
        const code = classAt(bytes, from, end[token]);
        if (code < 0) break;
        // "CLASS" words and types share no mnemonic but ANY, which isn't one here.
        hasClass = true;
        if (this.zoneClass === 0) this.zoneClass = code;
        else if (code !== this.zoneClass) {
          this.problem(
            source,
            "syntax-error",
            "otherClass",
            { written: source.text(from, end[token]) },
            from,
            end[token],
          );
          this.lose(lexer);
          return;
        }
      } else if (first !== LEFT_BRACKET || !AGING.test(source.text(from, end[token]))) break;
    }
    if (token >= count) {
      const last = count - 1;
      this.problem(source, "syntax-error", "noType", {}, start[0], end[last]);
      this.lose(lexer);
      return;
    }
    const type = kind[token] & 1 ? -1 : typeCodeAt(bytes, start[token], end[token]);
    if (type < 0) {
      // cli53 writes Route 53's aliases so: there are addresses, whichever they are at the moment.
      const isAlias = token + 1 < count && /^AWS\s+ALIAS$/.test(source.text(start[token], end[token + 1]));
      if (isAlias) return this.lose(lexer, A);
      // BIND keeps its trust anchors so, in a zone file that it writes and reads itself (managed-keys.bind).
      if (/^KEYDATA$/.test(source.text(start[token], end[token]))) return this.lose(lexer);
      this.badType(lexer, source, token, ttl >= 0 || hasClass);
      this.lose(lexer);
      return;
    }

    // Left out before any is stated it is IN, as of a name server that isn't told otherwise (RFC 1035 §5.1).
    if (this.zoneClass === 0) this.zoneClass = 1;
    writer.next = token + 1;
    writer.origin = this.origin;
    // The SOA's octets tell a TTL, those of SVCB are looked into.
    checkRdata(writer, type);
    const broken = writer.problem;
    if (ttl >= 0) {
      flags |= TTL_EXPLICIT;
      if (ttl > MAX_TTL) {
        this.problem(
          source,
          "ttl-out-of-range",
          "tooLarge",
          { written: source.text(start[ttlToken], end[ttlToken]) },
          start[ttlToken],
          end[ttlToken],
        );
        ttl = 0; // what BIND makes of it
      }
      this.lastTtl = ttl;
    } else ttl = this.impliedTtl(type, writer, source, lexer, token);

    if (this.ownerLost) {
      if (broken) this.rdataProblem(broken, lexer, source, type);
      return;
    }
    const rdata = token + 1;
    const rdataStart = rdata < count ? start[rdata] - (kind[rdata] & 1) : end[token];
    const rdataEnd = end[count - 1] + (kind[count - 1] & 1);
    if (broken) flags |= UNREADABLE;
    else if (isTargetRelative(writer)) flags |= TARGET_RELATIVE;
    flags |= textFlags(lexer, rdata);
    if (isNonAscii(bytes, start[0], rdataStart, rdataEnd, type)) flags |= NON_ASCII;
    const id = zone.add(this.lastOwner, type, this.origin);
    zone.ttl[id] = ttl;
    zone.flags[id] = flags;
    zone.source[id] = sourceIndex;
    zone.start[id] = start[0] - (kind[0] & 1);
    zone.rdataStart[id] = rdataStart;
    zone.rdataEnd[id] = rdataEnd;
    if (broken) {
      this.rdataProblem(broken, lexer, source, type, id);
      return;
    }
    if (type === SVCB) this.checkSvcb(writer, source, id);
    if (writer.target >= 0) zone.target[id] = writer.target;
    if (type === SOA && !zone.whole) {
      zone.whole = true;
      zone.apex = this.lastOwner;
    }
  }

  /** A record of which only owner and type are known. */
  private unknownRecord(lexer: Lexer): void {
    const { bytes, start, end, count } = lexer;
    const owner = this.zone.names.internText(bytes, start[0] + 1, end[0], this.origin);
    const type = typeCodeAt(bytes, start[count - 1], end[count - 1]);
    if (owner < 0 || type < 0) return;
    this.lastOwner = owner;
    this.ownerLost = false;
    this.lose(lexer, type);
  }

  /** RFC 9461: what an SVCB record must say depends on its owner, which RDATA alone doesn't know. */
  private checkSvcb(writer: RdataWriter, source: Source, record: RecordId): void {
    const { zone } = this;
    const { names } = zone;
    const owner = zone.owner[record];
    const labels = [names.label(owner), owner === ROOT ? "" : names.label(names.parent[owner])];
    const message = svcbDnsProblem(labels, writer.out.subarray(0, writer.length));
    if (message) this.problem(source, "bad-rdata", message, {}, zone.rdataStart[record], zone.rdataEnd[record], record);
  }

  /** RFC 2308 §4 and BIND: `$TTL`, else the last TTL written, else the SOA's minimum. */
  private impliedTtl(type: number, writer: RdataWriter, source: Source, lexer: Lexer, token: number): number {
    if (this.defaultTtl >= 0) return this.defaultTtl;
    if (this.lastTtl >= 0) return this.lastTtl;
    if (type === SOA && !writer.problem && writer.length >= 4) {
      const { out, length } = writer;
      const minimum =
        out[length - 4] * 0x1000000 + ((out[length - 3] << 16) | (out[length - 2] << 8) | out[length - 1]);
      this.lastTtl = Math.min(minimum, MAX_TTL);
      this.defaultTtl = this.lastTtl;
      return this.lastTtl;
    }
    if (this.withoutTtl.length === 0) {
      const { start, end } = lexer;
      this.withoutTtl.push({
        rule: "ttl-out-of-range",
        message: "missing",
        data: {},
        source,
        start: start[token],
        end: end[token],
      });
    }
    return 0;
  }

  /** The entry's owner exists although nothing can be said of its record. */
  private lose(lexer: Lexer, type = 0): void {
    if (this.ownerLost) return;
    const id = this.zone.add(this.lastOwner, type, this.origin);
    this.place(id, lexer, UNREADABLE);
  }

  private place(id: number, lexer: Lexer, flags: number): void {
    const { zone } = this;
    const last = Math.max(0, lexer.count - 1);
    zone.flags[id] = flags;
    zone.source[id] = this.sourceIndex;
    zone.start[id] = lexer.start[0] - (lexer.kind[0] & 1);
    zone.rdataStart[id] = zone.start[id];
    zone.rdataEnd[id] = lexer.end[last] + (lexer.kind[last] & 1);
  }

  private badType(lexer: Lexer, source: Source, token: number, afterTtlOrClass: boolean): void {
    const { bytes, start, end, kind, count } = lexer;
    const quote = kind[token] & 1;
    const from = start[token] - quote;
    const to = end[token] + quote;
    const written = source.text(start[token], end[token]);
    // "1x", "1h30": begins like a TTL, and a class or type follows.
    const next = token + 1;
    const typeFollows =
      next < count && (typeCodeAt(bytes, start[next], end[next]) >= 0 || classAt(bytes, start[next], end[next]) >= 0);
    // gdnsd: "600/10 DYNA plugin!resource", the most and the least that the TTL may be.
    if (!afterTtlOrClass && next < count && /^\d+[smhdw]?\/\d+[smhdw]?$/i.test(written)) {
      if (/^dyn[ac]$/i.test(source.text(start[next], end[next]))) return this.badType(lexer, source, next, true);
    }
    if (!afterTtlOrClass && typeFollows && (isDigit(bytes[start[token]]) || /^-\d/.test(written))) {
      return this.problem(source, "ttl-out-of-range", "unreadable", { written }, from, to);
    }
    if (lexer.blankStart && token === 0 && /^\$(?:ttl|origin|include|generate)$/i.test(written)) {
      return this.problem(source, "syntax-error", "indentedDirective", { written }, from, to);
    }
    if (lexer.blankStart && token === 0 && typeFollows) {
      // An owner that was indented by mistake: "  www A 192.0.2.1".
      return this.problem(source, "syntax-error", "indentedOwner", { written }, from, to);
    }
    const mark = token > 0 ? (/^(?:#|\/\/|\/\*)/.exec(source.text(start[0], end[0]))?.[0] ?? "") : "";
    this.problem(source, "unknown-record-type", "unknown", mark === "" ? { written } : { written, mark }, from, to);
  }

  private rdataProblem(
    broken: NonNullable<RdataWriter["problem"]>,
    lexer: Lexer,
    source: Source,
    type: number,
    record?: number,
  ): void {
    // Too short, and a comment right behind it: the ";" was meant as part of the value.
    if ((type === CAA || type === TXT) && broken.message === "missingField" && lexer.commentStart >= 0) {
      const at = lexer.commentStart;
      const end = source.lineEnd(at);
      return this.problem(source, "unquoted-semicolon", "cutShort", { rest: source.text(at, end) }, at, at + 1, record);
    }
    this.problem(source, broken.rule, broken.message, broken.data, broken.start, broken.end, record);
  }

  private badName(source: Source, error: number, lexer: Lexer, token: number, message: string): void {
    const { names } = this.zone;
    const written = source.text(lexer.start[token], lexer.end[token]);
    const whole = names.badEnd <= names.badStart;
    const from = whole ? lexer.start[token] : names.badStart;
    const to = whole ? lexer.end[token] : names.badEnd;
    if (error === BAD_ESCAPE) return this.problem(source, "syntax-error", "badEscape", { written }, from, to);
    const rule = error === EMPTY_LABEL ? "empty-label" : error === LABEL_TOO_LONG ? "label-too-long" : "name-too-long";
    this.problem(source, rule, message, { written, label: source.text(from, to) }, from, to);
  }

  private directive(lexer: Lexer, source: Source): void {
    const { start, end, count } = lexer;
    const word = source.text(start[0], end[0]).toUpperCase();
    switch (word) {
      case "$ORIGIN":
        return this.originDirective(lexer, source);
      case "$TTL":
        return this.ttlDirective(lexer, source);
      case "$INCLUDE":
        return this.includeDirective(lexer, source);
      case "$GENERATE":
        return this.generateDirective(lexer, source);
      case "$DATE": // written by BIND into its journals' dumps
        return;
      default:
        this.problem(
          source,
          "syntax-error",
          "unknownDirective",
          { written: source.text(start[0], end[0]) },
          start[0],
          end[count > 0 ? 0 : 0],
        );
    }
  }

  private wants(lexer: Lexer, source: Source, least: number, most: number, form: string): boolean {
    const { start, end, count } = lexer;
    if (count > least && count <= most + 1) return true;
    this.problem(source, "syntax-error", "directiveForm", { form }, start[0], end[count - 1]);
    return false;
  }

  private originDirective(lexer: Lexer, source: Source): void {
    if (!this.wants(lexer, source, 1, 1, "$ORIGIN NAME")) return;
    const origin = this.zone.names.internText(source.bytes, lexer.start[1], lexer.end[1], this.origin);
    if (origin < 0) return this.badName(source, origin, lexer, 1, "inOrigin");
    // A fragment's first absolute $ORIGIN names the zone it belongs to, as far as anybody can tell.
    const isAbsolute = source.bytes[lexer.end[1] - 1] === DOT;
    if (!this.zone.originKnown && this.zone.count === 0 && isAbsolute) {
      this.zone.apex = origin;
      this.zone.originKnown = true;
    }
    this.origin = origin;
    this.originChanged = true;
  }

  private ttlDirective(lexer: Lexer, source: Source): void {
    if (!this.wants(lexer, source, 1, 1, "$TTL SECONDS")) return;
    const { start, end } = lexer;
    const value = parseTtl(source.bytes, start[1], end[1]);
    const written = source.text(start[1], end[1]);
    if (value < 0) return this.problem(source, "ttl-out-of-range", "unreadable", { written }, start[1], end[1]);
    if (value > MAX_TTL) this.problem(source, "ttl-out-of-range", "tooLarge", { written }, start[1], end[1]);
    this.defaultTtl = value > MAX_TTL ? 0 : value;
  }

  private includeDirective(lexer: Lexer, source: Source): void {
    if (!this.wants(lexer, source, 1, 2, "$INCLUDE FILE [ORIGIN]")) return;
    const { start, end } = lexer;
    const path = source.text(start[1], end[1]).replace(/\\(.)/g, "$1");
    const blame = (rule: string, message: string, data: Record<string, string> = {}) =>
      this.problem(source, rule, message, { path, ...data }, start[1], end[1]);
    let origin = this.origin;
    if (lexer.count === 3) {
      origin = this.zone.names.internText(source.bytes, start[2], end[2], this.origin);
      if (origin < 0) return this.badName(source, origin, lexer, 2, "inOrigin");
    }
    if (source.madeBy) return blame("syntax-error", "directiveForm", { form: "$INCLUDE FILE [ORIGIN]" });
    // Counted before anybody looks: asking for a file that isn't there costs as well.
    if (++this.includes > this.limits.includes)
      return blame("include-loop", "tooMany", { most: String(this.limits.includes) });
    const found = this.options.include?.(path, source.file) ?? { kind: "refused", rule: "include-not-found", why: "" };
    if (found.kind === "refused") return blame(found.rule, "refused", { why: found.why });
    if (this.stack.includes(found.file)) return blame("include-loop", "loop");
    if (this.stack.length > this.limits.includeDepth)
      return blame("include-loop", "tooDeep", { most: String(this.limits.includeDepth) });
    if (this.zone.sources.length >= MAX_SOURCES) return blame("include-loop", "tooMany", { most: String(MAX_SOURCES) });
    const included = new Source(found.file, found.bytes);
    this.zone.addSource(included);
    if (hasBom(found.bytes)) this.problem(included, "byte-order-mark", "atStart", {}, 0, 3);
    const { origin: before, lastOwner, ownerLost } = this;
    this.stack.push(found.file);
    this.origin = origin;
    this.readSource(included, hasBom(found.bytes) ? 3 : 0);
    this.stack.pop();
    this.origin = before;
    this.lastOwner = lastOwner;
    this.ownerLost = ownerLost;
    this.originChanged = true;
  }

  private generateDirective(lexer: Lexer, source: Source): void {
    const { start, end, count, kind } = lexer;
    const from = start[0];
    const to = end[count - 1] + (kind[count - 1] & 1);
    if (source.madeBy || count < 5) {
      return this.problem(
        source,
        "syntax-error",
        "directiveForm",
        { form: "$GENERATE START-STOP[/STEP] OWNER [TTL] [CLASS] TYPE RDATA" },
        from,
        to,
      );
    }
    const room = Math.min(this.limits.generate, this.limits.generated - this.generated);
    const made = expandGenerate(source, lexer, room, this.limits.generatedOctets - this.generatedOctets);
    if (made.kind === "bad")
      return this.problem(
        source,
        "syntax-error",
        made.message,
        { written: source.text(made.start, made.end) },
        made.start,
        made.end,
      );
    if (made.kind === "tooLarge" || this.zone.sources.length >= MAX_SOURCES) {
      const records = made.kind === "tooLarge" ? made.records : 0;
      return this.problem(
        source,
        "generate-too-large",
        "tooMany",
        { records: String(records), most: String(room) },
        from,
        to,
      );
    }
    this.generated += made.records;
    this.generatedOctets += made.bytes.length;
    const text = new Source(source.file, made.bytes, { source, start: from, end: to });
    this.zone.addSource(text);
    const before = this.zone.problems.length;
    this.readSource(text);
    // Every record of a bad directive is bad in the same way: say it once.
    this.zone.problems.length = Math.min(this.zone.problems.length, before + 1);
  }

  private problem(
    source: Source,
    rule: string,
    message: string,
    data: Record<string, string>,
    start: number,
    end: number,
    record?: number,
  ): void {
    this.zone.problems.push({ rule, message, data, source, start, end, record });
  }
}

const dotted = (name: string): string => `${name.toLowerCase().replace(/\.$/, "")}.`;

const NO_OWNER = -1;
const MAX_SOURCES = 60_000;
const REREAD_LIMIT = 64 << 20;
/** Stands for an origin that nobody named: reads as what it is wherever a name is printed. */
const UNKNOWN_ORIGIN = Uint8Array.from("<origin>", (char) => char.charCodeAt(0));

const isClassLetter = (octet: number): boolean => {
  const upper = octet & 0xdf;
  return upper === 73 || upper === 67 || upper === 72 || upper === 78; // IN, CH/CS/CLASSn, HS, NONE
};

const LEFT_BRACKET = 91;
/** Windows DNS notes in front of a record when it was last refreshed. */
const AGING = /^\[AG(?:E|ING):\d+\]$/i;

/** The class at `bytes[start, end)`: IN, CH, HS or `CLASS123` (RFC 3597 §5); -1 where it isn't one. */
function classAt(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const a = bytes[start] & 0xdf;
  const b = bytes[start + 1] & 0xdf;
  if (length === 2) {
    if (a === 73 && b === 78) return 1;
    if (a === 67 && b === 72) return 3;
    if (a === 72 && b === 83) return 4;
    if (a === 67 && b === 83) return 2;
    return -1;
  }
  if (length < 6 || length > 10) return -1;
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  const numbered = /^CLASS(\d{1,5})$/i.exec(text);
  return numbered && Number(numbered[1]) < 65536 ? Number(numbered[1]) : -1;
}
