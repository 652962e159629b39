import { encodeUtf8, parseName, RecordView, readZoneFile } from "@dcvlint/core";
import { expect, test } from "vitest";
import type { ResourceRecord } from "../dns/message.js";
import { dsDigest } from "./algorithms.js";
import { judgeKeys } from "./judge-keys.js";
import { compareNames, nameToWire } from "./names.js";
import { hashName } from "./nsec3.js";
import { parseDnskey, parseDs } from "./rdata.js";
import { absoluteTime } from "./times.js";
import { DNSKEY, DS, RRSIG } from "./types.js";
import { verifyRrset } from "./verify-rrset.js";

function records(text: string): ResourceRecord[] {
  const zone = readZoneFile(encodeUtf8(text.replace(/^ +/gm, "")), { file: "rfc", origin: "." });
  return Array.from({ length: zone.count }, (_, id) => {
    const view = new RecordView(zone).at(id);
    return { owner: view.ownerName, type: view.type, class: 1, ttl: view.ttl, rdata: view.wire() };
  });
}

const ofType = (all: readonly ResourceRecord[], type: number): ResourceRecord[] =>
  all.filter((one) => one.type === type);

/** Key, DS, and a signed RRset, as the RFCs print them; `at` within the signatures' time. */
const EXAMPLES = {
  "RFC 5702 §6.1, RSA/SHA-256": `
    example.net. 3600 IN DNSKEY 256 3 8 AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgtvd4Qs8PkxUdp6p/DlUmObdk=
    www.example.net. 3600 IN A 192.0.2.91
    www.example.net. 3600 IN RRSIG A 8 3 3600 20300101000000 20000101000000 9033 example.net. kRCOH6u7l0QGy9qpC9l1sLncJcOKFLJ7GhiUOibu4teYp5VE9RncriShZNz85mwlMgNEacFYK/lPtPiVYP4bwg==`,
  "RFC 6605 §6.1, ECDSA P-256": `
    example.net. 3600 IN DNSKEY 257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==
    example.net. 3600 IN DS 55648 13 2 b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17
    www.example.net. 3600 IN A 192.0.2.1
    www.example.net. 3600 IN RRSIG A 13 3 3600 20100909100439 20100812100439 55648 example.net. qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==`,
  "RFC 6605 §6.2, ECDSA P-384": `
    example.net. 3600 IN DNSKEY 257 3 14 xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40
    example.net. 3600 IN DS 10771 14 4 72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6
    www.example.net. 3600 IN A 192.0.2.1
    www.example.net. 3600 IN RRSIG A 14 3 3600 20100909102025 20100812102025 10771 example.net. /L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm`,
  "RFC 8080 §6.1, Ed25519": `
    example.com. 3600 IN DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=
    example.com. 3600 IN DS 3613 15 2 3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b
    example.com. 3600 IN MX 10 mail.example.com.
    example.com. 3600 IN RRSIG MX 15 2 3600 1440021600 1438207200 3613 example.com. oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==`,
  "RFC 8080 §6.2, Ed448": `
    example.com. 3600 IN DNSKEY 257 3 16 3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm1MDpJtIA
    example.com. 3600 IN DS 9713 16 2 6ccf18d5bc5d7fc2fceb1d59d17321402f2aa8d368048db93dd811f5cb2b19c7
    example.com. 3600 IN MX 10 mail.example.com.
    example.com. 3600 IN RRSIG MX 16 2 3600 1440021600 1438207200 9713 example.com. 3cPAHkmlnxcDHMyg7vFC34l0blBhuG1qpwLmjInI8w1CMB29FkEAIJUA0amxWndkmnBZ6SKiwZSAxGILn/NBtOXft0+Gj7FSvOKxE/07+4RQvE581N3Aj/JtIyaiYVdnYtyMWbSNyGEY2213WKsJlwEA`,
};

test.each(Object.entries(EXAMPLES))("%s", (_, text) => {
  const all = records(text);
  const [key] = ofType(all, DNSKEY);
  const [rrsig] = ofType(all, RRSIG);
  const rrset = all.filter((one) => ![DNSKEY, RRSIG, DS].includes(one.type));
  const keys = [parseDnskey(key.rdata)!];
  for (const ds of ofType(all, DS)) {
    const { keyTag, digestType, digest } = parseDs(ds.rdata)!;
    expect(keyTag).toBe(keys[0].keyTag);
    expect([...dsDigest(digestType, nameToWire(key.owner, true), key.rdata)]).toEqual([...digest]);
  }
  const view = new DataView(rrsig.rdata.buffer, rrsig.rdata.byteOffset);
  const [until, from] = [view.getUint32(8), view.getUint32(12)];
  const judge = (now: number) => verifyRrset(rrset, [rrsig], keys, key.owner, now);
  expect(judge(until)).toEqual({ kind: "secure", expiresAt: until });
  expect(judge(from).kind).toBe("secure");
  expect(judge(until + 1)).toMatchObject({ reason: { kind: "expired", since: until } });
  expect(judge(from - 1)).toMatchObject({ reason: { kind: "not-yet-valid", from } });
  // A DNSKEY RRset without signature, known by its DS.
  const ds = ofType(all, DS).map(({ rdata }) => parseDs(rdata)!);
  if (ds.length > 0) {
    expect(judgeKeys(ds, [key], [], key.owner, from)).toMatchObject({
      kind: "bogus",
      reason: { kind: "no-signature" },
    });
  }
});

test("DS digests of RFC 4034 §5.4 and RFC 4509 §2.3", () => {
  const [key] = records(
    "dskey.example.com. 86400 IN DNSKEY 256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==",
  );
  expect(parseDnskey(key.rdata)!.keyTag).toBe(60485);
  const digest = (type: number) => Buffer.from(dsDigest(type, nameToWire(key.owner, true), key.rdata)).toString("hex");
  expect(digest(1)).toBe("2bb183af5f22588179a53b0a98631fad1a292118");
  expect(digest(2)).toBe("d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a");
});

test("the hashes of RFC 5155 App. A", () => {
  const hashes = {
    example: "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom",
    "a.example": "35mthgpgcu1qg68fab165klnsnk3dpvl",
    "ai.example": "gjeqe526plbf1g8mklp59enfd789njgi",
    "ns1.example": "2t7b4g4vsa5smi47k61mv5bv1a22bojr",
    "ns2.example": "q04jkcevqvmu85r014c7dkba38o0ji5r",
    "w.example": "k8udemvp1j2f7eg6jebps17vp3n8i58h",
    "*.w.example": "r53bq7cc2uvmubfu5ocmm6pers9tk9en",
    "x.w.example": "b4um86eghhds6nea196smvmlo4ors995",
    "y.w.example": "ji6neoaepv8b5o6k4ev33abha8ht9fgc",
    "X.Y.w.example": "2vptu5timamqttgl4luu9kg21e0aor3s",
    "xx.example": "t644ebqk9bibcna874givr6joj62mlhv",
  };
  const salt = Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd);
  for (const [name, hash] of Object.entries(hashes)) {
    expect(toBase32Hex(hashName(parseName(name)!, salt, 12)), name).toBe(hash);
  }
});

const toBase32Hex = (bytes: Buffer): string =>
  [...bytes]
    .map((octet) => octet.toString(2).padStart(8, "0"))
    .join("")
    .match(/.{5}/g)!
    .map((five) => Number.parseInt(five, 2).toString(32))
    .join("");

test("the canonical order of RFC 4034 §6.1", () => {
  const ordered = [
    "example",
    "a.example",
    "yljkjljk.a.example",
    "Z.a.example",
    "zABC.a.EXAMPLE",
    "z.example",
    "\\001.z.example",
    "*.z.example",
    "\\200.z.example",
  ];
  const shuffled = [...ordered].sort().map((name) => parseName(name)!);
  expect(shuffled.sort(compareNames).map(String)).toEqual(ordered.map((name) => `${name}.`));
});

test("signature times are serial numbers, of which the nearest moment is meant", () => {
  expect(absoluteTime(100, 4294967296 + 50)).toBe(4294967296 + 100);
  expect(absoluteTime(4294967295, 4294967296 + 50)).toBe(4294967295);
  expect(absoluteTime(10, 4294967290)).toBe(4294967306);
  expect(absoluteTime(1_800_000_000, 1_795_000_000)).toBe(1_800_000_000);
});
