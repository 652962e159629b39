import { type IssuanceRequest, issuerDirectory, type Knowledge } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { LiveChecker } from "../../src/live-checker.js";
import { parseProfile } from "../../src/profile.js";
import { ALL, Authority, type Behaviour, CAA, caa, honest, reply, TXT, txt, withZone } from "./authority.js";
import { profileFor, requestFor, SUFFIXES } from "./run.js";

const RESOLVERS = ["127.0.0.51", "127.0.0.52", "127.0.0.53", "127.0.0.54"];
const RECORDS = {
  "example.test.": { [CAA]: [caa("example.test", "letsencrypt.org")] },
  "_acme-challenge.example.test.": { [TXT]: [txt("_acme-challenge.example.test", "token")] },
};

/** Four name servers and four resolvers, all well. */
const well: Behaviour = (asked) => {
  const own = honest("example.test", RECORDS);
  if (!RESOLVERS.includes(asked.at)) return withZone(own)(asked);
  const told = own(asked) as Buffer;
  told.writeUInt16BE(0x8180 | (told.readUInt16BE(2) & 15), 2);
  return told;
};

async function check(requests: readonly IssuanceRequest[], behave: Behaviour = well) {
  const authority = await new Authority(behave).start([...ALL, ...RESOLVERS]);
  try {
    const resolvers = RESOLVERS.map((address) => ({ id: address, transport: "udp", address, port: authority.port }));
    const timeouts = { queryMs: 2000, tries: 2, totalMs: 20_000, tcpMs: 2000 };
    const profile = parseProfile(profileFor(authority.port, { resolvers, timeouts }), "the test's");
    const checker = new LiveChecker({ profile, suffixes: SUFFIXES, now: 1_790_000_000 });
    const knowledge: Knowledge = { issuers: issuerDirectory(), suffixes: SUFFIXES };
    const costs: number[] = [];
    for (const request of requests) {
      const before = checker.sent;
      const judged = await checker.judge(request, knowledge);
      const { verdict } = await checker.corroborate(request, judged, knowledge);
      costs.push(checker.sent - before);
      expect(verdict).toBe("will-issue");
    }
    expect(checker.sent).toBe(authority.asked.length);
    return costs;
  } finally {
    await authority.stop();
  }
}

describe("with four name servers and four resolvers", () => {
  test("one name takes under ninety packets", async () => {
    const [cost] = await check([requestFor({})]);
    expect(cost).toBeLessThan(90);
  });

  test("so does one whose record is there, asked for by a name with three labels more", async () => {
    const name = "a.b.c.example.test.";
    const [cost] = await check([requestFor({ name })]);
    expect(cost).toBeLessThan(90);
  });

  test("of fifty names below one zone each further one takes under twenty", async () => {
    const requests = Array.from({ length: 50 }, (_, i) => requestFor({ name: `h${i}.example.test.` }));
    const [first, ...further] = await check(requests);
    expect(first).toBeLessThan(90);
    for (const cost of further) expect(cost).toBeLessThan(20);
  });

  test("no packet is asked twice of one server", async () => {
    const seen = new Set<string>();
    const requests = Array.from({ length: 5 }, (_, i) => requestFor({ name: `h${i % 2}.example.test.` }));
    await check(requests, (asked) => {
      const key = [asked.at, asked.transport, asked.name, asked.type].join(" ");
      if (seen.has(key)) return reply(asked, { flags: 0x8005 });
      seen.add(key);
      return well(asked);
    });
  });
});
