import { parseName } from "@dcvlint/core";
import { expect, test } from "vitest";
import type { ResourceRecord } from "../../src/dns/message.js";
import { canonicalRdata } from "../../src/dnssec/canonical.js";
import { judgeKeys } from "../../src/dnssec/judge-keys.js";
import { judgeReferral } from "../../src/dnssec/judge-referral.js";
import { parseDnskey, parseDs, parseNsec, parseNsec3, parseRrsig } from "../../src/dnssec/rdata.js";
import { parseTrustAnchor } from "../../src/dnssec/trust-anchor.js";
import { validateAnswer } from "../../src/dnssec/validate-answer.js";
import { verifyRrset } from "../../src/dnssec/verify-rrset.js";
import { flip, Random } from "./random.js";
import { LATER, message, NOW, records, Signer } from "./signer.js";

const signer = new Signer();
const { zone, key } = signer;

/** Signed records of every type that validation reads. */
const SAMPLES = [
  ...signer.signed(
    `
    example. SOA ns.example. hm.example. 1 2 3 4 5
    www.example. A 192.0.2.1
    alias.example. CNAME www.example.
    d.example. DNAME t.example.
    child.example. NS ns.child.example.
    child.example. DS 1 13 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF
    www.example. NSEC z.example. A RRSIG NSEC TYPE65280
    naptr.example. NAPTR 1 1 "u" "x" "" Foo.Example.
    px.example. PX 1 A.example. B.example.
  `.replace(/\n\s*\n/g, "\n"),
  ),
  ...signer.nsec3("example", "NS SOA RRSIG", { gap: 200, iterations: 3 }),
  ...signer.nsec3("ent.example", ""),
  signer.dnskey,
  signer.sign([signer.dnskey]),
];

test("RDATA is read whole or not at all, and no octets make a reader throw", () => {
  const random = new Random(1);
  const readers = [parseRrsig, parseDnskey, parseDs, parseNsec, parseNsec3];
  const read = [0, 0, 0, 0, 0];
  for (let i = 0; i < 20_000; i++) {
    const rdata = i % 2 === 0 ? random.octets(60) : random.mutate(random.pick(SAMPLES).rdata);
    for (const [j, reader] of readers.entries()) {
      if (reader(rdata) !== undefined) read[j]++;
    }
    const type = random.upTo(65);
    expect(canonicalRdata(type, rdata).length).toBe(rdata.length);
  }
  for (const count of read) expect(count).toBeGreaterThan(100);
});

test("a record cut short or with something after it isn't one", () => {
  const fits: [number, (rdata: Uint8Array) => unknown][] = [
    [43, parseDs],
    [47, parseNsec],
    [50, parseNsec3],
  ];
  for (const [type, reader] of fits) {
    const { rdata } = SAMPLES.find((record) => record.type === type)!;
    expect(reader(rdata)).toBeDefined();
    for (let end = 0; end < rdata.length; end++) {
      const cut = reader(rdata.subarray(0, end)) as { types?: ReadonlySet<number> } | undefined;
      // Without the types' last windows a record of fewer types is left.
      if (cut !== undefined) expect(cut.types?.has(65280), `${type} ${end}`).toBe(false);
    }
    expect(reader(Uint8Array.from([...rdata, 0]))).toBeUndefined();
  }
});

test("bit maps out of order, empty or padded are no bit maps", () => {
  const next = [1, 97, 0];
  const types = (...octets: number[]) => parseNsec(Uint8Array.from([...next, ...octets]))?.types;
  expect(types(0, 1, 0x40, 1, 1, 0x80)).toEqual(new Set([1, 256]));
  for (const bad of [
    [],
    [0],
    [0, 0],
    [0, 1],
    [0, 1, 0],
    [0, 2, 0x40, 0],
    [1, 1, 1, 0, 1, 1],
    [0, 1, 1, 0, 1, 1],
    [0, 33, ...new Array(33).fill(1)],
  ]) {
    expect(types(...bad), bad.join()).toBeUndefined();
  }
});

test("answers of mutated records never throw, and are never secure but with what was signed", () => {
  const random = new Random(2);
  const questions = [
    "www.example",
    "alias.example",
    "x.d.example",
    "child.example",
    "nothing.example",
    "ent.example",
    "example",
  ].map((text) => parseName(text)!);
  const genuine = new Set(SAMPLES.map((record) => identity(record)));
  const kinds = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const some = (): ResourceRecord[] =>
      Array.from({ length: random.upTo(8) }, () => {
        const at = random.upTo(SAMPLES.length) & ~1;
        // A record and its signature, one of them hurt now and then.
        return [SAMPLES[at], SAMPLES[at + 1]].map((record) => {
          if (random.upTo(6) > 0) return record;
          return random.upTo(3) > 0
            ? { ...record, rdata: random.mutate(record.rdata) }
            : { ...record, owner: random.pick(questions) };
        });
      }).flat();
    const response = message(random.pick([0, 0, 3, 6]), some(), some());
    const question = { name: random.pick(questions), type: random.pick([1, 5, 39, 43, 16]) };
    const verdict = validateAnswer({ question, response, zone, keys: [key], now: NOW });
    kinds.set(verdict.kind, (kinds.get(verdict.kind) ?? 0) + 1);
    if (verdict.kind === "secure") {
      expect(verdict.expiresAt).toBe(LATER);
      const answered = response.answer.filter(
        ({ owner, type }) => type === question.type && owner.equals(question.name),
      );
      for (const record of answered) expect(genuine).toContain(identity(record));
    }
    judgeReferral(response, random.pick(questions.slice(0, 6)), zone, [key], NOW);
    judgeKeys(
      [key],
      response.answer.filter(({ type }) => type === 48),
      response.answer.filter(({ type }) => type === 46),
      zone,
      NOW,
    );
  }
  expect([...kinds.keys()].sort()).toEqual(["bogus", "not-an-answer", "secure"]);
});

const identity = ({ owner, type, rdata }: ResourceRecord): string =>
  `${owner} ${type} ${Buffer.from(canonicalRdata(type, rdata)).toString("hex")}`;

test("any bit flipped in what is signed, or in the signature, makes it bogus", () => {
  const rrset = records("mx.example. MX 10 a.example.\nmx.example. MX 20 b.example.");
  const rrsig = signer.sign(rrset);
  const kindOf = (set: readonly ResourceRecord[], signature: ResourceRecord) =>
    verifyRrset(set, [signature], [key], zone, NOW).kind;
  expect(kindOf(rrset, rrsig)).toBe("secure");
  let flips = 0;
  const check = (type: number, before: Uint8Array, judge: (rdata: Uint8Array) => string): void => {
    for (let bit = 0; bit < before.length * 8; bit++) {
      const after = flip(before, bit);
      // A letter's case in a name isn't signed.
      const same = Buffer.compare(canonicalRdata(type, before), canonicalRdata(type, after)) === 0;
      expect(judge(after), `bit ${bit} of type ${type}`).toBe(same ? "secure" : "bogus");
      flips++;
    }
  };
  check(46, rrsig.rdata, (rdata) => kindOf(rrset, { ...rrsig, rdata }));
  check(15, rrset[0].rdata, (rdata) => kindOf([{ ...rrset[0], rdata }, rrset[1]], rrsig));
  check(48, key.rdata, (rdata) => verifyRrset(rrset, [rrsig], [parseDnskey(rdata)!], zone, NOW).kind);
  expect(flips).toBeGreaterThan(1000);
});

test("text that isn't a trust anchor is none, whatever it is", () => {
  const random = new Random(3);
  for (let i = 0; i < 2000; i++) {
    const text = Buffer.from(
      random.mutate(Buffer.from(". IN DS 1 13 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF")),
    ).toString("latin1");
    const anchor = parseTrustAnchor(text);
    if (anchor !== undefined) expect(anchor.voucher).toBeDefined();
  }
});
