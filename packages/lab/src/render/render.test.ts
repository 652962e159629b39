import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULTS, type FaultId, SERVERS } from "../addresses.js";
import { missingTools } from "../doctor.js";
import { PATH } from "../run.js";
import { POLICY } from "../sign.js";
import { makeCertificates } from "../tls.js";
import { renderDnsdist } from "./dnsdist.js";
import { type NamedConfig, renderNamed, renderRndc } from "./named.js";
import { renderPdns } from "./pdns.js";
import { renderPebble } from "./pebble.js";
import { renderUnbound, renderUnboundHost } from "./unbound.js";

const missing = missingTools();
if (missing.length > 0 && process.env.DCVLINT_REQUIRE_TOOLS === "1") throw new Error(`not installed: ${missing}`);

const directory = mkdtempSync(join(tmpdir(), "lab-render-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string): string => join(directory, name);

const named: NamedConfig = {
  directory,
  rootKey:
    ". IN DNSKEY 257 3 13 2jeOhMlxOOm6kUuVfPP/xL1SdQ9rVOZZlKyMJbm22N+mwCfGIhGIRzW3fUCIzxj7 4dL9V1Qj8l7d6jc7uK5CzA==",
  rootHints: file("root.hints"),
  policy: POLICY,
  control: { address: "127.53.0.1", secret: "c2VjcmV0" },
  views: [
    {
      name: "one",
      at: "127.53.1.1",
      notFrom: ["127.53.100.1"],
      zones: [
        { name: "x.test.", file: "x", dynamic: true },
        { name: "y.test.", file: "y", dynamic: true, keyDirectory: file("keys") },
      ],
    },
    {
      name: "one-p1",
      at: "127.53.1.1",
      from: "127.53.100.1",
      zones: [
        { name: "x.test.", file: "x", dynamic: true },
        { name: "y.test.", file: "y for p1" },
      ],
    },
    { name: "resolver", at: "127.53.2.1", zones: [], resolvesFrom: "127.53.100.1" },
  ],
};

test("named: views with the same file share a zone, and one with another file has its own", () => {
  const text = renderNamed(named);
  expect(text.slice(text.indexOf("view ")).replaceAll(directory, "/lab")).toMatchInlineSnapshot(`
    "view "one" {
      match-destinations { 127.53.1.1; };
      match-clients { !127.53.100.1; any; };
      zone "x.test." { type primary; file "x"; allow-update { 127.0.0.0/8; }; };
      zone "y.test." { type primary; file "y"; allow-update { 127.0.0.0/8; }; dnssec-policy "lab"; key-directory "/lab/keys"; };
    };
    view "one-p1" {
      match-destinations { 127.53.1.1; };
      match-clients { 127.53.100.1; };
      zone "x.test." { in-view "one"; };
      zone "y.test." { type primary; file "y for p1"; };
    };
    view "resolver" {
      match-destinations { 127.53.2.1; };
      match-clients { any; };
      recursion yes;
      allow-recursion { any; };
      allow-query-cache { any; };
      dnssec-validation yes;
      trust-anchors { "." static-key 257 3 13 "2jeOhMlxOOm6kUuVfPP/xL1SdQ9rVOZZlKyMJbm22N+mwCfGIhGIRzW3fUCIzxj74dL9V1Qj8l7d6jc7uK5CzA=="; };
      query-source address 127.53.100.1;
      zone "." { type hint; file "/lab/root.hints"; };
    };
    view "refuse" { match-clients { any; }; };
    "
  `);
});

test("Unbound: a resolver that never forgets, and one that believes everything", () => {
  const common = { directory, address: "127.53.2.3", rootHints: "/h", anchorFile: "/k", controlSocket: "/s" };
  const stale = renderUnbound({ ...common, validating: true, stale: true });
  expect(stale).toMatch(/trust-anchor-file: "\/k"[\s\S]*cache-min-ttl: 86400/);
  const gullible = renderUnbound({ ...common, validating: false });
  expect(gullible).toContain('module-config: "iterator"');
  expect(gullible).not.toMatch(/trust-anchor-file|cache-min-ttl/);
});

const faults = Object.fromEntries(FAULTS.map((id) => [id, SERVERS[id]])) as Record<FaultId, string>;
const dnsdist = (certFile: string, keyFile: string): string =>
  renderDnsdist({
    backend: "127.53.1.20",
    faults,
    denied: ["b.x.test."],
    doh: { address: "127.53.2.5", resolver: "127.53.2.1", certFile, keyFile },
  });

test("dnsdist: every fault stands at its own address", () => {
  const text = dnsdist("/cert", "/key");
  expect(text.slice(text.indexOf("addAction"))).toMatchInlineSnapshot(`
    "addAction(at("127.53.2.5"), PoolAction("doh"))
    addAction(AndRule({ at("127.53.1.12"), TCPRule(false) }), DropAction())
    addAction(AndRule({ at("127.53.1.13"), TCPRule(false) }), TCAction())
    addAction(AndRule({ at("127.53.1.21"), TCPRule(false) }), TCAction())
    addAction(AndRule({ at("127.53.1.21"), TCPRule(true) }), DropAction())
    addAction(AndRule({ at("127.53.1.24"), TCPRule(true) }), DropAction())
    addAction(AndRule({ at("127.53.1.14"), RecordsTypeCountRule(DNSSection.Additional, 41, 1, 1) }), DropAction())
    addAction(at("127.53.1.23"), DelayAction(1500))
    addAction(at("127.53.1.15"), DelayAction(3000))
    addAction(AndRule({ at("127.53.1.16"), QNameRule("b.x.test.") }), RCodeAction(DNSRCode.NXDOMAIN))
    addAction(AndRule({ at("127.53.1.17"), QTypeRule(257) }), RCodeAction(DNSRCode.SERVFAIL))
    addAction(AndRule({ at("127.53.1.18"), QTypeRule(257) }), DropAction())
    "
  `);
});

test("PowerDNS and Pebble get what they are to serve", () => {
  const { config, zoneList } = renderPdns({
    directory: "/d",
    address: "127.53.1.22",
    zones: [{ name: "x.test.", file: "/x" }],
  });
  expect(config).toContain("local-address=127.53.1.22");
  expect(zoneList).toBe('zone "x.test" { type master; file "/x"; };\n');
  const pebble = JSON.parse(renderPebble({ address: "127.53.3.1", certFile: "/c", keyFile: "/k" })).pebble;
  expect(pebble).toMatchObject({ listenAddress: "127.53.3.1:14000", httpPort: 80, tlsPort: 443 });
});

describe.skipIf(missing.length > 0)("the servers' own checkers", () => {
  const check = (command: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, PATH } });
    return status === 0 ? "accepted" : `${stdout}${stderr}`;
  };
  const write = (name: string, text: string): string => {
    writeFileSync(file(name), text);
    return file(name);
  };
  beforeAll(() => {
    mkdirSync(file("keys"));
    write("root.hints", ". 3600 NS ns.root.\nns.root. 3600 A 127.53.0.1\n");
    write("root.key", `${named.rootKey}\n`);
  });

  test("named-checkconf accepts named.conf and rndc.conf's key", () => {
    expect(check("named-checkconf", write("named.conf", renderNamed(named)))).toBe("accepted");
    expect(renderRndc(named.control)).toContain('secret "c2VjcmV0"');
  });

  test("unbound-checkconf accepts every resolver and unbound-host's file", async () => {
    const { certFile, keyFile } = await makeCertificates(["127.53.2.1"], ["resolver.test"]);
    const common = { directory, address: "127.53.2.1", rootHints: file("root.hints"), anchorFile: file("root.key") };
    for (const options of [
      { validating: true, tls: { certFile, keyFile } },
      { validating: true, stale: true },
      { validating: false },
    ]) {
      const text = renderUnbound({ ...common, controlSocket: file("s"), ...options });
      expect(check("unbound-checkconf", write("unbound.conf", text))).toBe("accepted");
    }
    expect(check("unbound-checkconf", write("host.conf", renderUnboundHost(common)))).toBe("accepted");
  });

  test("dnsdist --check-config accepts the faults and DNS over HTTPS", async () => {
    const { certFile, keyFile } = await makeCertificates(["127.53.2.1"], ["resolver.test"]);
    expect(check("dnsdist", "--check-config", "-C", write("dnsdist.conf", dnsdist(certFile, keyFile)))).toBe(
      "accepted",
    );
  });
});
