import { describe, expect, test } from "vitest";
import { CAA, caa, cname, honest, isBelow, nodata, ROOT, referral, reply, TLD, withZone } from "./authority.js";
import { runAgainst } from "./run.js";

// One name server of many that forbids is enough: nobody knows which of them the CA will meet.

const MANY = Array.from({ length: 12 }, (_, i) => `127.0.0.${61 + i}`);
const GLUE = Object.fromEntries(MANY.map((address, i) => [`ns${i}.example.test`, [address]]));
const numberOf = (at: string): number => MANY.indexOf(at);

describe("one name server that forbids", () => {
  for (const forbidding of [0, 1, 6, 7, 8, 11])
    test(`the ${forbidding + 1}th of twelve that all say different things, keeps it from being certain`, async () => {
      const { verdict, rules } = await runAgainst(
        withZone((asked) => {
          const number = numberOf(asked.at);
          const own = number === forbidding ? "other.example" : "letsencrypt.org";
          const records = [caa("example.test", own), caa("example.test", `mailto:${number}@example.test`, "iodef")];
          return honest("example.test", { "example.test.": { [CAA]: records } })(asked);
        }, GLUE),
        { addresses: [ROOT, TLD, ...MANY] },
      );
      expect(verdict.verdict).toBe("cannot-tell");
      expect(rules).toContain("nameservers-disagree");
    });

  test("where only another's alias leads keeps it from being certain", async () => {
    const zones: Record<string, readonly string[]> = {
      "example.test": MANY.slice(0, 3),
      "good.test": MANY.slice(3, 6),
      "mixed.test": MANY.slice(6, 9),
    };
    const { verdict } = await runAgainst(
      (asked) => {
        if (asked.at === ROOT) return referral(asked, "test", { "ns.test": [TLD] });
        const zone = Object.keys(zones).find((each) => isBelow(asked.name, `${each}.`));
        if (asked.at === TLD) {
          if (!zone) return nodata(asked, "test");
          return referral(asked, zone, Object.fromEntries(zones[zone].map((each, i) => [`ns${i}.${zone}`, [each]])));
        }
        const number = numberOf(asked.at);
        if (asked.type !== CAA || asked.name === "test.") return nodata(asked, zone ?? "test");
        const [own] = asked.name.split(".", 1);
        // Two servers lead to the good zone, one to the other, of whose servers one forbids.
        if (own === "example")
          return reply(asked, { answer: [cname("example.test", number === 2 ? "mixed.test" : "good.test")] });
        return reply(asked, { answer: [caa(`${own}.test`, number === 8 ? "other.example" : "letsencrypt.org")] });
      },
      { addresses: [ROOT, TLD, ...MANY] },
    );
    expect(verdict.verdict).not.toBe("will-issue");
  });
});
