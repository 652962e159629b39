import { parseName } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import type { ResourceRecord } from "../../src/dns/message.js";
import { dsDigest } from "../../src/dnssec/algorithms.js";
import { Budget, LIMITS } from "../../src/dnssec/budget.js";
import { judgeKeys } from "../../src/dnssec/judge-keys.js";
import { nameToWire } from "../../src/dnssec/names.js";
import { type Dnskey, type Ds, parseDnskey } from "../../src/dnssec/rdata.js";
import { verifyRrset } from "../../src/dnssec/verify-rrset.js";
import { LATER, NOW, records, Signer } from "./signer.js";

const signer = new Signer();
const { zone, key, dnskey } = signer;
const www = records("www.example. A 192.0.2.1\nwww.example. A 192.0.2.2");

const verify = (
  rrset: readonly ResourceRecord[],
  rrsigs: readonly ResourceRecord[],
  keys = [key],
  budget = new Budget(),
) => verifyRrset(rrset, rrsigs, keys, zone, NOW, budget);

describe("an RRset", () => {
  const good = signer.sign(www);

  test("is secure in any order, twice, in other letters and with a TTL that ran down", () => {
    expect(verify(www, [good])).toEqual({ kind: "secure", expiresAt: LATER });
    const other = [www[1], www[0], www[1]].map((record) => ({ ...record, owner: parseName("WWW.Example.")!, ttl: 7 }));
    expect(verify(other, [good])).toEqual({ kind: "secure", expiresAt: LATER });
    expect(verify(www.slice(1), [good])).toMatchObject({ reason: { kind: "bad-signature" } });
  });

  test("is secure by any of its signatures, and as long as the longest holds", () => {
    const longer = signer.sign(www, { expiration: LATER + 500 });
    const over = signer.sign(www, { expiration: NOW - 5 });
    expect(verify(www, [over, good, longer])).toEqual({ kind: "secure", expiresAt: LATER + 500 });
    const broken = {
      ...longer,
      rdata: longer.rdata.map((octet, i) => (i === longer.rdata.length - 1 ? octet ^ 1 : octet)),
    };
    expect(verify(www, [over, broken, good])).toEqual({ kind: "secure", expiresAt: LATER });
  });

  test("that fails says why, with the failure that tells most", () => {
    const reason = (rrsigs: readonly ResourceRecord[], rrset: readonly ResourceRecord[] = www) => {
      const verdict = verify(rrset, rrsigs);
      return verdict.kind === "bogus" ? verdict.reason : verdict;
    };
    const { keyTag } = key;
    const over = [NOW - 50, NOW - 5].map((expiration) => signer.sign(www, { expiration }));
    const stranger = new Signer();
    expect(reason([])).toEqual({ kind: "no-signature" });
    expect(reason([signer.sign(records("www.example. TXT x"))])).toEqual({ kind: "no-signature" });
    expect(reason([stranger.sign(www), ...over])).toEqual({ kind: "expired", since: NOW - 5, keyTag, algorithm: 15 });
    expect(reason([signer.sign(www, { inception: NOW + 9 })])).toEqual({
      kind: "not-yet-valid",
      from: NOW + 9,
      keyTag,
      algorithm: 15,
    });
    expect(reason([stranger.sign(www)])).toEqual({
      kind: "no-matching-key",
      signedWith: [{ keyTag: stranger.key.keyTag, algorithm: 15 }],
      keys: [{ keyTag, algorithm: 15 }],
    });
    expect(reason([signer.sign(www, { algorithm: 12 }), signer.sign(www, { algorithm: 3 })])).toEqual({
      kind: "algorithm",
      algorithms: [3, 12],
    });
    expect(reason([signer.sign(www, { signer: parseName("www.example.")! })])).toMatchObject({ kind: "signer" });
    expect(reason([signer.sign(www, { labels: 3 })])).toEqual({ kind: "labels", labels: 3 });
    expect(reason([signer.sign(www, { labels: 0 })])).toEqual({ kind: "labels", labels: 0 });
    expect(reason([{ ...good, rdata: good.rdata.subarray(0, 19) }])).toEqual({ kind: "malformed", what: "RRSIG" });
    const elsewhere = records("www.other. A 192.0.2.1");
    expect(reason([signer.sign(elsewhere)], elsewhere)).toMatchObject({ kind: "outside-zone" });
  });

  test("made from a wildcard names the closest encloser", () => {
    const source = records("*.a.example. A 192.0.2.1");
    const rrsig = signer.sign(source);
    const made = (owner: string) => [source[0], rrsig].map((record) => ({ ...record, owner: parseName(owner)! }));
    const [rrset, signature] = made("x.y.A.example.");
    expect(verify([rrset], [signature])).toMatchObject({ kind: "secure", wildcard: { labels: ["A", "example"] } });
    expect(verify(source, [rrsig])).toEqual({ kind: "secure", expiresAt: LATER });
    const [outside, outsideSignature] = made("x.b.example.");
    expect(verify([outside], [outsideSignature])).toMatchObject({ reason: { kind: "bad-signature" } });
  });

  test("with colliding keys and many signatures costs a few checks only (KeyTrap)", () => {
    // The tag is a sum of 16-bit words: their order doesn't show in it.
    const words = Array.from({ length: 16 }, (_, i) => [...key.publicKey.subarray(2 * i, 2 * i + 2)]);
    const colliding = words.map((_, i) => {
      const turned = [...words.slice(i), ...words.slice(0, i)].flat();
      return parseDnskey(Uint8Array.from([...key.rdata.subarray(0, 4), ...turned]))!;
    });
    expect(new Set(colliding.map(({ keyTag }) => keyTag))).toEqual(new Set([key.keyTag]));
    const strangers = colliding.slice(1);
    const rrsigs = Array.from({ length: 50 }, (_, i) => signer.sign(www, { expiration: LATER + i }));
    const budget = new Budget(LIMITS.checksPerRrset);
    expect(verify(www, rrsigs, strangers, budget)).toMatchObject({ reason: { kind: "too-expensive" } });
    expect(budget.isExhausted).toBe(false);
    expect(budget.spendCheck()).toBe(false);
    // Two keys that share a tag by accident are no attack.
    expect(verify(www, [good], [strangers[0], key])).toMatchObject({ kind: "secure" });
  });

  test("is too expensive when the run's budget is spent, for good", () => {
    const budget = new Budget(1);
    expect(verify(www, [good], [key], budget).kind).toBe("secure");
    expect(verify(www, [good], [key], budget)).toMatchObject({ reason: { kind: "too-expensive" } });
    expect(budget.isExhausted).toBe(true);
  });
});

describe("a zone's keys", () => {
  const dsOf = (of: Dnskey, digestType = 2): Ds => ({
    keyTag: of.keyTag,
    algorithm: of.algorithm,
    digestType,
    digest: dsDigest(digestType, nameToWire(zone, true), of.rdata),
  });
  const judge = (vouchers: readonly (Ds | Dnskey)[], keys: readonly Signer[], by: readonly Signer[] = keys) => {
    const rrset = keys.map((one) => one.dnskey);
    return judgeKeys(vouchers, rrset, rrset.length > 0 ? by.map((one) => one.sign(rrset)) : [], zone, NOW);
  };
  const other = new Signer(zone, 256);

  test("are trusted by DS or by a configured key, all that the vouched-for one signed", () => {
    for (const voucher of [dsOf(key, 1), dsOf(key), dsOf(key, 4), key]) {
      const verdict = judge([voucher], [signer, other], [signer]);
      expect(verdict).toMatchObject({
        kind: "secure",
        keys: [{ keyTag: key.keyTag }, { keyTag: other.key.keyTag }],
        expiresAt: LATER,
      });
    }
    // A DS of the next key, for a rollover, does no harm.
    expect(judge([dsOf(new Signer().key), dsOf(key)], [signer]).kind).toBe("secure");
  });

  test("aren't trusted when only another key signed them", () => {
    expect(judge([dsOf(key)], [signer, other], [other])).toMatchObject({
      kind: "bogus",
      reason: { kind: "no-matching-key" },
    });
    expect(judge([dsOf(other.key)], [signer])).toMatchObject({
      reason: {
        kind: "ds-matches-no-key",
        vouchers: [{ keyTag: other.key.keyTag, algorithm: 15, digestType: 2 }],
        keys: [{ keyTag: key.keyTag }],
      },
    });
    expect(judge([dsOf(key)], [])).toMatchObject({ reason: { kind: "no-dnskey", vouchers: [{ keyTag: key.keyTag }] } });
  });

  test("with a wrong digest for the right tag aren't trusted", () => {
    const wrong = { ...dsOf(key), digest: dsOf(other.key).digest };
    expect(judge([wrong], [signer])).toMatchObject({ reason: { kind: "ds-matches-no-key" } });
    // A SHA-1 digest counts for nothing beside a better one (RFC 4509 §3).
    expect(judge([wrong, dsOf(key, 1)], [signer])).toMatchObject({ reason: { kind: "ds-matches-no-key" } });
    expect(judge([{ ...wrong, digestType: 3 }, dsOf(key, 1)], [signer]).kind).toBe("secure");
  });

  test("are insecure when the DS have no algorithm or digest that we know", () => {
    for (const algorithm of [1, 3, 6, 12, 17, 253]) {
      expect(judge([{ ...dsOf(key), algorithm }], [])).toMatchObject({
        kind: "insecure",
        why: { kind: "unsupported", vouchers: [{ algorithm }] },
      });
    }
    expect(judge([{ ...dsOf(key), digestType: 5 }], [signer]).kind).toBe("insecure");
    expect(judge([{ ...dsOf(key), algorithm: 12 }, dsOf(key)], [signer]).kind).toBe("secure");
  });

  test("must be zone keys that aren't revoked", () => {
    const notZone = new Signer(zone, 1);
    expect(judge([dsOf(notZone.key)], [notZone])).toMatchObject({ reason: { kind: "ds-matches-no-key" } });
    const revoked = new Signer(zone, 257 | 128);
    const before = parseDnskey(Uint8Array.from([1, 1, ...revoked.key.rdata.subarray(2)]))!;
    expect(judge([before], [revoked])).toMatchObject({
      reason: { kind: "revoked", keys: [{ keyTag: revoked.key.keyTag }] },
    });
  });

  test("that aren't keys at all are bogus, not an exception", () => {
    const odd = [
      [],
      [1, 1, 3],
      [1, 1, 3, 13, 1, 2, 3],
      [1, 1, 3, 13, ...new Array(64).fill(255)],
      [1, 1, 3, 8, 0],
      [1, 1, 3, 8, 200, 1],
      [1, 1, 3, 8, 1, 3, ...new Array(2000).fill(255)],
    ];
    for (const octets of odd) {
      const rdata = Uint8Array.from(octets);
      const parsed = parseDnskey(rdata);
      const voucher = parsed === undefined ? dsOf(key) : dsOf(parsed);
      expect(judgeKeys([voucher], [{ ...dnskey, rdata }], [signer.sign([dnskey])], zone, NOW).kind).toBe("bogus");
    }
  });
});
