import { describe, expect, test } from "vitest";
import { message, questionOf, random, u16 } from "../messages.js";
import { type Asked, type Behaviour, CAA, caa, honest, TXT, txt, withZone } from "./authority.js";
import { PROMISE, runAgainst } from "./run.js";

// Whatever is done to honest answers that forbid, nobody is told that the CA will issue, nothing is thrown, and it ends.

const OWNER = "_acme-challenge.example.test";
const RECORDS = {
  "example.test.": { [CAA]: [caa("example.test", "other.example")] },
  [`${OWNER}.`]: { [TXT]: [txt(OWNER, "another token")] },
};
const good = honest("example.test", RECORDS);

type Below = (n: number) => number;
type Change = (octets: Buffer, below: Below, asked: Asked) => Buffer | undefined;

/** The octets of the answer section; what is behind them. */
const HEADER = 12;
const bodyAt = (octets: Buffer): number => HEADER + questionOf(octets).length;

const CHANGES: Record<string, Change> = {
  id: (octets, below) => Buffer.concat([u16(below(65_536)), octets.subarray(2)]),
  // Not of RCODE and AA together with a section that is gone: this leaves the records where they are.
  flags: (octets, below) => Buffer.concat([octets.subarray(0, 2), u16(below(65_536)), octets.subarray(4)]),
  counts: (octets, below) => {
    const changed = Buffer.from(octets);
    changed.writeUInt16BE([0, 1, 2, 3, 255, 65_535][below(6)], 6 + 2 * below(3));
    return changed;
  },
  "question count": (octets, below) => {
    const changed = Buffer.from(octets);
    changed.writeUInt16BE([0, 2, 255, 65_535][below(4)], 4);
    return changed;
  },
  "an octet of the question": (octets, below) => {
    const changed = Buffer.from(octets);
    const at = HEADER + below(bodyAt(octets) - HEADER);
    // Other letters are the same name.
    if ((changed[at] | 32) >= 97 && (changed[at] | 32) <= 122) changed[at] ^= 1 + below(15);
    else changed[at] ^= 1 + below(255);
    return changed;
  },
  "its end": (octets, below) => octets.subarray(0, below(octets.length)),
  "what is behind its end": (octets, below) =>
    Buffer.concat([octets, Buffer.from(Array.from({ length: 1 + below(40) }, () => below(256)))]),
  "owner, class, TTL or length of a record": (octets, below) => {
    const changed = Buffer.from(octets);
    const at = bodyAt(octets);
    const owner = octets[at] >= 192 ? 2 : octets.indexOf(0, at) + 1 - at;
    // Not the type: with another one the server says that there is no such record, and is the zone's server.
    const offset = below(owner + 8);
    const target = at + (offset < owner ? offset : offset + 2);
    if (target < changed.length) changed[target] ^= 1 + below(255);
    return changed;
  },
  "sections that change places": (octets, below) => {
    const counts = [6, 8, 10].map((at) => octets.readUInt16BE(at));
    const turned = [1 + below(2)].flatMap((by) => counts.map((_, i) => counts[(i + by) % 3]));
    return Buffer.concat([octets.subarray(0, 6), u16(...turned), octets.subarray(12)]);
  },
  "random octets": (_, below) => Buffer.from(Array.from({ length: below(600) }, () => below(256))),
  "random octets behind a good header": (octets, below) =>
    Buffer.concat([
      octets.subarray(0, bodyAt(octets)),
      Buffer.from(Array.from({ length: below(300) }, () => below(256))),
    ]),
  nothing: () => undefined,
  "the question alone": (octets, below) =>
    message({
      id: octets.readUInt16BE(0),
      flags: [0x8000, 0x8180, 0x8005, 0x8002][below(4)],
      questions: [questionOf(octets)],
    }),
};

/** Which answers are changed differs by run: all, those over UDP, those of one server, one in two. */
function changing(change: Change, below: Below): Behaviour {
  const which = below(4);
  return (asked) => {
    const honestly = good(asked) as Buffer;
    const isOurs = RECORDS[asked.name as keyof typeof RECORDS]?.[asked.type as never] !== undefined;
    const isMeant = [true, asked.transport === "udp", asked.at.endsWith("1"), below(2) === 0][which];
    return isOurs && isMeant ? change(honestly, below, asked) : honestly;
  };
}

const PROFILE = { timeouts: { queryMs: 40, tries: 1, totalMs: 300, tcpMs: 80 } };

describe("an answer that forbids, changed in", () => {
  for (const [number, [what, change]] of Object.entries(CHANGES).entries())
    test(`${what}, is never a permission`, async () => {
      const unhandled: unknown[] = [];
      const note = (error: unknown) => unhandled.push(error);
      process.on("unhandledRejection", note).on("uncaughtException", note);
      const below = random(4711 + number);
      for (let i = 0; i < 25; i++) {
        const { verdict, took } = await runAgainst(withZone(changing(change, below)), { profile: PROFILE });
        expect([i, verdict.verdict]).not.toEqual([i, "will-issue"]);
        expect(took).toBeLessThan(PROMISE);
      }
      process.off("unhandledRejection", note).off("uncaughtException", note);
      expect(unhandled).toEqual([]);
    });
});
