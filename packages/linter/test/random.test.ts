import { issuerDirectory, RULES, readZoneFile, runRules } from "@dcvlint/core";
import { expect, test } from "vitest";
import { CLEAN, NOW } from "./zone-text.js";

// Whatever the octets: findings, never an exception, and in bounded time.

/** A small generator of its own, so that a failure can be run again. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) % below;
  };
}

const facts = {
  suffixes: {
    endsInPublicSuffix: (text: string) => text.endsWith(".com"),
    isPublicSuffix: (text: string) => text === "com",
    registrableDomain: (text: string) => text.split(".").slice(-2).join("."),
  },
  issuers: issuerDirectory(),
  isDeclaredZone: () => false,
  isAliasTarget: () => false,
  certificates: [],
  now: NOW,
};

function judge(bytes: Uint8Array): void {
  const zone = readZoneFile(bytes, { file: "random.zone", origin: "example.com." });
  for (const { span } of runRules(zone, { rules: RULES, facts })) {
    expect(span!.start.line).toBeGreaterThan(0);
    expect(span!.start.column).toBeGreaterThan(0);
    expect(span!.end.line).toBeGreaterThanOrEqual(span!.start.line);
  }
}

test("random octets are complained about, never thrown at", () => {
  const random = makeRandom(1);
  for (let i = 0; i < 400; i++) judge(Uint8Array.from({ length: random(2000) }, () => random(256)));
});

test("random pieces of zone text likewise", () => {
  const random = makeRandom(2);
  const pieces = [
    "$ORIGIN ",
    "$TTL ",
    "$INCLUDE ",
    "$GENERATE ",
    "1-3 ",
    "a$ ",
    "(",
    ")",
    '"',
    ";",
    "\\",
    "\\#",
    "\n",
    " ",
    "\t",
    ".",
    "@",
    "*",
    "_acme-challenge",
    "example.com",
    "IN ",
    "A ",
    "CNAME ",
    "TXT ",
    "CAA 0 issue ",
    "SOA ",
    "HTTPS 1 . ",
    "NSEC ",
    "192.0.2.1",
    "300 ",
    "\r\n",
    "\u00fc",
    "\u201c",
    "x".repeat(70),
    "AAAA ::",
    "LOC ",
    "APL ",
    "\\300",
  ];
  for (let i = 0; i < 3000; i++) {
    let text = "";
    for (let n = random(60); n > 0; n--) text += pieces[random(pieces.length)];
    judge(new TextEncoder().encode(text));
  }
});

test("mutated zones likewise", () => {
  const random = makeRandom(3);
  const clean = new TextEncoder().encode(CLEAN);
  for (let i = 0; i < 1500; i++) {
    const bytes = Uint8Array.from(clean);
    for (let n = 1 + random(8); n > 0; n--)
      bytes[random(bytes.length)] = random(4) === 0 ? random(256) : clean[random(clean.length)];
    judge(random(5) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes);
  }
});

test("text that invites quadratic time is read in linear time", () => {
  for (const line of [
    "(\n",
    '"\n',
    "a (\n",
    "\\",
    "$GENERATE 1-65536 a$ A 192.0.2.1\n",
    "a CNAME a.a\n",
    "; dcvlint-disable-next-line\na A 1\n",
  ]) {
    const started = performance.now();
    judge(new TextEncoder().encode(line.repeat(20_000)));
    // No timed assertion: a hang fails by the test's own limit; this only shows the figure.
    console.log(`${Math.round(performance.now() - started)} ms for 20,000 of ${JSON.stringify(line)}`);
  }
});
