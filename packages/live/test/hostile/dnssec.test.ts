import { parseName } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import type { ResourceRecord } from "../../src/dns/message.js";
import { NOW, records, Signer } from "../dnssec/signer.js";
import { name, record } from "../messages.js";
import { type Asked, type Behaviour, CAA, isBelow, NOT_AUTHORITATIVE, ns, reply, withZone } from "./authority.js";
import { PROMISE, runAgainst } from "./run.js";

// What a zone's owner can have us check (KeyTrap, CVE-2023-50387), from name servers to verdict.

const raw = ({ owner, type, ttl, rdata }: ResourceRecord): Buffer =>
  record({ owner: name(owner.toString()), type, ttl, rdata: Buffer.from(rdata) });

const ZONE = parseName("example.test.")!;
const signer = new Signer(ZONE);
const PROFILE = { trustAnchors: [`example.test. IN DNSKEY 257 3 15 ${base64(signer.dnskey.rdata.subarray(4))}`] };

function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString("base64");
}

const RRSIG = 46;
const DNSKEY = 48;
const DS = 43;

const keys = (answer: readonly ResourceRecord[]): Behaviour =>
  withZone((asked) => {
    if (asked.type === DNSKEY) return reply(asked, { answer: answer.map(raw) });
    return reply(asked, { authority: signer.signed(SOA).map(raw) });
  });

const check = (behave: Behaviour) => runAgainst(behave, { profile: PROFILE, more: { now: NOW } });

const SOA = "example.test. SOA ns.example.test. hm. 1 2 3 4 5";
const NSEC = "example.test. NSEC example.test. NS SOA RRSIG NSEC DNSKEY CAA";

describe("a signed zone", () => {
  test("that is well is believed", async () => {
    const { verdict } = await check(
      withZone((asked) => {
        if (asked.type === DNSKEY)
          return reply(asked, { answer: [signer.dnskey, signer.sign([signer.dnskey])].map(raw) });
        if (asked.type === CAA && asked.name === "example.test.")
          return reply(asked, { answer: signer.signed('example.test. CAA 0 issue "letsencrypt.org"').map(raw) });
        const flags = asked.name === "example.test." ? 0x8400 : 0x8403;
        return reply(asked, { flags, authority: [SOA, NSEC].flatMap((text) => signer.signed(text)).map(raw) });
      }),
    );
    expect(verdict.findings.filter(({ rule }) => rule !== "dnssec-expiring")).toEqual([]);
    expect(verdict.verdict).toBe("will-issue");
  });

  test("whose denial is missing is bogus, honest keys or not", async () => {
    const { verdict, rules } = await check(keys([signer.dnskey, signer.sign([signer.dnskey])]));
    expect(verdict.verdict).toBe("will-not-issue");
    expect(rules).toContain("dnssec-bogus");
  });

  for (const [what, behave] of Object.entries({
    silent: () => undefined,
    refusing: (asked: Asked) => reply(asked, { flags: 0x8405 }),
    failing: (asked: Asked) => reply(asked, { flags: 0x8402 }),
    "truncating, over TCP as well,": (asked: Asked) => reply(asked, { flags: 0x8600 }),
  }))
    test(`whose servers are ${what} when asked for its keys isn't believed`, async () => {
      const { verdict } = await check(
        withZone((asked) => {
          if (asked.type === DNSKEY) return behave(asked);
          if (asked.type === CAA && asked.name === "example.test.")
            return reply(asked, { answer: signer.signed('example.test. CAA 0 issue "letsencrypt.org"').map(raw) });
          const flags = asked.name === "example.test." ? 0x8400 : 0x8403;
          return reply(asked, { flags, authority: [SOA, NSEC].flatMap((text) => signer.signed(text)).map(raw) });
        }),
      );
      expect(verdict.verdict).not.toBe("will-issue");
    });

  test("of five hundred keys, or signatures, or both, is checked in part, and never believed", async () => {
    const others = Array.from({ length: 500 }, () => new Signer(ZONE).dnskey);
    const all = [signer.dnskey, ...others];
    // One tag for all: what must be tried can't be told from it.
    const signatures = Array.from({ length: 500 }, (_, i) =>
      signer.sign([signer.dnskey], { expiration: NOW + i + 1, signature: new Uint8Array(64) }),
    );
    for (const answer of [
      [...all, signer.sign(all)],
      [signer.dnskey, ...signatures],
      [...all.slice(0, 300), ...signatures.slice(0, 200)],
    ]) {
      const { verdict, took, sent } = await check(keys(answer));
      expect(verdict.verdict).not.toBe("will-issue");
      expect(took).toBeLessThan(PROMISE);
      expect(sent).toBeLessThan(200);
    }
  });

  test("that delegates with five hundred DS is not followed for ever", async () => {
    const digests = Array.from({ length: 500 }, (_, i) => `${i} 15 2 ${"ab".repeat(32)}`);
    const set = records(digests.map((digest) => `sub.example.test. DS ${digest}`).join("\n"));
    const referring = (asked: Asked): Buffer =>
      reply(asked, {
        flags: NOT_AUTHORITATIVE,
        authority: [ns("sub.example.test", "ns1.example.test"), ...[...set, signer.sign(set)].map(raw)],
        additional: [],
      });
    const { verdict, took, sent } = await runAgainst(
      withZone((asked) => {
        if (asked.type === DS) return reply(asked, { answer: [...set, signer.sign(set)].map(raw) });
        return isBelow(asked.name, "sub.example.test.") && asked.type === CAA
          ? referring(asked)
          : (keys([signer.dnskey, signer.sign([signer.dnskey])])({ ...asked }) as Buffer);
      }),
      { name: "sub.example.test.", profile: PROFILE, more: { now: NOW } },
    );
    expect(verdict.verdict).not.toBe("will-issue");
    expect(took).toBeLessThan(PROMISE);
    expect(sent).toBeLessThan(200);
  });

  test("whose answers are signed a thousand times by nobody is bogus", async () => {
    const bad = Array.from({ length: 400 }, (_, i) => ({
      ...signer.sign(records('example.test. CAA 0 issue "letsencrypt.org"'), { expiration: NOW + 1 + i }),
      type: RRSIG,
    })).map((each) => ({ ...each, rdata: each.rdata.map((octet, at) => (at > 60 ? octet ^ 1 : octet)) }));
    const { verdict, took } = await check(
      withZone((asked) =>
        asked.type === DNSKEY
          ? reply(asked, { answer: [signer.dnskey, signer.sign([signer.dnskey])].map(raw) })
          : reply(asked, {
              answer: [...records('example.test. CAA 0 issue "letsencrypt.org"'), ...bad].map(raw),
            }),
      ),
    );
    expect(verdict.verdict).toBe("will-not-issue");
    expect(took).toBeLessThan(PROMISE);
  });
});
