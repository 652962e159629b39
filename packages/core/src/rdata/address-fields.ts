import { printIpv4, printIpv6, writeIpv4, writeIpv6 } from "./addresses.js";
import { nameAt, number } from "./basic-fields.js";
import type { Field, Fields } from "./field.js";
import type { RdataWriter } from "./rdata-writer.js";
import { typeInfo } from "./types.js";
import type { WireReader } from "./wire-reader.js";
import { wks } from "./wks.js";

export function readIpv4(writer: RdataWriter): void {
  const token = writer.word("an IPv4 address");
  if (token < 0) return;
  const { bytes, start, end } = writer.lexer;
  if (!writeIpv4(writer, bytes, start[token], end[token])) rejectIpv4(writer, token);
}

export function readIpv6(writer: RdataWriter): void {
  const token = writer.word("an IPv6 address");
  if (token < 0) return;
  const { bytes, start, end } = writer.lexer;
  if (!writeIpv6(writer, bytes, start[token], end[token])) rejectIpv6(writer, token);
}

const rejectIpv4 = (writer: RdataWriter, token: number): void =>
  writer.reject("notIpv4", token, { type: typeInfo(writer.type).mnemonic });

const rejectIpv6 = (writer: RdataWriter, token: number): void =>
  writer.reject("notIpv6", token, { type: typeInfo(writer.type).mnemonic });

/** Two to eight hexadecimal numbers between `-` (RFC 7043): EUI-48 and EUI-64. */
function eui(octets: number): Field {
  const form = new RegExp(`^[0-9a-f]{1,2}(-[0-9a-f]{1,2}){${octets - 1}}$`, "i");
  return {
    read: (writer) => {
      const text = writer.take("an EUI address");
      if (text === undefined) return;
      if (!form.test(text)) return writer.reject("notEui", writer.next - 1, { octets: String(octets) });
      writer.octets(text.split("-").map((part) => Number.parseInt(part, 16)));
    },
    print: (wire) => Array.from(wire.octets(octets), (octet) => octet.toString(16).padStart(2, "0")).join("-"),
  };
}

/** A 64-bit node identifier or locator (RFC 6742 §2.1.2). BIND lets a colon follow. */
const locator64: Field = {
  read: (writer) => {
    const text = writer.take("a 64-bit locator");
    if (text === undefined) return;
    if (!/^([0-9a-f]{1,4}:){3}[0-9a-f]{1,4}:?$/i.test(text)) return writer.reject("notLocator", writer.next - 1);
    for (const group of text.split(":").slice(0, 4)) writer.u16(Number.parseInt(group, 16));
  },
  print: (wire) => Array.from({ length: 4 }, () => wire.u16().toString(16)).join(":"),
};

/** Prefix length, the suffix's octets, and the name that has the rest (RFC 2874 §3.1). */
const a6: Field = {
  read: (writer) => {
    const prefix = number(writer, 128, "a prefix length from 0 to 128");
    if (prefix < 0) return;
    writer.byte(prefix);
    const from = writer.length;
    if (prefix < 128) {
      readIpv6(writer);
      if (writer.problem) return;
      const skipped = prefix >> 3;
      writer.out.copyWithin(from, from + skipped, from + 16);
      writer.length = from + 16 - skipped;
      writer.out[from] &= 0xff >> (prefix & 7);
    }
    if (prefix === 0) return;
    const token = writer.word("the name of the prefix");
    if (token >= 0) nameAt(writer, token);
  },
  print: (wire) => {
    const prefix = wire.u8();
    if (prefix > 128) return wire.fail();
    let text = String(prefix);
    if (prefix < 128) {
      const skipped = prefix >> 3;
      const address = new Uint8Array(16);
      address.set(wire.octets(16 - skipped), skipped);
      if (address[skipped] & ~(0xff >> (prefix & 7))) return wire.fail();
      text += ` ${printIpv6(address)}`;
    }
    return prefix === 0 ? text : `${text} ${wire.name()}`;
  },
};

const FAMILIES: Readonly<
  Record<number, { octets: number; write: typeof writeIpv4; print: (octets: Uint8Array) => string }>
> = {
  1: { octets: 4, write: writeIpv4, print: printIpv4 },
  2: { octets: 16, write: writeIpv6, print: printIpv6 },
};

/** `[!]family:address/prefix`, any number of them (RFC 3123 §5). */
const apl: Field = {
  read: (writer) => {
    while (writer.left > 0 && !writer.problem) aplItem(writer);
  },
  print: (wire) => {
    const items: string[] = [];
    while (wire.left > 0) items.push(printAplItem(wire));
    return items.join(" ");
  },
};

function aplItem(writer: RdataWriter): void {
  const text = writer.take("an address prefix");
  if (text === undefined) return;
  const token = writer.next - 1;
  const parts = /^(!?)(\d+):([^/]+)\/(\d+)$/.exec(text);
  if (!parts) return writer.reject("badPrefix", token);
  const [, negation, familyText, , prefixText] = parts;
  const family = FAMILIES[Number(familyText)];
  if (!family) return writer.reject("unknownFamily", token);
  if (Number(prefixText) > family.octets * 8)
    return writer.reject("prefixTooLong", token, { most: String(family.octets * 8) });

  writer.u16(Number(familyText));
  writer.byte(Number(prefixText));
  writer.byte(0);
  const from = writer.length;
  const { bytes, start, end } = writer.lexer;
  const addressStart = start[token] + negation.length + familyText.length + 1;
  if (!family.write(writer, bytes, addressStart, end[token] - prefixText.length - 1)) {
    return family.octets === 4 ? rejectIpv4(writer, token) : rejectIpv6(writer, token);
  }
  // Zeros at the end aren't sent (RFC 3123 §4).
  while (writer.length > from && writer.out[writer.length - 1] === 0) writer.length--;
  writer.out[from - 1] = (negation ? 0x80 : 0) | (writer.length - from);
}

function printAplItem(wire: WireReader): string {
  const code = wire.u16();
  const prefix = wire.u8();
  const length = wire.u8();
  const octets = wire.octets(length & 0x7f);
  const family = FAMILIES[code];
  if (octets.length > 0 && octets[octets.length - 1] === 0) return wire.fail();
  if (!family) {
    wire.generic = true;
    return "";
  }
  if (octets.length > family.octets || prefix > family.octets * 8) return wire.fail();
  const address = new Uint8Array(family.octets);
  address.set(octets);
  return `${length & 0x80 ? "!" : ""}${code}:${family.print(address)}/${prefix}`;
}

export const ADDRESS_FIELDS: Fields = {
  ipv4: { read: readIpv4, print: (wire) => printIpv4(wire.octets(4)) },
  ipv6: { read: readIpv6, print: (wire) => printIpv6(wire.octets(16)) },
  eui48: eui(6),
  eui64: eui(8),
  locator64,
  a6,
  apl,
  wks,
};
