import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 300 SOA ns1.example.net. hostmaster 1 7200 900 1209600 300";
const certificate = (name: string, method?: string) => ({ names: [{ name, wildcard: false }], method });

testRule(rule, {
  "the wildcard's own certificate": `
    $ORIGIN example.com.
    ${SOA}
    *       300  CNAME  web.example.net.    ; expect: caught
    *.pods  300  CNAME  web.example.net.    ; expect: caught
  `,
  "a challenge of its own": `
    $ORIGIN example.com.
    ${SOA}
    *                300  CNAME  web.example.net.
    _acme-challenge  300  CNAME  3f2a.acme-dns.example.net.
  `,
  "an empty non-terminal is enough": `
    $ORIGIN example.com.
    ${SOA}
    *                                   300  CNAME  web.example.net.
    _ujmmovf2vn55tgye._acme-challenge   60   TXT    "token"
  `,
  "a wildcard address can't be followed": `
    $ORIGIN example.com.
    ${SOA}
    *  300  A  192.0.2.1
  `,
  "where no certificate can be": `
    $ORIGIN example.com.
    ${SOA}
    *._domainkey  300  CNAME  dkim.example.net.
    sub           300  NS     ns1.example.net.
    *.sub         300  CNAME  web.example.net.
  `,
  "a response-policy zone": `
    $ORIGIN rpz.example.com.
    ${SOA}
    *.bad.example  300  CNAME  .
  `,
  "a fragment can't tell": `
    $ORIGIN example.com.
    *  CNAME  web.example.net.
  `,
  "a certificate of the config": {
    certificates: [certificate("shop.example.com."), certificate("a.b.example.com.", "dns-01")],
    zone: `
      $ORIGIN example.com.
      ${SOA}
      *       300  CNAME  web.example.net.    ; expect: caught
      *.pods  300  CNAME  web.example.net.
    `,
  },
  "certificates that don't concern it": {
    certificates: [
      certificate("www.example.com."),
      certificate("shop.example.com.", "http-01"),
      certificate("shop.example.org."),
      certificate("x.sub.example.com."),
    ],
    zone: `
      $ORIGIN example.com.
      ${SOA}
      *    300  CNAME  web.example.net.
      www  300  A      192.0.2.1
      sub  300  NS     ns1.example.net.
    `,
  },
});

test("it names the challenges at stake", () => {
  const zone = `$ORIGIN example.com.\n${SOA}\n* 300 CNAME web.example.net.\n`;
  const { findings } = lintText(rule, {
    zone,
    certificates: [certificate("a.example.com."), certificate("b.example.com."), certificate("a.example.com.")],
  });
  expect(findings[0].explanation.what).toContain('nothing stands at "_acme-challenge.a.example.com." (and 1 more)');
});
