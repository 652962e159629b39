import { expect, test } from "vitest";
import { applyEdits } from "../../fix.js";
import { encodeUtf8, utf8 } from "../../name/octets.js";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

const a = (count: number) => "a".repeat(count);

testRule(rule, {
  "256 octets": `
    $ORIGIN example.com.
    k1._domainkey  TXT  "${a(256)}"     ; expect: tooLong
  `,
  "the second of three, in parentheses": `
    $ORIGIN example.com.
    k1._domainkey  TXT  ( "v=DKIM1; "
                          "${a(600)}"     ; expect: tooLong
                          "${a(10)}" )
  `,
  "255 octets": `
    $ORIGIN example.com.
    k1._domainkey  TXT  "${a(255)}" ${a(255)}
  `,
  "escapes are counted as what they mean": `
    $ORIGIN example.com.
    x  TXT  "${a(250)}\\"\\"\\"\\"\\010"
    y  TXT  "${a(252)}\\"\\"\\"\\010"      ; expect: tooLong
  `,
  "a type that has two strings and no more can't be split": `
    $ORIGIN example.com.
    x  HINFO  "${a(300)}" "os"     ; expect: tooLong
  `,
  "a CAA value is no string": `
    $ORIGIN example.com.
    @  CAA  0 issue "ca.example.net; accounturi=https://ca.example.net/${a(300)}"
  `,
});

test("it is split at 255 octets", () => {
  const text = `$ORIGIN example.com.\nx TXT "${a(255)}${a(255)}b"\n`;
  const { findings } = lintText(rule, text);
  const { bytes } = applyEdits(encodeUtf8(text), [findings[0].fix!.edits]);
  expect(utf8(bytes, 0, bytes.length)).toBe(`$ORIGIN example.com.\nx TXT "${a(255)}" "${a(255)}" "b"\n`);
});

test("text with escapes or other letters isn't cut", () => {
  for (const odd of ["\\010", "é"])
    expect(lintText(rule, `x.a. TXT "${a(300)}${odd}"\n`).findings.map(({ fix }) => fix)).toEqual([undefined]);
});
