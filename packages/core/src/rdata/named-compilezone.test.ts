import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codeOf, printed, Random, SAMPLES, trouble, wire } from "./testing.js";
import { mnemonics, typeInfo } from "./types.js";

/** What BIND's own tool makes of the same text. Without the tool the tests are skipped, unless the run must have it. */
const missing = spawnSync("named-compilezone", ["-v"]).error !== undefined;
if (missing && process.env.DCVLINT_REQUIRE_TOOLS === "1") throw new Error("named-compilezone is not installed");

const HEAD = ["$TTL 60", "$ORIGIN example.", "@ SOA ns hm 1 1h 2d 3w 4", "@ NS ns", "ns A 192.0.2.1"];
const OPTIONS = ["-k", "-m", "-M", "-S", "-r", "-n", "-W"].flatMap((option) => [option, "ignore"]);

/** Loads a zone of records `r0 TYPE RDATA`, `r1 …`: what is printed of each, and the numbers of those that are refused. */
function compile(records: readonly string[]): { printed: Map<number, string>; refused: Set<number> } {
  const folder = mkdtempSync(join(tmpdir(), "dcvlint-rdata-"));
  try {
    const file = join(folder, "zone");
    writeFileSync(file, [...HEAD, ...records.map((record, i) => `r${i} ${record}`), ""].join("\n"));
    const args = ["-i", "none", ...OPTIONS, "-f", "text", "-F", "text", "-o", "-", "example.", file];
    const { stdout, stderr } = spawnSync("named-compilezone", args, { encoding: "utf8", maxBuffer: 1 << 28 });
    const lines = [...stdout.matchAll(/^r(\d+)\.example\.\s+60 IN (\S+) ?(.*)$/gm)];
    const errors = `${stdout}${stderr}`.split("\n").filter((line) => !line.includes("signature has expired"));
    const blamed = errors.flatMap((line) => /zone:(\d+): /.exec(line)?.[1] ?? []);
    return {
      printed: new Map(lines.map(([, number, type, rdata]) => [Number(number), `${type} ${rdata}`])),
      refused: new Set(blamed.map((line) => Number(line) - HEAD.length - 1)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const withoutBlanks = (text: string): string => text.replace(/\s+/g, "");

/** BIND 9.18 has no names for CLA and IPN, refuses zones signed with SIG and NXT as a whole, and has the SOA at the apex. */
const NOT_FOR_BIND = ["CLA", "IPN", "NXT", "SIG", "SOA"];

test.skipIf(missing)("random RDATA of every type is accepted and printed as named-compilezone does", () => {
  const random = new Random(4);
  const types = mnemonics().filter(
    (type) => !NOT_FOR_BIND.includes(type) && !["none", "obsolete"].includes(typeInfo(codeOf(type)).fields[0]),
  );
  const records: [type: string, rdata: string][] = [];
  for (const type of [...types, "TYPE65280"]) {
    for (let i = 0; i < 12; i++)
      records.push([
        type,
        typeInfo(codeOf(type))
          .fields.map((field) => SAMPLES[field](random))
          .join(" "),
      ]);
  }
  const { printed: theirs, refused } = compile(records.map((record) => record.join(" ")));
  expect([...refused].map((i) => records[i].join(" "))).toEqual([]);
  for (const [i, [type, rdata]] of records.entries()) {
    const [theirType, ...rest] = (theirs.get(i) ?? "nothing").split(" ");
    const theirRdata = rest.join(" ");
    expect(theirType).toBe(type);
    expect(withoutBlanks(printed(type, rdata)), `${type} ${rdata}`).toBe(withoutBlanks(theirRdata));
    // Blanks are left out of the comparison: the octets mustn't hang on them.
    expect(wire(type, theirRdata), `${type} ${theirRdata}`).toBe(wire(type, rdata));
  }
});

test.skipIf(missing)("the SOA is printed as named-compilezone does", () => {
  const { printed: theirs } = compile(["A 192.0.2.1"]);
  expect(theirs.size).toBe(1);
  expect(printed("SOA", "ns hm 1 1h 2d 3w 4")).toBe("ns.example. hm.example. 1 3600 172800 1814400 4");
});

/** RDATA with one mistake, which both refuse. */
const BAD = [
  "A 192.0.2.01",
  'A "192.0.2.1"',
  "AAAA 1::2::3",
  "AAAA fe80::1%eth0",
  "CNAME a..b",
  'CNAME "a"',
  "CNAME a b",
  "MX 65536 a",
  "MX -1 a",
  "MX a 10",
  "TXT",
  "TXT a\\300",
  `TXT ${"a".repeat(256)}`,
  "WKS 192.0.2.1 foo 1",
  "X25 123",
  'X25 "12 34"',
  "NSAP 47",
  "NSAP 0x470",
  "KEY 49152 3 0 AAAA",
  "KEY FOO 3 8 AAAA",
  "LOC 91 N 1 E 1",
  "LOC 1 60 N 1 E 1",
  "LOC 1 1 1.2345 N 1 E 1",
  "LOC 1 n 1 E 1",
  "LOC 1 N 1 E 42849672.96",
  "LOC 1 N 1 E 5M",
  "LOC 1 N 1 E 1 90000001",
  "NXT . TYPE128",
  "EID AA B",
  "ATMA +61.",
  "ATMA 1",
  'NAPTR 1 1 a b "!(a)!\\\\2!" .',
  'NAPTR 1 1 a b "![z-a]!x!" .',
  "CERT X 1 8 AAAA",
  "A6 0 ::1 a",
  "A6 129 a",
  "SINK 1 2",
  "APL 1:192.0.2.0",
  "APL 1:192.0.2.0/33",
  "APL 3:ff00::/8",
  "DS 1 RSA 1 00",
  "DS 1 8 2 00",
  "DS 1 8 9",
  "SSHFP 1 1 aa33",
  "IPSECKEY 10 0 2 a AQ==",
  "IPSECKEY 10 1 2 192.0.2.1",
  "RRSIG A 8 0 60 0 0 1 example. AAAA",
  "RRSIG A 8 2 1h 0 0 1 example. AAAA",
  "RRSIG A 8 2 60 20260231000000 0 1 example. AAAA",
  "RRSIG A 8 2 60 0 0 1 example. AB==",
  "NSEC a",
  "NSEC a 1",
  "DNSKEY 257 3 13",
  "DNSKEY 257 3 13 AA==AAAA",
  "DHCID",
  "NSEC3 1 1 10 - 2S A",
  "NSEC3 2 1 10 - 2T A",
  "NSEC3PARAM 1 0 0 a",
  "TLSA 3 1 1",
  "HIP 2 2 AwEA",
  "RKEY 1 255 1 AQMF",
  "CSYNC 0 0 1",
  "ZONEMD 1 1 1 AABB",
  "SVCB 1",
  "SVCB 1 . alpn",
  "SVCB 1 . alpn=,a",
  "SVCB 1 . port=65536",
  "SVCB 1 . no-default-alpn",
  "SVCB 1 . mandatory=alpn",
  "SVCB 0 . mandatory=alpn",
  "SVCB 1 . port=1 port=2",
  "SVCB 1 . foo=a",
  "SVCB 1 . dohpath=/dns-query",
  "HTTPS 1 . ipv4hint=::1",
  "DSYNC CDS FOO 1 .",
  "NID 10 ::1",
  "L32 10 192.0.2",
  "EUI48 01-23-45-67-89",
  "URI 1 1 http://example.com/",
  "CAA 256 issue a",
  'CAA 0 "issue" a',
  "CAA 0 issue a b",
  'DOA 0 1 2 ""',
  "AMTRELAY 0 0 4 a",
  "TYPE65280 abc",
  "TYPE65280 \\# 2 00",
  "TYPE200 \\# 0",
  "A \\# 3 aabbcc",
  "MX \\# 4 00010000",
  "CNAME \\# 2 c000",
  "MD a",
];

test.skipIf(missing)("what named-compilezone refuses is refused", () => {
  const { refused } = compile(BAD);
  expect(BAD.filter((_, i) => !refused.has(i))).toEqual([]);
  for (const record of BAD) {
    const [type, ...rdata] = record.split(" ");
    expect(trouble(type, rdata.join(" ")), record).not.toBe("none");
  }
});

/** Where we are of another mind on purpose; the tool's side is here so that a change of mind shows. */
const STRICTER = ["EUI48 01-23-45-67-89-abgarbage", "EUI64 01-23-45-67-89-ab-cd-ef-01", "SVCB 1 . PORT=80"];
const LAXER = [
  "CAA 0 is-sue a",
  "SVCB 1 . ohttp",
  "SVCB 1 . tls-supported-groups=29",
  "SVCB 1 . docpath=a",
  "DNSKEY \\# 5 010103fd01",
  "IPSECKEY 10 0 0 .",
];

test.skipIf(missing)("the differences are the ones we know of", () => {
  const { refused } = compile([...STRICTER, ...LAXER]);
  expect(refused).toEqual(new Set(LAXER.map((_, i) => STRICTER.length + i)));
  const troubles = [...STRICTER, ...LAXER].map((record) =>
    trouble(record.split(" ")[0], record.split(" ").slice(1).join(" ")),
  );
  expect(troubles.map((found) => found === "none")).toEqual([...STRICTER.map(() => false), ...LAXER.map(() => true)]);
});
