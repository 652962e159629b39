import { parseName, typeCode } from "@dcvlint/core";
import { expect, test } from "vitest";
import type { ResourceRecord } from "../../src/dns/message.js";
import { judgeReferral } from "../../src/dnssec/judge-referral.js";
import { validateAnswer } from "../../src/dnssec/validate-answer.js";
import { LATER, message, NOW, records, Signer } from "./signer.js";

const signer = new Signer();
const { zone, key } = signer;
const child = new Signer(parseName("child.example.")!);

function judge(
  question: string,
  answer: readonly ResourceRecord[],
  authority: readonly ResourceRecord[] = [],
  rcode = 0,
) {
  const [name, mnemonic] = question.split(" ");
  const asked = { name: parseName(name)!, type: typeCode(mnemonic)! };
  return validateAnswer({ question: asked, response: message(rcode, answer, authority), zone, keys: [key], now: NOW });
}

const SOA = "example. SOA ns.example. hm.example. 1 2 3 4 5";
const SECURE = { kind: "secure", expiresAt: LATER };

test("an alias that leaves what the zone's keys tell about is secure up to there", () => {
  const out = signer.signed("a.example. CNAME x.other.");
  expect(judge("a.example A", [...out, ...records("x.other. A 192.0.2.1")])).toMatchObject({
    ...SECURE,
    rest: { labels: ["x", "other"] },
  });
  const into = signer.signed("a.example. CNAME x.child.example.");
  const rest = { labels: ["x", "child", "example"] };
  // The child's own signature, an unsigned child, a denial by the child, a referral, and nothing at all.
  expect(judge("a.example A", [...into, ...child.signed("x.child.example. A 192.0.2.1")])).toMatchObject({
    ...SECURE,
    rest,
  });
  expect(judge("a.example A", [...into, ...records("x.child.example. A 192.0.2.1")])).toMatchObject({
    ...SECURE,
    rest,
  });
  expect(judge("a.example A", into, records("child.example. SOA ns.example. hm.example. 1 2 3 4 5"), 3)).toMatchObject({
    ...SECURE,
    rest,
  });
  expect(judge("a.example A", into, records("child.example. NS ns.child.example."))).toMatchObject({ ...SECURE, rest });
  expect(judge("a.example A", into)).toMatchObject({ ...SECURE, rest });
  // Of the name asked for we know that it is this zone's.
  expect(judge("x.child.example A", child.signed("x.child.example. A 192.0.2.1"))).toMatchObject({
    reason: { kind: "signer" },
  });
  expect(judge("a.example A", records("a.example. A 192.0.2.1"))).toMatchObject({ reason: { kind: "no-signature" } });
});

test("an alias within the zone must be signed to its end", () => {
  const alias = signer.signed("a.example. CNAME b.example.");
  expect(judge("a.example A", [...alias, ...signer.signed("b.example. A 192.0.2.1")])).toEqual(SECURE);
  const [b, rrsig] = signer.signed("b.example. A 192.0.2.1");
  expect(judge("a.example A", [...alias, { ...b, rdata: Uint8Array.of(192, 0, 2, 2) }, rrsig])).toMatchObject({
    reason: { kind: "bad-signature" },
  });
  const absent = signer.signed(`${SOA}\nb.example. NSEC z.example. TXT RRSIG NSEC`);
  expect(judge("a.example A", alias, absent)).toEqual(SECURE);
  expect(judge("a.example TXT", alias, absent)).toMatchObject({ reason: { kind: "denies-what-exists" } });
  expect(judge("a.example A", alias, records(SOA))).toMatchObject({ reason: { kind: "no-denial" } });
});

test("aliases in a circle end", () => {
  const circle = signer.signed("a.example. CNAME b.example.\nb.example. CNAME a.example.");
  expect(judge("a.example A", circle)).toMatchObject({ kind: "bogus", reason: { kind: "alias-loop" } });
  const grows = signer.signed("a.example. DNAME x.a.example.");
  expect(judge("y.a.example A", grows)).toMatchObject({ kind: "bogus" });
});

test("the code, which isn't signed, mustn't contradict the records", () => {
  const a = signer.signed("a.example. A 192.0.2.1");
  expect(judge("a.example A", a, [], 3)).toMatchObject({ reason: { kind: "rcode", rcode: 3 } });
  expect(judge("a.example A", [], signer.signed(`${SOA}\na.example. NSEC z.example. A RRSIG NSEC`), 3)).toMatchObject({
    reason: { kind: "denies-what-exists" },
  });
  expect(judge("a.example A", [], signer.signed(SOA), 6)).toMatchObject({ reason: { kind: "rcode", rcode: 6 } });
  expect(judge("a.example A", [], [], 2)).toEqual({ kind: "not-an-answer", because: { kind: "rcode", rcode: 2 } });
});

test("a denial with an SOA that isn't signed well is bogus", () => {
  const nsec = signer.signed("a.example. NSEC z.example. TXT RRSIG NSEC");
  expect(judge("a.example A", [], [...nsec, ...records(SOA)])).toMatchObject({
    reason: { kind: "no-signature" },
    type: 6,
  });
  expect(judge("a.example A", [], [...nsec, ...signer.signed(SOA)])).toEqual(SECURE);
  expect(judge("a.example A", [], nsec)).toEqual(SECURE);
});

test("a DNAME vouches for the CNAME that it makes, and for no other", () => {
  const dname = signer.signed("d.example. DNAME t.example.");
  const target = signer.signed("x.t.example. A 192.0.2.1");
  const made = records("x.d.example. CNAME x.t.example.");
  expect(judge("x.d.example A", [...dname, ...made, ...target])).toEqual(SECURE);
  expect(judge("x.d.example A", [...dname, ...target])).toEqual(SECURE);
  expect(judge("x.d.example CNAME", [...dname, ...made])).toEqual(SECURE);
  expect(judge("x.d.example CNAME", dname)).toMatchObject({ reason: { kind: "synthesis" } });
  const forged = records("x.d.example. CNAME x.evil.");
  expect(judge("x.d.example A", [...dname, ...forged])).toMatchObject({ reason: { kind: "synthesis" } });
  expect(judge("x.d.example A", [...records("d.example. DNAME evil."), ...forged])).toMatchObject({
    reason: { kind: "no-signature" },
  });
  expect(judge("d.example DNAME", dname)).toEqual(SECURE);
  const long = signer.signed(`d.example. DNAME ${"a.".repeat(100)}example.`);
  expect(judge(`${"b.".repeat(40)}d.example A`, long, [], 6)).toEqual(SECURE);
  expect(judge(`${"b.".repeat(40)}d.example A`, long)).toMatchObject({ reason: { kind: "synthesis" } });
});

test("a referral's DS must be signed, whole and the child's own", () => {
  const ds = "DS 1 13 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";
  const refer = (authority: readonly ResourceRecord[], owner = "child.example.") =>
    judgeReferral(message(0, [], authority), parseName(owner)!, zone, [key], NOW);
  const ns = records("child.example. NS ns.child.example.");
  expect(refer([...ns, ...signer.signed(`child.example. ${ds}`)])).toMatchObject({
    kind: "signed",
    ds: [{ keyTag: 1 }],
    expiresAt: LATER,
  });
  expect(refer([...ns, ...records(`child.example. ${ds}`)])).toMatchObject({
    kind: "bogus",
    reason: { kind: "no-signature" },
  });
  expect(refer([...ns, ...child.signed(`child.example. ${ds}`)])).toMatchObject({
    kind: "bogus",
    reason: { kind: "signer" },
  });
  const replayed = signer
    .signed(`*.example. ${ds}`)
    .map((record) => ({ ...record, owner: parseName("child.example.")! }));
  expect(refer([...ns, ...replayed])).toMatchObject({ kind: "bogus", reason: { kind: "labels" } });
  expect(refer(signer.signed("child.example. NSEC z.example. NS RRSIG NSEC"))).toEqual({
    kind: "unsigned",
    expiresAt: LATER,
  });
  // A name without NS isn't delegated, whatever the referral says.
  const undelegated = signer.signed("child.example. NSEC z.example. A RRSIG NSEC");
  expect(refer(undelegated)).toEqual({ kind: "no-delegation", expiresAt: LATER });
  expect(refer([...ns, ...undelegated])).toMatchObject({ kind: "bogus", reason: { kind: "not-proven" } });
  expect(refer(ns)).toMatchObject({ kind: "bogus", reason: { kind: "no-denial" } });
  expect(refer(ns, "other.")).toMatchObject({ kind: "bogus", reason: { kind: "outside-zone" } });
});
