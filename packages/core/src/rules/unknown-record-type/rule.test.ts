import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "comments of other languages": `
    $ORIGIN example.com.
    # my zone             ; expect: unknown
    // the web server     ; expect: unknown
    #1 A 192.0.2.1
  `,
  "letters changed places": `
    $ORIGIN example.com.
    _3f2a  CNMAE  9c1e.7b04.sectigo.com.   ; expect: unknown
    www    3600   IN  aaaaa  2001:db8::1   ; expect: unknown
  `,
  "a type of a provider's own": `
    $ORIGIN example.com.
    @    ALIAS  web.example.net.   ; expect: unknown
    old  ANAME  web.example.net.   ; expect: unknown
  `,
  "an export of OVHcloud": `
    $ORIGIN example.com.
    k1._domainkey  DKIM  ( "v=DKIM1;k=rsa;p=MIIB" )   ; expect: unknown
  `,
  "the type is forgotten": `
    $ORIGIN example.com.
    www   192.0.2.1            ; expect: unknown
    mail  IN  2001:db8::25     ; expect: unknown
    ftp   web.example.net.     ; expect: unknown
    ns    IN  ns1              ; expect: unknown
    note  "v=spf1 -all"        ; expect: unknown
  `,
  "the type is quoted": `
    $ORIGIN example.com.
    www  "CNAME"  web.example.net.   ; expect: unknown
  `,
  "any case, any registered type, and any number": `
    $ORIGIN example.com.
    www    cname     web.example.net.
    old    SPF       "v=spf1 -all"
    box    TYPE65400 \\# 2 0102
    cname  A         192.0.2.1
    _443   SVCB      1 . alpn=h2
  `,
  "an owner that reads as a type": `
    $ORIGIN example.com.
    mx  A   192.0.2.1
    a   MX  10 mx
  `,
});

test("what a provider takes is a warning, and nobody is told to write something else", () => {
  for (const written of ["ALIAS", "aname", "LUA", "DKIM", "AWS", "DYNA", "dync", "WINS"]) {
    const { findings } = lintText(rule, `$ORIGIN example.com.\nwww ${written} web.example.net.\n`);
    const [{ severity, explanation, fix }] = findings;
    expect([severity, fix]).toEqual(["warning", undefined]);
    expect(explanation.how).toMatch(/^Leave it if/);
  }
});

test("gdnsd's pair of TTLs is no slip, where gdnsd's type follows", () => {
  const zone = "$ORIGIN example.com.\nwww 600/10 DYNA geoip!web\napi 600/10 A 192.0.2.1\n";
  const told = lintText(rule, zone).findings.map(({ severity, span }) => [severity, span!.start.line]);
  expect(told).toEqual([["warning", 2]]);
});

test("a line that begins like a comment elsewhere is told what begins one here, and nothing is put in the word's place", () => {
  const { findings } = lintText(rule, "$ORIGIN example.com.\n# CNMAE of www\n");
  expect(findings.map(({ explanation: { what, how }, fix }) => [what, how, fix])).toEqual([
    ['"#" begins no comment in a zone file: the line is read as a record.', 'Write ";" in place of "#".', undefined],
  ]);
});
