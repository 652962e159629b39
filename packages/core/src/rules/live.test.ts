import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { explainFinding } from "../issuance/explain-finding.js";
import type { Severity } from "../model.js";
import { RULES } from "./index.js";

const ZONE = "example.com.";
const NS = "ns2.example.net. (192.0.2.54)";
const TXT = "TXT _acme-challenge.example.com.";
const CHALLENGE = "http://example.com/.well-known/acme-challenge/dcvlint";
const HOST = "example.com.";

/** By rule and message: how grave it is, and data as whoever asks the network hands it in. The rules' pages show the first. */
const SAMPLES: Readonly<Record<string, Readonly<Record<string, readonly [Severity, object]>>>> = {
  "nameservers-disagree": {
    answers: [
      "error",
      { zone: ZONE, ask: TXT, groups: 'ns1.example.net. says "gfj9Xq…"; ns2.example.net. says NXDOMAIN' },
    ],
    serials: ["info", { zone: ZONE, serials: "ns1.example.net. 2026112202; ns2.example.net. 2026112201" }],
  },
  "lame-delegation": {
    some: ["warning", { zone: ZONE, server: NS, says: "REFUSED" }],
    all: [
      "error",
      { zone: ZONE, servers: "ns1.example.net. (192.0.2.53): REFUSED; ns2.example.net. (192.0.2.54): SERVFAIL" },
    ],
  },
  "parent-child-ns-mismatch": {
    differ: ["warning", { zone: ZONE, parentOnly: "ns1.old-host.example.", childOnly: "ns3.example.net." }],
    declared: ["warning", { zone: ZONE, parent: "ns1.example.net.", declared: "ns1.old-host.example." }],
  },
  "nameserver-unreachable": {
    some: ["warning", { zone: ZONE, server: NS, why: "no answer within 0.8 s, twice" }],
    all: [
      "error",
      { zone: ZONE, servers: "ns1.example.net. (192.0.2.53): timeout; ns2.example.net. (192.0.2.54): timeout" },
    ],
    udpDropped: ["warning", { zone: ZONE, server: NS }],
    allUdpDropped: ["error", { zone: ZONE, servers: "ns1.example.net. (192.0.2.53); ns2.example.net. (192.0.2.54)" }],
    noAddress: ["warning", { zone: ZONE, server: "ns3.example.net." }],
  },
  "nameserver-slow": {
    slow: ["warning", { zone: ZONE, server: NS, ms: 3120 }],
    allSlow: [
      "warning",
      { zone: ZONE, servers: "ns1.example.net. (192.0.2.53), ns2.example.net. (192.0.2.54)", ms: 2080 },
    ],
  },
  "tcp-refused": {
    closed: ["warning", { zone: ZONE, server: NS, why: "connection refused" }],
    truncated: ["error", { zone: ZONE, server: NS, ask: TXT, why: "connection refused" }],
  },
  "edns-broken": {
    dropped: ["error", { zone: ZONE, server: NS }],
    refused: ["warning", { zone: ZONE, server: NS, rcode: "NOTIMP" }],
  },
  servfail: {
    some: ["error", { zone: ZONE, server: NS, ask: "SOA example.com." }],
    all: ["error", { zone: ZONE, servers: "ns1.example.net., ns2.example.net.", ask: "SOA example.com." }],
    resolvers: ["error", { ask: TXT, resolvers: "one (192.0.2.1), two (198.51.100.1)" }],
  },
  "dnssec-bogus": {
    bogus: ["error", { zone: ZONE, ask: "CAA example.com.", reason: "its signature ended on 2026-11-20 04:12 UTC" }],
    resolvers: ["error", { ask: "CAA example.com.", resolvers: "one (192.0.2.1)", reason: "signature expired" }],
  },
  "dnssec-expiring": {
    soon: [
      "warning",
      { zone: ZONE, ask: "SOA example.com.", until: "2026-11-24 04:12 UTC", left: "1 day and 16 hours" },
    ],
  },
  "ds-without-dnskey": { none: ["error", { zone: ZONE, tags: "12345" }] },
  "ent-nxdomain": {
    nxdomain: ["warning", { name: "dev.example.com.", below: "_acme-challenge.dev.example.com.", server: NS }],
  },
  "zone-not-delegated": {
    notDelegated: ["error", { zone: "dev.example.com.", parent: ZONE }],
  },
  "not-registered": { none: ["error", { domain: "exmaple.com.", parent: "com." }] },
  "no-address": { none: ["error", { host: HOST, method: "http-01" }] },
  "aaaa-differs": {
    content: [
      "error",
      {
        host: HOST,
        v4: "192.0.2.80 answers 200 with the right content",
        v6: "2001:db8::80 answers 200 with a web page",
      },
    ],
    unreachable: [
      "warning",
      {
        host: HOST,
        address: "2001:db8::80",
        why: "connection refused",
        falls: "Let's Encrypt tries IPv4 then",
      },
    ],
  },
  "addresses-differ": {
    differ: ["warning", { host: HOST, groups: "192.0.2.80: 200 with the token; 192.0.2.81: 404" }],
  },
  "http-unreachable": {
    none: ["error", { url: CHALLENGE, addresses: "192.0.2.80", why: "connection refused" }],
    tlsAlpn: ["error", { host: HOST, address: "192.0.2.80", why: "the server doesn't offer acme-tls/1" }],
  },
  "http-status": { status: ["error", { url: CHALLENGE, status: 403, wanted: "200" }] },
  "http-content": {
    differs: [
      "error",
      { url: CHALLENGE, wanted: "dcvlint.9jg46WB3rR_AHD", found: "<pre>dcvlint.9jg46WB3rR_AHD</pre>" },
    ],
    html: ["error", { url: CHALLENGE, found: "<!doctype html><title>Shop</title>…" }],
    tooLong: ["error", { url: CHALLENGE, most: 128 }],
  },
  "http-wrong-path": {
    elsewhere: [
      "error",
      {
        url: "http://example.com/.well-known/pki-validation/C7FBC2039E400C8EF74129EC7DB1842C.txt",
        found: "http://example.com/C7FBC2039E400C8EF74129EC7DB1842C.txt",
      },
    ],
  },
  "http-redirect": {
    port: ["error", { url: CHALLENGE, target: "https://example.com:8443/", port: 8443 }],
    notFollowed: [
      "error",
      { url: CHALLENGE, code: 303, target: "https://example.com/", why: "only 301, 302, 307 and 308 count" },
    ],
    loop: ["error", { url: CHALLENGE, hops: 11 }],
    scheme: ["error", { url: CHALLENGE, target: "ftp://example.com/" }],
    privateTarget: [
      "error",
      { url: CHALLENGE, target: "https://intranet.example.com/", address: "10.0.0.80", block: "10.0.0.0/8" },
    ],
    followed: ["info", { url: CHALLENGE, target: "https://www.example.com/" }],
  },
  "http-blocked": { blocked: ["error", { url: CHALLENGE, status: 403, by: "Cloudflare" }] },
  "http-timeout": {
    slow: ["error", { url: CHALLENGE, ms: 12030, limit: 10000 }],
    slowButDone: ["warning", { url: CHALLENGE, ms: 8200, limit: 10000 }],
  },
  "http-plain-on-tls-port": { plain: ["error", { url: "http://example.com:443/" }] },
  "views-disagree": {
    perspectives: ["warning", { certified: ZONE, good: "eu and us", bad: "ap and sa", most: 1 }],
    resolvers: ["warning", { ask: "A example.com.", groups: "one says 192.0.2.80; two says 198.51.100.80" }],
  },
  "propagation-incomplete": {
    stale: ["warning", { ask: TXT, resolvers: "one (192.0.2.1), 240 s more", until: "2026-11-22 00:04 UTC" }],
  },
  "caa-lookup-failed": {
    failed: ["error", { name: ZONE, reason: "SERVFAIL", ca: "Let's Encrypt" }],
    oneServer: ["error", { zone: ZONE, ask: "CAA example.com.", server: NS, reason: "NOTIMP" }],
  },
  // Messages of rules that files raise too.
  "cname-loop": { challenge: ["error", { owner: ZONE, ca: "Let's Encrypt", method: "dns-01" }] },
  "caa-unknown-tag": { refused: ["error", { tag: "policy", cas: "Let's Encrypt" }] },
  "dangling-target": {
    challenge: [
      "warning",
      { owner: "_acme-challenge.example.com.", target: "x.acme.example.", hops: "a.example.com. → x.acme.example." },
    ],
  },
  "doubled-domain": {
    live: [
      "error",
      { wanted: "_acme-challenge.example.com.", found: "_acme-challenge.example.com.example.com.", zone: ZONE },
    ],
  },
  "wildcard-catches-challenge": {
    live: ["info", { owner: "_acme-challenge.example.com.", wildcard: "*.example.com.", target: "web.example.net." }],
  },
};

const ofAnswers = RULES.filter(
  ({ meta, id }) => meta.group === "Live" || id === "propagation-incomplete" || id === "caa-lookup-failed",
);
const explain = (rule: string, message: string) =>
  explainFinding({ rule, message, data: SAMPLES[rule][message][1], evidence: [], blamed: [] });

test("each message of a live rule has a sample", () => {
  for (const { id, messages } of ofAnswers)
    expect(Object.keys(SAMPLES[id] ?? {}).sort(), id).toEqual(Object.keys(messages).sort());
});

const CASES = Object.entries(SAMPLES).flatMap(([rule, messages]) =>
  Object.entries(messages).map(([message, [severity, data]]) => ({ rule, message, severity, data })),
);

describe("a message says in whole sentences what it was told, and how grave it is", () => {
  test.each(CASES)("$rule $message", ({ rule, message, severity, data }) => {
    const { severity: own, what, why, how } = explain(rule, message);
    expect(own).toBe(severity);
    for (const text of [what, why, how]) {
      expect(text).toMatch(/^\S.*[.)…]$/s);
      expect(text).not.toMatch(/undefined|\[object|NaN|\s{2}|""/);
    }
    const all = `${what} ${why} ${how}`;
    for (const [key, value] of Object.entries(data)) {
      const shown = key === "ms" || key === "limit" ? `${Math.round(value / 100) / 10} s` : String(value);
      expect(all, key).toContain(shown);
    }
  });
});

describe("a page shows what is said of its case", () => {
  test.each(ofAnswers.map(({ id }) => id))("%s", (id) => {
    const doc = readFileSync(new URL(`${id}/doc.md`, import.meta.url), "utf8");
    const [, broken = ""] = doc.split(/^## (?:Broken|Fixed)$/m);
    const [first] = Object.keys(SAMPLES[id]);
    const { severity, what } = explain(id, first);
    expect(broken).toContain(`  ${severity} ${id}\n    ${what}\n`);
  });
});

test("a message minds what it is told, and leaves out what isn't known", () => {
  const text = (rule: string, message: string, data: object) =>
    explainFinding({ rule, message, data, evidence: [], blamed: [] });
  const parentOnly = text("parent-child-ns-mismatch", "differ", {
    zone: ZONE,
    parentOnly: "ns9.example.",
    childOnly: "",
  });
  expect(parentOnly.what).toMatch(/: only the parent names ns9\.example\.\.$/);
  expect(text("http-content", "differs", { url: CHALLENGE, wanted: "x", found: "" }).what).toContain(
    "serves nothing where",
  );
  expect(text("views-disagree", "perspectives", { certified: ZONE, good: "", bad: "eu", most: 0 })).toMatchObject({
    what: `What validates "${ZONE}" isn't seen from eu.`,
    why: expect.stringContaining("none of these may disagree"),
  });
  expect(text("dnssec-bogus", "resolvers", { ask: TXT, resolvers: "one", reason: "" }).what).toMatch(/check DNSSEC\.$/);
  const overTls = text("http-plain-on-tls-port", "plain", { url: "https://example.com/" });
  expect(overTls.what).toBe('"https://example.com/" is to be TLS, and what answers there speaks plain HTTP.');
  expect(text("http-redirect", "loop", { url: CHALLENGE, hops: 1 }).what).toContain("after 1 redirect there");
  for (const status of [204, 404, 500])
    expect(text("http-status", "status", { url: CHALLENGE, status, wanted: "200" }).how).toMatch(/^\S.*\.$/);
  expect(text("nameserver-slow", "slow", { zone: ZONE, server: NS, ms: 999 }).what).toContain("999 ms");
});
