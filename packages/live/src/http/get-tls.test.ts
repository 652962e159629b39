import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answer, type Identity, lacksOpenssl, makeIdentity, serve, serveTls } from "../../test/web-servers.js";
import { get, type HttpQuestion } from "./get.js";
import type { HttpReply } from "./reply.js";

const LIMITS = { timeoutMs: 20_000, maxBytes: 1000 };
const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

const ask = (port: number, question: Partial<HttpQuestion> = {}, limits = LIMITS): Promise<HttpReply> =>
  get({ address: "127.0.0.1", port, tls: true, host: "example.com", path: "/", verify: false, ...question }, limits);

describe("what doesn't speak TLS", () => {
  test.each(["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n", "<html>what?</html>"])(
    "but says %j is plain on a port for TLS",
    async (sent) => {
      const reply = await ask(await serve(answer(sent)));
      expect(reply).toMatchObject({ kind: "failure", reason: "plain-on-tls-port", phase: "tls" });
    },
  );

  test("and says nothing times out in the handshake", async () => {
    const reply = await ask(await serve(() => {}), {}, { ...LIMITS, timeoutMs: 250 });
    expect(reply).toMatchObject({ kind: "failure", reason: "timeout", phase: "tls" });
  });

  test("and ends or resets the connection says so", async () => {
    const ended = await ask(await serve((socket) => socket.once("data", () => socket.end())));
    expect(ended).toMatchObject({ kind: "failure", reason: "cut-short", phase: "tls" });
    const reset = await ask(await serve((socket) => socket.once("data", () => socket.resetAndDestroy())));
    expect(reset).toMatchObject({ kind: "failure", reason: "reset", phase: "tls" });
  });

  test("but sends an alert refused the handshake", async () => {
    // handshake_failure (RFC 8446 §6).
    const reply = await ask(await serve(answer(Uint8Array.of(21, 3, 3, 0, 2, 2, 40))));
    expect(reply).toMatchObject({ kind: "failure", reason: "tls", phase: "tls" });
  });
});

describe.skipIf(lacksOpenssl)("a server with TLS", () => {
  let identity: Identity;
  let folder: string;
  let caFile: string;
  beforeAll(() => {
    identity = makeIdentity(["DNS:example.com", "IP:127.0.0.1"]);
    folder = mkdtempSync(join(tmpdir(), "dcvlint-ca-"));
    caFile = join(folder, "ca.pem");
    writeFileSync(caFile, identity.cert);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("that isn't trusted is read, and the reason noted, where nobody verifies", async () => {
    const reply = await ask(await serveTls(identity, answer(OK)));
    expect(reply).toMatchObject({ kind: "response", status: 200, tlsError: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  test("that isn't trusted is a failure where somebody does", async () => {
    const reply = await ask(await serveTls(identity, answer(OK)), { verify: true });
    expect(reply).toMatchObject({ reason: "certificate", phase: "tls", code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  test("is trusted by the CA file, which stands in place of all others", async () => {
    const reply = await ask(await serveTls(identity, answer(OK)), { verify: true, caFile });
    expect(reply).toMatchObject({ kind: "response", status: 200, tlsError: undefined });
  });

  test("with a certificate for another name isn't trusted", async () => {
    const port = await serveTls(identity, answer(OK));
    const code = "ERR_TLS_CERT_ALTNAME_INVALID";
    expect(await ask(port, { caFile, host: "example.net" })).toMatchObject({ kind: "response", tlsError: code });
    const verified = await ask(port, { caFile, host: "example.net", verify: true });
    expect(verified).toMatchObject({ reason: "certificate", phase: "tls", code });
  });

  test("hears the host by SNI without its final dot, and no address", async () => {
    const heard: unknown[] = [];
    const port = await serveTls(identity, (socket: TLSSocket & { servername?: unknown }) => {
      heard.push(socket.servername);
      answer(OK)(socket);
    });
    expect(await ask(port, { host: "example.com.", caFile, verify: true })).toMatchObject({ kind: "response" });
    expect(await ask(port, { host: "127.0.0.1", caFile, verify: true })).toMatchObject({ kind: "response" });
    expect(heard).toEqual(["example.com", false]);
  });

  test("is never asked where the CA file can't be read", async () => {
    const port = await serveTls(identity, answer(OK));
    expect(await ask(port, { caFile: join(folder, "missing") })).toMatchObject({ reason: "local", code: "ENOENT" });
  });

  test("with a CA file that holds no certificate trusts nobody", async () => {
    const junk = join(folder, "junk.pem");
    writeFileSync(junk, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    const reply = await ask(await serveTls(identity, answer(OK)), { caFile: junk, verify: true });
    expect(reply).toMatchObject({ kind: "failure", phase: "tls" });
  });

  test("with a key too weak for OpenSSL is read where nobody verifies", async () => {
    const weak = makeIdentity(["DNS:example.com"], [], true);
    const port = await serveTls({ ...weak, ciphers: "DEFAULT@SECLEVEL=0" }, answer(OK));
    expect(await ask(port)).toMatchObject({ kind: "response", status: 200 });
  });

  test("with a name that holds quotes and a NUL isn't trusted, and does no harm", async () => {
    const odd = makeIdentity([], ["subjectAltName=DER:30:0f:82:0d:61:22:2c:20:44:4e:53:3a:62:2e:22:00:63"]);
    writeFileSync(join(folder, "odd.pem"), odd.cert);
    const reply = await ask(await serveTls(odd, answer(OK)), { caFile: join(folder, "odd.pem") });
    expect(reply).toMatchObject({ kind: "response", tlsError: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  test("that is asked in plain HTTP fails, whatever it makes of it", async () => {
    const port = await serveTls(identity, answer(OK));
    const reply = await ask(port, { tls: false });
    expect(reply).toMatchObject({ kind: "failure", phase: "headers" });
    expect(reply).toMatchObject({ reason: expect.stringMatching(/^(tls-on-plain-port|empty-reply|reset)$/) });
  });

  test("and a body or headers without end are bounded like others", async () => {
    const chunk = "x".repeat(16_000);
    const flood = (head: string) => (socket: TLSSocket) => {
      socket.once("data", () => {
        socket.write(head);
        const more = () => !socket.destroyed && socket.write(chunk) && setImmediate(more);
        socket.on("drain", more);
        more();
      });
    };
    const body = await ask(await serveTls(identity, flood("HTTP/1.1 200 OK\r\n\r\n")));
    expect(body).toMatchObject({ kind: "response", bodyTruncated: true });
    const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;";
    expect(await ask(await serveTls(identity, flood(chunked)))).toMatchObject({
      kind: "response",
      bodyTruncated: true,
    });
    const headers = await ask(await serveTls(identity, flood("HTTP/1.1 200 OK\r\nX: ")));
    expect(headers).toMatchObject({ kind: "failure", reason: "headers-too-large" });
  });
});
