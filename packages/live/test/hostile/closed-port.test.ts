import { once } from "node:events";
import { createSecureServer, type Http2SecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { decodeMessage } from "../../src/dns/decode-message.js";
import { Certificates, lacksOpenssl } from "../identity.js";
import { pointer, record } from "../messages.js";
import { type Asked, type Behaviour, CAA, caa, honest, reply } from "./authority.js";
import { runAgainst } from "./run.js";

// Where port 53 is closed, as in some companies, resolvers over HTTPS are all there is to ask.

const RESOLVER = "127.0.0.51";

describe.skipIf(lacksOpenssl)("with port 53 closed", () => {
  const certificates = new Certificates();
  const servers: Http2SecureServer[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  afterAll(() => certificates.remove());

  /** A resolver over HTTPS at an address of loopback; its certificate is its own CA. */
  async function resolver(id: string, behave: Behaviour) {
    const identity = certificates.identity("DNS:resolver.example,IP:127.0.0.1");
    const server = createSecureServer({ key: identity.key, cert: identity.cert, allowHTTP1: true });
    servers.push(server);
    server.on("request", async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const query = Buffer.concat(pieces);
      const read = decodeMessage(query);
      if (typeof read === "string") throw new Error(read);
      const [{ name, type }] = read.questions;
      const asked: Asked = { name: name.toString().toLowerCase(), type, transport: "tcp", at: id, query };
      const told = Buffer.from(behave(asked) ?? Buffer.alloc(0));
      if (told.length > 2) told.writeUInt16BE(0x8180 | (told.readUInt16BE(2) & 15), 2);
      response.writeHead(200, { "content-type": "application/dns-message" }).end(told);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const url = `https://resolver.example:${port}/dns-query`;
    return { id, transport: "https", address: "127.0.0.1", port, url, caFile: identity.certFile };
  }

  /** Nobody is there but who knows of the closed port. */
  const closed = { addresses: [] as string[] };
  const permitting = honest("example.test", { "example.test.": { [CAA]: [caa("example.test", "letsencrypt.org")] } });
  const denying = honest("example.test", { "example.test.": { [CAA]: [caa("example.test", ";")] } });

  test("resolvers over HTTPS give an answer that is marked as theirs", async () => {
    const { verdict } = await runAgainst(() => undefined, {
      ...closed,
      profile: { resolvers: [await resolver("one", permitting)] },
    });
    expect(verdict.verdict).toBe("will-issue");
    expect(verdict.evidence.length).toBeGreaterThan(1);
    for (const { of } of verdict.evidence) expect(of).toContain("(one, a resolver)");
  });

  test("what they say that forbids, forbids", async () => {
    const { verdict, rules } = await runAgainst(() => undefined, {
      ...closed,
      profile: { resolvers: [await resolver("one", denying)] },
    });
    expect(verdict.verdict).toBe("will-not-issue");
    expect(rules).toContain("caa-excludes-ca");
  });

  test("one that isn't trusted isn't believed, and without another nothing is known", async () => {
    const { caFile: _, ...untrusted } = await resolver("one", permitting);
    const { verdict } = await runAgainst(() => undefined, { ...closed, profile: { resolvers: [untrusted] } });
    expect(verdict.verdict).toBe("cannot-tell");
  });

  test("one that talks nonsense is passed over for the next", async () => {
    const bad = await resolver("bad", () => Buffer.alloc(70_000, 0x41));
    const { verdict } = await runAgainst(() => undefined, {
      ...closed,
      profile: { resolvers: [bad, await resolver("good", denying)] },
    });
    expect(verdict.verdict).toBe("will-not-issue");
  });

  test("a resolver that answers in place of every name server is no fault of theirs", async () => {
    const interceptor: Behaviour = (asked) => reply(asked, { flags: 0x8183 });
    const { verdict, rules } = await runAgainst(interceptor, {
      profile: { resolvers: [await resolver("one", permitting)] },
    });
    expect([verdict.verdict, rules]).toEqual(["will-issue", []]);
    for (const { of } of verdict.evidence) expect(of).toContain("(one, a resolver)");
    const alone = await runAgainst(interceptor);
    expect([alone.verdict.verdict, alone.rules]).toEqual(["cannot-tell", []]);
    expect(alone.verdict.unknown[0]).toMatch(/^Something in this network answers in place of the name servers/);
  });

  test("with no resolver in the profile nobody is asked", async () => {
    const { verdict } = await runAgainst(() => undefined, closed);
    expect(verdict.verdict).toBe("cannot-tell");
  });
});

test("with port 53 closed, half an answer of a resolver, or one to something else, isn't taken for none", async () => {
  for (const change of [
    (asked: Asked) => reply(asked, { flags: 0x8380 }),
    (asked: Asked) => reply(asked, { flags: 0x8180, answer: [caa("other.test", ";")] }),
    (asked: Asked) =>
      reply(asked, {
        flags: 0x8180,
        answer: [record({ owner: pointer(12), type: CAA, class: 3, rdata: Buffer.from("\0\x05issue;", "latin1") })],
      }),
  ]) {
    const { verdict, authority } = await runAgainst(change, {
      addresses: [RESOLVER],
      profileAt: (port) => ({ resolvers: [{ id: "half", transport: "udp", address: RESOLVER, port }] }),
    });
    expect(authority.asked.length).toBeGreaterThan(0);
    expect(verdict.verdict).toBe("cannot-tell");
  }
});
