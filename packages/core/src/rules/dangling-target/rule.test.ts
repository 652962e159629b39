import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 300 SOA ns1.example.net. hostmaster 1 7200 900 1209600 300";

testRule(rule, {
  "letters beyond ASCII are another rule's": `
    $ORIGIN example.com.
    @    300  SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
         300  NS     ns1.example.net.
    www  300  CNAME  bücher
    shop 300  CNAME  bucher   ; expect: absent
  `,
  "aliases, mail and services": `
    $ORIGIN example.com.
    ${SOA}
    www        300  CNAME  gone                  ; expect: absent
    @          300  MX     10 mail               ; expect: absent
    _sip._tcp  300  SRV    0 0 5060 sip          ; expect: absent
    web        300  A      192.0.2.1
  `,
  "a name with names below it only": `
    $ORIGIN example.com.
    ${SOA}
    www      300  CNAME  dept      ; expect: empty
    app      300  CNAME  pods      ; expect: empty
    h1.dept  300  A      192.0.2.1
    *.pods   300  A      192.0.2.2
  `,
  "a delegated challenge": `
    $ORIGIN example.com.
    ${SOA}
    _acme-challenge.www  300  CNAME  www.acme     ; expect: validation
  `,
  "where the token will stand for a minute": `
    $ORIGIN example.com.
    ${SOA}
    _acme-challenge.www  300  CNAME  _acme-challenge.dyn
  `,
  "targets that exist": `
    $ORIGIN example.com.
    ${SOA}
    www   300  CNAME  WEB
    web   300  A      192.0.2.1
    @     300  MX     0 .
    _x._tcp 300 SRV   0 0 0 .
  `,
  "outside, below a cut, below a DNAME, under a wildcard": `
    $ORIGIN example.com.
    ${SOA}
    sub     300  NS     ns1.example.net.
    old     300  DNAME  example.org.
    *.pods  300  A      192.0.2.1
    a       300  CNAME  www.example.net.
    b       300  CNAME  www.sub
    c       300  CNAME  www.old
    d       300  CNAME  www.eu.pods
  `,
  "the record itself is occluded": `
    $ORIGIN example.com.
    ${SOA}
    sub      300  NS     ns1.example.net.
    www.sub  300  CNAME  gone
  `,
  "a child zone that is at hand": {
    otherZones: ["sub.example.com."],
    zone: `
      $ORIGIN example.com.
      ${SOA}
      www  300  CNAME  web.Sub
    `,
  },
  "a fragment can't tell": `
    $ORIGIN example.com.
    www  CNAME  gone
  `,
  "what couldn't be included may hold it": `
    $ORIGIN example.com.
    ${SOA}
    $INCLUDE hosts.db
    www  300  CNAME  gone
  `,
  "aliases of SVCB and HTTPS, and a DNAME": `
    $ORIGIN example.com.
    ${SOA}
    @     300  HTTPS  0 gone         ; expect: absent
    _dns  300  SVCB   0 gone         ; expect: absent
    www   300  HTTPS  1 gone alpn=h2
    old   300  DNAME  gone           ; expect: absent
    older 300  DNAME  new
    a.new 300  A      192.0.2.1
    api   300  HTTPS  0 .
  `,
  "a record that can't be read is there": `
    $ORIGIN example.com.
    ${SOA}
    www  300  CNAME  web
    web  300  A      192.0.2.256
  `,
  "a response-policy zone has actions for targets": `
    $ORIGIN rpz.example.com.
    ${SOA}
    bad.example.org  300  CNAME  walled.garden
  `,
});

test("a name beside it that is spelt nearly alike is offered", () => {
  const { findings } = lintText(
    rule,
    `$ORIGIN example.com.\n${SOA}\nwww 300 CNAME backedn\nbackend 300 A 192.0.2.1\nbeckon 300 A 192.0.2.2\n`,
  );
  expect(findings[0].explanation.how).toBe(
    'Did you mean "backend.example.com."? Else add the records of "backedn.example.com.".',
  );
});

test("a full name with the zone behind it is suggested without it; parts of the zone's own aren't", () => {
  const zone = (target: string) =>
    `$ORIGIN example.com.\n@ 300 SOA ns1.example.net. h 1 7200 900 1209600 300\n@ 300 NS ns1.example.net.\nwww 300 CNAME ${target}.example.com.\n`;
  const advice = (target: string) => lintText(rule, zone(target)).findings[0]?.explanation.how;
  expect(advice("d111111abcdef8.cloudfront.net")).toBe(
    'Did you mean "d111111abcdef8.cloudfront.net."? Else add the records of "d111111abcdef8.cloudfront.net.example.com.".',
  );
  expect(advice("api.web.dev")).toMatch(/^Add the records/);
  expect(advice("mail.net")).toMatch(/^Add the records/);
});
