import { describe, expect, test } from "vitest";
import { parseAddress } from "../../src/http/addresses.js";
import {
  ALL,
  a,
  caa,
  honest,
  isBelow,
  nodata,
  ns,
  OWN,
  ROOT,
  referral,
  reply,
  rr,
  soa,
  TLD,
  withZone,
} from "./authority.js";
import { issuers, PROMISE, runAgainst } from "./run.js";

// What a domain's owner, or whoever sits on one of its servers, can have us walk through.

const GOOD = honest("example.test", {});

describe("an honest zone", () => {
  test("is judged well, in few packets", async () => {
    const { verdict, sent } = await runAgainst(withZone(GOOD));
    expect(verdict).toMatchObject({ verdict: "will-issue", findings: [] });
    expect(sent).toBeLessThan(30);
  });
});

describe("name servers whose names", () => {
  const circle = (names: Readonly<Record<string, string>>) => (asked: Parameters<typeof GOOD>[0]) => {
    if (asked.at === ROOT) return referral(asked, "test", { "ns.test": [TLD] });
    for (const [zone, server] of Object.entries(names))
      if (isBelow(asked.name, `${zone}.`)) return referral(asked, zone, { [server]: [] });
    return nodata(asked, "test");
  };

  test("need each other have no address, and nobody waits for them for ever", async () => {
    const { verdict, took, rules, sent } = await runAgainst(
      circle({ "example.test": "ns.other.test", "other.test": "ns.example.test" }),
    );
    expect(verdict.verdict).toBe("will-not-issue");
    expect(rules).toContain("nameserver-unreachable");
    expect(took).toBeLessThan(2000);
    expect(sent).toBeLessThan(30);
  });

  test("go in a circle of three, each asked for at once, do so too", async () => {
    const { verdict, took } = await runAgainst(
      circle({ "example.test": "ns.b.test", "b.test": "ns.c.test", "c.test": "ns.example.test" }),
      { name: "www.example.test." },
    );
    expect(verdict.verdict).toBe("will-not-issue");
    expect(took).toBeLessThan(2000);
  });

  test("are below the zone itself, without glue, have no address", async () => {
    const { verdict, rules } = await runAgainst(circle({ "example.test": "ns.example.test" }));
    expect(verdict.verdict).toBe("will-not-issue");
    expect(rules).toContain("nameserver-unreachable");
  });

  test("go in a circle beside one that doesn't leave the zone as good as that one is", async () => {
    const { verdict } = await runAgainst((asked) => {
      if (asked.at === ROOT) return referral(asked, "test", { "ns.test": [TLD] });
      if (asked.at === OWN[0]) return GOOD(asked);
      if (isBelow(asked.name, "example.test."))
        return referral(asked, "example.test", { "ns.other.test": [], "ns1.example.test": [OWN[0]] });
      if (isBelow(asked.name, "other.test.")) return referral(asked, "other.test", { "ns.example.test": [] });
      return nodata(asked, "test");
    });
    expect(verdict.verdict).toBe("will-issue");
  });
});

describe("delegations without end", () => {
  /** Every answer refers one label deeper, as far as the name goes. */
  const deeper = (asked: Parameters<typeof GOOD>[0]) => {
    const labels = asked.name.split(".").filter(Boolean);
    const depth = asked.at === ROOT ? 1 : asked.at === TLD ? 2 : Number(asked.at.split(".")[3]) - 30 + 3;
    if (depth > labels.length) return nodata(asked, labels.slice(-depth + 1).join("."));
    const child = labels.slice(-depth).join(".");
    return referral(asked, child, { [`ns.${child}`]: [depth === 1 ? TLD : `127.0.0.${30 + depth - 2}`] });
  };
  const deep = Array.from({ length: 100 }, (_, i) => `127.0.0.${30 + i}`);

  test("are followed so far and no further, and then nothing is known", async () => {
    const name = `${Array.from({ length: 90 }, (_, i) => `${i % 10}`).join(".")}.test.`;
    // Some CAs refuse so many labels unasked.
    const more = { ca: issuers.findCa("digicert")! };
    const { verdict, took } = await runAgainst(deeper, { name, addresses: [...ALL, ...deep], more });
    expect(verdict.verdict).toBe("cannot-tell");
    expect(verdict.unknown.join()).toContain("too many questions");
    expect(took).toBeLessThan(PROMISE);
  });

  test("upward, sideways and to itself aren't followed", async () => {
    for (const child of [".", "test", "other.test", "example.test", "example.invalid"]) {
      const { verdict, sent, rules } = await runAgainst(
        withZone((asked) => referral(asked, child, { "ns.other.test": [OWN[3]], "ns.test": [OWN[3]] })),
      );
      expect([child, verdict.verdict]).toEqual([child, "will-not-issue"]);
      expect(rules).toContain("lame-delegation");
      expect(sent).toBeLessThan(60);
    }
  });
});

describe("a referral with the AA bit", () => {
  test("is none of the zone's own answers: the child's servers are asked", async () => {
    const { verdict } = await runAgainst(
      withZone(
        (asked) => {
          if (!isBelow(asked.name, "sub.example.test.")) return nodata(asked, "example.test");
          if (asked.at === OWN[3])
            return honest("sub.example.test", {
              "sub.example.test.": { 257: [caa("sub.example.test", "other.example")] },
            })(asked);
          const additional = [a("ns.sub.example.test", OWN[3])];
          return reply(asked, { authority: [ns("sub.example.test", "ns.sub.example.test")], additional });
        },
        { "ns1.example.test": [OWN[0]] },
      ),
      { name: "sub.example.test." },
    );
    expect(verdict.verdict).toBe("will-not-issue");
  });
});

describe("two hundred name servers in two hundred further zones (NXNSAttack)", () => {
  test("cost a bounded number of packets", async () => {
    // Each name server's name is in a zone of its own, which again has as many, and so on.
    const { verdict, sent, took } = await runAgainst((asked) => {
      if (asked.at === ROOT) return referral(asked, "test", { "ns.test": [TLD] });
      const labels = asked.name.split(".").filter(Boolean);
      if (labels.length < 2) return nodata(asked, "test");
      const [zone] = labels.slice(-2);
      const children = Array.from({ length: 200 }, (_, i) => [`ns.${zone.slice(0, 40)}x${i}.test`, []] as const);
      return referral(asked, `${zone}.test`, Object.fromEntries(children));
    });
    expect(verdict.verdict).not.toBe("will-issue");
    expect(sent).toBeLessThan(500);
    expect(took).toBeLessThan(PROMISE);
  });

  test("that exist cost no more than sixteen of them do", async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`ns${i}.example.test`, [OWN[i % 4]]]));
    const { verdict, sent } = await runAgainst(withZone(GOOD, many));
    expect(verdict.verdict).toBe("will-issue");
    expect(sent).toBeLessThan(60);
  });
});

describe("glue", () => {
  const PRIVATE = ["10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "127.0.0.1"];

  test("at private, loopback, link-local and metadata addresses isn't asked", async () => {
    for (const address of PRIVATE) {
      const { verdict, rules, authority } = await runAgainst(withZone(GOOD, { "ns.example.test": [address] }), {
        profile: { treatAsPublic: [`${TLD}/32`] },
        addresses: [ROOT, TLD, "127.0.0.1"],
      });
      expect([address, verdict.verdict]).toEqual([address, "will-not-issue"]);
      expect(rules).toContain("nameserver-unreachable");
      expect(JSON.stringify(verdict.findings)).toContain("it isn't a public address");
      expect(authority.asked.filter(({ at }) => at === "127.0.0.1")).toEqual([]);
    }
  });

  test("at such addresses of IPv6 isn't asked either", async () => {
    const addresses = ["::1", "::", "fe80::1", "fd00:ec2::254", "::ffff:127.0.0.1", "64:ff9b::a9fe:a9fe", "ff02::1"];
    for (const address of addresses) {
      const glued = await runAgainst(
        (asked) => {
          const told = withZone(GOOD, { "ns.example.test": [] })(asked);
          const isOurs = asked.at === TLD && isBelow(asked.name, "example.test.");
          if (!isOurs) return told;
          const glue = rr("ns.example.test", 28, Buffer.from(parseAddress(address) ?? []));
          return reply(asked, {
            flags: 0x8000,
            authority: [ns("example.test", "ns.example.test")],
            additional: [glue],
          });
        },
        { profile: { ipv6: "on", treatAsPublic: [`${TLD}/32`] } },
      );
      expect([address, glued.verdict.verdict]).toEqual([address, "will-not-issue"]);
      expect(JSON.stringify(glued.verdict.findings)).toContain("it isn't a public address");
    }
  });

  test("is no worse than a dead server where there is a public one", async () => {
    const servers = { "ns1.example.test": ["10.0.0.1"], "ns2.example.test": [OWN[0]] };
    const { verdict, rules } = await runAgainst(withZone(GOOD, servers), {
      profile: { treatAsPublic: [`${TLD}/32`, `${OWN[0]}/32`] },
    });
    expect(verdict.verdict).toBe("will-issue");
    expect(rules).toEqual(["nameserver-unreachable"]);
  });

  test("is asked there where private addresses are permitted", async () => {
    const { verdict } = await runAgainst(withZone(GOOD), { profile: { treatAsPublic: [] }, allowPrivate: true });
    expect(verdict.verdict).toBe("will-issue");
  });

  test("of other people's zones isn't believed", async () => {
    // The servers of example.test hand out an address for the name server of victim.test, and themselves as its servers.
    const forged = "127.0.0.24";
    const { verdict, authority } = await runAgainst(
      (asked) => {
        if (asked.at === ROOT) return referral(asked, "test", { "ns.test": [TLD] });
        const victim = isBelow(asked.name, "victim.test.");
        if (asked.at === TLD) {
          if (asked.name === "ns.provider.test.") return reply(asked, { answer: [a("ns.provider.test", OWN[1])] });
          if (victim) return referral(asked, "victim.test", { "ns.provider.test": [] });
          return isBelow(asked.name, "example.test.")
            ? referral(asked, "example.test", { "ns1.example.test": [OWN[0]] })
            : nodata(asked, "test");
        }
        if (asked.at === forged) return reply(asked, {});
        const poison = {
          authority: [ns("victim.test", "ns.provider.test"), ns("test", "ns.provider.test"), soa("example.test")],
          additional: [a("ns.provider.test", forged), a("ns.test", forged), a("victim.test", forged)],
        };
        if (asked.at === OWN[1]) return nodata(asked, "victim.test");
        return reply(asked, poison);
      },
      { name: "example.test." },
    );
    expect(authority.asked.filter(({ at }) => at === forged)).toEqual([]);
    expect(verdict.verdict).toBe("will-issue");
  });
});
