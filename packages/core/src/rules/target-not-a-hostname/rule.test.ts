import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a TXT value in a CNAME": `
    $ORIGIN example.com.
    @      MX 10  site-verification=3f2a9c                ; expect: odd
    _x     CNAME  \\"3f2a9c\\"                              ; expect: odd
    _y     CNAME  key=3f2a\\;9c1e                         ; expect: odd
  `,
  "a blank, written as an escape": `
    $ORIGIN example.com.
    www    CNAME  web\\032server.example.net.    ; expect: odd
  `,
  "an e-mail address": `
    $ORIGIN example.com.
    @      MX 10  postmaster@example.net.    ; expect: odd
  `,
  "an asterisk that is no label": `
    $ORIGIN example.com.
    www    CNAME  web*.example.net.    ; expect: odd
    *      CNAME  *.example.net.
  `,
  "underscores, hyphens and the apex": `
    $ORIGIN example.com.
    _acme-challenge  CNAME  _acme-challenge.my_host.example.net.
    www              CNAME  @
    mail             CNAME  a--b.example.net.
    @                MX 0   .
  `,
  "a service instance has any name": `
    $ORIGIN example.com.
    old._ipp._tcp    CNAME  Front\\032Desk\\032(2nd)._ipp._tcp
  `,
  "other rules' targets": `
    $ORIGIN example.com.
    a    CNAME  https://www.example.net/
    b    CNAME  2001:db8::1
    c    CNAME  {{target}}
    d    CNAME  münchen.example.net.
  `,
  "parts of an IPv4 block": `
    $ORIGIN 2.0.192.in-addr.arpa.
    1    CNAME  1.0/25
    2    CNAME  2.64-127/26
  `,
  "nobody knows the origin": `
    www  CNAME  @
    api  CNAME  www
  `,
  "HTTPS parameters are no target": `
    $ORIGIN example.com.
    @    HTTPS  1 . alpn="h2,h3"
  `,
});

test("only a CNAME may have been meant as a TXT", () => {
  const zone = "$ORIGIN example.com.\n@ NS YOUR@NAMESERVER.\nwww CNAME a=b.\n";
  const [ns, cname] = lintText(rule, zone).findings.map(({ explanation }) => explanation.how);
  expect([ns.includes("TXT"), cname.includes('write TXT "a=b."')]).toEqual([false, true]);
});
