import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { a, honest, OWN, reply, TLD, withZone } from "./authority.js";
import { PROMISE, type Run, runAgainst } from "./run.js";

// What a web server can answer to whoever looks for a CA's file.

const WEB = "127.0.0.31";
const PRIVATE = "127.0.0.1";
const FILE = { path: "/.well-known/acme-challenge/token", content: "token.key" };

/** Every name below example.test is at the web server, but for "inside" and "meta". */
const dns = withZone((asked) => {
  if (asked.type !== 1) return honest("example.test", { [asked.name]: {} })(asked);
  const address = asked.name.startsWith("inside.") ? PRIVATE : asked.name.startsWith("meta.") ? "169.254.169.254" : WEB;
  return reply(asked, { answer: [a(asked.name.slice(0, -1), address)] });
});

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(address: string, port: number, onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  servers.push(server);
  server.listen(port, address);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** `onRequest` gets the request line's path. Counts requests there, and connections to the private address. */
async function browse(onRequest: (path: string, socket: Socket, count: number) => void, how: Run = {}) {
  let requests = 0;
  let inside = 0;
  const port = await listen(WEB, 0, (socket) => {
    socket.once("data", (octets) => onRequest(octets.toString("latin1").split(" ")[1], socket, requests++));
  });
  await listen(PRIVATE, port, (socket) => {
    inside++;
    socket.end();
  });
  const treatAsPublic = [TLD, ...OWN, WEB].map((address) => `${address}/32`);
  const http = { port, tlsPort: port, timeoutMs: 500, maxRedirects: 10 };
  const ran = await runAgainst(dns, {
    method: "http-01",
    more: { file: FILE },
    ...how,
    profile: { treatAsPublic, http, ...how.profile },
  });
  return { ...ran, requests, inside };
}

const moved = (location: string) => (_: string, socket: Socket) =>
  socket.end(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`);

describe("a good web server", () => {
  test("is found good", async () => {
    const { verdict } = await browse((_, socket) => {
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${FILE.content.length}\r\n\r\n${FILE.content}`);
    });
    expect(verdict).toMatchObject({ verdict: "will-issue", findings: [] });
  });
});

describe("a redirect", () => {
  for (const target of [
    "http://127.0.0.1/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "https://inside.example.test/",
    "//inside.example.test/",
    "http://meta.example.test/latest/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://user@127.0.0.1/",
    "http://example.test@127.0.0.1/",
    "http://127.0.0.1\\@example.test/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/plain,token.key",
    "gopher://127.0.0.1/",
    "http://www.example.test:22/",
    "http://www.example.test:8080/",
    "http://www.example.test:99999/",
    "http:///",
    "http://",
    "://",
    FILE.path,
    "\x1b]0;title\x07",
    "http://www.example.test/\x01\x02",
    "http://www.example.test/\x80\xff",
    `http://${"a".repeat(300)}.test/`,
    `/${"a".repeat(100_000)}`,
  ])
    test(`to ${JSON.stringify(target).slice(0, 60)} leads nowhere`, async () => {
      const { verdict, inside, requests, took } = await browse(moved(target));
      expect(verdict.verdict).not.toBe("will-issue");
      expect(inside).toBe(0);
      expect(requests).toBeLessThanOrEqual(11);
      expect(took).toBeLessThan(PROMISE);
    });

  test("over ever new names is followed ten times", async () => {
    const { verdict, requests, rules } = await browse((path, socket, count) =>
      moved(`http://n${count}.example.test/${count}`)(path, socket),
    );
    expect(verdict.verdict).toBe("will-not-issue");
    expect(rules).toContain("http-redirect");
    expect(requests).toBe(11);
  });
});

test("a redirect to the other scheme's port is followed there and nowhere else", async () => {
  const paths: string[] = [];
  const tlsPort = await listen(WEB, 0, (socket) => {
    socket.once("data", (octets) => {
      paths.push(octets.toString("latin1").split(" ")[1]);
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${FILE.content.length}\r\n\r\n${FILE.content}`);
    });
  });
  const port = await listen(WEB, 0, (socket) => {
    socket.once("data", (octets) => {
      const isTls = octets[0] === 22;
      if (isTls) socket.end("no TLS here\r\n");
      else
        moved(octets.includes("/tls ") ? "https://www.example.test:80/x" : "http://www.example.test:443/y")("", socket);
    });
  });
  const profile = { http: { port, tlsPort, timeoutMs: 500 } };
  const plain = await runAgainst(dns, { method: "http-01", more: { file: FILE }, profile });
  expect(plain.verdict.verdict).toBe("will-issue");
  expect(paths).toEqual(["/y"]);
  const secured = await runAgainst(dns, { method: "http-01", more: { file: { ...FILE, path: "/tls" } }, profile });
  expect(secured.verdict.verdict).toBe("will-not-issue");
  expect(paths).toEqual(["/y"]);
});

test("a redirect to a public address in place of a name isn't taken for one that a CA follows", async () => {
  const { verdict, requests } = await browse((_, socket, count) => {
    if (count === 0) moved(`http://${WEB}${FILE.path}`)(_, socket);
    else socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${FILE.content.length}\r\n\r\n${FILE.content}`);
  });
  expect(verdict.verdict).toBe("cannot-tell");
  expect(requests).toBe(1);
});

describe("an answer", () => {
  const endless = (head: string, piece: string, everyMs: number) => (_: string, socket: Socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.on("close", () => clearInterval(timer));
  };
  for (const [what, onRequest] of Object.entries({
    "whose body has no end": endless("HTTP/1.1 200 OK\r\n\r\n", FILE.content.repeat(1000), 1),
    "whose body comes octet by octet": endless("HTTP/1.1 200 OK\r\n\r\n", "t", 50),
    "whose body begins with the file": endless(`HTTP/1.1 200 OK\r\n\r\n${FILE.content}`, " ", 1),
    "whose headers have no end": endless("HTTP/1.1 200 OK\r\n", `X: ${"x".repeat(10_000)}\r\n`, 1),
    "that is informational for ever": endless("", "HTTP/1.1 103 Early Hints\r\n\r\n", 1),
    "that never comes": () => {},
    "of nonsense": (_: string, socket: Socket) => socket.end(Buffer.alloc(100_000, 0x1b)),
    "with half a file": (_: string, socket: Socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ntoken"),
    "with another length": (_: string, socket: Socket) =>
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 5\r\n\r\n${FILE.content}`),
    "with a chunk of 2^64 octets": (_: string, socket: Socket) =>
      socket.end(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n${FILE.content}`),
  }))
    test(`${what} ends, and proves nothing`, async () => {
      const { verdict, took } = await browse(onRequest);
      expect(verdict.verdict).not.toBe("will-issue");
      expect(JSON.stringify(verdict).length).toBeLessThan(100_000);
      expect(took).toBeLessThan(PROMISE);
    });

  test("that never comes from any of many addresses ends with the name's time, whatever one request may take", async () => {
    const silent = ["127.0.0.41", "127.0.0.42", "127.0.0.43", "127.0.0.44"];
    const port = await listen(silent[0], 0, () => {});
    for (const address of silent.slice(1)) await listen(address, port, () => {});
    const { verdict, took } = await runAgainst(
      withZone((asked) =>
        asked.type === 1
          ? reply(asked, { answer: silent.map((address) => a("example.test", address)) })
          : honest("example.test", {})(asked),
      ),
      { method: "http-01", more: { file: FILE }, profile: { http: { port, tlsPort: port, timeoutMs: 60_000 } } },
    );
    expect(verdict.verdict).toBe("cannot-tell");
    expect(took).toBeLessThan(PROMISE);
  });
});
