import { DeclaredWorld, readZoneFile } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { LiveChecker } from "../src/live-checker.js";
import { parseProfile } from "../src/profile.js";
import {
  ALL,
  Authority,
  type Behaviour,
  CAA,
  caa,
  honest,
  NOT_AUTHORITATIVE,
  ns,
  OWN,
  reply,
  soa,
  withZone,
} from "./hostile/authority.js";
import { issuers, profileFor, requestFor, SUFFIXES } from "./hostile/run.js";

const FILE = `$ORIGIN example.test.
$TTL 300
@ SOA ns1 hostmaster 2 7200 900 1209600 300
@ NS ns1
@ NS ns2
ns1 A 127.0.0.21
ns2 A 127.0.0.22
@ CAA 0 issue "letsencrypt.org"
`;
const SOA = 6;
const NS = 2;
const SERVERS = { "ns1.example.test": [OWN[0]], "ns2.example.test": [OWN[1]] };

/** What is said of the file above before it is on the servers, which behave like this today. */
async function preview(own: Behaviour, profile: Record<string, unknown> = {}, text = FILE) {
  const authority = await new Authority(withZone(own, SERVERS)).start(ALL);
  try {
    const zone = readZoneFile(new TextEncoder().encode(text), {
      file: "example.test.zone",
      include: () => ({ kind: "refused", rule: "include-not-found", why: "there is none" }),
    });
    const request = requestFor({});
    const checker = new LiveChecker({
      profile: parseProfile(profileFor(authority.port, profile), "the test's"),
      suffixes: SUFFIXES,
      now: request.now,
      declared: new DeclaredWorld([{ zone }], SUFFIXES),
    });
    const { verdict, findings } = await checker.judge(request, { issuers, suffixes: SUFFIXES });
    return [verdict, ...findings.map(({ rule }) => rule)];
  } finally {
    await authority.stop();
  }
}

const today = honest("example.test", {
  "example.test.": {
    [SOA]: [soa("example.test")],
    [NS]: [ns("example.test", "ns1.example.test"), ns("example.test", "ns2.example.test")],
    [CAA]: [caa("example.test", "other.example")],
  },
});

describe("files that aren't applied yet", () => {
  test("permit, whatever the servers hold today", async () => {
    expect(await preview(today)).toEqual(["will-issue"]);
  });

  test("bring no server to life that nobody can reach", async () => {
    expect(await preview(() => undefined)).toEqual(["will-not-issue", "nameserver-unreachable"]);
  });

  test("may mend a zone that its servers refuse or can't load", async () => {
    const saying = (rcode: number) => preview((asked) => reply(asked, { flags: NOT_AUTHORITATIVE | rcode }));
    expect(await saying(5)).toEqual(["cannot-tell", "lame-delegation"]);
    expect(await saying(2)).toEqual(["cannot-tell", "servfail"]);
  });

  test("don't prove that servers that fail on CAA alone will answer it", async () => {
    const failing: Behaviour = (asked) =>
      asked.type === CAA ? reply(asked, { flags: NOT_AUTHORITATIVE | 2 }) : today(asked);
    expect((await preview(failing))[0]).toBe("cannot-tell");
  });

  test("don't mind a server that fails on SOA alone, which no CA asks for", async () => {
    const failing: Behaviour = (asked) =>
      asked.type === SOA ? reply(asked, { flags: NOT_AUTHORITATIVE | 2 }) : today(asked);
    expect((await preview(failing))[0]).toBe("will-issue");
  });

  test("don't make the keys that the parent vouches for", async () => {
    const trustAnchors = [`example.test. IN DS 12345 13 2 ${"AB".repeat(32)}`];
    expect(await preview(today, { trustAnchors })).toEqual(["will-not-issue", "ds-without-dnskey"]);
  });

  test("may be signed with them before they are loaded", async () => {
    const trustAnchors = [`example.test. IN DS 12345 13 2 ${"AB".repeat(32)}`];
    const signed = `${FILE}@ DNSKEY 257 3 13 ${Buffer.alloc(64, 7).toString("base64")}\n`;
    expect(await preview(today, { trustAnchors }, signed)).toEqual(["cannot-tell", "ds-without-dnskey"]);
  });
});
