import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { networkInterfaces } from "node:os";
import { DomainName, parseName } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { answerTo, message, pointer, question, questionOf, record, u16 } from "../../test/messages.js";
import { closedPort, framed, readQueries, serverAt, withTcp, withUdp } from "../../test/servers.js";
import { exchange } from "./exchange.js";
import type { Query, Reply } from "./message.js";

const QUERY: Query = { name: parseName("www.Example.com.")!, type: 1, recursionDesired: true };
const LIMITS = { queryMs: 150, tries: 1, tcpMs: 300 };
const PATIENT = { queryMs: 5_000, tries: 1, tcpMs: 5_000 };

const A = record({ owner: pointer(12), type: 1, rdata: Buffer.from([192, 0, 2, 2]) });

const ask = (port: number, limits = PATIENT, query = QUERY): Promise<Reply> =>
  exchange(serverAt("udp", port), query, limits);

const summary = (reply: Reply): string =>
  reply.kind === "failure" ? reply.reason : `${reply.transport}: ${reply.message.answer.length} records`;

describe("asking over UDP", () => {
  test("gives the answer, with the question's letters as they were asked for and everything else", async () => {
    let seen = "";
    const extra = record({ owner: pointer(16), type: 2, rdata: Buffer.concat([u16(0x0161), pointer(16)]) });
    const reply = await withUdp(
      (query, send) => {
        seen = questionOf(query).toString("latin1");
        send(answerTo(query, { authority: [extra] }));
      },
      (port) => ask(port),
    );
    if (reply.kind === "failure") throw new Error(reply.detail);
    expect(reply.transport).toBe("udp");
    expect(reply.message.questions.map((q) => q.name.toString())).toEqual(["www.Example.com."]);
    expect(reply.message.answer.map((r) => r.owner.toString())).toEqual(["www.Example.com."]);
    expect(reply.message.authority.map((r) => [r.owner.toString(), Buffer.from(r.rdata).toString("latin1")])).toEqual([
      ["Example.com.", "\x01a\x07Example\x03com\x00"],
    ]);
    expect(seen.toLowerCase()).toBe(question("www.example.com").toString("latin1"));
    expect(reply.ms).toBeGreaterThanOrEqual(0);
  });

  test("asks with EDNS 1232 and DO, without cookies, unless told not to use EDNS at all", async () => {
    const queries: Buffer[] = [];
    await withUdp(
      (query, send) => {
        queries.push(query);
        send(answerTo(query));
      },
      async (port) => {
        await ask(port);
        await ask(port, PATIENT, { ...QUERY, edns: false, recursionDesired: false, checkingDisabled: true });
      },
    );
    expect(queries[0].subarray(-11).toString("hex")).toBe("00002904d0000080000000");
    expect(queries[0].readUInt16BE(2)).toBe(0x0100);
    expect(queries[1].readUInt16BE(2)).toBe(0x0010);
    expect(queries[1].length).toBe(12 + questionOf(queries[1]).length);
    expect(queries[1].readUInt16BE(10)).toBe(0);
  });

  test("uses another id, other letters and another port for every try", async () => {
    const tries: { id: number; letters: string; port: number }[] = [];
    const long: Query = { ...QUERY, name: parseName(`${"abcdefgh.".repeat(8)}example.`)! };
    await withUdp(
      (query, _send, { port }) => {
        tries.push({ id: query.readUInt16BE(0), letters: questionOf(query).toString("latin1"), port });
      },
      (port) => ask(port, { queryMs: 50, tries: 3, tcpMs: 100 }, long),
    );
    expect(tries.length).toBe(3);
    // Of three ids or ports two may be equal, three never; nor may seventy letters.
    expect(new Set(tries.map((each) => each.letters)).size).toBe(3);
    expect(new Set(tries.map((each) => each.id)).size).toBeGreaterThan(1);
    expect(new Set(tries.map((each) => each.port)).size).toBeGreaterThan(1);
  });

  test("passes over what doesn't answer the question and goes on waiting", async () => {
    const reply = await withUdp(
      (query, send) => {
        const id = query.readUInt16BE(0);
        send(answerTo(query, { id: id ^ 1 }));
        send(answerTo(query, { flags: 0x0180 })); // a query
        send(answerTo(query, { flags: 0x8980 })); // opcode 1
        send(answerTo(query, { questions: [question("www.example.org")] }));
        send(answerTo(query, { questions: [Buffer.concat([questionOf(query).subarray(0, -4), u16(28, 1)])] }));
        send(answerTo(query, { questions: [Buffer.concat([questionOf(query).subarray(0, -4), u16(1, 3)])] }));
        send(answerTo(query, { questions: [], answer: [] }));
        send(answerTo(query, { questions: [questionOf(query), questionOf(query)] }));
        send(Buffer.from("no DNS at all"));
        send(Buffer.alloc(0));
        send(answerTo(query, { trailing: Buffer.from([0]) }));
        send(answerTo(query, { answer: [], counts: [65535, 65535, 65535, 65535] }));
        send(answerTo(query, { answer: [record({ owner: pointer(33), type: 1, rdata: Buffer.alloc(4) })] }));
        send(answerTo(query, { answer: [A, A] }));
      },
      (port) => ask(port),
    );
    expect(summary(reply)).toBe("udp: 2 records");
  });

  test("gives up on a flood of datagrams that answer nothing", async () => {
    const reply = await withUdp(
      (query, send) => {
        for (let i = 0; i < 100; i++) send(answerTo(query, { id: query.readUInt16BE(0) ^ (i + 1) }));
      },
      (port) => ask(port),
    );
    expect(reply).toMatchObject({ kind: "failure", reason: "malformed" });
    expect((reply as { detail: string }).detail).toContain("65 datagrams came");
  });

  test("says malformed, not silent, where something came that was no answer", async () => {
    const reply = await withUdp(
      (query, send) => send(answerTo(query, { answer: [], counts: [65535, 65535, 65535, 65535] })),
      (port) => ask(port, LIMITS),
    );
    expect(reply).toMatchObject({ kind: "failure", reason: "malformed" });
    expect((reply as { detail: string }).detail).toContain("fewer questions than its header says");
  });

  test("asks again in lower case where a server doesn't keep the letters", async () => {
    const asked: string[] = [];
    const lower = (query: Buffer): Buffer => Buffer.from(questionOf(query).toString("latin1").toLowerCase(), "latin1");
    const long: Query = { ...QUERY, name: parseName(`${"abcdefgh.".repeat(8)}example.`)! };
    const reply = await withUdp(
      (query, send) => {
        asked.push(questionOf(query).toString("latin1"));
        send(answerTo(query, { questions: [lower(query)] }));
      },
      (port) => ask(port, PATIENT, long),
    );
    expect(summary(reply)).toBe("udp: 1 records");
    expect(asked.length).toBe(2);
    expect(asked[0]).not.toBe(asked[0].toLowerCase());
    expect(asked[1]).toBe(asked[1].toLowerCase());
  });

  test("takes upper case for the lower case that it asked for, but not another id", async () => {
    const upper = (query: Buffer): Buffer => Buffer.from(questionOf(query).toString("latin1").toUpperCase(), "latin1");
    const long: Query = { ...QUERY, name: parseName(`${"abcdefgh.".repeat(8)}example.`)! };
    const loud = await withUdp(
      (query, send) => send(answerTo(query, { questions: [upper(query)] })),
      (port) => ask(port, PATIENT, long),
    );
    expect(summary(loud)).toBe("udp: 1 records");
    let queries = 0;
    const wrong = await withUdp(
      (query, send) => {
        const id = query.readUInt16BE(0) ^ (queries++ === 0 ? 0 : 1);
        send(answerTo(query, { id, questions: [upper(query)] }));
      },
      (port) => ask(port, LIMITS, long),
    );
    expect(summary(wrong)).toBe("malformed");
    expect(queries).toBe(2);
  });

  test("takes FORMERR and NOTIMP without a question, from servers that couldn't read it", async () => {
    for (const [rcode, expected] of [
      [1, "udp: 0 records"],
      [4, "udp: 0 records"],
      [0, "malformed"],
      [3, "malformed"],
    ] as const) {
      const reply = await withUdp(
        (query, send) => send(answerTo(query, { flags: 0x8000 | rcode, questions: [], answer: [] })),
        (port) => ask(port, LIMITS),
      );
      expect([rcode, summary(reply)]).toEqual([rcode, expected]);
    }
  });

  test("tries again after silence, and says timeout when it lasts", async () => {
    let queries = 0;
    const late = await withUdp(
      (query, send) => {
        if (++queries === 2) send(answerTo(query));
      },
      (port) => ask(port, { queryMs: 100, tries: 2, tcpMs: 100 }),
    );
    expect(summary(late)).toBe("udp: 1 records");
    const silent = await withUdp(
      () => {},
      (port) => ask(port, { queryMs: 50, tries: 2, tcpMs: 100 }),
    );
    expect(summary(silent)).toBe("timeout");
  });

  test("says refused at once where nobody listens", async () => {
    const limits = { queryMs: 50_000, tries: 3, tcpMs: 50_000 };
    expect(summary(await ask(await closedPort(), limits))).toBe("refused");
  });

  test("asks from the source address that it is given", async () => {
    let from = "";
    const reply = await withUdp(
      (query, send, { address }) => {
        from = address;
        send(answerTo(query));
      },
      (port) => exchange({ ...serverAt("udp", port), localAddress: "127.0.0.77" }, QUERY, PATIENT),
    );
    expect([summary(reply), from]).toEqual(["udp: 1 records", "127.0.0.77"]);
    from = "";
    await withTcp(
      (query, stream) => {
        from = (stream as unknown as { remoteAddress: string }).remoteAddress;
        stream.write(framed(answerTo(query)));
      },
      (port) => exchange({ ...serverAt("tcp", port), localAddress: "127.0.0.77" }, QUERY, PATIENT),
    );
    expect(from).toBe("127.0.0.77");
  });

  test("says unreachable for what can't be asked, and never resolves a name", async () => {
    const at = async (change: object) => summary(await exchange({ ...serverAt("udp", 53), ...change }, QUERY, LIMITS));
    expect(await at({ address: "" })).toBe("unreachable");
    expect(await at({ address: "localhost" })).toBe("unreachable");
    expect(await at({ port: 0 })).toBe("unreachable");
    expect(await at({ localAddress: "::1" })).toBe("unreachable");
    expect(await at({ localAddress: "192.0.2.1" })).toBe("unreachable");
    expect(await at({ localAddress: "192.0.2.1", transport: "tcp" })).toBe("unreachable");
  });

  test("stops when it is called off, before and during", async () => {
    const stop = new AbortController();
    const limits = { queryMs: 50_000, tries: 5, tcpMs: 50_000, signal: stop.signal };
    const reply = await withUdp(
      () => stop.abort(),
      (port) => ask(port, limits),
    );
    expect(summary(reply)).toBe("timeout");
    expect(summary(await ask(53, limits))).toBe("timeout");
    expect(summary(await exchange(serverAt("tcp", 53), QUERY, limits))).toBe("timeout");
  });

  test("rejects a name that no message can hold", async () => {
    for (const labels of [["b".repeat(64)], [""], new Array(4).fill("b".repeat(63))]) {
      await expect(ask(53, LIMITS, { ...QUERY, name: new DomainName(labels) })).rejects.toThrow(RangeError);
    }
  });
});

const BIG = record({ owner: pointer(12), type: 16, rdata: Buffer.alloc(60_000, 1) });

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

test.skipIf(!hasIpv6)("servers are asked over IPv6 as well, truncated answers again over TCP", async () => {
  const tcp = createTcpServer((socket) => readQueries(socket, (query, to) => to.write(framed(answerTo(query)))));
  tcp.listen(0, "::1");
  await once(tcp, "listening");
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket("udp6");
  udp.on("message", (query, from) => {
    udp.send(answerTo(query, { flags: 0x8380, answer: [] }), from.port, from.address);
  });
  udp.bind(port, "::1");
  await once(udp, "listening");
  const server = { transport: "udp", address: "::1", port, localAddress: "::1" } as const;
  expect(summary(await exchange(server, QUERY, PATIENT))).toBe("tcp: 1 records");
  udp.close();
  tcp.close();
});

describe("a truncated answer", () => {
  const both = (tcp: Parameters<typeof withTcp>[0], truncated: (query: Buffer) => Buffer, limits = PATIENT) =>
    withTcp(tcp, (port) =>
      withUdp(
        (query, send) => send(truncated(query)),
        () => ask(port, limits),
        port,
      ),
    );
  const cut = (query: Buffer): Buffer => answerTo(query, { flags: 0x8380, answer: [] });

  test("is asked for again over TCP", async () => {
    const reply = await both((query, stream) => stream.write(framed(answerTo(query, { answer: [BIG] }))), cut);
    expect(summary(reply)).toBe("tcp: 1 records");
    expect(reply).not.toHaveProperty("tcpFailure");
  });

  test("is asked for again where it broke off in the middle of a record", async () => {
    const reply = await both(
      (query, stream) => stream.write(framed(answerTo(query))),
      (query) => answerTo(query, { flags: 0x8380, answer: [BIG], counts: [1, 1, 0, 1] }).subarray(0, 400),
    );
    expect(summary(reply)).toBe("tcp: 1 records");
  });

  test("stands, with the reason, where TCP is closed, silent, or talks nonsense", async () => {
    const closed = await withUdp(
      (query, send) => send(cut(query)),
      (port) => ask(port),
    );
    expect(closed).toMatchObject({ kind: "message", transport: "udp", tcpFailure: "refused" });
    expect(closed).toMatchObject({ message: { truncated: true } });
    const silent = await both(() => {}, cut, LIMITS);
    expect(silent).toMatchObject({ kind: "message", transport: "udp", tcpFailure: "timeout" });
    const dropped = await both((_, stream) => stream.end(), cut);
    expect(dropped).toMatchObject({ kind: "message", transport: "udp", tcpFailure: "refused" });
    const nonsense = await both((_, stream) => stream.write(framed(Buffer.from("nonsense, and long enough"))), cut);
    expect(nonsense).toMatchObject({ kind: "message", transport: "udp", tcpFailure: "malformed" });
  });
});

describe("asking over TCP", () => {
  const over = (answer: Parameters<typeof withTcp>[0], limits = PATIENT) =>
    withTcp(answer, (port) => exchange(serverAt("tcp", port), QUERY, limits));

  test("takes an answer that comes octet by octet", async () => {
    const reply = await over(async (query, stream) => {
      for (const octet of framed(answerTo(query))) {
        stream.write(Buffer.from([octet]));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    expect(summary(reply)).toBe("tcp: 1 records");
  });

  test("takes the largest message there is", async () => {
    const fill = (query: Buffer, length: number) =>
      answerTo(query, { answer: [record({ owner: pointer(12), type: 16, rdata: Buffer.alloc(length, 1) })] });
    const reply = await over((query, stream) => stream.write(framed(fill(query, 65_535 - fill(query, 0).length))));
    expect(summary(reply)).toBe("tcp: 1 records");
  });

  test("ends a slow drip when the time is over", async () => {
    const reply = await over(
      (query, stream) => {
        const octets = framed(answerTo(query));
        let at = 0;
        const timer = setInterval(() => stream.write(octets.subarray(at, ++at)), 20);
        stream.on("close", () => clearInterval(timer));
      },
      { ...LIMITS, tcpMs: 100 },
    );
    expect(summary(reply)).toBe("timeout");
  });

  test("believes no answer to another question", async () => {
    const wrong = [
      (query: Buffer) => answerTo(query, { id: query.readUInt16BE(0) ^ 1 }),
      (query: Buffer) => answerTo(query, { questions: [question("www.example.org")] }),
      (query: Buffer) => answerTo(query, { flags: 0x0180 }),
      () => message({}).subarray(0, 3),
      () => Buffer.alloc(0),
    ];
    for (const make of wrong) {
      expect(summary(await over((query, stream) => stream.write(framed(make(query)))))).toBe("malformed");
    }
  });

  test("doesn't mind the case of the question's letters", async () => {
    const reply = await over((query, stream) =>
      stream.write(framed(answerTo(query, { questions: [question("WWW.EXAMPLE.COM")] }))),
    );
    expect(summary(reply)).toBe("tcp: 1 records");
  });

  test("tells a port that is closed from a server that hangs up, midway or before", async () => {
    expect(summary(await exchange(serverAt("tcp", await closedPort()), QUERY, PATIENT))).toBe("refused");
    expect(summary(await over((_, stream) => stream.end()))).toBe("refused");
    expect(summary(await over((query, stream) => stream.end(framed(answerTo(query)).subarray(0, 20))))).toBe(
      "malformed",
    );
  });

  test("asks for a name with octets that only a message can hold", async () => {
    const odd: Query = { ...QUERY, name: parseName("a\\.b\\000\\255.example.")! };
    const reply = await withTcp(
      (query, stream) => stream.write(framed(answerTo(query))),
      (port) => exchange(serverAt("tcp", port), odd, PATIENT),
    );
    if (reply.kind === "failure") throw new Error(reply.detail);
    expect(reply.message.answer[0].owner.toString()).toBe("a\\.b\\000\\255.example.");
  });
});
