import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { answer, type Identity, lacksOpenssl, makeIdentity, serve, serveTls } from "../../test/web-servers.js";
import { readCertificate } from "./certificate.js";
import { ACME_PROTOCOL, alpnServerName, probeTlsAlpn, type TlsAlpnQuestion } from "./tls-alpn.js";

const LIMITS = { timeoutMs: 20_000 };

const probe = (port: number, question: Partial<TlsAlpnQuestion> = {}, limits = LIMITS) =>
  probeTlsAlpn({ address: "127.0.0.1", port, host: "example.com", ...question }, limits);

/** OCTET STRING of 32 octets, as RFC 8737 §3 has it. */
const DIGEST = `04:20:${Array(32).fill("ab").join(":")}`;
const extension = (value: string, critical = "critical,") => `1.3.6.1.5.5.7.1.31=${critical}DER:${value}`;

describe.skipIf(lacksOpenssl)("a server with TLS", () => {
  let right: Identity;
  beforeAll(() => {
    right = makeIdentity(["DNS:example.com"], [extension(DIGEST)]);
  });

  test("that knows acme-tls/1 shows its certificate", async () => {
    let heard: unknown;
    const SNICallback = (name: string, done: (error: null) => void) => {
      heard = name;
      done(null);
    };
    const port = await serveTls({ ...right, SNICallback, ALPNProtocols: [ACME_PROTOCOL] }, () => {});
    const certificate = { subjectAltNames: ["example.com"], hasAcmeIdentifier: true, selfSigned: true };
    expect(await probe(port)).toMatchObject({ kind: "negotiated", protocol: "acme-tls/1", certificate });
    expect(heard).toBe("example.com");
  });

  test("that knows nothing of ALPN negotiates nothing", async () => {
    const port = await serveTls(makeIdentity(["DNS:www.example.com", "IP:192.0.2.1", "IP:2001:db8::1"]), () => {});
    const subjectAltNames = ["www.example.com", "192.0.2.1", "2001:0db8:0000:0000:0000:0000:0000:0001"];
    const certificate = { subjectAltNames, hasAcmeIdentifier: false, selfSigned: true };
    expect(await probe(port)).toMatchObject({ kind: "negotiated", protocol: false, certificate });
  });

  test("that knows other protocols only refuses", async () => {
    const port = await serveTls({ ...right, ALPNProtocols: ["http/1.1"] }, () => {});
    expect(await probe(port)).toMatchObject({ kind: "failure", reason: "no-application-protocol", phase: "tls" });
  });

  test.each([
    ["isn't critical", extension(DIGEST, "")],
    ["is too short", extension("04:02:ab:ab")],
    ["is of another type", extension(`0c:20:${Array(32).fill("61").join(":")}`)],
    ["is empty", extension("04:00")],
  ])("whose acmeIdentifier %s doesn't have it", (_, added) => {
    const { cert } = makeIdentity(["DNS:example.com"], [added]);
    const read = readCertificate(new X509Certificate(cert).raw);
    expect(read).toEqual({ subjectAltNames: ["example.com"], hasAcmeIdentifier: false });
  });

  test("whose certificate has no names has none", () => {
    const { cert } = makeIdentity([]);
    expect(readCertificate(new X509Certificate(cert).raw).subjectAltNames).toEqual([]);
  });

  test("whose certificate is cut or changed anywhere is read without a throw, and never grows a name", () => {
    const { raw } = new X509Certificate(right.cert);
    for (let at = 0; at < raw.length; at++) {
      expect(readCertificate(raw.subarray(0, at)).hasAcmeIdentifier).toBe(false);
      for (const octet of [0x00, 0x7f, 0x80, 0x84, 0xff]) {
        const changed = Buffer.from(raw);
        changed[at] = octet;
        expect(readCertificate(changed).subjectAltNames.length).toBeLessThanOrEqual(100);
      }
    }
  });
});

test("what isn't TLS fails as a request by HTTPS does", async () => {
  const banner = await probe(await serve(answer("SSH-2.0-OpenSSH_9.6\r\n")));
  expect(banner).toMatchObject({ kind: "failure", reason: "plain-on-tls-port", phase: "tls" });
  const silent = await probe(await serve(() => {}), {}, { timeoutMs: 250 });
  expect(silent).toMatchObject({ kind: "failure", reason: "timeout", phase: "tls" });
  expect(await probe(1, { address: "example.com" })).toMatchObject({ reason: "invalid", phase: "connect" });
});

test("an address is asked for by its reverse name (RFC 8738 §6)", () => {
  expect(alpnServerName("192.0.2.1")).toBe("1.2.0.192.in-addr.arpa");
  const ip6 = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
  expect(alpnServerName("2001:db8::1")).toBe(ip6);
  expect(alpnServerName("example.com.")).toBe("example.com");
});

test("octets that are no certificate have nothing to show", () => {
  const nothing = { subjectAltNames: [], hasAcmeIdentifier: false };
  for (const octets of [[], [0x30], [0x30, 0x80], [0x30, 0x84, 255, 255, 255, 255], Array(64).fill(0x30)]) {
    expect(readCertificate(Uint8Array.from(octets))).toEqual(nothing);
  }
});
