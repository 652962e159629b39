import { expect, test } from "vitest";
import { encodeUtf8 } from "../name/octets.js";
import { readZoneFile } from "../zonefile/reader.js";
import { MOST_NUMBERS } from "./rdata-numbers.js";

const read = (lines: readonly string[]) =>
  readZoneFile(encodeUtf8(`$TTL 60\n${lines.join("\n")}\n`), { file: "test.zone", origin: "example.com" });

test("RDATA that is written alike has one number, any other has another", () => {
  const { index } = read([
    'a CAA 0 issue "ca.example"',
    "b CAA 0 issue ca.example",
    'c 300 IN CAA 0 issue "ca.example" ; the same',
    'd TXT 0 issue "ca.example"',
    'e CAA 0 issue "ca.examplE"',
  ]);
  const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((id) => index.rdataNumbers.of(id));
  expect(c).toBe(a);
  expect(new Set([a, b, d, e]).size).toBe(4);
  expect(index.rdataNumbers.of(1)).toBe(b);
});

test("of too many different ones the rest have none", () => {
  const { index, count } = read(
    Array.from({ length: MOST_NUMBERS + 50 }, (_, i) => `c${i} CAA 0 issue "ca${i}.example"`),
  );
  const numbers = Array.from({ length: count }, (_, id) => index.rdataNumbers.of(id));
  expect(numbers.filter((number) => number < 0).length).toBeGreaterThanOrEqual(50);
  const known = numbers.filter((number) => number >= 0);
  expect(new Set(known).size).toBe(known.length);
});
