import { describe, expect, test } from "vitest";
import { parseName } from "../name/name-table.js";
import { A, CAA, TXT } from "../rdata/types.js";
import { testSuffixes } from "../testing.js";
import { DeclaredWorld } from "./declared-world.js";
import { WHOLE, worldOf, zoneOf } from "./testing.js";

const ask = (world: DeclaredWorld, name: string, type = CAA) => {
  const answer = world.answer(parseName(name)!, type);
  const path = answer.via.map(({ type, to }) => `${type} ${to} `).join("");
  switch (answer.kind) {
    case "records":
      return `${path}${answer.records.length} at ${answer.owner}${answer.partial ? ` (${answer.partial})` : ""}`;
    case "failure":
      return `failure: ${answer.reason}`;
    case "unknown":
      return `${path}unknown: ${answer.why}`;
    default:
      return `${path}${answer.kind}`;
  }
};

describe("a whole zone", () => {
  const world = worldOf(`
    $ORIGIN example.com.
    ${WHOLE}
    @          CAA   0 issue "a.example"
    @          CAA   0 issue "b.example"
    a.ent      A     192.0.2.1
    *.wild     CAA   0 issue "a.example"
    *.wild     A     192.0.2.1
    there.wild A     192.0.2.2
    below.deep.wild A 192.0.2.3
    www        CNAME web
    web        A     192.0.2.4
    out        CNAME host.example.net.
    loop       CNAME pool
    pool       CNAME loop
    sub        NS    ns1.example.net.
    ns.sub     A     192.0.2.5
    old        DNAME new
    x.new      CAA   0 issue "a.example"
    both       CNAME web
    both       TXT   "x"
    bad        CAA   0 issue
    half       CAA   0 issue "a.example"
    half       CAA   0 issue
    `);
  test.each([
    ["example.com", "2 at example.com."],
    ["EXAMPLE.com", "2 at example.com."],
    ["ent.example.com", "nodata"],
    ["a.ent.example.com", "nodata"],
    ["no.example.com", "nxdomain"],
    // RFC 4592: a wildcard answers for names that don't exist, at any depth, and for no others.
    ["any.wild.example.com", "1 at *.wild.example.com."],
    ["very.deep.any.wild.example.com", "1 at *.wild.example.com."],
    ["wild.example.com", "nodata"],
    ["there.wild.example.com", "nodata"],
    ["deep.wild.example.com", "nodata"],
    ["x.deep.wild.example.com", "nxdomain"],
    ["www.example.com", "CNAME web.example.com. nodata"],
    ["out.example.com", "CNAME host.example.net. unknown: outside the files"],
    ["loop.example.com", "failure: alias loop"],
    ["sub.example.com", "unknown: delegated"],
    ["any.sub.example.com", "unknown: delegated"],
    ["old.example.com", "nodata"],
    ["x.old.example.com", "DNAME x.new.example.com. 1 at x.new.example.com."],
    ["y.old.example.com", "DNAME y.new.example.com. nxdomain"],
    ["both.example.com", "unknown: contradicts itself"],
    ["bad.example.com", "unknown: not all of the zone is at hand"],
    ["half.example.com", "1 at half.example.com. (not all of the zone is at hand)"],
    ["example.net", "unknown: outside the files"],
    ["com", "nodata"],
    [".", "nodata"],
    ["co.uk", "nodata"],
    ["nonsuch", "unknown: outside the files"],
  ])("%s", (name, answer) => expect(ask(world, name)).toBe(answer));

  test("names below", () => {
    const below = (name: string) => world.labelsBelow(parseName(name)!);
    expect(below("wild.example.com")).toEqual({ labels: ["*", "there", "deep"], complete: true });
    expect(below("none.example.com")).toEqual({ labels: [], complete: true });
    expect(below("sub.example.com").complete).toBe(false);
    expect(below("example.net")).toEqual({ labels: [], complete: false });
  });

  test("the evidence says what was asked and what came back", () => {
    expect(world.answer(parseName("www.example.com")!, A).from).toEqual([
      {
        ask: "A www.example.com.",
        of: "test.zone",
        rcode: "NOERROR",
        answer: ["www.example.com. CNAME web.example.com.", "web.example.com. A 192.0.2.4"],
        ede: [],
        source: "declared",
      },
    ]);
    expect(world.answer(parseName("com")!, CAA).from[0].note).toMatch(/public suffix are taken to hold no CAA/);
    expect(world.answer(parseName("com")!, TXT).kind).toBe("unknown");
  });
});

test("a part of a zone: what isn't there is unknown, and sets may have more records", () => {
  const world = worldOf(`
    $ORIGIN example.com.
    @    CAA   0 issue "a.example"
    www  CNAME web
    `);
  expect(ask(world, "example.com")).toBe("1 at example.com. (not all of the zone is at hand)");
  expect(ask(world, "web.example.com")).toBe("unknown: not all of the zone is at hand");
  expect(ask(world, "www.example.com")).toBe("CNAME web.example.com. unknown: not all of the zone is at hand");
});

test("the deepest zone answers, and a zone at a public suffix is heard", () => {
  const world = worldOf(
    `
    $ORIGIN et.
    ${WHOLE}
    @       CAA 0 issue "a.example"
    example NS  ns1.example.net.
    `,
    `
    $ORIGIN example.et.
    ${WHOLE}
    www     A   192.0.2.1
    `,
  );
  expect(ask(world, "www.example.et")).toBe("nodata");
  expect(ask(world, "et")).toBe("1 at et.");
  expect(ask(world, "other.et")).toBe("nxdomain");
});

test("the same zone twice: alike, or unknown", () => {
  const one = `
    $ORIGIN example.com.
    ${WHOLE}
    @   CAA 0 issue "a.example"
    `;
  expect(ask(worldOf(one, one), "example.com")).toBe("1 at example.com.");
  expect(ask(worldOf(one, one.replace("a.example", "b.example")), "example.com")).toBe(
    "unknown: declared more than once",
  );
});

test("twelve aliases are too many", () => {
  const chain = (length: number) =>
    `$ORIGIN example.com.\n${WHOLE}\n${Array.from({ length }, (_, i) => `a${i} CNAME a${i + 1}`).join("\n")}\na${length} TXT "x"\n`;
  expect(ask(worldOf(chain(11)), "a0.example.com", TXT)).toMatch(/ 1 at a11\.example\.com\.$/);
  expect(ask(worldOf(chain(12)), "a0.example.com", TXT)).toBe("failure: too many aliases");
});

test("a private zone is nobody's business", () => {
  const zone = zoneOf(`$ORIGIN example.com.\n${WHOLE}\n`);
  zone.isPrivate = true;
  expect(ask(new DeclaredWorld([{ zone }], testSuffixes), "example.com")).toBe("unknown: outside the files");
});
