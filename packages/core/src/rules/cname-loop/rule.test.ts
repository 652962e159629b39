import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "an alias of itself": `
    $ORIGIN example.com.
    www  CNAME  www.example.com.   ; expect: itself
  `,
  "two that point to each other": `
    $ORIGIN example.com.
    a  CNAME  b     ; expect: circle
    b  CNAME  a
    c  CNAME  a
  `,
  "two circles are two findings": `
    $ORIGIN example.com.
    a  CNAME  b     ; expect: circle
    b  CNAME  c
    d  CNAME  e     ; expect: circle
    c  CNAME  a
    e  CNAME  d
  `,
  "a wildcard that answers for its own target": `
    $ORIGIN example.com.
    $TTL 300
    @    SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
    *    CNAME  www           ; expect: throughWildcard
  `,
  "the target exists": `
    $ORIGIN example.com.
    $TTL 300
    @    SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
    *    CNAME  www
    www  A      192.0.2.1
  `,
  "in a fragment it may exist elsewhere": `
    $ORIGIN example.com.
    *    CNAME  www
  `,
  "an empty non-terminal stops the wildcard": `
    $ORIGIN example.com.
    $TTL 300
    @       SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
    *       CNAME  www
    a.www   A      192.0.2.1
  `,
  "a chain that ends": `
    $ORIGIN example.com.
    a  CNAME  b
    b  CNAME  c
    c  A      192.0.2.1
  `,
  "below a cut other servers answer": `
    $ORIGIN example.com.
    sub    NS     ns1.example.net.
    www    CNAME  a.sub
    a.sub  CNAME  www
  `,
  "through a DNAME": `
    $ORIGIN example.com.
    $TTL 300
    @      SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
    old    DNAME  new
    a      CNAME  b.old   ; expect: circle
    b.new  CNAME  a
  `,
  "a DNAME into its own tree": `
    $ORIGIN example.com.
    sub  DNAME  deep.sub    ; expect: dname
    old  DNAME  new
    new  DNAME  example.net.
  `,
  "two DNAMEs that point into each other": `
    $ORIGIN example.com.
    old  DNAME  x.new       ; expect: dname
    new  DNAME  old
  `,
});

test("a circle of 50,000 is one finding", { timeout: 30_000 }, () => {
  const size = 50_000;
  const lines = Array.from({ length: size }, (_, i) => `n${i} CNAME n${(i + 1) % size}`);
  const { findings } = lintText(rule, `$ORIGIN example.com.\n${lines.join("\n")}\n`);
  expect(findings).toHaveLength(1);
  expect(findings[0].explanation.what).toMatch(/\(49994 more\)/);
});
