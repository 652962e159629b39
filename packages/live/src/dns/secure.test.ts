import { writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createSecureServer as createHttp2, type ServerHttp2Stream } from "node:http2";
import { createServer as createHttp1 } from "node:https";
import { createServer as createPlain } from "node:net";
import { join } from "node:path";
import { createServer as createTls, type TlsOptions } from "node:tls";
import { parseName } from "@dcvlint/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Certificates, type Identity, lacksOpenssl } from "../../test/identity.js";
import { answerTo, question } from "../../test/messages.js";
import { closedPort, framed, readQueries, serverAt, withServer } from "../../test/servers.js";
import { exchange } from "./exchange.js";
import type { Query, Reply, Server } from "./message.js";

const QUERY: Query = { name: parseName("www.example.com.")!, type: 1, recursionDesired: true };
const PATIENT = { queryMs: 5_000, tries: 1, tcpMs: 5_000 };
const SHORT = { ...PATIENT, tcpMs: 300 };

const summary = (reply: Reply): string =>
  reply.kind === "failure" ? reply.reason : `${reply.transport}: ${reply.message.answer.length} records`;

describe.skipIf(lacksOpenssl)("over TLS", () => {
  const certificates = new Certificates();
  let good: Identity;
  let other: Identity;
  beforeAll(() => {
    good = certificates.identity("DNS:resolver.example,IP:127.0.0.1");
    other = certificates.identity("DNS:other.example,IP:192.0.2.1");
  });
  afterAll(() => certificates.remove());

  describe("asking a DoT server", () => {
    const dot = (
      change: Partial<Server>,
      { options = {}, limits = PATIENT, answer = (query: Buffer): Buffer | undefined => answerTo(query) } = {},
    ): Promise<Reply> => {
      const tls: TlsOptions = { key: good.key, cert: good.cert, ALPNProtocols: ["dot"], ...options };
      const server = createTls(tls, (stream) =>
        readQueries(stream, (query) => {
          const octets = answer(query);
          if (octets) stream.write(framed(octets));
        }),
      );
      return withServer(server, (port) =>
        exchange({ ...serverAt("tls", port), caFile: good.certFile, ...change }, QUERY, limits),
      );
    };

    test("works where the certificate is good for the name, or for the address where there is none", async () => {
      expect(summary(await dot({ tlsServerName: "resolver.example" }))).toBe("tls: 1 records");
      expect(summary(await dot({}))).toBe("tls: 1 records");
      expect(summary(await dot({ tlsServerName: "127.0.0.1" }))).toBe("tls: 1 records");
    });

    test("sends the name, and comes from the address that it is given", async () => {
      let seen: unknown;
      const server = createTls({ key: good.key, cert: good.cert }, (stream) => {
        seen = [(stream as unknown as { servername: string }).servername, stream.remoteAddress];
        readQueries(stream, (query) => stream.write(framed(answerTo(query))));
      });
      const change = { caFile: good.certFile, tlsServerName: "resolver.example", localAddress: "127.0.0.88" };
      const reply = await withServer(server, (port) =>
        exchange({ ...serverAt("tls", port), ...change }, QUERY, PATIENT),
      );
      expect([summary(reply), seen]).toEqual(["tls: 1 records", ["resolver.example", "127.0.0.88"]]);
    });

    test("fails where the certificate is for another name or address, or nobody's that is trusted", async () => {
      const wrong = { key: other.key, cert: other.cert };
      const failures = [
        await dot({ tlsServerName: "another.example" }),
        await dot({ caFile: other.certFile, tlsServerName: "resolver.example" }, { options: wrong }),
        await dot({ caFile: other.certFile }, { options: wrong }),
        await dot({ tlsServerName: "other.example" }, { options: wrong }),
        await dot({ caFile: undefined }),
      ];
      expect(failures.map(summary)).toEqual(new Array(5).fill("transport"));
    });

    test("verifies even where the environment says not to", async () => {
      const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
      try {
        expect(summary(await dot({ caFile: undefined }))).toBe("transport");
      } finally {
        if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
        else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      }
    });

    test("fails, and trusts nobody, where the file of CAs is missing, empty or without a certificate", async () => {
      const empty = join(certificates.folder, "empty");
      const text = join(certificates.folder, "text");
      writeFileSync(empty, "");
      writeFileSync(text, "no certificate");
      for (const caFile of [empty, text, join(certificates.folder, "missing"), certificates.folder]) {
        expect(summary(await exchange({ ...serverAt("tls", 1), caFile }, QUERY, PATIENT))).toBe("transport");
      }
    });

    test("tells a closed port, silence, and a server that speaks no TLS", async () => {
      expect(summary(await exchange(serverAt("tls", await closedPort()), QUERY, PATIENT))).toBe("refused");
      expect(summary(await dot({}, { answer: () => undefined, limits: SHORT }))).toBe("timeout");
      const plain = createPlain((socket) => socket.resume().write("220 hello, this is something else\r\n"));
      expect(summary(await withServer(plain, (port) => exchange(serverAt("tls", port), QUERY, PATIENT)))).toBe(
        "transport",
      );
      const mute = createPlain((socket) => socket.resume());
      expect(summary(await withServer(mute, (port) => exchange(serverAt("tls", port), QUERY, SHORT)))).toBe("timeout");
    });

    test("believes no answer to another question", async () => {
      const answer = (query: Buffer) => answerTo(query, { questions: [question("www.example.org")] });
      expect(summary(await dot({}, { answer }))).toBe("malformed");
    });
  });

  const SPEAKERS = ["HTTP/1.1", "HTTP/2"] as const;
  describe.each(SPEAKERS)("asking a DoH server that speaks only %s", (version) => {
    interface Answer {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      /** Without end, if a function. */
      readonly body?: Buffer | (() => Buffer);
      /** Headers are sent, the body isn't. */
      readonly hang?: boolean;
    }
    interface Seen {
      method?: string;
      path?: string;
      host?: string;
      type?: string;
      body: Buffer;
    }
    /** Sends what `make` makes of a query. */
    const doh = (make: (query: Buffer) => Answer, change: Partial<Server> = {}, limits = PATIENT, seen?: Seen[]) => {
      const options = { key: good.key, cert: good.cert };
      const write = (answer: Answer, stream: NodeJS.WritableStream) => {
        const { body = Buffer.alloc(0), hang } = answer;
        stream.on("error", () => {});
        if (typeof body !== "function") return hang ? void stream.write(body) : void stream.end(body);
        // By the clock, not by `drain`: an HTTP/2 server of Node's that waits for that doesn't notice that the client has gone.
        const timer = setInterval(() => stream.write(body()), 5);
        stream.on("close", () => clearInterval(timer));
      };
      const headersOf = (answer: Answer) => ({ "content-type": "application/dns-message", ...answer.headers });
      const listener: RequestListener = (request, response) => {
        const pieces: Buffer[] = [];
        request.on("data", (piece) => pieces.push(piece));
        request.on("end", () => {
          const query = Buffer.concat(pieces);
          const { method, url: path, headers } = request;
          seen?.push({ method, path, host: headers.host, type: headers["content-type"], body: query });
          const answer = make(query);
          response.writeHead(answer.status ?? 200, headersOf(answer));
          write(answer, response);
        });
      };
      const server =
        version === "HTTP/1.1" ? createHttp1(options, listener) : createHttp2({ ...options, allowHTTP1: false });
      if (version === "HTTP/2") {
        server.on("stream", (stream: ServerHttp2Stream, headers: Record<string, string>) => {
          const pieces: Buffer[] = [];
          stream.on("error", () => {});
          stream.on("data", (piece: Buffer) => pieces.push(piece));
          stream.on("end", () => {
            const query = Buffer.concat(pieces);
            const { ":method": method, ":path": path, ":authority": host, "content-type": type } = headers;
            seen?.push({ method, path, host, type, body: query });
            const answer = make(query);
            stream.respond({ ":status": answer.status ?? 200, ...headersOf(answer) });
            write(answer, stream);
          });
        });
        server.on("sessionError", () => {});
      }
      return withServer(server as ReturnType<typeof createHttp1>, (port) => {
        const url = `https://resolver.example:${port}/dns-query?x=1`;
        return exchange({ ...serverAt("https", port), url, caFile: good.certFile, ...change }, QUERY, limits);
      });
    };
    const right = (query: Buffer): Answer => ({ body: answerTo(query) });

    test("posts the message to the pinned address with the URL's name and path", async () => {
      const seen: Seen[] = [];
      expect(summary(await doh(right, {}, PATIENT, seen))).toBe("https: 1 records");
      expect(seen).toMatchObject([{ method: "POST", path: "/dns-query?x=1", type: "application/dns-message" }]);
      expect(seen[0].host).toMatch(/^resolver\.example:\d+$/);
      expect(seen[0].body.readUInt16BE(0)).toBe(0);
    });

    test("takes the media type with parameters and in other letters", async () => {
      const headers = { "content-type": "Application/DNS-Message; charset=x" };
      expect(summary(await doh((query) => ({ body: answerTo(query), headers })))).toBe("https: 1 records");
    });

    test("fails where the certificate is for another name", async () => {
      expect(summary(await doh(right, { url: "https://another.example/dns-query" }))).toBe("transport");
      expect(summary(await doh(right, { tlsServerName: "another.example" }))).toBe("transport");
      expect(summary(await doh(right, { caFile: other.certFile }))).toBe("transport");
    });

    test("takes the address for the name where the URL has one", async () => {
      expect(summary(await doh(right, { url: "https://127.0.0.1/dns-query" }))).toBe("https: 1 records");
    });

    test("fails on another status, a redirect, another media type", async () => {
      const of = async (answer: Answer) => {
        const reply = await doh((query) => ({ body: answerTo(query), ...answer }));
        return reply.kind === "failure" ? `${reply.reason}: ${reply.detail}` : summary(reply);
      };
      expect(await of({ status: 503 })).toBe("transport: HTTP status 503");
      expect(await of({ status: 204 })).toBe("transport: HTTP status 204");
      expect(await of({ status: 302, headers: { location: "https://127.0.0.1/elsewhere" } })).toBe(
        "transport: HTTP status 302",
      );
      expect(await of({ headers: { "content-type": "text/html" } })).toBe(
        'transport: the answer is of type "text/html", not application/dns-message',
      );
    });

    test("stops reading a body without end, and gives up on one that never comes", async () => {
      const piece = Buffer.alloc(16_384);
      expect(summary(await doh(() => ({ body: () => piece })))).toBe("transport");
      expect(summary(await doh((query) => ({ body: answerTo(query), hang: true }), {}, SHORT))).toBe("timeout");
    });

    test("believes no answer to another question, and nothing that isn't a message", async () => {
      const reply = await doh((query) => ({ body: answerTo(query, { questions: [question("www.example.org")] }) }));
      expect(summary(reply)).toBe("malformed");
      expect(summary(await doh(() => ({ body: Buffer.from("{}") })))).toBe("malformed");
      expect(summary(await doh(() => ({})))).toBe("malformed");
    });
  });

  describe("asking over HTTPS", () => {
    const at = (server: Partial<Server>) => exchange({ ...serverAt("https", 443), ...server }, QUERY, SHORT);

    test("wants an https URL", async () => {
      expect(summary(await at({}))).toBe("transport");
      expect(summary(await at({ url: "http://127.0.0.1/" }))).toBe("transport");
      expect(summary(await at({ url: "nonsense" }))).toBe("transport");
    });

    test("tells a closed port, a server that hangs up, and one that speaks neither version", async () => {
      const url = "https://127.0.0.1/dns-query";
      expect(summary(await at({ url, port: await closedPort() }))).toBe("refused");
      const tls = { key: good.key, cert: good.cert };
      const against = (server: ReturnType<typeof createTls>) =>
        withServer(server, (port) =>
          exchange({ ...serverAt("https", port), url, caFile: good.certFile }, QUERY, PATIENT),
        );
      expect(summary(await against(createTls(tls, (stream) => stream.resume().end())))).toBe("refused");
      const babble = (socket: NodeJS.ReadWriteStream) =>
        void socket
          .on("error", () => {})
          .resume()
          .write("no HTTP\r\n\r\n");
      expect(summary(await against(createTls(tls, babble)))).toBe("transport");
      expect(summary(await against(createTls({ ...tls, ALPNProtocols: ["h2"] }, babble)))).toBe("transport");
      expect(summary(await against(createTls({ ...tls, ALPNProtocols: ["dot"] }, babble)))).toBe("transport");
    });
  });
});
