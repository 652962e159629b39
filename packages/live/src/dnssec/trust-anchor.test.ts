import { expect, test } from "vitest";
import { parseTrustAnchor } from "./trust-anchor.js";

const DIGEST = "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";

test("a trust anchor is a DS or DNSKEY line, with TTL and class or without", () => {
  for (const line of [
    `. IN DS 20326 8 2 ${DIGEST}`,
    `. DS 20326 8 2 ${DIGEST} ; root`,
    `. 172800 IN DS 20326 8 2 (${DIGEST.slice(0, 20)}\n ${DIGEST.slice(20)})`,
  ]) {
    const anchor = parseTrustAnchor(line);
    expect(anchor?.zone.toString()).toBe(".");
    expect(anchor?.voucher).toMatchObject({ keyTag: 20326, algorithm: 8, digestType: 2 });
  }
  const key = parseTrustAnchor("test. 300 IN DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=");
  expect(key).toMatchObject({ zone: { labels: ["test"] }, voucher: { keyTag: 3613, flags: 257 } });
});

test("anything else is none", () => {
  const others = [
    "",
    "x",
    ". A 192.0.2.1",
    ". DS 1 8 2 00",
    `. DS 20326 8 2 ${DIGEST}\n. DS 20326 8 2 ${DIGEST}`,
    `. CH DS 20326 8 2 ${DIGEST}`,
    "$INCLUDE /etc/passwd",
    " ".repeat(20_000),
  ];
  for (const text of others) expect(parseTrustAnchor(text), text.slice(0, 40)).toBeUndefined();
});
