import { latin1 } from "../name/octets.js";
import { characterString, number, printString } from "./basic-fields.js";
import { hexDigit, printHex } from "./encodings.js";
import type { Field, Fields } from "./field.js";
import type { RdataWriter } from "./rdata-writer.js";

const EQUATOR = 0x80000000;
/** Thousandths of a second of arc in a degree. */
const DEGREE = 3_600_000;
/** Centimetres below the reference at which altitudes begin. */
const DEPTH = 10_000_000;

/** Where a host stands, by RFC 1876: size, two precisions, latitude, longitude, altitude. The text has them in another order. */
const loc: Field = {
  read: (writer) => {
    const latitude = readAngle(writer, 90, "N", "S");
    if (latitude < 0) return;
    const longitude = readAngle(writer, 180, "E", "W");
    if (longitude < 0) return;
    const altitude = readMetres(writer, "an altitude such as 10m", -100_000, 42_849_672);
    if (altitude === undefined) return;
    if (altitude < -DEPTH || altitude > 0xffffffff - DEPTH)
      return outOfRange(writer, "altitude", "-100000.00m to 42849672.95m");
    const precisions = [0x12, 0x16, 0x13]; // 1 m, 10,000 m, 10 m (RFC 1876 §3)
    for (let i = 0; i < 3 && writer.left > 0; i++) {
      const centimetres = readMetres(writer, "a size", 0, 90_000_000);
      if (centimetres === undefined) return;
      precisions[i] = precisionOf(centimetres);
    }
    writer.byte(0);
    writer.octets(precisions);
    writer.u32(latitude);
    writer.u32(longitude);
    writer.u32(altitude + DEPTH);
  },
  print: (wire) => {
    if (wire.u8() !== 0 && !wire.failed) {
      wire.rest();
      wire.generic = true;
      return "";
    }
    const precisions = Array.from(wire.octets(3));
    const latitude = wire.u32() - EQUATOR;
    const longitude = wire.u32() - EQUATOR;
    const altitude = wire.u32() - DEPTH;
    if (wire.failed || !precisions.every(isPrecision)) return wire.fail();
    if (Math.abs(latitude) > 90 * DEGREE || Math.abs(longitude) > 180 * DEGREE) return wire.fail();
    const metres = `${altitude < 0 ? "-" : ""}${hundredths(Math.abs(altitude))}m`;
    return [
      printAngle(latitude, "N", "S"),
      printAngle(longitude, "E", "W"),
      metres,
      ...precisions.map(printPrecision),
    ].join(" ");
  },
};

function outOfRange(writer: RdataWriter, part: string, range: string): void {
  writer.reject("locationRange", writer.next - 1, { part, range });
}

/** Degrees, minutes and seconds as LOC sends them; -1 after complaining. */
function readAngle(writer: RdataWriter, most: number, up: string, down: string): number {
  const degrees = number(writer, most, `degrees from 0 to ${most}`);
  if (degrees < 0) return -1;
  let thousandths = 0;
  let direction = writer.take(`minutes, ${up} or ${down}`);
  if (direction !== undefined && direction !== up && direction !== down) {
    const minutes = /^\d+$/.test(direction) ? Number(direction) : -1;
    if (minutes < 0 || minutes > 59) {
      outOfRange(writer, "minutes", `0 to 59, or ${up} or ${down}`);
      return -1;
    }
    thousandths = minutes * 60_000;
    direction = writer.take(`seconds, ${up} or ${down}`);
    if (direction !== undefined && direction !== up && direction !== down) {
      const seconds = secondsOf(direction);
      if (seconds < 0) {
        outOfRange(writer, "seconds", `0 to 59.999, or ${up} or ${down}`);
        return -1;
      }
      thousandths += seconds;
      direction = writer.take(`${up} or ${down}`);
    }
  }
  if (direction === undefined) return -1;
  if (direction !== up && direction !== down) {
    writer.reject("notADirection", writer.next - 1, { up, down });
    return -1;
  }
  const angle = degrees * DEGREE + thousandths;
  if (angle > most * DEGREE) {
    outOfRange(writer, "angle", `0 to ${most} degrees`);
    return -1;
  }
  return direction === up ? EQUATOR + angle : EQUATOR - angle;
}

/** Seconds with up to three decimals, in thousandths. A sign is let through where BIND does: before a number of zero. */
function secondsOf(text: string): number {
  const parts = /^([+-]?\d+)?(?:\.(\d{0,3}))?$/.exec(text);
  if (!parts || text === ".") return -1;
  const whole = Number(parts[1] ?? 0);
  return whole < 0 || whole > 59 ? -1 : Math.abs(whole) * 1000 + Number((parts[2] ?? "").padEnd(3, "0"));
}

/** `[-]1234.56[m]` in centimetres, the whole metres within limits; `undefined` after complaining. */
function readMetres(writer: RdataWriter, expected: string, least: number, most: number): number | undefined {
  const text = writer.take(expected);
  if (text === undefined) return undefined;
  const parts = /^(?:([+-]?)(\d+)|(-?))(?:\.(\d{0,2}))?m?$/.exec(text);
  const whole = Number(parts?.[2] ?? 0) * (parts?.[1] === "-" ? -1 : 1);
  if (!parts || !/\d/.test(text) || whole < least || whole > most || (parts[3] === "-" && least === 0)) {
    outOfRange(
      writer,
      expected.startsWith("an") ? "altitude" : "size",
      `${least}m to ${most}m, with at most two decimals`,
    );
    return undefined;
  }
  const centimetres = Math.abs(whole) * 100 + Number((parts[4] ?? "").padEnd(2, "0"));
  const negative = parts[1] === "-" || parts[3] === "-";
  return negative && least < 0 ? 0 - centimetres : centimetres;
}

/** A digit and a power of ten, in centimetres (RFC 1876 §2). What has more digits is cut off. */
function precisionOf(centimetres: number): number {
  let power = 0;
  let digit = centimetres;
  while (digit > 9) {
    digit = Math.floor(digit / 10);
    power++;
  }
  return (digit << 4) | power;
}

const isPrecision = (octet: number): boolean =>
  octet === 0 || ((octet & 15) <= 9 && octet >> 4 >= 1 && octet >> 4 <= 9);

function printPrecision(octet: number): string {
  const centimetres = (octet >> 4) * 10 ** (octet & 15);
  return centimetres < 100 ? `${hundredths(centimetres)}m` : `${centimetres / 100}m`;
}

const hundredths = (value: number): string => (value / 100).toFixed(2);

function printAngle(angle: number, up: string, down: string): string {
  const thousandths = Math.abs(angle);
  const degrees = Math.floor(thousandths / DEGREE);
  const minutes = Math.floor(thousandths / 60_000) % 60;
  const seconds = ((thousandths % 60_000) / 1000).toFixed(3);
  return `${degrees} ${minutes} ${seconds} ${angle < 0 ? down : up}`;
}

/** Hexadecimal digits behind 0x, dots between them as one likes (RFC 1706 §6). */
const nsap: Field = {
  read: (writer) => {
    const text = writer.take("an NSAP address");
    if (text === undefined) return;
    const digits = /^0x([0-9a-f.]+)$/i.exec(text)?.[1].replaceAll(".", "") ?? "";
    if (digits === "" || digits.length % 2 !== 0) return writer.reject("notNsap", writer.next - 1);
    for (let at = 0; at < digits.length; at += 2) writer.byte(Number.parseInt(digits.slice(at, at + 2), 16));
  },
  print: (wire) => (wire.left > 0 ? `0x${printHex(wire.rest()).toLowerCase()}` : wire.fail()),
};

/** An ATM address: `+` and decimal digits (E.164), or hexadecimal digits (AESA); single dots between them. */
const atma: Field = {
  read: (writer) => {
    const text = writer.take("an ATM address");
    if (text === undefined) return;
    const digits = text.replaceAll(".", "");
    if (/^\+\d+(\.\d+)*$/.test(text)) {
      writer.byte(1);
      for (let i = 1; i < digits.length; i++) writer.byte(digits.charCodeAt(i));
    } else if (/^[0-9a-f]+(\.[0-9a-f]+)*$/i.test(text) && digits.length % 2 === 0) {
      writer.byte(0);
      for (let at = 0; at < digits.length; at += 2) writer.byte(Number.parseInt(digits.slice(at, at + 2), 16));
    } else writer.reject("notAtma", writer.next - 1);
  },
  print: (wire) => {
    const format = wire.u8();
    const octets = wire.rest();
    if (octets.length === 0) return wire.fail();
    if (format === 0) return printHex(octets).toLowerCase();
    if (format === 1) return octets.every(isDecimal) ? `+${latin1(octets, 0, octets.length)}` : wire.fail();
    wire.generic = true;
    return "";
  },
};

const isDecimal = (octet: number): boolean => octet <= 57 && hexDigit(octet) >= 0;

/** At least four decimal digits (RFC 1183 §3.1). */
const x25: Field = {
  read: (writer) => {
    const token = writer.next;
    const at = writer.length;
    characterString(writer, "a PSDN address");
    if (writer.problem) return;
    const octets = writer.out.subarray(at + 1, writer.length);
    if (octets.length < 4 || !octets.every(isDecimal)) writer.reject("notX25", token);
  },
  print: (wire) => {
    const octets = wire.bytes.subarray(wire.at + 1, wire.end);
    return octets.length >= 4 && octets.every(isDecimal) ? printString(wire) : wire.fail();
  },
};

/** A node of the bundle protocol: a number of 64 bits, or its halves with a dot between them (draft-johnson-dns-ipn-cla). */
const ipn: Field = {
  read: (writer) => {
    const text = writer.take("a node number");
    if (text === undefined) return;
    const [, high = "0", low] = /^(?:(\d{1,20})\.)?(\d{1,20})$/.exec(text) ?? [];
    const halves = text.includes(".");
    const value = low === undefined ? -1n : BigInt(high) * HALF + BigInt(low);
    const fits = value >= 0n && value < HALF * HALF && !(halves && BigInt(low) >= HALF);
    if (!fits) return writer.reject("notANodeNumber", writer.next - 1);
    writer.u32(Number(value / HALF));
    writer.u32(Number(value % HALF));
  },
  print: (wire) => String(BigInt(wire.u32()) * HALF + BigInt(wire.u32())),
};

const HALF = 0x100000000n;

export const PLACE_FIELDS: Fields = { loc, nsap, atma, x25, ipn };
