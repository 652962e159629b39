import { expect, test } from "vitest";
import { random } from "../messages.js";
import { a, type Behaviour, CAA, caa, cname, honest, reply, TXT, txt, withZone } from "./authority.js";
import { PROMISE, runAgainst } from "./run.js";

// Whatever anybody on the way says, octets flipped in it: nothing is thrown, and it ends.

const NAME = "_acme-challenge.example.test";
const own = honest("example.test", {
  "example.test.": { 1: [a("example.test", "127.0.0.1")], [CAA]: [caa("example.test", "letsencrypt.org")] },
  [`${NAME}.`]: { [TXT]: [txt(NAME, "token")] },
});
const alias: Behaviour = (asked) =>
  asked.name === `${NAME}.`
    ? reply(asked, { answer: [cname(NAME, "x.example.test"), txt("x.example.test", "x")] })
    : own(asked);

test("messages changed at random, of the root, the registry and the zone, never throw and always end", async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on("unhandledRejection", note).on("uncaughtException", note);
  const below = random(1);
  const methods = ["dns-01", "http-01", "tls-alpn-01", "dns-account-01", "dns-persist-01"];
  for (let i = 0; i < 150; i++) {
    const behave: Behaviour = (asked) => {
      const octets = Buffer.from(withZone(i % 2 === 0 ? own : alias)(asked) ?? []);
      // Behind the id and the question, so that it is looked at.
      const start = 2;
      const question = 12 + asked.name.length + 5;
      for (let n = below(4); n > 0; n--) {
        const at = start + below(octets.length - start);
        if (at >= 12 && at < question) continue;
        octets[at] = below(256);
      }
      return octets;
    };
    const { verdict, took } = await runAgainst(behave, {
      method: methods[i % methods.length],
      profile: {
        timeouts: { queryMs: 30, tries: 1, totalMs: 300, tcpMs: 60 },
        http: { port: 9, tlsPort: 9, timeoutMs: 100 },
      },
    });
    expect(["will-issue", "will-not-issue", "cannot-tell"]).toContain(verdict.verdict);
    expect(took).toBeLessThan(PROMISE);
  }
  process.off("unhandledRejection", note).off("uncaughtException", note);
  expect(unhandled).toEqual([]);
});
