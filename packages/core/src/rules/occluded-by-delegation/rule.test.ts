import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 300 SOA ns1.example.net. hostmaster 1 7200 900 1209600 300";

testRule(rule, {
  "below a cut": `
    $ORIGIN example.com.
    sub      NS   ns1.example.net.
    www.sub  A    192.0.2.1          ; expect: occluded
    a.b.sub  TXT  "deep"             ; expect: occluded
  `,
  "at a cut": `
    $ORIGIN example.com.
    ${SOA}
    sub  300  NS      ns1.example.net.
    sub  300  NS      ns2.example.net.
    sub  300  NS      ns3.example.net.
    sub  300  DS      12345 13 2 0000000000000000000000000000000000000000000000000000000000000000
    sub  300  NSEC    www.example.com. NS DS RRSIG NSEC
    sub  300  MX      10 mail.example.net.     ; expect: occluded
    sub  300  DNSKEY  257 3 13 AAAA            ; expect: occluded
  `,
  "validation records": `
    $ORIGIN example.com.
    shop                                         NS     ns1.example.net.
    _acme-challenge.shop                         CNAME  shop.acme-dns.example.net.     ; expect: validation
    _3f2a00112233445566778899aabbccdd.www.shop   CNAME  _0f.acm-validations.aws.       ; expect: validation
    shop                                         CAA    0 issue "letsencrypt.org"      ; expect: caa
  `,
  glue: `
    $ORIGIN example.com.
    sub      NS    ns1.sub
    sub      NS    sub
    sub      A     192.0.2.1
    ns1.sub  A     192.0.2.2
    ns1.sub  AAAA  2001:db8::2
    ns1.sub  TXT   "rack 7"       ; expect: occluded
  `,
  "glue that was left behind": `
    $ORIGIN example.com.
    sub      NS    ns1.sub
    ns1.sub  A     192.0.2.1
    ns2.sub  A     192.0.2.2      ; expect: unusedGlue
  `,
  "a cut below a cut": `
    example.          300  SOA  ns1.example.net. hostmaster.example.net. 1 7200 900 1209600 300
    example.          300  NS   ns.example.net.
    foo.example.      300  NS   ns.example.net.
    bar.foo.example.  300  NS   x.foo.example.     ; expect: nestedCut
    bar.foo.example.  300  DS   12345 13 2 0000000000000000000000000000000000000000000000000000000000000000
    x.foo.example.    300  A    192.0.2.1
  `,
  "the apex is no cut": `
    $ORIGIN example.com.
    ${SOA}
    @    300  NS   ns1.example.net.
    @    300  TXT  "apex"
    www  300  A    192.0.2.1
  `,
  "a name beside the cut": `
    $ORIGIN example.com.
    sub     NS   ns1.example.net.
    mysub   A    192.0.2.1
    sub2    A    192.0.2.2
  `,
  "a fragment of a zone whose apex isn't $ORIGIN": `
    $ORIGIN com.
    example      NS   ns1.example.net.
    example      MX   10 mail.example
    www.example  A    192.0.2.1
  `,
  "nobody knows the origin": `
    sub      NS   ns1.example.net.
    www.sub  A    192.0.2.1
  `,
  "two zones in one file are another rule's": `
    $ORIGIN example.com.
    ${SOA}
    $ORIGIN sub.example.com.
    ${SOA}
    @    300  NS   ns1.example.net.
    www  300  A    192.0.2.1
  `,
  "NS and DNAME at one owner are another rule's": `
    $ORIGIN example.com.
    sub  NS     ns1.example.net.
    sub  DNAME  example.org.
  `,
  "what can't be read has been said": `
    $ORIGIN example.com.
    sub      NS   ns1.example.net.
    www.sub  A    192.0.2.256
  `,
});

test("it names the servers that are asked instead, and the certificate that is lost", () => {
  const { findings } = lintText(
    rule,
    "$ORIGIN example.com.\nsub NS ns1.example.net.\nsub NS ns2.example.net.\n_acme-challenge.sub TXT x\n",
  );
  expect(findings[0].explanation).toEqual({
    what: 'The TXT of "_acme-challenge.sub.example.com." lies below a zone cut: NS records hand "sub.example.com." to "ns1.example.net." and "ns2.example.net.".',
    why: 'The CA is sent to those servers, finds no such record there, and issues no certificate for "sub.example.com.".',
    how: 'Publish it in the zone "sub.example.com.", at "ns1.example.net." and "ns2.example.net.", or delete the NS records of "sub.example.com.".',
  });
  expect(findings[0].related.map(({ span }) => span.start.line)).toEqual([2]);
});
