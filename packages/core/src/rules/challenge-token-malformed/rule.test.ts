import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "not the digest, but what it is made of or from": `
    $ORIGIN example.com.
    _acme-challenge.a  TXT  "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA.9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"   ; expect: keyAuthorization
    _acme-challenge.b  TXT  "81fd9f5c0f2b3c7d9e1a45b68c3d7e90aa12bb34cc56dd78ee90ff1234567890"   ; expect: hexadecimal
  `,
  "another base64": `
    $ORIGIN example.com.
    _acme-challenge.a  TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H="   ; expect: padded
    _acme-challenge.b  TXT  "gfj9XqRg85nM+K4hL0pQ7sT1vW3x/5zA6bC8dE9fG0H"    ; expect: standardBase64
    _acme-challenge.c  TXT  "gfj9XqRg85nM+K4hL0pQ7sT1vW3x/5zA6bC8dE9fG0H="   ; expect: standardBase64
  `,
  "quotes and blanks from a copy": `
    $ORIGIN example.com.
    _acme-challenge.a  TXT  "\\"gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H\\""   ; expect: quotesOrBlanks
    _acme-challenge.b  TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H "        ; expect: quotesOrBlanks
    _acme-challenge.c  TXT  "gfj9XqRg85nM2K4hL0pQ " "7sT1vW3xY5zA6bC8dE9fG0H"     ; expect: quotesOrBlanks
  `,
  "too short, too long, other characters, nothing": `
    $ORIGIN example.com.
    _acme-challenge.a  TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0"    ; expect: wrongLength
    _acme-challenge.b  TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0HH"  ; expect: wrongLength
    _acme-challenge.c  TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0!"   ; expect: otherCharacters
    _acme-challenge.d  TXT  ""                                              ; expect: empty
  `,
  "beside a right one, and for an account": `
    $ORIGIN example.com.
    _acme-challenge    TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _acme-challenge    TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0"    ; expect: wrongLength
    _ujmmovf2vn55tgye._acme-challenge  TXT  "short"                         ; expect: wrongLength
  `,
  "digests, in one string or two": `
    $ORIGIN example.com.
    _acme-challenge    TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _Acme-Challenge.a  TXT  gfj9XqRg85nM2K4hL0pQ7-T1vW3xY5zA6bC8dE9_G0H
    _acme-challenge.b  TXT  "gfj9XqRg85nM2K4hL0pQ" "7sT1vW3xY5zA6bC8dE9fG0H"
    _ujmmovf2vn55tgye._acme-challenge  TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
  `,
  "what other tools keep there": `
    $ORIGIN example.com.
    _acme-challenge    TXT  "heritage=external-dns,external-dns/owner=default,external-dns/resource=crd/acme"
    _acme-challenge.a  TXT  "v=spf1 -all"
  `,
  "other rules' business, and other owners": `
    $ORIGIN example.com.
    _acme-challenge    TXT  "REPLACE_ME"
    _acme-challenge.a  TXT  "a.example.com.0123456789abcdef.dcv.cloudflare.com"
    acme-challenge     TXT  "short"
    x._acme-challenge  TXT  "short"
    _acme-challenge.b  CNAME  b.acme-dns.example.net.
  `,
});

test("it is an error only where no TXT of the owner could match", () => {
  const lone = lintText(rule, '$ORIGIN example.com.\n_acme-challenge TXT "short"\n').findings;
  const beside = lintText(
    rule,
    '$ORIGIN example.com.\n_acme-challenge TXT "short"\n_acme-challenge TXT (\n_acme-challenge TXT gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H\n',
  ).findings;
  expect([lone[0].severity, beside[0].severity]).toEqual(["error", "warning"]);
});
