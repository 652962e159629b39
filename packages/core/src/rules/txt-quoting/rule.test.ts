import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "SPF without quotes": `
    $ORIGIN example.com.
    @      TXT  v=spf1 mx include:_spf.example.net -all    ; expect: split
    other  SPF  v=spf1 -all                                ; expect: split
  `,
  "quotes round a part": `
    $ORIGIN example.com.
    @  TXT  v=spf1 "include:_spf.example.net -all"    ; expect: split
  `,
  "over two lines": `
    $ORIGIN example.com.
    @  TXT  ( v=spf1 mx                 ; expect: split
              -all )
  `,
  "in quotes, in two strings, without blanks": `
    $ORIGIN example.com.
    a  TXT  "v=spf1 mx -all"
    b  TXT  "v=spf1 include:_spf.example.net" " -all"
    c  TXT  v=spf1
    d  TXT  v=STSv1\\;id=20261124
  `,
  "lists that fall apart only behind their semicolons": `
    $ORIGIN example.com.
    _dmarc       TXT  v=DMARC1\\; p=none\\; rua=mailto:dmarc@example.com
    a._domainkey TXT  v=DKIM1\\; k=rsa\\; "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQD"
    b._domainkey TXT  v=DKIM1\\; n=for the news\\; p=MIGfMA0G    ; expect: split
  `,
  "words that may be meant as strings": `
    $ORIGIN example.com.
    a  TXT  path=/ rev=7
    b  TXT  hello world
  `,
});

test("it says what readers make of it", () => {
  const { findings } = lintText(rule, "$ORIGIN example.com.\n@ TXT v=spf1 mx -all\n");
  expect(findings[0].explanation.what).toBe(
    'Without quotes this is 3 strings, published as "v=spf1" "mx" "-all" and read as "v=spf1mx-all".',
  );
});
