import { NameTable, parseName } from "../name/name-table.js";
import { encodeUtf8 } from "../name/octets.js";
import { Lexer } from "../zonefile/lexer.js";
import { readRdata } from "./fields.js";
import { printRdata } from "./print.js";
import { RdataWriter } from "./rdata-writer.js";
import { typeCode } from "./types.js";

/** Helpers of the tests in this folder. Names are relative to `example.`. */

/** The code of a type that the tests name. */
export function codeOf(type: string): number {
  const code = typeCode(type);
  if (code === undefined) throw new Error(`no type ${type}`);
  return code;
}

/** A writer that has read one record's RDATA. */
export function read(type: string, rdata: string, fold = false): RdataWriter {
  const lexer = new Lexer(encodeUtf8(`${type} ${rdata}\n`));
  if (!lexer.next() || lexer.error) throw new Error(`the lexer says ${lexer.error} of ${rdata}`);
  const names = new NameTable();
  const writer = new RdataWriter(lexer, names, fold);
  writer.origin = names.internName(parseName("example.")!);
  writer.next = 1;
  readRdata(writer, codeOf(type));
  return writer;
}

/** Wire form in hexadecimal digits, or what is wrong. */
export function wire(type: string, rdata: string, fold = false): string {
  const writer = read(type, rdata, fold);
  return writer.problem ? `! ${writer.problem.message}` : hexOf(writer.out.subarray(0, writer.length));
}

/** What `rdata` is printed as, or what is wrong with it. */
export function printed(type: string, rdata: string): string {
  const writer = read(type, rdata);
  if (writer.problem) return `! ${writer.problem.message}`;
  return printRdata(codeOf(type), writer.out.slice(0, writer.length)) ?? "! not printable";
}

/** The message, and the piece of the text that is blamed. */
export function trouble(type: string, rdata: string): string {
  const { problem } = read(type, rdata);
  if (!problem) return "none";
  const text = encodeUtf8(`${type} ${rdata}\n`);
  let blamed = "";
  for (let i = problem.start; i < problem.end; i++) blamed += String.fromCharCode(text[i]);
  return `${problem.message} ${blamed}`;
}

export function hexOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

export function octetsOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.replaceAll(" ", "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** A small generator of numbers that are the same in every run (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 to `below` - 1. */
  upTo(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.upTo(choices.length)];
  }

  list<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.upTo(most - least + 1) }, make);
  }

  octets(least: number, most: number): Uint8Array {
    return Uint8Array.from(this.list(least, most, () => this.upTo(256)));
  }
}

type Sample = (random: Random) => string;

const digits =
  (most: number): Sample =>
  (random) =>
    String(random.pick([0, 1, most, random.upTo(most), random.upTo(most)]));
const choice =
  (...choices: readonly string[]): Sample =>
  (random) =>
    random.pick(choices);
const hex =
  (least: number, most: number): Sample =>
  (random) =>
    hexOf(random.octets(least, most));
const base64 = (random: Random): string =>
  random
    .list(1, 12, () =>
      random
        .list(4, 4, () => random.pick([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"]))
        .join(""),
    )
    .join(" ") + random.pick(["", "AA==", " AAA="]);
const escaped = (random: Random): string =>
  random.pick([
    "a",
    "Z",
    "7",
    "-",
    "_",
    "*",
    "\\.",
    "\\;",
    '\\"',
    "\\(",
    "\\@",
    "\\$",
    "\\\\",
    "\\000",
    "\\032",
    "\\127",
    "\\200",
    "é",
  ]);
/** One of several ways to make a text. */
const either = (random: Random, ...ways: readonly (string | Sample)[]): string => {
  const way = random.pick(ways);
  return typeof way === "string" ? way : way(random);
};
const labels: Sample = (random) => random.list(1, 4, () => random.list(1, 8, () => escaped(random)).join("")).join(".");
const name: Sample = (random) => either(random, ".", "@", "a", "a.b.", labels, labels);
const quoted: Sample = (random) =>
  `"${random.list(0, 40, () => random.pick([" ", ";", "(", "'", "\t", escaped(random)])).join("")}"`;
const text: Sample = (random) => either(random, '""', "a", "a\\ b", quoted, quoted);
const ipv4 = (random: Random): string => random.octets(4, 4).join(".");
const ipv6 = (random: Random): string =>
  random.pick([
    "::",
    "::1",
    "::ffff:192.0.2.1",
    "2001:DB8::1:0:0:1",
    random.list(8, 8, () => random.pick(["0", "0", random.upTo(65536).toString(16)])).join(":"),
  ]);
const types = (random: Random): string =>
  random.list(1, 9, () => random.pick(["A", "NS", "mx", "TXT", "RRSIG", "TYPE300", "TYPE65535", "CAA"])).join(" ");
const date = choice("20000229235959", "20240101000000", "20261231120760", "20480229010203");
const eui =
  (octets: number): Sample =>
  (random) =>
    Array.from(random.octets(octets, octets), (octet) => octet.toString(16).padStart(2, "0")).join("-");
const gatewayOf = (kind: number, random: Random): string => [() => ".", ipv4, ipv6, name][kind](random);
const metres = (random: Random): string =>
  random.pick(["0", "0.01m", "0.5", "1.00m", "9.99", `${random.upTo(90_000_000)}m`]);
const angle =
  (most: number, ends: string): Sample =>
  (random) => {
    const parts = [random.upTo(most), random.upTo(60), `${random.upTo(60)}.${random.upTo(1000)}`];
    return [...parts.slice(0, 1 + random.upTo(3)), random.pick([...ends])].join(" ");
  };

/** Text that each field takes, for every field of the table of types that text can write. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  name,
  target: name,
  signer: choice("."),
  u8: digits(255),
  u16: digits(65535),
  u32: digits(4294967295),
  ipn: choice("0", "18446744073709551615", "4294967295.4294967295", "977000.100", "10"),
  ttl: choice("0", "3600", "1h30m", "1w2d3h4m5s", "4294967295"),
  text,
  "text?": (random) => random.pick(["", text(random)]),
  texts: (random) => random.list(1, 5, () => text(random)).join(" "),
  "caa-tag": choice("issue", "issuewild", "ISSUE", "a1"),
  "text-rest": text,
  "quoted-rest": choice('""', '"https://example.com/?a;b"', '"a\\"b\\\\c\\200"'),
  regexp: choice('""', '"!^.*$!sip:info@example.com!"', '"!^(a)(b)$!\\\\2\\\\1!i"', '"/[[:alpha:]-]+x{2,3}|y/z/"'),
  type: choice("A", "TYPE1", "257", "TYPE65534", "cname"),
  ipv4,
  ipv6,
  eui48: eui(6),
  eui64: eui(8),
  locator64: (random) => random.list(4, 4, () => random.upTo(65536).toString(16)).join(":"),
  a6: (random) => {
    const prefix = random.pick([0, 1, 7, 8, 63, 64, 127, 128]);
    return `${prefix} ${prefix < 128 ? ipv6(random) : ""} ${prefix > 0 ? name(random) : ""}`;
  },
  apl: (random) =>
    random
      .list(0, 4, () =>
        random.pick([`1:${ipv4(random)}/${random.upTo(33)}`, `!1:0.0.0.0/0`, `2:${ipv6(random)}/${random.upTo(129)}`]),
      )
      .join(" "),
  wks: (random) =>
    `${random.pick(["tcp", "UDP", "6", "17", "255"])} ${random.list(0, 6, () => random.upTo(random.pick([100, 65536]))).join(" ")}`,
  "rest-hex": (random) => random.list(1, 3, () => hexOf(random.octets(1, 20))).join(" "),
  "rest-b64": base64,
  "rest-b64?": (random) => random.pick(["", base64(random)]),
  "doa-data": (random) => random.pick(["-", base64(random)]),
  alg: choice("8", "RSASHA256", "13", "255", "ed25519"),
  "cert-alg": choice("8", "RSASHA256", "0", "4", "INDIRECT"),
  "cert-type": choice("PKIX", "1", "oid", "65535", "9"),
  "hash-alg": choice("1", "SHA-1"),
  "key-flags": choice("0", "257", "ZONE|KSK", "0x100", "HOST"),
  "rkey-flags": choice("0", "USER"),
  "key-protocol": choice("3", "DNSSEC", "255"),
  "dsync-scheme": choice("NOTIFY", "1", "0", "255"),
  key: base64,
  time: (random) => random.pick([date(random), String(random.upTo(2 ** 31))]),
  date,
  types,
  "types?": (random) => random.pick(["", types(random)]),
  "types-nxt": (random) => random.list(0, 5, () => random.pick(["A", "NS", "127", "TYPE100"])).join(" "),
  salt: (random) => random.pick(["-", hexOf(random.octets(1, 255))]),
  b32: (random) => random.list(32, 32, () => random.pick([..."0123456789abcdefghijklmnopqrstuvABCDEFV"])).join(""),
  "ds-digest": (random) =>
    random.pick([
      `1 ${hex(20, 20)(random)}`,
      `SHA-256 ${hex(32, 32)(random)}`,
      `4 ${hex(48, 48)(random)}`,
      `9 ${hex(1, 99)(random)}`,
    ]),
  "zone-digest": (random) =>
    random.pick([`1 ${hex(48, 48)(random)}`, `2 ${hex(64, 64)(random)}`, `240 ${hex(12, 99)(random)}`]),
  fingerprint: (random) =>
    random.pick([`1 ${hex(20, 20)(random)}`, `2 ${hex(32, 32)(random)}`, `3 ${hex(0, 99)(random)}`]),
  loc: (random) =>
    [
      angle(90, "NS")(random),
      angle(180, "EW")(random),
      random.pick(["-100000m", "42849672.95m", "0", "-0.01m", `${random.upTo(9999)}.${random.upTo(100)}`]),
      ...random.list(0, 3, () => metres(random)),
    ].join(" "),
  nsap: (random) => `0x${hexOf(random.octets(1, 20)).replace(/(..)/, "$1.")}`,
  atma: (random) => random.pick([`+${random.upTo(1e9)}`, `+61.2.0000`, hexOf(random.octets(1, 20))]),
  x25: choice("1234", '"00123456789"'),
  gateway: (random) => {
    const kind = random.upTo(4);
    return `${kind} ${random.upTo(256)} ${gatewayOf(kind, random)} ${base64(random)}`;
  },
  amtrelay: (random) => {
    const kind = random.upTo(4);
    return `${random.upTo(2)} ${kind} ${gatewayOf(kind, random)}`;
  },
  hip: (random) =>
    `2 ${hex(1, 32)(random)} ${base64(random).replaceAll(" ", "")} ${random.list(0, 3, () => name(random)).join(" ")}`,
  svcparams: (random) =>
    [
      random.pick([
        "",
        "alpn=h2,h3",
        'alpn="f\\\\\\\\oo\\\\,bar,h2" no-default-alpn',
        "alpn=\\001\\255 mandatory=alpn",
      ]),
      random.pick(["", `port=${random.upTo(65536)}`, 'port="443"']),
      random.pick(["", `ipv4hint=${ipv4(random)}`, `ipv4hint="${ipv4(random)},${ipv4(random)}"`]),
      random.pick(["", "ech", "ech=AAAA"]),
      random.pick(["", `ipv6hint=${ipv6(random)},${ipv6(random)}`]),
      random.pick(["", "dohpath=/dns-query{?dns}", 'key65280="a b\\"c"', "key65535", "key8"]),
    ].join(" "),
  generic: (random) => {
    const octets = random.octets(0, 40);
    return `\\# ${octets.length} ${hexOf(octets)}`;
  },
};
