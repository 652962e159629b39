import { parseName } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { answerTo } from "../../test/messages.js";
import { framed, serverAt, withTcp, withUdp } from "../../test/servers.js";
import { DnsClient } from "./client.js";
import type { Query, Reply } from "./message.js";

const LIMITS = { queryMs: 5_000, tries: 1, tcpMs: 5_000, concurrency: 8 };
const query = (name: string, change: Partial<Query> = {}): Query => ({
  name: parseName(name)!,
  type: 1,
  recursionDesired: true,
  ...change,
});

describe("a client", () => {
  test("asks a server a question once, then and later, whatever the case of its letters", async () => {
    let queries = 0;
    const client = new DnsClient(LIMITS);
    await withUdp(
      (octets, send) => {
        queries++;
        send(answerTo(octets));
      },
      async (port) => {
        const server = serverAt("udp", port);
        const [one, two] = await Promise.all([
          client.ask(server, query("a.example.")),
          client.ask(server, query("A.EXAMPLE.")),
        ]);
        expect(one.kind).toBe("message");
        expect(two).toBe(one);
        expect(await client.ask({ ...server }, query("a.Example."))).toBe(one);
      },
    );
    expect([queries, client.sent]).toEqual([1, 1]);
  });

  test("takes another type, flag or server for another question", async () => {
    const client = new DnsClient(LIMITS);
    await withUdp(
      (octets, send) => send(answerTo(octets)),
      async (port) => {
        const server = serverAt("udp", port);
        const questions = [
          query("a.example."),
          query("b.example."),
          query("a\\.example."),
          query("a.example.", { type: 28 }),
          query("a.example.", { recursionDesired: false }),
          query("a.example.", { checkingDisabled: true }),
          query("a.example.", { edns: false }),
        ];
        for (const each of questions) await client.ask(server, each);
        await client.ask({ ...server, localAddress: "127.0.0.5" }, questions[0]);
        await client.ask(server, query("a.example.", { edns: true, checkingDisabled: false }));
        expect(client.sent).toBe(questions.length + 1);
      },
    );
  });

  test("remembers failures too, and counts every try and stream", async () => {
    const client = new DnsClient({ ...LIMITS, queryMs: 40, tries: 3 });
    await withUdp(
      () => {},
      async (port) => {
        for (let i = 0; i < 2; i++) {
          expect(await client.ask(serverAt("udp", port), query("a."))).toMatchObject({ reason: "timeout" });
        }
      },
    );
    expect(client.sent).toBe(3);
    await withTcp(
      (octets, stream) => stream.write(framed(answerTo(octets))),
      (port) =>
        withUdp(
          (octets, send) => send(answerTo(octets, { flags: 0x8380, answer: [] })),
          () => client.ask(serverAt("udp", port), query("a.")),
          port,
        ),
    );
    expect(client.sent).toBe(5);
  });

  test("asks nothing any more once as much is sent as may be, until more may", async () => {
    let most = 3;
    const client = new DnsClient({ ...LIMITS, concurrency: 1, mostSent: () => most });
    await withUdp(
      (octets, send) => send(answerTo(octets)),
      async (port) => {
        const kinds = async (from: number) => {
          const types = Array.from({ length: 5 }, (_, i) => from + i);
          const ask = (type: number) => client.ask(serverAt("udp", port), query("a.", { type }));
          return (await Promise.all(types.map(ask))).map(({ kind }) => kind);
        };
        expect(await kinds(1)).toEqual(["message", "message", "message", "failure", "failure"]);
        expect([client.sent, client.isSpent]).toEqual([3, true]);
        most = 10;
        expect(await kinds(11)).toEqual(Array(5).fill("message"));
      },
    );
  });

  test("has no more questions under way than it may, and asks all of them", async () => {
    let now = 0;
    let most = 0;
    const reply: Reply = { kind: "failure", reason: "timeout", detail: "", ms: 0 };
    const client = new DnsClient({ ...LIMITS, concurrency: 3 }, async (_, { type }) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      if (type % 5 === 0) throw new RangeError("one of ours");
      return reply;
    });
    const asked = Array.from({ length: 50 }, (_, type) => client.ask(serverAt("udp", 1), query("a.", { type })));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBe(40);
    expect([most, now]).toEqual([3, 0]);
  });

  test("lets go of everything when the run is called off, what is still waiting included", async () => {
    const warnings: string[] = [];
    const warned = ({ name }: Error) => warnings.push(name);
    process.on("warning", warned);
    const stop = new AbortController();
    const client = new DnsClient({ ...LIMITS, queryMs: 60_000, concurrency: 20, signal: stop.signal });
    const types = Array.from({ length: 50 }, (_, type) => type);
    const replies = await withUdp(
      () => stop.abort(),
      (port) => Promise.all(types.map((type) => client.ask(serverAt("udp", port), query("a.", { type })))),
    );
    process.off("warning", warned);
    expect(replies.map((reply) => reply.kind === "failure" && reply.reason)).toEqual(types.map(() => "timeout"));
    expect(client.sent).toBeLessThanOrEqual(20);
    expect(warnings).toEqual([]);
  });
});
