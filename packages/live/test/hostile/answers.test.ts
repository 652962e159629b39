import { parseName } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { name, pointer, question, questionOf, record, u16 } from "../messages.js";
import {
  type Asked,
  type Behaviour,
  CAA,
  caa,
  cname,
  honest,
  isBelow,
  nodata,
  OWN,
  ROOT,
  referral,
  reply,
  rr,
  TLD,
  TXT,
  txt,
  withZone,
} from "./authority.js";
import { PROMISE, type Run, runAgainst } from "./run.js";

// What a name server can answer, where its honest word would be that nobody but another CA may issue.

const DENY = { "example.test.": { [CAA]: [caa("example.test", "other.example")] } };
const denying = honest("example.test", DENY);
/** As `change` has it where CAA is asked of example.test, and honest else. */
const caaIs =
  (change: (asked: Asked, good: Buffer) => Uint8Array | undefined): Behaviour =>
  (asked) => {
    const good = denying(asked) as Buffer;
    return asked.type === CAA && asked.name === "example.test." ? change(asked, good) : good;
  };

const never: Record<string, Parameters<typeof caaIs>[0]> = {
  "with another id": ({ query }, good) => Buffer.concat([u16(query.readUInt16BE(0) ^ 0x5555), good.subarray(2)]),
  "to another name": (asked) => reply(asked, { questions: [question("example.invalid", CAA)] }),
  "to another type": (asked) => reply(asked, { questions: [question("example.test", 1)] }),
  "of another class": (asked) =>
    reply(asked, { answer: [record({ owner: pointer(12), type: CAA, class: 3, rdata: Buffer.from("\0\x05issue;") })] }),
  "in the authority section": (asked) => reply(asked, { authority: DENY["example.test."][CAA] }),
  "in the additional section": (asked) => reply(asked, { additional: DENY["example.test."][CAA] }),
  "about somebody else": (asked) => reply(asked, { answer: [caa("other.test", "other.example")] }),
  "that is a query": (_, good) => Buffer.concat([good.subarray(0, 2), u16(0x0400), good.subarray(4)]),
  "with 65,535 of everything": (asked) => reply(asked, { counts: [65535, 65535, 65535, 65535] }),
  "with 65,535 records": (asked) => reply(asked, { counts: [1, 65535, 0, 0] }),
  "with a name that points at itself": (asked) =>
    reply(asked, {
      answer: [record({ owner: pointer(12 + questionOf(asked.query).length), type: CAA, rdata: u16(0) })],
    }),
  "with pointers in a circle": (asked) => {
    const at = 12 + questionOf(asked.query).length;
    const rdata = Buffer.concat([pointer(at + 13), pointer(at + 11)]);
    return reply(asked, { answer: [record({ owner: pointer(at + 11), type: CAA, rdata })] });
  },
  "with something behind its end": (_, good) => Buffer.concat([good, Buffer.alloc(500, 0xff)]),
  "cut in the middle": (_, good) => good.subarray(0, good.length - 5),
  "of a header only": (_, good) => good.subarray(0, 12),
  "of nothing": () => Buffer.alloc(0),
  "of 65,000 octets of nonsense": ({ transport }) => Buffer.alloc(transport === "tcp" ? 65_000 : 60_000, 0xc0),
  "truncated, over TCP as well": (asked) => reply(asked, { flags: 0x8600 }),
  "truncated, with a closed connection": (asked) => {
    asked.stream?.end();
    return asked.transport === "tcp" ? undefined : reply(asked, { flags: 0x8600 });
  },
  "of a resolver": (asked) => reply(asked, { flags: 0x8180 }),
  "with RCODE 15": (asked) => reply(asked, { flags: 0x840f }),
  "with FORMERR and no question": (asked) => reply(asked, { flags: 0x8001, questions: [] }),
  "with a CAA of no octets": (asked) => reply(asked, { answer: [rr("example.test", CAA, Buffer.alloc(0))] }),
  "with a tag longer than the record": (asked) =>
    reply(asked, { answer: [rr("example.test", CAA, Buffer.from([0, 200, 0x69]))] }),
  "with two OPT records": (asked) => {
    const opt = record({ owner: name(""), type: 41, class: 1232, ttl: 0, rdata: Buffer.alloc(0) });
    return reply(asked, { additional: [opt, opt] });
  },
  "with an alias to itself": (asked) => reply(asked, { answer: [cname("example.test", "example.test")] }),
  "of silence": () => undefined,
};

describe("where honest CAA forbids, an answer", () => {
  for (const [what, change] of Object.entries(never))
    test(`${what} isn't taken for a permission, and ends`, async () => {
      const { verdict, took, sent } = await runAgainst(withZone(caaIs(change)));
      expect(verdict.verdict).not.toBe("will-issue");
      expect(took).toBeLessThan(PROMISE);
      expect(sent).toBeLessThan(150);
    });

  test("of two thousand records is read whole", async () => {
    const many = Array.from({ length: 2000 }, (_, i) => caa("example.test", `ca${i}.example`).subarray(14));
    const rest = (asked: Asked) => many.map((piece) => Buffer.concat([pointer(12), piece])).slice(0, asked ? 1600 : 0);
    const { verdict, rules } = await runAgainst(
      withZone(
        caaIs((asked) =>
          asked.transport === "udp" ? reply(asked, { flags: 0x8600 }) : reply(asked, { answer: rest(asked) }),
        ),
      ),
    );
    expect(verdict.verdict).toBe("will-not-issue");
    expect(rules).toContain("caa-excludes-ca");
    expect(JSON.stringify(verdict).length).toBeLessThan(2_000_000);
  });

  test("that drips octet by octet over TCP ends when its time is up", async () => {
    const { verdict, took } = await runAgainst(
      withZone(
        caaIs((asked, good) => {
          const { stream } = asked;
          if (!stream) return reply(asked, { flags: 0x8600 });
          const octets = Buffer.concat([u16(good.length), good]);
          let at = 0;
          const timer = setInterval(() => stream.write(octets.subarray(at, ++at)), 50);
          stream.on("close", () => clearInterval(timer));
          return undefined;
        }),
      ),
    );
    expect(verdict.verdict).not.toBe("will-issue");
    expect(took).toBeLessThan(PROMISE);
  });
});

const OWNER = parseName("_acme-challenge.example.test.")!;
const EXPECTING: Run = { more: { expected: [{ owner: OWNER, type: "TXT", value: "token" }] } };

describe("an alias", () => {
  test("that brings its target's data along isn't believed: the target's own servers are asked", async () => {
    const { verdict } = await runAgainst((asked) => {
      if (asked.at === ROOT) return referral(asked, "test", { "ns.test": [TLD] });
      if (asked.at === TLD) {
        for (const [zone, address] of [
          ["example.test", OWN[0]],
          ["victim.test", OWN[1]],
        ])
          if (isBelow(asked.name, `${zone}.`)) return referral(asked, zone, { [`ns.${zone}`]: [address] });
        return nodata(asked, "test");
      }
      if (asked.at === OWN[1]) return honest("victim.test", {})(asked);
      if (asked.name !== "_acme-challenge.example.test.") return nodata(asked, "example.test");
      return reply(asked, {
        answer: [cname("_acme-challenge.example.test", "victim.test"), txt("victim.test", "token")],
      });
    }, EXPECTING);
    expect(verdict.verdict).toBe("will-not-issue");
  });

  test("to ever new names is followed a dozen times", async () => {
    let aliases = 0;
    const { verdict, sent, rules } = await runAgainst(
      withZone((asked) =>
        asked.name.includes("acme") || asked.name.startsWith("x")
          ? reply(asked, { answer: [cname(asked.name.slice(0, -1), `x${aliases++}.example.test`)] })
          : denyingNobody(asked),
      ),
    );
    expect(verdict.verdict).not.toBe("will-issue");
    expect(rules.some((rule) => rule.startsWith("cname-chain"))).toBe(true);
    expect(sent).toBeLessThan(250);
  });

  test("to ever new names in ever new zones with ever new servers costs a bounded number of packets", async () => {
    let aliases = 0;
    const { verdict, sent, took } = await runAgainst((asked) => {
      if (asked.at === ROOT) return referral(asked, "test", { "ns.test": [TLD] });
      if (asked.at === TLD) {
        const zone = asked.name.split(".").slice(-3, -1).join(".");
        if (!zone.includes(".")) return nodata(asked, "test");
        return referral(asked, zone, Object.fromEntries(OWN.map((address, i) => [`ns${i}.${zone}`, [address]])));
      }
      return reply(asked, { answer: [cname(asked.name.slice(0, -1), `x.z${aliases++}.test`)] });
    });
    expect(verdict.verdict).not.toBe("will-issue");
    expect(sent).toBeLessThan(3100);
    expect(took).toBeLessThan(PROMISE);
  });

  test("by DNAME that makes the name longer and longer ends", async () => {
    const { verdict, sent } = await runAgainst(
      withZone((asked) =>
        asked.name === "example.test."
          ? denyingNobody(asked)
          : reply(asked, { answer: [rr("example.test", 39, name("a-long-label-of-it.example.test"))] }),
      ),
    );
    expect(verdict.verdict).not.toBe("will-issue");
    expect(sent).toBeLessThan(250);
  });
});

describe("names that grow beyond what a message can hold", () => {
  const LABEL = "l".repeat(63);

  for (const labels of [1, 2, 3])
    test(`by DNAMEs of ${labels} long labels more end there`, async () => {
      const target = Buffer.concat([name(Array(labels).fill(LABEL).join(".")).subarray(0, -1), name("example.test")]);
      const { verdict } = await runAgainst(
        withZone((asked) =>
          asked.name === "example.test."
            ? denyingNobody(asked)
            : reply(asked, { answer: [rr("example.test", 39, target)] }),
        ),
        EXPECTING,
      );
      expect(verdict.verdict).not.toBe("will-issue");
    });

  test("by the zone being added once more don't exist", async () => {
    const owner = parseName(`_acme-challenge.${LABEL}.${LABEL}.${LABEL}.${"l".repeat(25)}.example.test.`)!;
    const { verdict } = await runAgainst(withZone(honest("example.test", {})), {
      name: owner.toString().replace("_acme-challenge.", ""),
      more: { expected: [{ owner, type: "TXT", value: "token" }] },
    });
    expect(verdict.verdict).toBe("will-not-issue");
  });

  for (const method of ["dns-01", "dns-account-01", "dns-persist-01", "http-01", "tls-alpn-01", undefined])
    test(`by what ${method ?? "a CA"} puts in front are asked about, and nothing is thrown`, async () => {
      const long = `${LABEL}.${LABEL}.${LABEL}.${"l".repeat(45)}.example.test.`;
      const { verdict } = await runAgainst(withZone(honest("example.test", {})), {
        name: long,
        method,
        profile: { http: { port: 9, tlsPort: 9 } },
        more: { method },
      });
      expect(verdict.verdict).not.toBe("will-issue");
    });
});

const denyingNobody = honest("example.test", { "_acme-challenge.example.test.": {} });

describe("names and texts of any octets", () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));

  test("come out as a zone file has them, none of them raw", async () => {
    const odd = Buffer.concat([Buffer.from([4]), Buffer.from("a.b\\"), Buffer.from([3, 27, 91, 10]), name("test")]);
    const { verdict } = await runAgainst(
      withZone((asked) => {
        if (asked.name === "_acme-challenge.example.test." && asked.type === TXT)
          return reply(asked, { answer: [txt("_acme-challenge.example.test", all.toString("latin1"))] });
        if (asked.type === CAA && asked.name === "example.test.")
          return reply(asked, {
            answer: [
              caa("example.test", all.toString("latin1")),
              rr("example.test", CAA, Buffer.concat([Buffer.from([0, 200]), all.subarray(0, 200)])),
            ],
          });
        return denyingNobody(asked);
      }),
      EXPECTING,
    );
    expect(verdict.verdict).toBe("will-not-issue");
    for (const { answer } of verdict.evidence) for (const line of answer) expect(line).toMatch(/^[\x20-\x7e]*$/);
    const aliased = await runAgainst(
      withZone((asked) =>
        asked.name.startsWith("_acme")
          ? reply(asked, { answer: [rr("_acme-challenge.example.test", 5, odd)] })
          : denyingNobody(asked),
      ),
      EXPECTING,
    );
    expect(aliased.verdict.verdict).not.toBe("will-issue");
    for (const { answer } of aliased.verdict.evidence)
      for (const line of answer) expect(line).toMatch(/^[\x20-\x7e]*$/);
  });

  test("a TXT of 64 KB is compared, and shown in part", async () => {
    const { verdict } = await runAgainst(
      withZone((asked) => {
        if (asked.name !== "_acme-challenge.example.test." || asked.type !== TXT) return denyingNobody(asked);
        return asked.transport === "udp"
          ? reply(asked, { flags: 0x8600 })
          : reply(asked, { answer: [txt("_acme-challenge.example.test", "\x1b".repeat(64_900))] });
      }),
      EXPECTING,
    );
    expect(verdict.verdict).toBe("will-not-issue");
    expect(JSON.stringify(verdict).length).toBeLessThan(200_000);
  });
});

describe("silence", () => {
  test("of thirteen name servers at four addresses each ends in time, having asked sixteen", async () => {
    const addresses = Array.from({ length: 52 }, (_, i) => `127.0.1.${i + 1}`);
    const servers = Object.fromEntries(
      Array.from({ length: 13 }, (_, i) => [`ns${i}.example.test`, addresses.slice(4 * i, 4 * i + 4)]),
    );
    const { verdict, sent, took, authority } = await runAgainst(
      withZone(() => undefined, servers),
      { addresses: [ROOT, TLD, ...addresses] },
    );
    expect(verdict.verdict).not.toBe("will-issue");
    expect(new Set(authority.asked.map(({ at }) => at)).size).toBeLessThanOrEqual(18);
    expect(sent).toBeLessThan(300);
    expect(took).toBeLessThan(PROMISE);
  });

  test("of the root says nothing about the name", async () => {
    const { verdict, took } = await runAgainst(() => undefined);
    expect(verdict.verdict).toBe("cannot-tell");
    expect(took).toBeLessThan(PROMISE);
  });

  test("of the registry's servers ends in time", async () => {
    const { verdict, took, sent } = await runAgainst((asked) =>
      asked.at === ROOT ? referral(asked, "test", { "ns.test": [TLD, OWN[0], OWN[1]] }) : undefined,
    );
    expect(verdict.verdict).not.toBe("will-issue");
    expect(sent).toBeLessThan(100);
    expect(took).toBeLessThan(PROMISE);
  });
});
