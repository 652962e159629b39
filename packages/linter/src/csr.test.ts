import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { hasTool } from "../test/tools.js";
import { type Csr, type CsrTrouble, MAX_CSR, readCsr } from "./csr.js";

const there = hasTool("openssl", "version");
const dir = mkdtempSync(join(tmpdir(), "dcvlint-csr-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const KEYS: Record<string, string[]> = {
  RSA: ["-newkey", "rsa:2048"],
  EC: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
  Ed25519: ["-newkey", "ed25519"],
};

function make(subject: string, names?: string, key = KEYS.EC, more: string[] = []): Buffer {
  const file = join(dir, "request");
  const args = ["req", "-new", ...key, "-nodes", "-keyout", "/dev/null", "-subj", subject, "-out", file, ...more];
  execFileSync("openssl", names ? [...args, "-addext", `subjectAltName=${names}`] : args, { stdio: "ignore" });
  return readFileSync(file);
}

const read = (bytes: Uint8Array): Csr => {
  const csr = readCsr(bytes);
  if ("kind" in csr) throw new Error(csr.what);
  return csr;
};
const told = (bytes: Uint8Array): string => (readCsr(bytes) as CsrTrouble).what;

describe.skipIf(!there)("what openssl makes", () => {
  test.each(Object.keys(KEYS))("an %s request, PEM and DER: names, and the octets that openssl hashes", (key) => {
    const pem = make(
      "/CN=www.example.com",
      "DNS:www.example.com,DNS:example.com,DNS:*.example.com,IP:192.0.2.1",
      KEYS[key],
    );
    const der = execFileSync("openssl", ["req", "-outform", "DER"], { input: pem });
    for (const hash of ["md5", "sha256"]) {
      const theirs = execFileSync("openssl", [hash, "-r"], { input: der }).toString().split(" ")[0];
      expect(createHash(hash).update(read(pem).der).digest("hex")).toBe(theirs);
      expect(createHash(hash).update(read(der).der).digest("hex")).toBe(theirs);
    }
    expect(read(pem)).toMatchObject({
      names: ["www.example.com", "example.com", "*.example.com"],
      addresses: ["192.0.2.1"],
    });
  });

  test("a common name alone, beside names and as an organisation's", () => {
    expect(read(make("/CN=example.com")).names).toEqual(["example.com"]);
    expect(read(make("/CN=example.com", "DNS:www.example.com")).names).toEqual(["example.com", "www.example.com"]);
    expect(read(make("/CN=Example Ltd", "DNS:www.example.com")).names).toEqual(["www.example.com"]);
    expect(read(make("/O=Example Ltd", "DNS:www.example.com")).names).toEqual(["www.example.com"]);
    expect(read(make("/O=Example Ltd")).names).toEqual([]);
  });

  test("names in UTF-8, an IPv6 address, text in front of the PEM, CRLF and octets after the DER", () => {
    expect(read(make("/CN=bücher.example", undefined, KEYS.EC, ["-utf8"])).names).toEqual(["bücher.example"]);
    expect(read(make("/CN=bücher.example", "DNS:bücher.example", KEYS.EC, ["-utf8"])).names).toEqual([
      "bücher.example",
    ]);
    expect(read(make("/CN=example.com", "IP:2001:db8::1")).addresses).toEqual(["2001:db8:0:0:0:0:0:1"]);
    const pem = make("/CN=example.com");
    const { der } = read(pem);
    expect(read(Buffer.from(`note: a request\n${pem.toString().replaceAll("\n", "\r\n")}`)).der).toEqual(der);
    expect(read(Buffer.from(pem.toString().replaceAll("CERTIFICATE REQ", "NEW CERTIFICATE REQ"))).der).toEqual(der);
    expect(read(Buffer.concat([der, Buffer.from("\n")])).der).toEqual(der);
  });

  test("every cut and every flipped octet is answered", { timeout: 120_000 }, () => {
    const { der } = read(
      make("/CN=example.com", "DNS:a.example.com,IP:192.0.2.1,email:a@example.com,URI:https://a.example/"),
    );
    for (let i = 0; i < der.length; i++) {
      readCsr(der.slice(0, i));
      for (const bits of [0x01, 0x20, 0x80, 0xff]) {
        const odd = der.slice();
        odd[i] ^= bits;
        readCsr(odd);
      }
    }
  });
});

test("what holds no CSR says so", () => {
  const pem = (label: string, body: string): Buffer =>
    Buffer.from(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`);
  expect(told(Buffer.from(""))).toMatch(/no CSR/);
  expect(told(Buffer.from("hello"))).toMatch(/neither PEM nor DER/);
  expect(told(pem("PRIVATE KEY", "AAAA"))).toBe("holds a private key, no CSR");
  expect(told(pem("CERTIFICATE REQUEST", "*"))).toMatch(/base64/);
  expect(told(pem("CERTIFICATE REQUEST", "AAAA"))).toMatch(/DER/);
  expect(told(Buffer.from("-----BEGIN CERTIFICATE REQUEST-----\nMIIB"))).toMatch(/END/);
  expect(told(Buffer.from([0x30, 0x03, 0x02, 0x01, 0x00]))).toMatch(/PKCS #10/);
  expect(told(Buffer.from([0x30, 0x80, 0x00, 0x00]))).toMatch(/DER/);
  expect(told(new Uint8Array(MAX_CSR + 1))).toMatch(/256 KiB/);
});

test("hostile octets are answered, and soon", () => {
  const began = performance.now();
  const wrap = (inner: Uint8Array): Buffer =>
    Buffer.concat([
      Buffer.from([0x30, 0x83, inner.length >> 16, (inner.length >> 8) & 255, inner.length & 255]),
      inner,
    ]);
  // Nested as deep as fits, with and without lengths; nothing but empty elements; noise.
  expect(told(wrap(Buffer.alloc(200_000, Buffer.from([0x30, 0x80]))))).toMatch(/CSR/);
  let deep: Buffer = Buffer.alloc(0);
  for (let i = 0; i < 20_000; i++) deep = i % 500 === 0 ? wrap(deep) : deep;
  expect(told(wrap(deep))).toMatch(/CSR/);
  expect(told(wrap(Buffer.alloc(200_000, Buffer.from([0x05, 0x00]))))).toMatch(/CSR/);
  let seed = 1;
  for (let round = 0; round < 200; round++) {
    const noise = Buffer.alloc(300);
    for (let i = 0; i < noise.length; i++) {
      seed = (seed * 48271) % 2147483647;
      noise[i] = seed & 255;
    }
    expect(told(wrap(noise))).toMatch(/CSR/);
  }
  expect(performance.now() - began).toBeLessThan(5000);
});
