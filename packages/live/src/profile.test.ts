import { readFileSync } from "node:fs";
import { isIP, isIPv4, isIPv6 } from "node:net";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parseTrustAnchor } from "./dnssec/trust-anchor.js";
import { BUILT_IN_PROFILE, ProfileError, parseProfile } from "./profile.js";

// The published schema and what is read must agree: an editor that is content is never contradicted by the command.

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
ajv.addFormat("ipv4", isIPv4);
ajv.addFormat("ipv6", isIPv6);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL("../schema/network-profile.schema.json", import.meta.url), "utf8")),
);

const DS = `. IN DS 12345 13 2 ${"AB".repeat(32)}`;
const udp = { id: "one", transport: "udp", address: "127.53.2.1" };

const everything = {
  $schema: "x",
  rootHints: [{ name: "ns.root.", addresses: ["127.53.0.1", "::1"] }],
  trustAnchors: [DS, ". DNSKEY 257 3 8 AwEA AQ==", `.\t172800 IN DS 1 8 2 ${"AB".repeat(16)} ${"CD".repeat(16)}`],
  authorityPort: 5353,
  resolvers: [
    { ...udp, port: 53, url: null, tlsServerName: null, caFile: null, localAddress: null },
    { id: "dot", transport: "tls", address: "::1", tlsServerName: "resolver.test", caFile: "ca.pem" },
    { id: "doh", transport: "https", address: null, url: "https://resolver.test:8443/dns-query" },
    { id: "pinned", transport: "https", address: "127.0.0.1", port: 444, url: "https://resolver.test/dns-query" },
    { id: "literal", transport: "https", url: "https://[::1]/dns-query" },
    { id: "tcp", transport: "tcp", address: "127.0.0.1", localAddress: "127.0.0.2" },
  ],
  perspectives: [
    { id: "eu", sourceAddress4: "127.53.100.1", sourceAddress6: null, resolver: "one" },
    { id: "us", resolver: null },
  ],
  systemResolver: "never",
  http: { port: 8080, tlsPort: 8443, caFile: null, maxRedirects: 0, timeoutMs: 500 },
  ipv6: "off",
  treatAsPublic: ["127.0.0.0/8", "2001:db8::/32"],
  timeouts: { queryMs: 800, tries: 2, totalMs: 20_000, tcpMs: 2_000 },
  concurrency: 4,
  now: "2026-11-22T00:00:00Z",
  publicSuffixes: ["test"],
  cas: [{ id: "pebble", name: "Pebble", issuerDomains: ["pebble.test"], more: 1 }],
};

const accepted: Record<string, unknown> = {
  nothing: {},
  everything,
  "empty lists": { trustAnchors: [], resolvers: [], perspectives: [], treatAsPublic: [], publicSuffixes: [], cas: [] },
  "empty objects": { http: {}, timeouts: {} },
  "no time": { now: null },
};

const refused: Record<string, [profile: unknown, message: string]> = {
  "a list": [[], "it must be an object"],
  "a text": ["x", "it must be an object"],
  null: [null, "it must be an object"],
  "an unknown key": [{ resolver: [] }, 'unknown key "resolver"; did you mean "resolvers"?'],
  "an unknown key that is like no other": [{ zebra: 1 }, 'unknown key "zebra"; known are rootHints, '],
  "an unknown key further down": [
    { timeouts: { queryms: 1 } },
    'unknown key "timeouts.queryms"; did you mean "queryMs"?',
  ],
  "an unknown key in a list": [
    { resolvers: [{ ...udp, adress: "x" }] },
    'unknown key "resolvers.0.adress"; did you mean "address"?',
  ],
  "a wrong type": [{ concurrency: "32" }, '"concurrency": Expected number'],
  "a part of a millisecond": [{ timeouts: { tcpMs: 1.5 } }, '"timeouts.tcpMs": must be a whole number'],
  "no time at all": [{ timeouts: { queryMs: 0 } }, '"timeouts.queryMs": must be at least 1'],
  "very much time": [{ timeouts: { totalMs: 600_001 } }, '"timeouts.totalMs": must be at most 600000'],
  "no tries": [{ timeouts: { tries: 0 } }, '"timeouts.tries": must be at least 1'],
  "a port that there isn't": [{ http: { port: 65_536 } }, '"http.port": must be at most 65535'],
  "no root servers": [{ rootHints: [] }, '"rootHints": needs at least one server'],
  "a root server without addresses": [
    { rootHints: [{ name: "a.", addresses: [] }] },
    '"rootHints.0.addresses": needs at least one address',
  ],
  "a root server's name as its address": [
    { rootHints: [{ name: "a.", addresses: ["a."] }] },
    '"rootHints.0.addresses.0": must be an IPv4 or IPv6 address',
  ],
  "an anchor that is no record": [
    { trustAnchors: ["20326 8 2 AB"] },
    '"trustAnchors.0": must be a DS or DNSKEY record, as in',
  ],
  "a resolver without an address": [
    { resolvers: [{ id: "x", transport: "tls" }] },
    '"resolvers.0": a resolver needs an address',
  ],
  "a resolver over https without a URL": [
    { resolvers: [{ id: "x", transport: "https", address: "127.0.0.1" }] },
    '"resolvers.0": a resolver over https needs a url',
  ],
  "a resolver over http": [
    { resolvers: [{ id: "x", transport: "https", url: "http://resolver.test/" }] },
    '"resolvers.0.url": must be an https URL',
  ],
  "a transport under another name": [
    { resolvers: [{ ...udp, transport: "doh" }] },
    '"resolvers.0.transport": Expected',
  ],
  "an IPv6 address for IPv4": [
    { perspectives: [{ id: "x", sourceAddress4: "::1" }] },
    '"perspectives.0.sourceAddress4": must be an IPv4 address',
  ],
  "an address that isn't a prefix": [
    { treatAsPublic: ["127.0.0.1"] },
    '"treatAsPublic.0": must be an address, a slash and a length',
  ],
  "another word for never": [{ systemResolver: "no" }, '"systemResolver": Expected'],
  "null for a list": [{ resolvers: null }, '"resolvers": Expected Array'],
  "a local time": [{ now: "2026-11-22 00:00" }, '"now": must be a time as in'],
  "a CA without issuer domains": [{ cas: [{ id: "x" }] }, '"cas.0.issuerDomains": '],
  "very many entries": [{ publicSuffixes: new Array(1_001).fill("a") }, '"publicSuffixes": has over 1000 entries'],
};

/** What a JSON Schema can't say. */
const refusedOnlyHere: Record<string, [profile: unknown, message: string]> = {
  "two resolvers of one id": [{ resolvers: [udp, udp] }, '"resolvers.1.id": "one" is there already'],
  "two perspectives of one id": [
    { perspectives: [{ id: "x" }, { id: "x" }] },
    '"perspectives.1.id": "x" is there already',
  ],
  "a perspective through a resolver that isn't there": [
    { resolvers: [udp], perspectives: [{ id: "x", resolver: "google" }] },
    '"perspectives.0.resolver": there is no resolver "google"',
  ],
  "a prefix that is too long": [{ treatAsPublic: ["127.0.0.0/33"] }, '"treatAsPublic.0": must be an address'],
  "an anchor with an odd digest": [{ trustAnchors: [". DS 1 8 2 ABC"] }, '"trustAnchors.0": must be a DS'],
  "an anchor with a number too large": [{ trustAnchors: [". DS 65536 8 2 AB"] }, '"trustAnchors.0": must be a DS'],
  "a day that there isn't": [{ now: "2026-13-22T00:00:00Z" }, '"now": is a day or a time'],
  "a suffix that is no name": [{ publicSuffixes: ["a..b"] }, '"publicSuffixes.0": must be a domain name'],
};

describe("a network profile", () => {
  for (const [name, profile] of Object.entries(accepted)) {
    test(`may have ${name}, and so says the schema`, () => {
      validate(profile);
      expect(validate.errors ?? []).toEqual([]);
      expect(() => parseProfile(profile, "p.json")).not.toThrow();
    });
  }

  for (const [name, [profile, message]] of Object.entries({ ...refused, ...refusedOnlyHere })) {
    test(`may not have ${name}${name in refused ? ", and so says the schema" : ""}`, () => {
      expect(validate(profile)).toBe(!(name in refused));
      let thrown: unknown;
      try {
        parseProfile(profile, "p.json");
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(ProfileError);
      expect((thrown as Error).message).toContain(`network profile p.json: ${message}`);
    });
  }

  test("is the built-in one where it says nothing", () => {
    expect(parseProfile({}, "p")).toEqual(BUILT_IN_PROFILE);
    expect(parseProfile({ http: { caFile: null }, now: null, timeouts: {} }, "p")).toEqual(BUILT_IN_PROFILE);
  });

  test("replaces lists, and single fields of the rest", () => {
    const profile = parseProfile(
      { resolvers: [udp], trustAnchors: [], timeouts: { tries: 5 }, http: { port: 81, caFile: "x.pem" } },
      "p",
    );
    expect(profile.resolvers).toEqual([{ id: "one", server: { transport: "udp", address: "127.53.2.1", port: 53 } }]);
    expect(profile.trustAnchors).toEqual([]);
    expect(profile.rootHints).toBe(BUILT_IN_PROFILE.rootHints);
    expect(profile.timeouts).toEqual({ ...BUILT_IN_PROFILE.timeouts, tries: 5 });
    expect(profile.http).toEqual({ ...BUILT_IN_PROFILE.http, port: 81, caFile: "x.pem" });
  });

  test("gives resolvers the port and the address that go without saying", () => {
    const { resolvers, perspectives, now, cas } = parseProfile(everything, "p");
    expect(resolvers.map(({ id, server, host }) => [id, server.address, server.port, host])).toEqual([
      ["one", "127.53.2.1", 53, undefined],
      ["dot", "::1", 853, undefined],
      ["doh", "", 8443, "resolver.test"],
      ["pinned", "127.0.0.1", 444, undefined],
      ["literal", "::1", 443, undefined],
      ["tcp", "127.0.0.1", 53, undefined],
    ]);
    expect(resolvers[0].server).toEqual({ transport: "udp", address: "127.53.2.1", port: 53 });
    expect(resolvers[1].server).toMatchObject({ tlsServerName: "resolver.test", caFile: "ca.pem" });
    expect(perspectives).toEqual([{ id: "eu", sourceAddress4: "127.53.100.1", resolver: "one" }, { id: "us" }]);
    expect(now?.toISOString()).toBe("2026-11-22T00:00:00.000Z");
    expect(cas).toEqual(everything.cas);
  });

  test("doesn't let what it is given change the built-in one", () => {
    parseProfile({ timeouts: { queryMs: 1 }, http: { port: 1 } }, "p");
    expect(() => parseProfile(JSON.parse('{"__proto__": {"ipv6": "off"}}'), "p")).toThrow(ProfileError);
    expect(BUILT_IN_PROFILE.timeouts.queryMs).toBe(2_000);
    expect(({} as { ipv6?: string }).ipv6).toBeUndefined();
  });
});

describe("the built-in profile", () => {
  test("passes for a profile that somebody wrote", () => {
    const { resolvers, ...rest } = BUILT_IN_PROFILE;
    const written = { ...rest, resolvers: resolvers.map(({ id, server }) => ({ id, ...server })) };
    expect(validate(JSON.parse(JSON.stringify(written)))).toBe(true);
    expect(parseProfile(JSON.parse(JSON.stringify(written)), "p")).toEqual(BUILT_IN_PROFILE);
  });

  test("has the thirteen root servers, each with an address of both families, none twice", () => {
    const { rootHints } = BUILT_IN_PROFILE;
    expect(rootHints.map(({ name }) => name)).toEqual([..."abcdefghijklm"].map((each) => `${each}.root-servers.net.`));
    for (const { addresses } of rootHints) expect(addresses.map((each) => isIP(each))).toEqual([4, 6]);
    expect(new Set(rootHints.flatMap(({ addresses }) => addresses)).size).toBe(26);
  });

  test("trusts both keys of the root's rollover", () => {
    const anchors = BUILT_IN_PROFILE.trustAnchors.map((line) => parseTrustAnchor(line)!);
    expect(anchors.map(({ zone, voucher }) => [zone.toString(), voucher])).toEqual([
      [".", expect.objectContaining({ keyTag: 20326, algorithm: 8, digestType: 2 })],
      [".", expect.objectContaining({ keyTag: 38696, algorithm: 8, digestType: 2 })],
    ]);
  });
});

// A line that is passed over would make everything insecure, and nothing bogus.
test.for(["", ".", ". DS", ". DS 1 8 2", ". DS 1 8 2 ABCD", ". A 192.0.2.1", `. DS 1 256 2 ${"AB".repeat(32)}`])(
  "a trust anchor that can't be used is an error: %j",
  (line) => {
    expect(parseTrustAnchor(line)).toBeUndefined();
    expect(() => parseProfile({ trustAnchors: [line] }, "p.json")).toThrow(/p\.json: "trustAnchors\.0"/);
  },
);
