import { spawn } from "node:child_process";
import dns from "node:dns";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { answer, endless, serve } from "../../test/web-servers.js";
import { type GetLimits, get, type HttpQuestion } from "./get.js";
import { recogniseAnswer } from "./recognise.js";
import type { HttpReply, HttpResponse } from "./reply.js";
import { USER_AGENT, VERSION } from "./user-agent.js";

const LIMITS: GetLimits = { timeoutMs: 20_000, maxBytes: 1000 };
/** For servers that would never come to an end. */
const SHORT: GetLimits = { timeoutMs: 250, maxBytes: 1000 };

const ask = (port: number, question: Partial<HttpQuestion> = {}, limits = LIMITS): Promise<HttpReply> =>
  get({ address: "127.0.0.1", port, tls: false, host: "example.com", path: "/", verify: false, ...question }, limits);

const askServer = async (onConnection: (socket: Socket) => void, limits = LIMITS): Promise<HttpReply> =>
  ask(await serve(onConnection), {}, limits);

const text = (reply: HttpReply): string => Buffer.from((reply as HttpResponse).body).toString("latin1");

const http = (...lines: string[]): string => ["HTTP/1.1 200 OK", ...lines, "", ""].join("\r\n");

describe("an answer", () => {
  test.each([200, 201, 400, 403, 404, 410, 429, 500, 503])("with status %i is handed over as it is", async (status) => {
    const reply = await askServer(answer(`HTTP/1.1 ${status} Whatever\r\nServer: unit\r\nContent-Length: 2\r\n\r\nhi`));
    expect(reply).toMatchObject({ kind: "response", status, headers: { server: "unit" }, bodyTruncated: false });
    expect(text(reply)).toBe("hi");
  });

  test("with status 204 has no body", async () => {
    const reply = await askServer(answer("HTTP/1.1 204 No Content\r\n\r\n", { keep: true }));
    expect(reply).toMatchObject({ kind: "response", status: 204, body: new Uint8Array() });
  });

  test.each([301, 302, 303, 307, 308])("with status %i is a redirect that isn't followed", async (status) => {
    let asked = 0;
    const reply = await askServer((socket) => {
      asked++;
      answer(`HTTP/1.1 ${status} Moved\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n`)(socket);
    });
    expect(reply).toMatchObject({ kind: "response", status, headers: { location: "http://127.0.0.1/" } });
    expect(asked).toBe(1);
  });

  test("of HTTP/1.0 without a length ends with the connection", async () => {
    const reply = await askServer(answer("HTTP/1.0 200 OK\r\n\r\nvalue\n"));
    expect(reply).toMatchObject({ kind: "response", status: 200 });
    expect(text(reply)).toBe("value\n");
  });

  test("in chunks is joined", async () => {
    const reply = await askServer(
      answer(`${http("Transfer-Encoding: chunked")}3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n`),
    );
    expect(text(reply)).toBe("abcde");
  });

  test("keeps no header that isn't needed, and of one sent twice the first", async () => {
    const lines = ["Set-Cookie: a=secret", "__proto__: x", "Location: /a", "LOCATION: /b", `Via: ${"v".repeat(900)}`];
    const reply = await askServer(answer(http(...lines, "Content-Length: 0")));
    const headers = { location: "/a", via: "v".repeat(256), "content-length": "0" };
    expect((reply as HttpResponse).headers).toEqual(headers);
  });

  test("that is compressed unasked stays so, and says so", async () => {
    const body = gzipSync("value");
    const head = http("Content-Encoding: gzip", `Content-Length: ${body.length}`);
    const reply = await askServer(answer(Buffer.concat([Buffer.from(head), body])));
    expect(reply).toMatchObject({ contentCoding: "gzip", body: Uint8Array.from(body) });
  });

  test("over IPv6 comes from the address, whose brackets stand in the Host header", async (context) => {
    if (!Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === "::1")))
      context.skip();
    let request = "";
    const port = await serve((socket) => {
      socket.once("data", (data) => {
        request = data.toString();
        socket.end(http("Content-Length: 0"));
      });
    }, "::1");
    expect(await ask(port, { address: "::1", host: "::1" })).toMatchObject({ kind: "response", status: 200 });
    expect(request).toContain(`host: [::1]:${port}\r\n`);
  });
});

describe("a request", () => {
  test("says who asks, and holds nothing else", async () => {
    let request = "";
    const port = await serve((socket) => {
      socket.once("data", (data) => {
        request = data.toString();
        socket.end(http("Content-Length: 0"));
      });
    });
    await ask(port, { path: "/.well-known/acme-challenge/x?y" });
    const [line, ...headers] = request.split("\r\n").filter(Boolean);
    expect(line).toBe("GET /.well-known/acme-challenge/x?y HTTP/1.1");
    expect(headers.sort()).toEqual([
      "accept-encoding: identity",
      "accept: */*",
      "connection: close",
      `host: example.com:${port}`,
      `user-agent: ${USER_AGENT}`,
    ]);
  });

  test("names the version of this package", () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(VERSION).toBe(version);
  });

  test("looks no name up", async () => {
    const port = await serve(answer(http("Content-Length: 0")));
    const saved = { lookup: dns.lookup, promises: dns.promises.lookup };
    const trap = (): never => {
      throw new Error("a name was looked up");
    };
    Object.assign(dns, { lookup: trap });
    Object.assign(dns.promises, { lookup: trap });
    try {
      // The trap works.
      expect(() => connect({ host: "localhost", port: 1 })).toThrow("a name was looked up");
      expect(await ask(port)).toMatchObject({ kind: "response" });
      const refused = { kind: "failure", reason: "invalid", phase: "connect" };
      expect(await ask(80, { address: "localhost" })).toMatchObject(refused);
      expect(await ask(80, { address: "" })).toMatchObject(refused);
    } finally {
      Object.assign(dns, { lookup: saved.lookup });
      Object.assign(dns.promises, { lookup: saved.promises });
    }
  });

  test.each<[string, Partial<HttpQuestion>]>([
    ["a port that isn't one", { port: 65536 }],
    ["no port", { port: Number.NaN }],
    ["a source that is no address", { localAddress: "localhost" }],
    ["a path without its slash", { path: "x" }],
    ["a path that would end the line", { path: "/ HTTP/1.1\r\nX: y" }],
    ["a host that would end the line", { host: "example.com\r\nX: y" }],
  ])("with %s fails as invalid", async (_, question) => {
    const port = await serve(() => {});
    expect(await ask(port, question)).toMatchObject({ kind: "failure", reason: "invalid" });
  });

  test("from an address that isn't ours is our own trouble", async () => {
    const port = await serve(() => {});
    const reply = await ask(port, { localAddress: "192.0.2.1" });
    expect(reply).toMatchObject({ reason: "local", phase: "connect", code: "EADDRNOTAVAIL" });
  });

  test("comes from the address that is asked for", async () => {
    let from: string | undefined;
    const port = await serve((socket) => {
      from = socket.remoteAddress;
      answer(http("Content-Length: 0"))(socket);
    });
    await ask(port, { localAddress: "127.0.0.7" });
    expect(from).toBe("127.0.0.7");
  });

  test("that is given up ends at once, before or after it was sent", async () => {
    expect(await ask(1, {}, { ...LIMITS, signal: AbortSignal.abort() })).toMatchObject({ reason: "aborted" });
    const control = new AbortController();
    const reply = await askServer((socket) => socket.once("data", () => control.abort()), {
      ...LIMITS,
      signal: control.signal,
    });
    expect(reply).toMatchObject({ kind: "failure", reason: "aborted", phase: "headers" });
  });
});

describe("a body", () => {
  test("of just as many octets as allowed is whole", async () => {
    const reply = await askServer(answer(`${http("Content-Length: 1000")}${"x".repeat(1000)}`));
    expect(reply).toMatchObject({ kind: "response", bodyTruncated: false });
  });

  test("of one more is cut", async () => {
    const reply = await askServer(answer(`${http("Content-Length: 1001")}${"x".repeat(1001)}`, { keep: true }));
    expect(reply).toMatchObject({ kind: "response", bodyTruncated: true });
    expect(text(reply)).toBe("x".repeat(1000));
  });

  test.each([
    ["without a length", http(), "x".repeat(5000)],
    ["in chunks", http("Transfer-Encoding: chunked"), `64\r\n${"x".repeat(100)}\r\n`],
    ["of a length that nobody has", http("Content-Length: 9007199254740991"), "x"],
  ])("without end, %s, is cut", async (_, head, piece) => {
    const reply = await askServer(endless(head, piece));
    expect(reply).toMatchObject({ kind: "response", status: 200, bodyTruncated: true });
    expect(text(reply)).toBe("x".repeat(1000));
  });

  test.each([
    ["a chunk's extension", `${http("Transfer-Encoding: chunked")}1;`, "x".repeat(5000)],
    ["extensions of small chunks", http("Transfer-Encoding: chunked"), `1;${"y".repeat(5000)}\r\nx\r\n`],
  ])("that is nearly all %s ends, too", async (_, head, piece) => {
    expect(await askServer(endless(head, piece))).toMatchObject({ kind: "response", bodyTruncated: true });
  });

  test("with trailers without end is a failure", async () => {
    const reply = await askServer(endless(`${http("Transfer-Encoding: chunked")}0\r\n`, `T: ${"x".repeat(500)}\r\n`));
    expect(reply).toMatchObject({ kind: "failure", reason: "headers-too-large", phase: "body", status: 200 });
  });

  test("that drips ends with the time", async () => {
    const reply = await askServer(endless(http("Content-Length: 900"), "x", 20), SHORT);
    expect(reply).toMatchObject({ kind: "failure", reason: "timeout", phase: "body", status: 200 });
  });

  test.each([
    ["short of its length", `${http("Content-Length: 10")}abc`],
    ["before its last chunk", `${http("Transfer-Encoding: chunked")}3\r\nabc\r\n`],
  ])("that ends %s is cut short", async (_, sent) => {
    const reply = await askServer(answer(sent));
    expect(reply).toMatchObject({ kind: "failure", reason: "cut-short", phase: "body", status: 200 });
  });

  test.each([
    ["a size that is no number", "zz\r\nabc\r\n"],
    ["a size beyond all numbers", `${"f".repeat(40)}\r\n`],
    ["octets after a chunk's end", "1\r\nabcdef"],
  ])("in chunks with %s is malformed", async (_, sent) => {
    const reply = await askServer(answer(`${http("Transfer-Encoding: chunked")}${sent}`));
    expect(reply).toMatchObject({ kind: "failure", reason: "malformed-http", phase: "body" });
  });
});

describe("a connection", () => {
  test("to a port where nobody listens is refused", async () => {
    const reply = await ask(await freePort());
    expect(reply).toMatchObject({ kind: "failure", reason: "refused", phase: "connect", code: "ECONNREFUSED" });
  });

  test.skipIf(process.platform !== "linux")("that nobody takes times out while connecting", async () => {
    // A process that listens and then stands still: once its queue is full, the system drops what comes.
    const script = `require("net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, function () {
      require("fs").writeSync(1, this.address().port + "\\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    })`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const fillers: Socket[] = [];
    try {
      const [line] = await once(child.stdout, "data");
      const port = Number(String(line));
      for (let i = 0; i < 6; i++) fillers.push(connect(port, "127.0.0.1").on("error", () => {}));
      await once(fillers[0], "connect");
      expect(await ask(port, {}, SHORT)).toMatchObject({ kind: "failure", reason: "timeout", phase: "connect" });
    } finally {
      for (const socket of fillers) socket.destroy();
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  });

  test("that is taken in silence times out after connecting", async () => {
    const reply = await askServer(() => {}, SHORT);
    expect(reply).toMatchObject({ kind: "failure", reason: "timeout", phase: "headers" });
  });

  test("on which headers drip times out, too", async () => {
    const reply = await askServer(endless("HTTP/1.1 200 OK\r\nX: ", "x", 20), SHORT);
    expect(reply).toMatchObject({ kind: "failure", reason: "timeout", phase: "headers" });
  });

  test("that is reset says so, with the phase", async () => {
    const reset = await askServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(reset).toMatchObject({ kind: "failure", reason: "reset", phase: "headers", code: "ECONNRESET" });
    const later = await askServer((socket) => {
      socket.once("data", () => socket.write(`${http("Content-Length: 9")}abc`, () => socket.resetAndDestroy()));
    });
    // The system may throw away what came before a reset, and undici takes one in a body for its end.
    expect(later).toMatchObject({ kind: "failure", reason: expect.stringMatching(/^(reset|cut-short)$/) });
  });

  test("that is closed without a word is an empty reply", async () => {
    const reply = await askServer((socket) => socket.once("data", () => socket.end()));
    expect(reply).toMatchObject({ kind: "failure", reason: "empty-reply", phase: "headers" });
  });

  test("that is closed before it was asked anything is an empty reply or a reset", async () => {
    const reply = await askServer((socket) => socket.end());
    expect(reply).toMatchObject({ kind: "failure", reason: expect.stringMatching(/^(empty-reply|reset)$/) });
  });

  test.each(["HTTP/1.1", "HTTP/1.1 200 OK\r\nServer: x", "HTTP/1.1 200 OK\r\nServer: x\r\n"])(
    "that ends after %j is cut short",
    async (sent) => {
      const reply = await askServer(answer(sent));
      expect(reply).toMatchObject({ kind: "failure", reason: "cut-short", phase: "headers" });
    },
  );
});

describe("an answer that isn't one", () => {
  test.each([
    "SSH-2.0-OpenSSH_9.6\r\n",
    "220 mail.example.com ESMTP\r\n",
    "<html>HTTP/0.9</html>",
    "\0\0\0\0",
    "\xff\xfe",
  ])("%j isn't HTTP", async (sent) => {
    const reply = await askServer(answer(Buffer.from(sent, "latin1")));
    expect(reply).toMatchObject({ kind: "failure", reason: "not-http", phase: "headers" });
  });

  test("quotes what was said, and no more than a little of it", async () => {
    const reply = await askServer(answer(`SSH-2.0-\x1b[31m${"x".repeat(5000)}`));
    expect(reply).toMatchObject({ detail: expect.stringContaining('found "SSH-2.0-\\u001b[31m') });
    expect((reply as { detail: string }).detail.length).toBeLessThan(200);
  });

  test("is an alert where the server speaks TLS", async () => {
    const reply = await askServer(answer(Uint8Array.of(21, 3, 1, 0, 2, 2, 70)));
    expect(reply).toMatchObject({ kind: "failure", reason: "tls-on-plain-port", phase: "headers" });
  });

  test("is a page that says so where the server is kind", async () => {
    const page = "Client sent an HTTP request to an HTTPS server.\n";
    const reply = await askServer(answer(`HTTP/1.0 400 Bad Request\r\n\r\n${page}`));
    expect(recogniseAnswer(reply)).toEqual({ kind: "plain-on-tls-port", vendor: "Go" });
  });

  test.each([
    ["a NUL in its Location", "HTTP/1.1 301 Moved\r\nLocation: http://a\0b/\r\n\r\n"],
    ["a header without a name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n"],
    ["a blank in a header's name", "HTTP/1.1 200 OK\r\nLoca tion: x\r\n\r\n"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    ["both a length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na"],
    ["a status that is no number", "HTTP/1.1 abc OK\r\n\r\n"],
    ["a version that isn't there", "HTTP/9.9 200 OK\r\n\r\n"],
    ["an upgrade that nobody asked for", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"],
  ])("with %s is malformed", async (_, sent) => {
    expect(await askServer(answer(sent))).toMatchObject({ kind: "failure", reason: "malformed-http" });
  });

  test.each([
    ["one header without end", "HTTP/1.1 200 OK\r\nX: ", "x".repeat(5000)],
    ["headers without end", "HTTP/1.1 200 OK\r\n", `X-A: ${"x".repeat(500)}\r\n`],
    ["a reason without end", "HTTP/1.1 200 ", "x".repeat(5000)],
  ])("with %s is too large", async (_, head, piece) => {
    const reply = await askServer(endless(head, piece));
    expect(reply).toMatchObject({ kind: "failure", reason: "headers-too-large", phase: "headers" });
  });

  test("with a Location that nobody could follow is too large, rather than half a Location", async () => {
    const reply = await askServer(answer(http(`Location: /${"x".repeat(9000)}`, "Content-Length: 0")));
    expect(reply).toMatchObject({ kind: "failure", reason: "headers-too-large" });
  });

  test("may come after a few of the 1xx class, but not after a flood", async () => {
    const hint = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    const few = await askServer(answer(`${hint}${hint}${http("Content-Length: 0")}`));
    expect(few).toMatchObject({ kind: "response", status: 200 });
    const flood = await askServer(endless("", hint));
    expect(flood).toMatchObject({ kind: "failure", reason: "malformed-http", phase: "headers" });
    // undici takes 100 without a request for it as an error.
    const unasked = await askServer(answer(`HTTP/1.1 100 Continue\r\n\r\n${http("Content-Length: 0")}`));
    expect(unasked).toMatchObject({ kind: "failure", reason: "malformed-http" });
  });

  test("never makes the asker throw, whatever octets it is made of", async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % below;
    };
    const pieces = [
      "HTTP/1.1 200 OK\r\n",
      "\r\n",
      "Content-Length: 5\r\n",
      "Transfer-Encoding: chunked\r\n",
      "5\r\nhello",
    ];
    const port = await serve((socket) => {
      const parts = Array.from({ length: random(8) }, () =>
        random(4) === 0 ? Buffer.from(Array.from({ length: random(9) }, () => random(256))) : pieces[random(5)],
      );
      answer(Buffer.concat(parts.map((part) => Buffer.from(part))))(socket);
    });
    for (let i = 0; i < 300; i++) {
      const reply = await ask(port);
      expect(["response", "failure"]).toContain(reply.kind);
      if (reply.kind === "failure") expect(reply.reason).toMatch(/^(not-http|malformed-http|cut-short|empty-reply)$/);
    }
  });
});

/** A port on which nobody listens any more. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
