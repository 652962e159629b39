import { expect, test } from "vitest";
import { latin1 } from "../../name/octets.js";
import { runRules } from "../../run-rules.js";
import { testFacts, testRule } from "../../testing.js";
import { readZoneFile } from "../../zonefile/reader.js";
import rule from "./rule.js";

testRule(rule, {
  "round a CAA value": `
    $ORIGIN example.com.
    @  CAA  0 issue “letsencrypt.org”                          ; expect: roundValue
    @  CAA  0 issue «letsencrypt.org»                          ; expect: roundValue
    @  CAA  0 issue ‘letsencrypt.org’                          ; expect: roundValue
    @  CAA  0 issue “letsencrypt.org; validationmethods=dns-01”   ; expect: roundValue
    @  CAA  0 issue letsencrypt.org”                           ; expect: roundValue
    @  CAA  0 “issue” "letsencrypt.org"                        ; expect: roundField
  `,
  "round a text that they part": `
    $ORIGIN example.com.
    @    TXT  “v=spf1 include:_spf.example.net -all”    ; expect: roundValue
    k1   TXT  “v=DKIM1; k=rsa; p=MIGfMA0G”              ; expect: roundValue
    k2   TXT  “v=DKIM1” “k=rsa”                         ; expect: roundValue
    it   TXT  “it’s whole”                              ; expect: roundValue
    one  TXT  „gfj9Xq“                                  ; expect: roundValue
    two  TXT  ‘v=spf1 -all’                             ; expect: roundValue
  `,
  "one half only: no fix, for nobody knows where it ends": `
    $ORIGIN example.com.
    @  TXT  “v=spf1 -all     ; expect: roundValue
  `,
  "RDATA that they break altogether": `
    $ORIGIN example.com.
    @    CAA    0 issue “letsencrypt.org  and more”   ; expect: roundValue
    www  A      “192.0.2.1”                           ; expect: roundField
  `,
  "round names": `
    $ORIGIN example.com.
    “www”            CNAME  web.example.net.      ; expect: roundField
    _acme-challenge  CNAME  ‘abc.example.net.’    ; expect: roundField
    @                MX     10 “mail”             ; expect: roundField
    “both”           CNAME  “web.example.net.”    ; expect: roundField, roundField
  `,
  "within quotes, round a text for machines": `
    $ORIGIN example.com.
    @                TXT  "“v=spf1 -all”"     ; expect: insideQuotes
    _acme-challenge  TXT  "”gfj9Xq_token”"    ; expect: insideQuotes
  `,
  "within a text for people": `
    $ORIGIN example.com.
    a  TXT  "it’s fine"
    b  TXT  "“Move fast” is our motto"
    c  TXT  "“Move fast”"
    d  TXT  it’s
    e  TXT  the dogs’ home
    f  TXT  a “b” c
    g  TXT  "‘tis"
    h  TXT  15” 
  `,
  "ASCII quotes, and letters beyond ASCII": `
    $ORIGIN example.com.
    @      CAA  0 issue "letsencrypt.org"
    café   A    192.0.2.1
    x      TXT  écrit  ; “a comment”
  `,
});

test("the quotes of Windows-1252 in a file that isn't UTF-8", () => {
  const text = "$ORIGIN example.com.\n@ CAA 0 issue \x93ca.org\x94\n@ TXT \x93caf\xe9\x94\n";
  const zone = readZoneFile(
    Uint8Array.from(text, (char) => char.charCodeAt(0)),
    { file: "test.zone" },
  );
  const found = runRules(zone, { rules: [rule], facts: testFacts() });
  expect(found.map(({ message, fix }) => [message, fix?.edits[0].newText])).toEqual([
    ["roundValue", '"ca.org"'],
    // é would come out as two octets.
    ["roundValue", undefined],
  ]);
  expect(found[0].explanation.what).toBe("“ca.org” is written with typographic quotes.");
  expect(latin1(zone.sources[0].bytes, found[0].place.start, found[0].place.end)).toBe("\x93ca.org\x94");
});
