import { describe, expect, test } from "vitest";
import { explainRdata, RDATA_MESSAGES, type RdataMessage } from "./messages.js";
import { read } from "./testing.js";

function explain(type: string, rdata: string): string {
  const { problem } = read(type, rdata);
  if (!problem) throw new Error(`${rdata} is good`);
  const { what, how } = explainRdata(problem);
  return `${what} ${how}`;
}

test.each(Object.keys(RDATA_MESSAGES) as RdataMessage[])("%s is two plain sentences or more", (message) => {
  const data = new Proxy({} as Record<string, string>, { get: (_, key) => (key === "octets" ? "6" : String(key)) });
  for (const { what, how } of [explainRdata({ message, data })]) {
    expect(what).toMatch(/^["A-Za-z].*\.$/);
    expect(how).toMatch(/^[A-Z].*[^,;:]$/);
    expect(`${what} ${how}`).not.toMatch(/undefined|NaN|\[object/);
  }
});

describe("an address that isn't one gets the hint that fits", () => {
  test.each([
    ["A", "192.0.2.999", /four numbers from 0 to 255/],
    ["A", "192.000.002.001", /leading zeros: 192\.0\.2\.1/],
    ["A", "192.0.2.1/24", /address alone: 192\.0\.2\.1$/],
    ["A", "192.0.2.1:8080", /address alone: 192\.0\.2\.1$/],
    ["A", "192.0.2.1.", /address alone: 192\.0\.2\.1$/],
    ["A", "2001:db8::1", /AAAA record/],
    ["A", "www.example.com.", /CNAME record/],
    ["A", "localhost", /CNAME record/],
    ["A", "192.0.2.1\\ extra", /four numbers/],
    ["A", "0x7f.1", /four numbers/],
    ["A", "https://www.example.com/", /without the scheme/],
    ["L32", "1 www", /four numbers/],
    ["AAAA", "192.0.2.1", /A record/],
    ["AAAA", "www.example.com.", /CNAME record/],
    ["AAAA", "[2001:db8::1]", /without brackets/],
    ["AAAA", "2001:db8::1/64", /without brackets, port or prefix/],
    ["AAAA", "fe80::1%eth0", /no zone/],
    ["AAAA", "2001::db8::1", /"::" once/],
    ["AAAA", "2001:db8:1", /eight groups/],
  ])("%s %s", (type, rdata, hint) => {
    expect(explain(type, rdata)).toMatch(hint);
  });
});

test("names in the RDATA are told apart by what is wrong with them", () => {
  expect(explain("CNAME", "a..b")).toMatch(/"a\.\.b" has an empty label/);
  expect(explain("CNAME", `${"x".repeat(64)}.a`)).toMatch(/label "x{60}…".*over 63 octets/);
  expect(explain("CNAME", `${"x".repeat(60)}.`.repeat(5))).toMatch(/over 255 octets/);
});

test("a long value is shown by its beginning", () => {
  expect(explain("DNSKEY", `257 3 13 ${"A".repeat(401)}`)).toContain(`"${"A".repeat(60)}…"`);
});

test("text is shown as its author sees it", () => {
  expect(explain("MX", "10 a 10€")).toContain('"10€"');
});

test("what a comment may have cut off is spoken of where there is a comment", () => {
  expect(explain("CAA", "0 issue ;")).toContain("begins a comment");
  expect(explain("CAA", "0 issue")).not.toContain("comment");
});
