import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a CAA parameter that nobody sees": `
    $ORIGIN example.com.
    @  CAA  0 issue letsencrypt.org; validationmethods=dns-01   ; expect: touches
    @  CAA  0 issue letsencrypt.org;validationmethods=dns-01    ; expect: touches
    @  CAA  0 issue letsencrypt.org ; accounturi=https://a.example/1; validationmethods=dns-01   ; expect: readsAsParameter
  `,
  "a note behind a CAA value": `
    $ORIGIN example.com.
    @  CAA  0 issue letsencrypt.org ; a note
    @  CAA  0 issue ca.org          ; for a=b and c=d, see the wiki
    @  CAA  0 issue ca.net          ; expires: never
  `,
  "quotes keep a semicolon": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01" ; tag=value
    @  CAA  0 issue ";"
    @  CAA  0 issue "letsencrypt.org";tag=value
  `,
  "a backslash keeps it too": `
    $ORIGIN example.com.
    k1._domainkey  TXT  v=DKIM1\\;k=rsa\\;p=MIGfMA0G
    @  CAA  0 issue letsencrypt.org\\;validationmethods=dns-01
  `,
  "a DKIM key without quotes": `
    $ORIGIN example.com.
    k1._domainkey  TXT  v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB=;   ; expect: touches
    k2._domainkey  TXT  v=DKIM1 ; k=rsa; p=MIGfMA0G   ; expect: readsAsParameter
    _dmarc         TXT  v=DMARC1 ;p=none              ; expect: readsAsParameter
  `,
  "a dns-persist-01 record without quotes": `
    $ORIGIN example.com.
    _validation-persist  TXT  letsencrypt.org ; accounturi=https://acme.example/acct/1   ; expect: readsAsParameter
  `,
  "a note that looks like a setting, behind a text that is no list": `
    $ORIGIN example.com.
    @  TXT  google-site-verification=4ibFUgB-wXLQ_S7vsXVomSTVamuOXBiVAzpR5IZ87D0 ; owner=web
    @  TXT  hello ; ticket=1234
  `,
  "several lines, cut in the middle": `
    $ORIGIN example.com.
    k1._domainkey  TXT  ( v=DKIM1;    ; expect: touches
                          "k=rsa" )
    k2._domainkey  TXT  ( "v=DKIM1; " ; the head
                          "k=rsa" )
  `,
  "a semicolon that ends the value": `
    $ORIGIN example.com.
    @     CAA  0 issue letsencrypt.org;     ; expect: endsValue
    note  TXT  hello;                       ; expect: endsValue
  `,
  "no value at all": `
    $ORIGIN example.com.
    @     CAA  0 issue ;                    ; expect: cutShort
    @     CAA  0 issuewild ;nobody          ; expect: cutShort
    note  TXT  ;                            ; expect: cutShort
  `,
  "a text without quotes that has no comment": `
    $ORIGIN example.com.
    note  TXT  hello
    @     CAA  0 issue letsencrypt.org
  `,
  "a suppression touches the value and is no part of it": `
    $ORIGIN example.com.
    note  TXT  hello;dcvlint-disable-line duplicate-record -- on purpose
    @     CAA  0 issue ca.org ; dcvlint-disable-line caa-unknown-issuer -- key=value
  `,
  "too long for one string: no fix": `
    $ORIGIN example.com.
    k1._domainkey  TXT  v=DKIM1; p=${"MIGfMA0G".repeat(40)}   ; expect: touches
  `,
});

test("a fix is offered where the comment reads as tag=value, or changes nothing", () => {
  const fixes = (record: string) =>
    lintText(rule, `$ORIGIN example.com.\n@ ${record}\n`).findings.map(({ fix }) => fix !== undefined);
  expect(fixes("CAA 0 issue letsencrypt.org;validationmethods=dns-01")).toEqual([true]);
  expect(fixes("CAA 0 issue letsencrypt.org;")).toEqual([true]);
  expect(fixes("TXT hello;")).toEqual([false]);
  expect(fixes("TXT hello;see the wiki")).toEqual([false]);
});
