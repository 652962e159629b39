import { mnemonic, number, readName } from "./basic-fields.js";
import { digest, restBase64, wordHex } from "./encoded-fields.js";
import { bitsOf, decodeBase32, printBase32, printBase64, printHex } from "./encodings.js";
import type { Field, Fields } from "./field.js";
import type { RdataMessage } from "./messages.js";
import {
  ALGORITHMS,
  CERTIFICATE_TYPES,
  DIGESTS,
  DSYNC_SCHEMES,
  KEY_FLAGS,
  KEY_PROTOCOLS,
  mnemonicOf,
  NSEC3_HASHES,
} from "./mnemonics.js";
import type { RdataWriter } from "./rdata-writer.js";
import { typeCode, typeInfo } from "./types.js";
import type { WireReader } from "./wire-reader.js";

type UnknownMessage = Extract<RdataMessage, `unknown${string}`>;

function readMnemonic(table: Readonly<Record<string, number>>, expected: string, message: UnknownMessage, most = 255) {
  return (writer: RdataWriter): void => {
    const text = writer.take(expected);
    if (text === undefined) return;
    const value = mnemonic(text, table, most);
    if (value < 0) return writer.reject(message, writer.next - 1);
    if (most > 255) writer.u16(value);
    else writer.byte(value);
  };
}

const readAlgorithm = readMnemonic(ALGORITHMS, "an algorithm number", "unknownAlgorithm");
const readDigestType = readMnemonic(DIGESTS, "a digest type", "unknownDigestType");
const printNumber = (wire: WireReader): string => String(wire.u8());

/** A number, a hexadecimal number, or names with `|` between them (RFC 2535 §7.1), which BIND lets one shorten. */
function keyFlags(text: string): number {
  if (text.length <= 12 && /^\d/.test(text)) {
    const digits = /^\d+$/.test(text) ? text : /^(0x)?[0-9a-f]+$/i.test(text) ? text.replace(/^(0x)?/i, "0x") : "";
    const value = digits === "" ? -1 : Number(digits);
    return value <= 0xffff ? value : -1;
  }
  let flags = 0;
  for (const part of text.toUpperCase().replace(/\|$/, "").split("|")) {
    const flag = KEY_FLAGS.find(([name]) => name.startsWith(part));
    if (!flag) return -1;
    flags |= flag[1];
  }
  return flags;
}

function readKeyFlags(writer: RdataWriter): void {
  const text = writer.take("flags such as 257");
  if (text === undefined) return;
  const flags = keyFlags(text);
  if (flags < 0) return writer.reject("unknownKeyFlags", writer.next - 1);
  writer.u16(flags);
}

/** KEY and RKEY look back at their flags: four octets before the key. */
const NO_KEY = 0xc0;

const key: Field = {
  read: (writer) => {
    if ((writer.out[0] & NO_KEY) !== NO_KEY) restBase64(writer);
  },
  print: (wire) => {
    if ((wire.bytes[0] & NO_KEY) === NO_KEY) return "";
    return wire.left > 0 ? printBase64(wire.rest()) : wire.fail();
  },
};

/** Times as YYYYMMDDHHmmSS, as 32 bits that wrap (RFC 4034 §3.1.5, §3.2); those of RRSIG may be written in seconds. */
function time(inSeconds: boolean): Field {
  return {
    read: (writer) => {
      const text = writer.take("a time such as 20260131000000");
      if (text === undefined) return;
      const seconds = inSeconds || text.length === 14 ? secondsOf(text) : -1;
      if (seconds < 0) return writer.reject("notATimestamp", writer.next - 1);
      writer.u32(seconds);
    },
    print: (wire) => {
      const seconds = wire.u32();
      const { year, month, day } = dateOf(Math.floor(seconds / 86400));
      const two = (value: number) => String(value).padStart(2, "0");
      const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
      return [year, two(month), two(day), ...clock.map(two)].join("");
    },
  };
}

function secondsOf(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text) <= 0xffffffff ? Number(text) : -1;
  if (!/^\d{14}$/.test(text)) return -1;
  const [year, month, day, hour, minute, second] = [0, 4, 6, 8, 10, 12].map((at) =>
    Number(text.slice(at, at + (at === 0 ? 4 : 2))),
  );
  const days = daysUntil(year, month, day);
  const date = dateOf(days);
  if (date.month !== month || date.day !== day || hour > 23 || minute > 59 || second > 60) return -1;
  return (((days * 86400 + hour * 3600 + minute * 60 + second) % 2 ** 32) + 2 ** 32) % 2 ** 32;
}

/** Days from 1970-01-01 to a day of the proleptic Gregorian calendar. Years begin in March, so that leap days come last. */
function daysUntil(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

function dateOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = ((monthFromMarch + 2) % 12) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 };
}

/** RRSIG's labels field counts the owner's labels, and the signer stands at or above the owner (RFC 4034 §3.1.3, §3.1.7). */
const LABELS = 3;

const signer: Field = {
  read: (writer) => {
    readName(writer);
    if (writer.problem || writer.names.depth[writer.target] <= writer.out[LABELS]) return;
    writer.reject("signerBelowOwner", writer.targetToken, { labels: String(writer.out[LABELS]) });
  },
  print: (wire) => {
    let labels = 0;
    for (let at = wire.at; wire.bytes[at] > 0 && at < wire.end; at += wire.bytes[at] + 1) labels++;
    return labels > wire.bytes[LABELS] ? wire.fail() : wire.name();
  },
};

/** Windows of 256 types, each a number, a length and a bit map (RFC 4034 §4.1.2). */
function types(atLeastOne: boolean): Field {
  return {
    read: (writer) => {
      const codes = readTypes(writer);
      if (!codes) return;
      if (atLeastOne && codes.length === 0) return writer.missing("at least one RR type");
      codes.sort((a, b) => a - b);
      for (let from = 0; from < codes.length; ) {
        const window = codes[from] >> 8;
        let to = from;
        while (to < codes.length && codes[to] >> 8 === window) to++;
        const map = bitMap(codes.slice(from, to));
        writer.byte(window);
        writer.byte(map.length);
        writer.octets(map);
        from = to;
      }
    },
    print: (wire) => {
      const names: string[] = [];
      let last = -1;
      while (wire.left > 0) {
        const window = wire.u8();
        const map = wire.octets(wire.u8());
        if (window <= last || map.length === 0 || map.length > 32 || map[map.length - 1] === 0) return wire.fail();
        last = window;
        for (const bit of bitsOf(map)) names.push(typeInfo(window * 256 + bit).mnemonic);
      }
      return atLeastOne && names.length === 0 ? wire.fail() : names.join(" ");
    },
  };
}

/** The one bit map of NXT: types 1 to 127, no windows (RFC 2535 §5.2). */
const nxtTypes: Field = {
  read: (writer) => {
    const codes = readTypes(writer, true);
    if (codes) writer.octets(bitMap(codes));
  },
  print: (wire) => {
    const map = wire.rest();
    if (map.length === 0) return "";
    if (map[0] & 0x80 || map.length > 16 || map[map.length - 1] === 0) return wire.fail();
    return Array.from(bitsOf(map), (code) => typeInfo(code).mnemonic.replace(/^TYPE/, "")).join(" ");
  },
};

/** The types up to the end; `undefined` after complaining. */
function readTypes(writer: RdataWriter, old = false): number[] | undefined {
  const codes: number[] = [];
  while (writer.left > 0) {
    const text = writer.take("an RR type");
    if (text === undefined) return undefined;
    const code = typeCode(text) ?? (old && /^\d+$/.test(text) ? Number(text) : -1);
    if (code < 0) writer.reject("notAType", writer.next - 1);
    else if (old && (code < 1 || code > 127)) writer.reject("typeTooHighForNxt", writer.next - 1);
    if (writer.problem) return undefined;
    codes.push(code);
  }
  return codes;
}

/** The bit map of types of one window. */
function bitMap(codes: readonly number[]): Uint8Array {
  let length = 0;
  for (const code of codes) length = Math.max(length, ((code & 255) >> 3) + 1);
  const map = new Uint8Array(length);
  for (const code of codes) map[(code & 255) >> 3] |= 0x80 >> (code & 7);
  return map;
}

/** NSEC3's salt: `-` or up to 255 octets in hexadecimal digits, one token (RFC 5155 §3.3). */
const salt: Field = {
  read: (writer) => {
    const { bytes, start, end } = writer.lexer;
    const token = writer.next;
    const at = writer.length;
    writer.byte(0);
    if (writer.left > 0 && end[token] - start[token] === 1 && bytes[start[token]] === 45 && !writer.isQuoted(token)) {
      writer.next++;
      return;
    }
    wordHex(writer);
    const length = writer.length - at - 1;
    if (length > 255) return writer.reject("saltTooLong", token, { actual: String(length) });
    writer.out[at] = length;
  },
  print: (wire) => printHex(wire.octets(wire.u8())) || "-",
};

/** The length of the hashes that NSEC3 knows (RFC 5155 §11). */
const hashFits = (algorithm: number, length: number): boolean =>
  algorithm === 1 ? length === 20 : length > 0 && length < 256;

/** The hashed owner of NSEC3, by the algorithm that the RDATA begins with (RFC 5155 §3.3). */
const b32: Field = {
  read: (writer) => {
    const text = writer.take("a hash in base32");
    if (text === undefined) return;
    const octets = decodeBase32(text);
    if (!octets) return writer.reject("notBase32", writer.next - 1);
    if (!hashFits(writer.out[0], octets.length)) return writer.reject("hashLength", writer.next - 1);
    writer.byte(octets.length);
    writer.octets(octets);
  },
  print: (wire) => {
    const octets = wire.octets(wire.u8());
    return hashFits(wire.bytes[0], octets.length) ? printBase32(octets) : wire.fail();
  },
};

const ds = digest({ 1: 20, 2: 32, 4: 48 }, 1, readDigestType);
const readByte = (expected: string) => (writer: RdataWriter) => {
  const value = number(writer, 255, expected);
  if (value >= 0) writer.byte(value);
};

/** Fields of DNSSEC's records, of the keys before it, and of the other records that hold digests. */
export const DNSSEC_FIELDS: Fields = {
  alg: { read: readAlgorithm, print: printNumber },
  "cert-type": {
    read: readMnemonic(CERTIFICATE_TYPES, "a certificate type such as PKIX", "unknownCertificateType", 65535),
    print: (wire) => mnemonicOf(wire.u16(), CERTIFICATE_TYPES),
  },
  "cert-alg": { read: readAlgorithm, print: (wire) => mnemonicOf(wire.u8(), ALGORITHMS) },
  "hash-alg": { read: readMnemonic(NSEC3_HASHES, "a hash algorithm", "unknownHash"), print: printNumber },
  "key-flags": { read: readKeyFlags, print: (wire) => String(wire.u16()) },
  "rkey-flags": {
    read: (writer) => {
      readKeyFlags(writer);
      if (!writer.problem && (writer.out[0] !== 0 || writer.out[1] !== 0)) writer.reject("rkeyFlags", writer.next - 1);
    },
    print: (wire) => (wire.u16() === 0 ? "0" : wire.fail()),
  },
  "key-protocol": { read: readMnemonic(KEY_PROTOCOLS, "a protocol number", "unknownKeyProtocol"), print: printNumber },
  "dsync-scheme": {
    read: readMnemonic(DSYNC_SCHEMES, "a scheme such as NOTIFY", "unknownScheme"),
    print: (wire) => mnemonicOf(wire.u8(), DSYNC_SCHEMES),
  },
  key,
  signer,
  time: time(true),
  date: time(false),
  types: types(true),
  "types?": types(false),
  "types-nxt": nxtTypes,
  salt,
  b32,
  "ds-digest": ds,
  /** RFC 8976 §2.2.4. */
  "zone-digest": digest({ 1: 48, 2: 64 }, 12, readByte("a hash algorithm")),
  /** RFC 4255 §3.1.2, RFC 6594 §4.1. */
  fingerprint: digest({ 1: 20, 2: 32 }, 0, readByte("a fingerprint type")),
};
