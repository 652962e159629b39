import { BAD_ESCAPE, EMPTY_LABEL, LABEL_TOO_LONG } from "../name/name-table.js";
import { isDigit, ZERO } from "../name/octets.js";
import { parseTtl } from "../zonefile/ttl.js";
import { decimalEscape, printHex, printQuoted } from "./encodings.js";
import type { Fields } from "./field.js";
import type { RdataWriter } from "./rdata-writer.js";
import { typeCode, typeInfo } from "./types.js";
import type { WireReader } from "./wire-reader.js";

/** An unsigned decimal number of at most `most`; -1 after complaining. */
export function number(writer: RdataWriter, most: number, expected = "a number"): number {
  const token = writer.word(expected);
  if (token < 0) return -1;
  const { bytes, start, end } = writer.lexer;
  let value = 0;
  let at = start[token];
  for (; at < end[token] && value >= 0; at++) {
    value = isDigit(bytes[at]) && value <= 0xffffffff ? value * 10 + bytes[at] - ZERO : -1;
  }
  if (value >= 0 && value <= most) return value;
  writer.reject("notANumber", token, { most: String(most) });
  return -1;
}

/** A mnemonic in any case, or a number up to `most`; -1 where the text is neither. */
export function mnemonic(text: string, table: Readonly<Record<string, number>>, most: number): number {
  if (/^\d{1,12}$/.test(text)) return Number(text) <= most ? Number(text) : -1;
  return table[text.toUpperCase()] ?? -1;
}

export function readName(writer: RdataWriter): void {
  const token = writer.word("a domain name");
  if (token >= 0) nameAt(writer, token);
}

/** Writes the name that `token` means, and remembers it as the record's target. */
export function nameAt(writer: RdataWriter, token: number): void {
  const { lexer, names } = writer;
  const id = names.internText(lexer.bytes, lexer.start[token], lexer.end[token], writer.origin);
  if (id < 0) return badName(writer, token, id);
  writer.target = id;
  writer.targetToken = token;
  if (writer.measuring) {
    writer.length += names.wireLength[id];
    return;
  }
  writer.room(256);
  writer.length = names.writeWire(id, writer.out, writer.length, writer.fold);
}

function badName(writer: RdataWriter, token: number, error: number): void {
  const { lexer, names } = writer;
  const written = writer.textOf(lexer.start[token], lexer.end[token]);
  if (error === BAD_ESCAPE) return writer.fail("badEscape", { written }, names.badStart, names.badEnd, "syntax-error");
  const rule = error === EMPTY_LABEL ? "empty-label" : error === LABEL_TOO_LONG ? "label-too-long" : "name-too-long";
  const quote = lexer.kind[token] & 1;
  const whole = names.badStart === names.badEnd;
  const from = whole ? lexer.start[token] - quote : names.badStart;
  const to = whole ? lexer.end[token] + quote : names.badEnd;
  writer.fail("inTarget", { written, label: writer.textOf(names.badStart, names.badEnd), kind: rule }, from, to, rule);
}

/** One character-string: a length octet and up to 255 octets (RFC 1035 §3.3). */
export function characterString(writer: RdataWriter, expected = "a character-string"): void {
  if (writer.left <= 0) return writer.missing(expected);
  const token = writer.next++;
  const at = writer.length;
  writer.byte(0);
  const octets = writer.unescape(token);
  if (octets > 255) {
    const { start, end, kind } = writer.lexer;
    const quote = kind[token] & 1;
    return writer.fail(
      "tooLong",
      { length: String(octets) },
      start[token] - quote,
      end[token] + quote,
      "txt-string-too-long",
    );
  }
  writer.out[at] = octets;
}

export const printString = (wire: WireReader): string => printQuoted(wire.octets(wire.u8()));

function printStrings(wire: WireReader): string {
  const strings: string[] = [];
  do strings.push(printString(wire));
  while (wire.left > 0);
  return strings.join(" ");
}

/**
 * A CAA tag is 1 to 255 letters and digits (RFC 8659 §4.1). Others are let through, though BIND refuses them: the CAA
 * rules have more to say of them.
 */
function caaTag(writer: RdataWriter): void {
  const token = writer.word("a property tag such as issue");
  if (token < 0) return;
  writer.next = token;
  characterString(writer);
}

function printTag(wire: WireReader): string {
  const tag = wire.octets(wire.u8());
  if (tag.length === 0) return wire.fail();
  let text = "";
  for (const octet of tag) {
    const plain = octet > 32 && octet < 127 && !UNSAFE.has(octet);
    text += plain ? String.fromCharCode(octet) : decimalEscape(octet);
  }
  return text;
}

/** What the lexer takes for its own outside quotes: `"();\`. */
const UNSAFE = new Set([34, 40, 41, 59, 92]);

/** `\#`, the length and the octets of RFC 3597 §5. */
export const printGeneric = (octets: Uint8Array): string =>
  octets.length === 0 ? "\\# 0" : `\\# ${octets.length} ${printHex(octets)}`;

/** Fields that many types share. */
export const BASIC_FIELDS: Fields = {
  name: { read: readName, print: (wire) => wire.name() },
  u8: {
    read: (writer) => {
      const value = number(writer, 255);
      if (value >= 0) writer.byte(value);
    },
    print: (wire) => String(wire.u8()),
  },
  u16: {
    read: (writer) => {
      const value = number(writer, 65535);
      if (value >= 0) writer.u16(value);
    },
    print: (wire) => String(wire.u16()),
  },
  u32: {
    read: (writer) => {
      const value = number(writer, 0xffffffff);
      if (value >= 0) writer.u32(value);
    },
    print: (wire) => String(wire.u32()),
  },
  ttl: {
    read: (writer) => {
      const token = writer.word("a time in seconds");
      if (token < 0) return;
      const { bytes, start, end } = writer.lexer;
      const value = parseTtl(bytes, start[token], end[token]);
      if (value < 0 || value > 0xffffffff) return writer.reject("notATime", token);
      writer.u32(value);
    },
    print: (wire) => String(wire.u32()),
  },
  text: { read: (writer) => characterString(writer), print: printString },
  "text?": {
    read: (writer) => {
      if (writer.left > 0) characterString(writer);
    },
    print: (wire) => (wire.left > 0 ? printString(wire) : ""),
  },
  texts: {
    read: (writer) => {
      do characterString(writer);
      while (writer.left > 0 && !writer.problem);
    },
    print: printStrings,
  },
  "caa-tag": { read: caaTag, print: printTag },
  /** One token whose octets are the rest of the RDATA, without a length octet: the value of CAA. */
  "text-rest": {
    read: (writer) => {
      if (writer.left <= 0) return writer.missing("a value in quotes");
      writer.unescape(writer.next++);
    },
    print: (wire) => printQuoted(wire.rest()),
  },
  /** The same of URI, which must be quoted (RFC 7553 §4.4). */
  "quoted-rest": {
    read: (writer) => {
      if (writer.left <= 0) return writer.missing("a URI in quotes");
      const token = writer.next++;
      if (!writer.isQuoted(token)) return writer.reject("needsQuotes", token);
      writer.unescape(token);
    },
    print: (wire) => printQuoted(wire.rest()),
  },
  type: {
    read: (writer) => {
      const text = writer.take("an RR type");
      if (text === undefined) return;
      const code = typeCode(text) ?? (/^\d+$/.test(text) && Number(text) < 65536 ? Number(text) : -1);
      if (code < 0) return writer.reject("notAType", writer.next - 1);
      writer.u16(code);
    },
    print: (wire) => typeInfo(wire.u16()).mnemonic,
  },
  /** Meta types (RFC 6895 §3.1) never stand in a zone. */
  none: {
    read: (writer) => writer.reject("metaType", Math.max(0, writer.next - 1)),
    print: (wire) => wire.fail(),
  },
  /** MD and MF: BIND refuses a zone that has them (RFC 1035 §3.3.4: "recommended policy … is to reject them"). */
  obsolete: {
    read: (writer) => writer.reject("obsoleteType", Math.max(0, writer.next - 1)),
    print: () => "",
  },
  /** Only `\#` can write it; reaching this field means that something else was written. */
  generic: {
    read: (writer) => {
      if (writer.left > 0) writer.reject("needsGeneric", writer.next);
      else writer.missing("\\# and the length");
    },
    print: (wire) => printGeneric(wire.rest()),
  },
};
