import { expect, test } from "vitest";
import { applyEdits } from "../../fix.js";
import { encodeUtf8, utf8 } from "../../name/octets.js";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "two challenges at once": `
    $ORIGIN example.com.
    _acme-challenge  60     TXT  "one"
    www              300    A    192.0.2.1
    _acme-challenge  86400  TXT  "two"    ; expect: differs
  `,
  "one finding an RRset, at the first that differs": `
    $ORIGIN example.com.
    www  300  A     192.0.2.1
    www  300  A     192.0.2.2
    www  60   A     192.0.2.3        ; expect: differs
    www  IN 3600 A  192.0.2.4
    www  300  AAAA  2001:db8::1
    www  1m   AAAA  2001:db8::2      ; expect: differs
  `,
  "$TTL in between": `
    $ORIGIN example.com.
    $TTL 300
    www  A    192.0.2.1
    $TTL 600
    www  A    192.0.2.2     ; expect: differs
    mail 60 A 192.0.2.3
  `,
  "the same in other units": `
    $ORIGIN example.com.
    www  3600  A  192.0.2.1
    www  1h    A  192.0.2.2
  `,
  "types, owners": `
    $ORIGIN example.com.
    www   300  A     192.0.2.1
    www   60   AAAA  2001:db8::1
    mail  60   A     192.0.2.1
  `,
  signatures: `
    $ORIGIN example.com.
    www  300  RRSIG  A 13 3 300 20261201000000 20261101000000 12345 example.com. AAAA
    www  60   RRSIG  TXT 13 3 60 20261201000000 20261101000000 12345 example.com. AAAA
  `,
  "a part of a zone, whose TTL comes from outside": `
    $ORIGIN example.com.
    www  A      192.0.2.1
    www  300 A  192.0.2.2
  `,
  "an explicit zero is known": `
    $ORIGIN example.com.
    www  0    A  192.0.2.1
    www  300  A  192.0.2.2   ; expect: differs
  `,
});

const fixed = (text: string) => {
  const { findings } = lintText(rule, text);
  return findings.map(({ fix }) => {
    if (!fix) return undefined;
    const { bytes } = applyEdits(encodeUtf8(text), [fix.edits]);
    return utf8(bytes, 0, bytes.length);
  });
};

test("the fix writes the first TTL where the other one stands, or where one belongs", () => {
  expect(fixed("$ORIGIN a.\nx 300 IN A 192.0.2.1\n 60 IN A 192.0.2.2\n IN 1h A 192.0.2.3\ny 9 A 192.0.2.4\n")).toEqual([
    "$ORIGIN a.\nx 300 IN A 192.0.2.1\n 300 IN A 192.0.2.2\n IN 300 A 192.0.2.3\ny 9 A 192.0.2.4\n",
  ]);
  expect(fixed("$ORIGIN a.\nx 300 IN A 192.0.2.1\n$TTL 60\nx IN A 192.0.2.2\ny 9 A 192.0.2.4\n")).toEqual([
    "$ORIGIN a.\nx 300 IN A 192.0.2.1\n$TTL 60\nx 300 IN A 192.0.2.2\ny 9 A 192.0.2.4\n",
  ]);
});

test("no fix where the next entry would get another TTL by it", () => {
  expect(fixed("$ORIGIN a.\nx 300 IN A 192.0.2.1\nx 60 A 192.0.2.2\ny A 192.0.2.3\n")).toEqual([undefined]);
});

test("no fix where a TTL of 1 stands for an automatic one", () => {
  expect(fixed("$ORIGIN a.\nx 1 IN A 192.0.2.1\nx 60 IN A 192.0.2.2\ny 9 A 192.0.2.4\n")).toEqual([undefined]);
});
