import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 300 SOA ns1.example.net. hostmaster 1 7200 900 1209600 300";

testRule(rule, {
  "a challenge below a host of the wildcard": `
    $ORIGIN example.com.
    ${SOA}
    *                    300  A    192.0.2.1
    _acme-challenge.app  60   TXT  "token"     ; expect: switchedOff
    _acme-challenge.app  60   TXT  "token2"
  `,
  "a validation CNAME that stays": `
    $ORIGIN example.com.
    ${SOA}
    *                                       300  CNAME  web.example.net.
    _3f2a00112233445566778899aabbccdd.app   300  CNAME  _0f.acm-validations.aws.     ; expect: switchedOff
    _3f2a00112233445566778899aabbccdd       300  CNAME  _0f.acm-validations.aws.
  `,
  "two levels deep, and the account's own label": `
    $ORIGIN example.com.
    ${SOA}
    *                                               300  CNAME  web.example.net.
    _ujmmovf2vn55tgye._acme-challenge.a.b           60   TXT    "token"     ; expect: switchedOff
  `,
  "the host has records of its own": `
    $ORIGIN example.com.
    ${SOA}
    *                    300  A    192.0.2.1
    app                  300  A    192.0.2.2
    _acme-challenge.app  60   TXT  "token"
  `,
  "the host exists for other reasons as well": `
    $ORIGIN example.com.
    ${SOA}
    *                    300  A    192.0.2.1
    *.app                300  A    192.0.2.2
    _acme-challenge.app  60   TXT  "token"
    db.eu                300  A    192.0.2.3
    _acme-challenge.eu   60   TXT  "token"
  `,
  "a nearer name stops the wildcard anyway": `
    $ORIGIN example.com.
    ${SOA}
    *                      300  A    192.0.2.1
    dept                   300  A    192.0.2.2
    _acme-challenge.a.dept 60   TXT  "token"
  `,
  "at the apex, and below service labels": `
    $ORIGIN example.com.
    ${SOA}
    *                     300  A    192.0.2.1
    _acme-challenge       60   TXT  "token"
    _acme-challenge._tcp  60   TXT  "token"
    _dmarc.app            300  TXT  "v=DMARC1; p=none"
  `,
  "a wildcard for mail only": `
    $ORIGIN example.com.
    ${SOA}
    *                    300  MX   10 mail.example.net.
    _acme-challenge.app  60   TXT  "token"
  `,
  "no wildcard": `
    $ORIGIN example.com.
    ${SOA}
    _acme-challenge.app  60   TXT  "token"
  `,
  "in a fragment the host may stand elsewhere": `
    $ORIGIN example.com.
    *                    A    192.0.2.1
    _acme-challenge.app  TXT  "token"
  `,
});

test("it offers what the wildcard says", () => {
  const { findings } = lintText(
    rule,
    `$ORIGIN example.com.\n${SOA}\n* 300 CNAME web\nweb 300 A 192.0.2.1\n_acme-challenge.app 60 TXT x\n`,
  );
  expect(findings[0].explanation.how).toContain("app.example.com. CNAME web.example.com.");
});
