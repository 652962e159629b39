import { expect, test } from "vitest";
import { applyEdits } from "../../fix.js";
import { encodeUtf8, utf8 } from "../../name/octets.js";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "written differently, and the same": `
    $ORIGIN example.com.
    www   A      192.0.2.1
    www   AAAA   2001:db8::1
    www   TXT    "a b" c
    mail  MX     10 mx
    @     CAA    0 issue "ca.example.net"
    alias CNAME  web.example.net.
    WWW   A      192.0.2.1                          ; expect: again
    www.example.com.  AAAA  2001:DB8:0:0:0:0:0:1    ; expect: again
    www   TXT    a\\032b "c"                         ; expect: again
    mail  MX     10 MX.example.com.                 ; expect: again
    @     TYPE257  \\# 21 00056973737565 63612e6578616d706c652e6e6574   ; expect: again
    alias CNAME  WEB.example.net.                   ; expect: again
  `,
  "layout tells nothing": `
    $ORIGIN example.com.
    a  TXT  "7" 8
    a  TXT  (7) "8"                         ; expect: again
    b  TXT  "see here"
    b  TXT  see\\ here                        ; expect: again
    c  CAA  00 issue "ca.example.net"
    c  CAA  0  issue ca.example.net         ; expect: again
    d  TXT  ( "one"
              "two" )
    d  TXT  "one" "two"                     ; expect: again
  `,
  "three times": `
    $ORIGIN example.com.
    www  A  192.0.2.1
    www  A  192.0.2.1   ; expect: again
    www  A  192.0.2.1   ; expect: again
  `,
  "what differs": `
    $ORIGIN example.com.
    www   A    192.0.2.1
    www   A    192.0.2.2
    mail  A    192.0.2.1
    www   TXT  "a" "b"
    www   TXT  "ab"
    www   TXT  "AB"
    www   MX   10 mx
    www   MX   20 mx
    www   CAA  0 issue "ca.example.net"
    www   CAA  128 issue "ca.example.net"
    www   CAA  0 issue "ca.example.org"
    www   SPF  "ab"
  `,
  "what can't be read isn't compared": `
    $ORIGIN example.com.
    www  A  192.0.2.256
    www  A  192.0.2.256
  `,
  "a zone transfer ends as it began": `
    example.com.  300  SOA  ns1.example.net. hostmaster.example.net. 1 7200 900 1209600 300
    example.com.  300  NS   ns1.example.net.
    example.com.  300  SOA  ns1.example.net. hostmaster.example.net. 1 7200 900 1209600 300
  `,
  "a file that is included twice has one text": {
    files: { "www.db": "www 300 A 192.0.2.1" },
    zone: `
      $ORIGIN example.com.
      $INCLUDE www.db
      $INCLUDE www.db
    `,
  },
});

const fixed = (text: string) =>
  lintText(rule, text).findings.map(({ fix }) => {
    if (!fix) return undefined;
    const { bytes } = applyEdits(encodeUtf8(text), [fix.edits]);
    return `${fix.safety}: ${utf8(bytes, 0, bytes.length)}`;
  });

test("the fix takes away the whole entry", () => {
  expect(fixed('$ORIGIN a.\nx 9 TXT "b"\nx 9 TXT ( ; why\n  "b"\n  ) ; so\ny 9 A 192.0.2.1\n')).toEqual([
    'safe: $ORIGIN a.\nx 9 TXT "b"\ny 9 A 192.0.2.1\n',
  ]);
});

test("it is only a suggestion where the TTLs differ", () => {
  expect(fixed("$ORIGIN a.\nx 9 A 192.0.2.1\nx 8 A 192.0.2.1")).toEqual(["suggestion: $ORIGIN a.\nx 9 A 192.0.2.1\n"]);
});

test("no fix where the next entry inherits its owner or its TTL", () => {
  expect(fixed("$ORIGIN a.\n$TTL 9\nx A 192.0.2.1\ny A 192.0.2.1\nx A 192.0.2.1\n  A 192.0.2.2\n")).toEqual([
    undefined,
  ]);
  expect(fixed("$ORIGIN a.\nx 9 A 192.0.2.1\ny 5 A 192.0.2.1\nx 9 A 192.0.2.1\nz A 192.0.2.2\n")).toEqual([undefined]);
  expect(fixed("$ORIGIN a.\n$TTL 9\nx A 192.0.2.1\n  A 192.0.2.1\n  A 192.0.2.2\n")).toEqual([
    "safe: $ORIGIN a.\n$TTL 9\nx A 192.0.2.1\n  A 192.0.2.2\n",
  ]);
});

test("the one duplicate in an RRset of 100,000", { timeout: 30_000 }, () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `x TXT "${i}"`);
  const { findings } = lintText(rule, ["$ORIGIN example.com.", ...lines, 'x TXT "7"', ""].join("\n"));
  expect(findings.map(({ span }) => span!.start.line)).toEqual([100_002]);
});
