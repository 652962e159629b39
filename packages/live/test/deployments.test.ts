import { createHash } from "node:crypto";
import { parseName } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import type { ResourceRecord } from "../src/dns/message.js";
import { NOW, records, Signer } from "./dnssec/signer.js";
import {
  AUTHORITATIVE,
  a,
  type Behaviour,
  CAA,
  caa,
  cname,
  honest,
  isBelow,
  NOT_AUTHORITATIVE,
  ns,
  OWN,
  ROOT,
  referral,
  reply,
  rr,
  soa,
  TLD,
  TXT,
  txt,
  withZone,
} from "./hostile/authority.js";
import { issuers, runAgainst } from "./hostile/run.js";
import { name, record } from "./messages.js";

// What people really run, and what Unbound 1.17 and BIND 9.18 make of it (measured): none of it is to be called broken.

const DNSKEY = 48;
const DS = 43;
const NXDOMAIN = 3;

const raw = ({ owner, type, ttl, rdata }: ResourceRecord): Buffer =>
  record({ owner: name(owner.toString()), type, ttl, rdata: Buffer.from(rdata) });

const ZONE = parseName("example.test.")!;
const signer = new Signer(ZONE);
const anchorOf = (own: Signer): string =>
  `${own.zone} IN DNSKEY 257 3 15 ${Buffer.from(own.dnskey.rdata.subarray(4)).toString("base64")}`;
const SIGNED = { profile: { trustAnchors: [anchorOf(signer)] }, more: { now: NOW } };

/** SHA-256 of the owner and the key (RFC 4034 §5.1.4). */
const digestOf = ({ zone, dnskey }: Signer): string =>
  createHash("sha256").update(name(zone.toString())).update(dnskey.rdata).digest("hex");

type Dates = { readonly inception?: number; readonly expiration?: number };

/** A signed zone that holds no more than a CAA record, by one server. */
const signed =
  (own: Signer, dates: Dates = {}, issuer = "letsencrypt.org"): Behaviour =>
  (asked) => {
    const apex = own.zone.toString();
    if (asked.type === DNSKEY && asked.name === apex)
      return reply(asked, { answer: [own.dnskey, own.sign([own.dnskey], dates)].map(raw) });
    if (asked.type === CAA && asked.name === apex)
      return reply(asked, { answer: own.signed(`${apex} CAA 0 issue "${issuer}"`, dates).map(raw) });
    const denial = [`${apex} SOA ns.${apex} hm. 1 2 3 4 5`, `${apex} NSEC ${apex} NS SOA RRSIG NSEC DNSKEY CAA`];
    const flags = asked.name === apex ? AUTHORITATIVE : AUTHORITATIVE | NXDOMAIN;
    return reply(asked, { flags, authority: denial.flatMap((text) => own.signed(text, dates)).map(raw) });
  };

describe("a server whose copy went stale beside good ones", () => {
  const expired = { inception: NOW - 2000, expiration: NOW - 1000 };
  for (const [number, stale] of OWN.entries())
    test(`breaks nothing, be it the ${number + 1}th: resolvers ask the next one`, async () => {
      const { verdict, rules } = await runAgainst(
        withZone((asked) => signed(signer, asked.at === stale ? expired : {})(asked)),
        SIGNED,
      );
      expect(verdict.verdict).toBe("will-issue");
      expect(rules).toEqual(["dnssec-bogus"]);
    });

  test("doesn't count with what it says else", async () => {
    const { verdict, rules } = await runAgainst(
      withZone((asked) => (asked.at === OWN[0] ? signed(signer, expired, "other.example") : signed(signer))(asked)),
      SIGNED,
    );
    expect(verdict.verdict).toBe("will-issue");
    expect(rules).toEqual(["dnssec-bogus"]);
  });

  test("and isn't signed at all breaks nothing either", async () => {
    const { verdict, rules } = await runAgainst(
      withZone((asked) => (asked.at === OWN[0] ? honest("example.test", {}) : signed(signer))(asked)),
      SIGNED,
    );
    expect(verdict.verdict).toBe("will-issue");
    expect(rules).toEqual(["dnssec-bogus"]);
  });

  test("is the zone's end where there is no other", async () => {
    const { verdict } = await runAgainst(withZone(signed(signer, expired)), SIGNED);
    expect(verdict.verdict).toBe("will-not-issue");
  });
});

describe("signatures that end soon", () => {
  const DAY = 86_400;
  test("are no trouble where they are made as they are asked for", async () => {
    const dates = { inception: NOW - 25 * 3600, expiration: NOW + 25 * 3600 };
    const { rules } = await runAgainst(withZone(signed(signer, dates)), SIGNED);
    expect(rules).toEqual([]);
  });

  test("are where a fortnight is nearly over", async () => {
    const dates = { inception: NOW - 12 * DAY, expiration: NOW + 2 * DAY };
    const { rules } = await runAgainst(withZone(signed(signer, dates)), SIGNED);
    expect(rules).toEqual(["dnssec-expiring"]);
  });
});

test("a signed zone two levels down, whose parent the grandparent's servers have too, is found sound", async () => {
  const [middle, low] = ["sub.example.test.", "low.sub.example.test."].map((text) => new Signer(parseName(text)!));
  const dsOf = (child: Signer, parent: Signer): Buffer[] => {
    const set = records(`${child.zone} DS ${child.key.keyTag} 15 2 ${digestOf(child)}`);
    return [...set, parent.sign(set)].map(raw);
  };
  const { verdict, rules } = await runAgainst(
    withZone((asked) => {
      const { at, type } = asked;
      if (isBelow(asked.name, "low.sub.example.test.")) {
        if (type === DS && asked.name === "low.sub.example.test.") return reply(asked, { answer: dsOf(low, middle) });
        // One server has all three, and the others refer to it in the name of the zone in the middle.
        if (at === OWN[0]) return signed(low)(asked);
        const authority = [ns("low.sub.example.test", "ns1.example.test"), ...dsOf(low, middle)];
        const additional = [a("ns1.example.test", OWN[0])];
        return reply(asked, { flags: NOT_AUTHORITATIVE, authority, additional });
      }
      if (!isBelow(asked.name, "sub.example.test.")) return signed(signer)(asked);
      if (type === DS) return reply(asked, { answer: dsOf(middle, signer) });
      return signed(middle)(asked);
    }),
    { ...SIGNED, name: "low.sub.example.test." },
  );
  expect(rules).toEqual([]);
  expect(verdict.verdict).toBe("will-issue");
});

describe("name servers of which a machine without IPv6 sees", () => {
  const V6 = rr("ns.six.test", 28, Buffer.from("20010db8000000000000000000000001", "hex"));
  /** example.test has the servers named; six.test holds the addresses of `ns.six.test`, IPv6 only. */
  const world =
    (servers: Readonly<Record<string, readonly string[]>>): Behaviour =>
    (asked) => {
      if (asked.at === ROOT) return referral(asked, "test", { "ns.test": [TLD] });
      const six = honest("six.test", { "ns.six.test.": { 28: [V6] } });
      if (asked.at === TLD) {
        if (isBelow(asked.name, "example.test.")) return referral(asked, "example.test", servers);
        if (isBelow(asked.name, "six.test.")) return referral(asked, "six.test", { "ns1.six.test": [OWN[1]] });
        return reply(asked, { authority: [soa("test")] });
      }
      return (isBelow(asked.name, "six.test.") ? six : honest("example.test", {}))(asked);
    };

  test("nothing can't be judged", async () => {
    const { verdict, rules } = await runAgainst(world({ "ns.six.test": [] }));
    expect(verdict.verdict).toBe("cannot-tell");
    expect(rules).toEqual([]);
  });

  test("some are judged by those, and the others aren't called homeless", async () => {
    const { verdict, rules } = await runAgainst(world({ "ns1.example.test": [OWN[0]], "ns.six.test": [] }));
    expect(verdict.verdict).toBe("will-issue");
    expect(rules).toEqual([]);
  });
});

test("a name server whose name is an alias is found behind it, and that is said", async () => {
  const { verdict, rules } = await runAgainst((asked) => {
    if (asked.at === ROOT) return referral(asked, "test", { "ns.test": [TLD] });
    if (asked.at === TLD) {
      if (isBelow(asked.name, "example.test.")) return referral(asked, "example.test", { "vanity.other.test": [] });
      if (isBelow(asked.name, "other.test.")) return referral(asked, "other.test", { "ns1.other.test": [OWN[1]] });
      return reply(asked, { authority: [soa("test")] });
    }
    if (!isBelow(asked.name, "other.test.")) return honest("example.test", {})(asked);
    if (asked.name === "vanity.other.test.")
      return reply(asked, { answer: [cname("vanity.other.test", "real.other.test")] });
    return honest("other.test", { "real.other.test.": { 1: [a("real.other.test", OWN[0])] } })(asked);
  });
  expect(verdict.verdict).toBe("will-issue");
  expect(rules).toEqual(["target-is-alias"]);
});

describe("a server that forgets the AA bit", () => {
  test("is believed with an SOA", async () => {
    const { verdict, rules } = await runAgainst(
      withZone((asked) => reply(asked, { flags: NOT_AUTHORITATIVE, authority: [soa("example.test")] })),
    );
    expect(verdict.verdict).toBe("will-issue");
    expect(rules).toEqual([]);
  });

  for (const [what, flags] of [
    ["and says nothing", NOT_AUTHORITATIVE],
    ["as it is a resolver", NOT_AUTHORITATIVE | 0x80],
  ] as const)
    test(`${what} is lame, and a CA may take its word all the same`, async () => {
      const authority = flags === NOT_AUTHORITATIVE ? [] : [soa("example.test")];
      const { verdict, rules } = await runAgainst(withZone((asked) => reply(asked, { flags, authority })));
      expect(verdict.verdict).toBe("cannot-tell");
      expect(rules).toEqual(["lame-delegation"]);
    });
});

describe("names near the end of what a name can be", () => {
  const long = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(30)}.example.test.`;

  test("are looked up where a wildcard's alias answers for them", async () => {
    const { verdict } = await runAgainst(
      withZone((asked) =>
        asked.name !== "example.test." && asked.name !== "to.example.test."
          ? reply(asked, { answer: [cname(asked.name, "to.example.test")] })
          : reply(asked, { authority: [soa("example.test")] }),
      ),
      { name: long },
    );
    expect(verdict.verdict).toBe("will-issue");
  });

  test("that a DNAME makes too long are a failure of the server's", async () => {
    const target = `${"t".repeat(63)}.${"u".repeat(63)}.${"v".repeat(63)}.${"w".repeat(45)}.example.test`;
    const { verdict } = await runAgainst(
      withZone((asked) =>
        asked.type === TXT
          ? reply(asked, { answer: [rr("example.test", 39, name(target))] })
          : reply(asked, { authority: [soa("example.test")] }),
      ),
    );
    expect(verdict.verdict).toBe("will-not-issue");
  });
});

test("servers that hold a target in other letters agree", async () => {
  const expected = [{ owner: parseName("_x.example.test.")!, type: "CNAME", value: "y.sectigo.com" }] as const;
  const { verdict, rules } = await runAgainst(
    withZone((asked) => {
      const target = asked.at === OWN[0] ? "Y.Sectigo.com" : "y.sectigo.COM";
      return asked.type === 5
        ? reply(asked, { answer: [cname("_x.example.test", target)] })
        : honest("example.test", { "example.test.": { [CAA]: [caa("example.test", "letsencrypt.org")] } })(asked);
    }),
    { method: "dns-cname", more: { expected } },
  );
  expect(rules).toEqual([]);
  expect(verdict.verdict).toBe("will-issue");
});

for (const [rcode, code] of [
  ["FORMERR", 1],
  ["NOTIMP", 4],
] as const)
  test(`a server that answers ${rcode} to EDNS and well without is asked without`, async () => {
    const { verdict, rules } = await runAgainst(
      withZone((asked) => {
        const hasEdns = asked.query.readUInt16BE(10) > 0;
        return hasEdns ? reply(asked, { flags: 0x8000 | code }) : honest("example.test", {})(asked);
      }),
    );
    expect(verdict.verdict).toBe("will-issue");
    expect(new Set(rules)).toEqual(new Set(["edns-broken"]));
  });

describe("name servers that only the zone itself names", () => {
  /** The parent names one server, whose zone names another, which was asked for `example.test` before the move. */
  const moved =
    (issuer: string): Behaviour =>
    (asked) => {
      const isOld = asked.at === OWN[1];
      const records = [caa("example.test", isOld ? issuer : "letsencrypt.org")];
      const zone = { "example.test.": { 2: [ns("example.test", "ns2.example.test")], [CAA]: records } };
      const own = honest("example.test", { ...zone, "ns2.example.test.": { 1: [a("ns2.example.test", OWN[1])] } });
      return withZone(own, { "ns1.example.test": [OWN[0]] })(asked);
    };

  test("are met by resolvers that have seen them: if they forbid, it can't be told", async () => {
    const { verdict, rules } = await runAgainst(moved("other.example"));
    expect(verdict.verdict).toBe("cannot-tell");
    expect(new Set(rules)).toEqual(new Set(["parent-child-ns-mismatch", "nameservers-disagree"]));
  });

  test("do no harm where they say the same", async () => {
    const { verdict, rules } = await runAgainst(moved("letsencrypt.org"));
    expect(verdict.verdict).toBe("will-issue");
    expect(rules).toEqual(["parent-child-ns-mismatch"]);
  });
});

test("the last of forty challenges at one name counts as the first does", async () => {
  const values = Array.from({ length: 40 }, (_, i) => `${i}`.padStart(43, "x"));
  const expected = [{ owner: parseName("_acme-challenge.example.test.")!, type: "TXT", value: values[39] }] as const;
  const all = values.map((value) => txt("_acme-challenge.example.test", value));
  const { verdict, rules } = await runAgainst(
    withZone(honest("example.test", { "_acme-challenge.example.test.": { [TXT]: all } })),
    { more: { expected } },
  );
  expect(rules).toEqual([]);
  expect(verdict.verdict).toBe("will-issue");
});

describe("an alias for CAA into a domain that nobody has registered", () => {
  const records = {
    "www.example.test.": { 5: [cname("www.example.test", "gone.other.test")] },
    "_acme-challenge.www.example.test.": { [TXT]: [txt("_acme-challenge.www.example.test", "x".repeat(43))] },
  };
  const alias =
    (zone: Parameters<typeof honest>[1]): Behaviour =>
    (asked) =>
      asked.name === "www.example.test." && asked.type !== 5
        ? reply(asked, { answer: records["www.example.test."][5] })
        : honest("example.test", { ...records, ...zone })(asked);

  test("holds none, and dns-01 doesn't need it (RFC 8659 §3)", async () => {
    const { verdict, rules } = await runAgainst(withZone(alias({})), { name: "www.example.test." });
    expect(rules).toEqual([]);
    expect(verdict.verdict).toBe("will-issue");
  });

  test("lets the climb go on from the alias itself", async () => {
    const apex = { "example.test.": { [CAA]: [caa("example.test", "other.example")] } };
    const { verdict, rules } = await runAgainst(withZone(alias(apex)), { name: "www.example.test." });
    expect(rules).toEqual(["caa-excludes-ca"]);
    expect(verdict.verdict).toBe("will-not-issue");
  });

  test("leaves http-01 without an address, and says which domain lacks", async () => {
    const { verdict, rules } = await runAgainst(withZone(alias({})), { name: "www.example.test.", method: "http-01" });
    expect(rules).toEqual(["not-registered"]);
    expect(verdict.verdict).toBe("will-not-issue");
  });
});

describe("servers that refuse one type and serve the zone all the same", () => {
  const SOA = 6;
  const refusing =
    (type: number): Behaviour =>
    (asked) =>
      asked.type === type
        ? reply(asked, { flags: NOT_AUTHORITATIVE | 5 })
        : honest("example.test", { "example.test.": { [SOA]: [soa("example.test")] } })(asked);

  test("aren't lame: CAA can't be looked up, which is no refusal of every CA for an unsigned zone", async () => {
    const strict = await runAgainst(withZone(refusing(CAA)));
    expect(strict.rules).toEqual(["caa-lookup-failed"]);
    expect(strict.verdict.verdict).toBe("will-not-issue");
    const other = await runAgainst(withZone(refusing(CAA)), { more: { ca: issuers.findCa("sectigo")! } });
    expect(other.rules).toContain("caa-lookup-failed");
    expect(other.rules).not.toContain("lame-delegation");
    expect(other.verdict.verdict).not.toBe("will-issue");
  });

  test("beside one that answers are named with what they refuse", async () => {
    const { verdict, rules } = await runAgainst(
      withZone((asked) => (asked.at === OWN[1] ? refusing(CAA)(asked) : refusing(-1)(asked))),
    );
    expect(rules).toEqual(["caa-lookup-failed"]);
    expect(verdict.verdict).toBe("will-issue");
  });

  test("of the challenge answer for the rest of the zone", async () => {
    const { verdict, rules } = await runAgainst(withZone(refusing(TXT)));
    expect(rules).toEqual(["servfail"]);
    expect(verdict.verdict).toBe("will-not-issue");
  });
});

describe("the form of CAA records that are answered", () => {
  const rulesOf = async (value: string, flags = 0) => {
    const zone = { "example.test.": { [CAA]: [caa("example.test", value, "issue", flags)] } };
    const { verdict, rules } = await runAgainst(withZone(honest("example.test", zone)));
    return [verdict.verdict, ...rules];
  };

  test("tells why a record that seems to name the CA doesn't permit it", async () => {
    const excluded = ["will-not-issue", "caa-malformed", "caa-excludes-ca"];
    expect(await rulesOf("letsencrypt.org; validationmethods=dns-01;")).toEqual(excluded);
    expect(await rulesOf("lets encrypt.org")).toEqual(excluded);
    expect(await rulesOf("LetsEncrypt.org")).toEqual(["will-not-issue", "caa-issuer-spelling", "caa-excludes-ca"]);
  });

  test("is told where it does no harm to this CA, and not where it is good", async () => {
    expect(await rulesOf("letsencrypt.org", 1)).toEqual(["will-issue", "caa-bad-flags"]);
    expect(await rulesOf("letsencrypt.org;")).toEqual(["will-issue"]);
    expect(await rulesOf("letsencrypt.org", 128)).toEqual(["will-issue"]);
  });
});
