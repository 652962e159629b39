import { BAD_ESCAPE, EMPTY_LABEL, LABEL_TOO_LONG } from "../name/name-table.js";
import { DOT, isDigit, ZERO } from "../name/octets.js";
import { parseTtl } from "../zonefile/ttl.js";
import { ALGORITHMS } from "./mnemonics.js";
import { SPECIAL_FIELDS } from "./special-fields.js";
import type { RdataWriter } from "./rdata-writer.js";
import { typeCode, typeInfo } from "./types.js";

/** Reads one field from the tokens and writes its wire form; what is wrong goes to `writer.problem`. */
export type FieldReader = (writer: RdataWriter) => void;

/** Reads a record's RDATA from `writer.next` on. Leaves wire form in `writer.out`, trouble in `writer.problem`. */
export function readRdata(writer: RdataWriter, type: number): void {
  const { lexer } = writer;
  writer.length = 0;
  writer.target = -1;
  writer.targetToken = -1;
  writer.problem = undefined;
  if (writer.left > 0 && isGenericMark(writer)) return readGeneric(writer, type);
  for (const field of programOf(type)) {
    field(writer);
    if (writer.problem) return;
  }
  if (writer.left > 0) {
    const token = writer.next;
    const quote = lexer.kind[token] & 1;
    writer.fail("extraField", { written: writer.text(token) }, lexer.start[token] - quote, lexer.end[lexer.count - 1]);
  }
  if (writer.length > 65535) writer.fail("tooLong", {}, lexer.start[0], lexer.end[lexer.count - 1]);
}

const programs = new Map<number, readonly FieldReader[]>();

function programOf(type: number): readonly FieldReader[] {
  let program = programs.get(type);
  if (!program) {
    program = typeInfo(type).fields.map((field) => FIELDS[field] ?? SPECIAL_FIELDS[field]);
    programs.set(type, program);
  }
  return program;
}

/** `\#` opens the generic form of RFC 3597 §5. */
function isGenericMark({ lexer, next }: RdataWriter): boolean {
  const at = lexer.start[next];
  return lexer.end[next] - at === 2 && lexer.bytes[at] === 92 && lexer.bytes[at + 1] === 35 && (lexer.kind[next] & 1) === 0;
}

function readGeneric(writer: RdataWriter, type: number): void {
  if (typeInfo(type).fields[0] === "none") return FIELDS.none(writer);
  writer.next++;
  const length = number(writer, 65535, "the length in octets");
  if (length < 0) return;
  const token = writer.next - 1;
  const from = writer.length;
  if (writer.left > 0) restHex(writer);
  if (!writer.problem && writer.length - from !== length) {
    writer.reject("genericLength", token, { actual: String(writer.length - from) });
  }
}

/** An unsigned decimal number of at most `most`; -1 after complaining. */
export function number(writer: RdataWriter, most: number, expected = "a number"): number {
  if (writer.left <= 0) {
    writer.missing(expected);
    return -1;
  }
  const token = writer.next++;
  const { bytes, start, end } = writer.lexer;
  let value = 0;
  let at = start[token];
  if (at === end[token]) value = -1;
  for (; at < end[token] && value >= 0; at++) {
    value = isDigit(bytes[at]) && value <= 0xffffffff ? value * 10 + bytes[at] - ZERO : -1;
  }
  if (value < 0 || value > most) {
    writer.reject("notANumber", token, { most: String(most) });
    return -1;
  }
  return value;
}

function name(writer: RdataWriter): void {
  const { lexer, names } = writer;
  if (writer.left <= 0) return writer.missing("a domain name");
  const token = writer.next++;
  const id = names.internText(lexer.bytes, lexer.start[token], lexer.end[token], writer.origin);
  if (id < 0) {
    const label = writer.text(token);
    if (id === BAD_ESCAPE) return writer.fail("badEscape", { written: label }, names.badStart, names.badEnd, "syntax-error");
    const rule = id === EMPTY_LABEL ? "empty-label" : id === LABEL_TOO_LONG ? "label-too-long" : "name-too-long";
    const quote = lexer.kind[token] & 1;
    const whole = names.badStart === names.badEnd;
    const [from, to] = whole ? [lexer.start[token] - quote, lexer.end[token] + quote] : [names.badStart, names.badEnd];
    return writer.fail("inTarget", { written: label }, from, to, rule);
  }
  writer.target = id;
  writer.targetToken = token;
  writer.room(256);
  writer.length = names.writeWire(id, writer.out, writer.length, writer.fold);
}

function ipv4(writer: RdataWriter): void {
  if (writer.left <= 0) return writer.missing("an IPv4 address");
  const token = writer.next++;
  const { bytes, start, end } = writer.lexer;
  if (!writeIpv4(writer, bytes, start[token], end[token])) writer.reject("notIpv4", token);
}

/** Dotted quad, four decimal numbers of one to three digits (RFC 1035 §3.4.1). */
export function writeIpv4(writer: RdataWriter, bytes: Uint8Array, start: number, end: number): boolean {
  let part = 0;
  let digits = 0;
  let parts = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at];
    if (octet === DOT) {
      if (digits === 0 || ++parts > 3) return false;
      writer.byte(part);
      part = 0;
      digits = 0;
    } else {
      if (!isDigit(octet) || ++digits > 3) return false;
      part = part * 10 + octet - ZERO;
      if (part > 255) return false;
    }
  }
  if (digits === 0 || parts !== 3) return false;
  writer.byte(part);
  return true;
}

const GROUPS = new Uint16Array(8);

function ipv6(writer: RdataWriter): void {
  if (writer.left <= 0) return writer.missing("an IPv6 address");
  const token = writer.next++;
  const { bytes, start, end } = writer.lexer;
  if (!writeIpv6(writer, bytes, start[token], end[token])) writer.reject("notIpv6", token);
}

/** RFC 4291 §2.2, the forms with `::` and with a trailing dotted quad included. */
export function writeIpv6(writer: RdataWriter, bytes: Uint8Array, start: number, end: number): boolean {
  let groups = 0;
  let gap = -1;
  let value = 0;
  let digits = 0;
  let groupStart = start;
  let at = start;
  let quad: Uint8Array | undefined;
  if (bytes[at] === 58) {
    if (at + 1 >= end || bytes[at + 1] !== 58) return false;
    gap = 0;
    at += 2;
    groupStart = at;
  }
  for (; at < end; at++) {
    const octet = bytes[at];
    const hex = hexDigit(octet);
    if (hex >= 0) {
      if (++digits > 4) return false;
      value = value * 16 + hex;
    } else if (octet === 58) {
      if (digits > 0) {
        if (groups === 8) return false;
        GROUPS[groups++] = value;
        value = 0;
        digits = 0;
        if (at + 1 === end) return false;
      } else {
        // Two colons in a row: the gap, once.
        if (gap >= 0) return false;
        gap = groups;
      }
      groupStart = at + 1;
    } else if (octet === DOT) {
      const before = writer.length;
      if (!writeIpv4(writer, bytes, groupStart, end)) {
        writer.length = before;
        return false;
      }
      quad = writer.out.slice(before, before + 4);
      writer.length = before;
      digits = 0;
      break;
    } else return false;
  }
  if (digits > 0) {
    if (groups === 8) return false;
    GROUPS[groups++] = value;
  }
  if (quad) {
    if (groups > 6) return false;
    GROUPS[groups++] = (quad[0] << 8) | quad[1];
    GROUPS[groups++] = (quad[2] << 8) | quad[3];
  }
  if (gap < 0 ? groups !== 8 : groups > 7) return false;
  const missing = 8 - groups;
  for (let i = 0; i < 8; i++) {
    if (gap < 0 || i < gap) writer.u16(GROUPS[i]);
    else if (i < gap + missing) writer.u16(0);
    else writer.u16(GROUPS[i - missing]);
  }
  return true;
}

export function hexDigit(octet: number): number {
  if (octet >= 48 && octet <= 57) return octet - 48;
  const lower = octet | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** One character-string: a length octet and up to 255 octets (RFC 1035 §3.3). */
export function characterString(writer: RdataWriter): void {
  if (writer.left <= 0) return writer.missing("a character-string");
  const token = writer.next++;
  const at = writer.length;
  writer.byte(0);
  const octets = writer.unescape(token);
  if (octets > 255) {
    const quote = writer.lexer.kind[token] & 1;
    const { start, end } = writer.lexer;
    return writer.fail("tooLong", { length: String(octets) }, start[token] - quote, end[token] + quote, "txt-string-too-long");
  }
  writer.out[at] = octets;
}

function restHex(writer: RdataWriter): void {
  if (writer.left <= 0) return writer.missing("hexadecimal digits");
  let high = -1;
  for (; writer.left > 0; writer.next++) {
    const { bytes, start, end } = writer.lexer;
    for (let at = start[writer.next]; at < end[writer.next]; at++) {
      const digit = hexDigit(bytes[at]);
      if (digit < 0) return writer.reject("notHex", writer.next);
      if (high < 0) high = digit;
      else {
        writer.byte(high * 16 + digit);
        high = -1;
      }
    }
  }
  if (high >= 0) writer.reject("oddHex", writer.next - 1);
}

/** What is left, blanks between the tokens ignored (RFC 4648 §4). */
function restBase64(writer: RdataWriter): void {
  if (writer.left <= 0) return writer.missing("base64");
  let bits = 0;
  let have = 0;
  let digits = 0;
  let pads = 0;
  for (; writer.left > 0; writer.next++) {
    const { bytes, start, end } = writer.lexer;
    for (let at = start[writer.next]; at < end[writer.next]; at++) {
      const octet = bytes[at];
      digits++;
      if (octet === 61) {
        pads++;
        continue;
      }
      const value = octet < 128 ? BASE64[octet] : 255;
      if (value === 255 || pads > 0) return writer.reject("notBase64", writer.next);
      bits = ((bits << 6) | value) & 0xffffff;
      have += 6;
      if (have >= 8) {
        have -= 8;
        writer.byte((bits >> have) & 255);
      }
    }
  }
  const leftOver = bits & ((1 << have) - 1);
  if (digits % 4 !== 0 || pads > 2 || have !== pads * 2 || leftOver !== 0) writer.reject("base64Length", writer.next - 1);
}

const BASE64 = new Uint8Array(128).fill(255);
for (let i = 0; i < 64; i++) BASE64["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".charCodeAt(i)] = i;

/** A CAA tag: 1 to 255 octets, letters and digits only (RFC 8659 §4.1); odd ones are the CAA rules' to judge. */
function caaTag(writer: RdataWriter): void {
  if (writer.left <= 0) return writer.missing("a property tag such as issue");
  const token = writer.next;
  characterString(writer);
  if (writer.problem) return;
  const { start, end } = writer.lexer;
  if (start[token] === end[token]) writer.reject("emptyTag", token);
}

/** One token whose octets are the rest of the RDATA, without a length octet: the value of CAA and URI. */
function textRest(writer: RdataWriter): void {
  if (writer.left <= 0) return writer.missing("a value in quotes");
  writer.unescape(writer.next++);
}

export const FIELDS: Record<string, FieldReader> = {
  name,
  ipv4,
  ipv6,
  u8: (writer) => {
    const value = number(writer, 255);
    if (value >= 0) writer.byte(value);
  },
  u16: (writer) => {
    const value = number(writer, 65535);
    if (value >= 0) writer.u16(value);
  },
  u32: (writer) => {
    const value = number(writer, 0xffffffff);
    if (value >= 0) writer.u32(value);
  },
  ttl: (writer) => {
    if (writer.left <= 0) return writer.missing("a time in seconds");
    const token = writer.next++;
    const { bytes, start, end } = writer.lexer;
    const value = parseTtl(bytes, start[token], end[token]);
    if (value < 0 || value > 0xffffffff) return writer.reject("notATime", token);
    writer.u32(value);
  },
  text: characterString,
  "text?": (writer) => {
    if (writer.left > 0) characterString(writer);
  },
  texts: (writer) => {
    do characterString(writer);
    while (writer.left > 0 && !writer.problem);
  },
  "rest-hex": restHex,
  "rest-b64": restBase64,
  "caa-tag": caaTag,
  "text-rest": textRest,
  type: (writer) => {
    const text = writer.take("an RR type");
    if (text === undefined) return;
    const code = typeCode(text) ?? (/^\d{1,5}$/.test(text) && Number(text) < 65536 ? Number(text) : -1);
    if (code < 0) return writer.reject("notAType", writer.next - 1);
    writer.u16(code);
  },
  alg: (writer) => {
    const text = writer.take("an algorithm");
    if (text === undefined) return;
    const code = ALGORITHMS[text.toUpperCase()] ?? (/^\d{1,3}$/.test(text) && Number(text) < 256 ? Number(text) : -1);
    if (code < 0) return writer.reject("notAnAlgorithm", writer.next - 1);
    writer.byte(code);
  },
  /** Meta types (RFC 6895 §3.1) never stand in a zone. */
  none: (writer) => writer.reject("metaType", Math.max(0, writer.next - 1)),
  /** Only `\#` can write it; reaching this field means that something else was written. */
  generic: (writer) => {
    if (writer.left > 0) writer.reject("needsGeneric", writer.next);
    else writer.missing("\\# and the length");
  },
};
