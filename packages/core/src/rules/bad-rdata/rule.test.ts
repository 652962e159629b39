import { expect, test } from "vitest";
import { RDATA_MESSAGES } from "../../rdata/messages.js";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  addresses: `
    $ORIGIN example.com.
    www   A     192.0.2.256          ; expect: notIpv4
    www   A     2001:db8::1          ; expect: notIpv4
    www   A     web.example.net.     ; expect: notIpv4
    www   AAAA  192.0.2.1            ; expect: notIpv6
    www   AAAA  2001:db8::1::2       ; expect: notIpv6
  `,
  numbers: `
    $ORIGIN example.com.
    @     MX   mail 10               ; expect: notANumber
    @     MX   65536 mail            ; expect: notANumber
    @     CAA  256 issue "ca.org"    ; expect: notANumber
  `,
  "too few parts, and too many": `
    $ORIGIN example.com.
    @     MX     10                  ; expect: missingField
    www   CNAME  a.example.net. b    ; expect: extraField
    @     CAA    0 issue ca.org tag  ; expect: extraField
    @     SRV    0 0 443             ; expect: missingField
  `,
  "quotes round what isn't a text, which only NSD reads": `
    $ORIGIN example.com.
    www   CNAME  "web.example.net."  ; expect: quotedToken
    @     MX     10 "mail"           ; expect: quotedToken
    api   A      "192.0.2.1"         ; expect: quotedToken
  `,
  "no quotes round what needs them": `
    $ORIGIN example.com.
    _ftp._tcp  URI  10 1 ftp://ftp.example.com/public   ; expect: needsQuotes
  `,
  "DNSSEC and TLSA data that were copied badly": `
    $ORIGIN example.com.
    dev         DS    12345 13 2 3490a6806d47f17a34c29e2ce80e8a99     ; expect: digestLength
    _443._tcp   TLSA  3 1 1 3490a6806d47f17a34c29e2ce80e8a999ffbe4be3  ; expect: oddHex
    @           DNSKEY 257 3 13 not*base64                            ; expect: notBase64
  `,
  "the generic form": `
    $ORIGIN example.com.
    box   TYPE65400  \\# 3 0102       ; expect: genericLength
    box   TYPE65400  0102            ; expect: needsGeneric
    box   TYPE65400  \\# 2 0102
  `,
  "service parameters": `
    $ORIGIN example.com.
    www   HTTPS  1 . ALPN=h2         ; expect: svcKeyCase
    www   HTTPS  1 . alpn=h2 alpn=h3 ; expect: svcDuplicateKey
    www   HTTPS  1 . alpn=h2,h3 port=443
  `,
  "odd, and right": `
    $ORIGIN example.com.
    www   A      192.0.2.1
    www   AAAA   ::ffff:192.0.2.1
    @     CAA    1 ISSUE ca.org
    @     CAA    0 issue ""
    @     TXT    ""
    @     MX     0 .
    _443._tcp  TLSA  3 1 1 ( 3490a6806d47f17a34c29e2ce80e8a99
                             9ffbe4be3490a6806d47f17a34c29e2c )
  `,
});

test("an AAAA that holds an IPv4 address is told so", () => {
  const { findings } = lintText(rule, "$ORIGIN example.com.\nwww AAAA 192.0.2.1\n");
  expect(findings[0].explanation.how).toContain("write an A record");
  expect(findings[0].record).toMatchObject({ owner: "www.example.com.", type: "AAAA" });
});

test("every message of the RDATA readers has a rule", () => {
  const others = ["badEscape", "tooLong", "inTarget"];
  expect(Object.keys(RDATA_MESSAGES).filter((id) => !(id in rule.messages))).toEqual(others);
});
