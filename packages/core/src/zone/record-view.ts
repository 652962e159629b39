import type { DomainName } from "../name/domain-name.js";
import type { NameId } from "../name/name-table.js";
import { FOLD } from "../name/octets.js";
import { readRdata } from "../rdata/fields.js";
import { printRdata } from "../rdata/print.js";
import { RdataWriter } from "../rdata/rdata-writer.js";
import { typeInfo } from "../rdata/types.js";
import { Lexer } from "../zonefile/lexer.js";
import type { Source } from "../zonefile/source.js";
import type { RecordOrigin } from "./record-origin.js";
import {
  COMMENTED,
  OWNER_INHERITED,
  OWNER_RELATIVE,
  type RecordId,
  TARGET_RELATIVE,
  TTL_EXPLICIT,
  UNREADABLE,
  type Zone,
} from "./zone.js";

/** A piece of source text that a finding can point at. */
export interface Place {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  /** The record that the piece belongs to. */
  readonly record?: RecordId;
}

/** A name as its author wrote it, and the absolute name that it means there. */
export interface WrittenName {
  readonly text: string;
  readonly form: "absolute" | "relative";
  readonly id: NameId;
  /** Presentation form of the absolute name, with the final dot. */
  readonly name: string;
  readonly place: Place;
}

/** A token of the RDATA: its text without quotes, escapes as written. */
export interface RdataToken {
  readonly text: string;
  readonly quoted: boolean;
  /** Quotes included. */
  readonly place: Place;
}

/** A CAA record's fields (RFC 8659 §4.1). `tag` in lower case: tags compare without case. */
export interface CaaFields {
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
}

const NOTHING = new Uint8Array();

/**
 * One record of a zone, read from the columns when asked. The frame hands the same view to every rule and moves it on:
 * keep its `id`, not the view.
 */
export class RecordView {
  id: RecordId = 0;
  // What looks into RDATA is kept: a zone has a million records, and rules look at many.
  private readonly lexer = new Lexer(NOTHING);
  private readonly writer: RdataWriter;
  private readonly folding: RdataWriter;
  private caaId = -1;
  private caaFields: CaaFields = { flags: 0, tag: "", value: "" };

  constructor(readonly zone: Zone) {
    this.writer = new RdataWriter(this.lexer, zone.names);
    this.folding = new RdataWriter(this.lexer, zone.names, true);
  }

  at(id: RecordId): this {
    this.id = id;
    return this;
  }

  get type(): number {
    return this.zone.type[this.id];
  }

  get typeName(): string {
    return typeInfo(this.type).mnemonic;
  }

  /** Seconds. */
  get ttl(): number {
    return this.zone.ttl[this.id];
  }

  get hasOwnTtl(): boolean {
    return (this.zone.flags[this.id] & TTL_EXPLICIT) !== 0;
  }

  get readable(): boolean {
    return (this.zone.flags[this.id] & UNREADABLE) === 0;
  }

  get ownerId(): NameId {
    return this.zone.owner[this.id];
  }

  /** Presentation form with the final dot. */
  get ownerText(): string {
    return this.zone.names.text(this.ownerId);
  }

  get ownerName(): DomainName {
    return this.zone.names.name(this.ownerId);
  }

  get ownerInherited(): boolean {
    return (this.zone.flags[this.id] & OWNER_INHERITED) !== 0;
  }

  /** The name that the RDATA ends with (CNAME, NS, MX, SRV … target); -1 where there is none. */
  get targetId(): NameId {
    return this.zone.target[this.id];
  }

  get targetText(): string {
    return this.zone.names.text(this.targetId);
  }

  get targetIsRelative(): boolean {
    return (this.zone.flags[this.id] & TARGET_RELATIVE) !== 0;
  }

  get source(): Source {
    return this.zone.sources[this.zone.source[this.id]];
  }

  /** What the record came from, where it isn't a line of a zone file. */
  get origin(): RecordOrigin | undefined {
    return this.source.originAt(this.zone.start[this.id]) as RecordOrigin | undefined;
  }

  /** From the owner (or the first token) to the end of the RDATA. */
  get place(): Place {
    return this.piece(this.zone.start[this.id], this.zone.rdataEnd[this.id]);
  }

  get rdataPlace(): Place {
    return this.piece(this.zone.rdataStart[this.id], this.zone.rdataEnd[this.id]);
  }

  /** The owner as written; where it is inherited, its place is the record's first token. */
  get owner(): WrittenName {
    const { zone, id, source } = this;
    // The mark of unknown data isn't the owner's.
    const start = zone.start[id] + (zone.made && source.bytes[zone.start[id]] === 1 ? 1 : 0);
    const { lexer } = this;
    lexer.reset(source.bytes, start, source.bytes.length);
    lexer.next();
    const place = this.piece(start, lexer.end[0] + (lexer.kind[0] & 1));
    const inherited = this.ownerInherited;
    return {
      text: inherited ? "" : source.text(lexer.start[0], lexer.end[0]),
      form: (zone.flags[id] & OWNER_RELATIVE) !== 0 || inherited ? "relative" : "absolute",
      id: this.ownerId,
      name: this.ownerText,
      place,
    };
  }

  /** The target as written; only for records that have one. */
  get target(): WrittenName {
    const writer = this.encode();
    const { lexer } = this;
    const token = writer.targetToken;
    const quote = lexer.kind[token] & 1;
    return {
      text: this.source.text(lexer.start[token], lexer.end[token]),
      form: this.targetIsRelative ? "relative" : "absolute",
      id: this.targetId,
      name: this.targetText,
      place: this.piece(lexer.start[token] - quote, lexer.end[token] + quote),
    };
  }

  tokens(): RdataToken[] {
    const lexer = this.lexRdata();
    const tokens: RdataToken[] = [];
    for (let i = 0; i < lexer.count; i++) {
      const quote = lexer.kind[i] & 1;
      tokens.push({
        text: this.source.text(lexer.start[i], lexer.end[i]),
        quoted: quote === 1,
        place: this.piece(lexer.start[i] - quote, lexer.end[i] + quote),
      });
    }
    return tokens;
  }

  /** RDATA on the wire, names uncompressed; `fold` gives the canonical form, equal for equal records (RFC 4034 §6.2). */
  wire(fold = false): Uint8Array {
    const writer = this.encode(fold);
    return writer.out.slice(0, writer.length);
  }

  /** RDATA in presentation form, names absolute. */
  get presentation(): string {
    return printRdata(this.type, this.wire()) ?? "";
  }

  /** The character-strings of a TXT-like record, one character an octet. */
  strings(): string[] {
    const wire = this.wire();
    const strings: string[] = [];
    for (let at = 0; at < wire.length; at += wire[at] + 1) {
      let text = "";
      for (let i = at + 1; i <= at + wire[at]; i++) text += String.fromCharCode(wire[i]);
      strings.push(text);
    }
    return strings;
  }

  caa(): CaaFields {
    // Several rules ask about the same record in turn.
    if (this.caaId === this.id) return this.caaFields;
    const { out, length } = this.encode();
    let tag = "";
    let value = "";
    for (let i = 2; i < 2 + out[1]; i++) tag += String.fromCharCode(FOLD[out[i]]);
    for (let i = 2 + out[1]; i < length; i++) value += String.fromCharCode(out[i]);
    this.caaId = this.id;
    this.caaFields = { flags: out[0], tag, value };
    return this.caaFields;
  }

  /** The comment on the line where the record ends, without its `;`; `undefined` where there is none. */
  comment(): { text: string; place: Place } | undefined {
    const { source, zone, id } = this;
    if (this.readable && (zone.flags[id] & COMMENTED) === 0) return undefined;
    const line = this.lexer;
    line.reset(source.bytes, zone.rdataEnd[id], source.lineEnd(zone.rdataEnd[id]));
    line.readRdata();
    if (line.commentStart < 0) return undefined;
    return {
      text: source.text(line.commentStart + 1, line.commentEnd),
      place: this.piece(line.commentStart, line.commentEnd),
    };
  }

  private piece(start: number, end: number): Place {
    return { source: this.source, start, end, record: this.id };
  }

  private lexRdata(): Lexer {
    const { zone, id, source, lexer } = this;
    lexer.reset(source.bytes, zone.rdataStart[id], zone.rdataEnd[id]);
    lexer.readRdata();
    return lexer;
  }

  private encode(fold = false): RdataWriter {
    this.lexRdata();
    const writer = fold ? this.folding : this.writer;
    writer.next = 0;
    writer.origin = this.zone.originOf(this.id);
    readRdata(writer, this.type);
    return writer;
  }
}
