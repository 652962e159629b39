import { testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 3600 IN SOA ns1 hostmaster 1 7200 900 1209600 300";

testRule(rule, {
  "an owner in full without its dot": `
    $ORIGIN example.com.
    _acme-challenge.example.com  TXT    "gfj9Xq"     ; expect: ownerDoubled
    example.com                  CAA    0 issue "letsencrypt.org"    ; expect: ownerDoubled
    WWW.Example.COM              A      192.0.2.1    ; expect: ownerDoubled
                                 AAAA   2001:db8::1
    mail                         A      192.0.2.2
  `,
  "with the dot, or short": `
    $ORIGIN example.com.
    _acme-challenge.example.com.  TXT    "gfj9Xq"
    _acme-challenge               TXT    "gfj9Xq"
    com                           A      192.0.2.1
    example                       A      192.0.2.1
    example.com.sub               A      192.0.2.1
  `,
  "a subdomain's zone": `
    $ORIGIN dev.example.com.
    _x.dev.example.com   CNAME  a.example.net.   ; expect: ownerDoubled
    _y.example.com       CNAME  b.example.net.   ; expect: likelyDoubled
    _z                   CNAME  c.example.net.
  `,
  "an origin below the apex": {
    origin: "example.com.",
    zone: `
      $ORIGIN sub.example.com.
      _x.sub.example.com   CNAME  a.example.net.   ; expect: ownerDoubled
      _y.example.com       CNAME  b.example.net.   ; expect: likelyDoubled
      _z.sub               CNAME  c.example.net.
    `,
  },
  "an origin that lacks its dot is to blame once": `
    $ORIGIN example.com.
    $TTL 300
    ${SOA}
    @                NS   ns1
    ns1              A    192.0.2.53
    $ORIGIN example.com            ; expect: originDoubled
    www              A    192.0.2.1
    mail             A    192.0.2.2
    @                TXT  "v=spf1 -all"
  `,
  "an origin that lacks its dot, below another part of the zone": `
    $ORIGIN example.com.
    www              A    192.0.2.1
    $ORIGIN dev.example.com.
    www              A    192.0.2.1
    $ORIGIN example.com            ; expect: originDoubled
    mail             A    192.0.2.2
    $ORIGIN api.example.com        ; expect: originDoubled
    @                A    192.0.2.3
    $ORIGIN example.com.
    $ORIGIN eu
    api              A    192.0.2.4
  `,
  "as the first line, where the zone is known otherwise": {
    origin: "example.com.",
    zone: `
      $ORIGIN example.com            ; expect: originDoubled
      $TTL 300
      ${SOA}
      @                NS   ns1
      ns1              A    192.0.2.53
    `,
  },
  "below the name that the SOA gives": `
    $ORIGIN example.com              ; expect: originDoubled
    $TTL 300
    example.com. 300 IN SOA ns1 hostmaster 1 7200 900 1209600 300
    www              A    192.0.2.1
  `,
  "the origin of an included file": {
    files: { "dev.inc": "www A 192.0.2.1", "eu.inc": "www A 192.0.2.1" },
    zone: `
      $ORIGIN example.com.
      www              A    192.0.2.1
      $INCLUDE dev.inc dev.example.com     ; expect: originDoubled
      $INCLUDE eu.inc eu
    `,
  },
  "a validation name that repeats its part of the zone": {
    origin: "example.com.",
    zone: `
      $ORIGIN dev.example.com.
      www                          A    192.0.2.1
      _acme-challenge.dev          TXT  "a"   ; expect: likelyDoubled
      _acme-challenge.api.dev      TXT  "a"   ; expect: likelyDoubled
      _acme-challenge.www.dev      TXT  "a"
      _acme-challenge.devel        TXT  "a"
      _acme-challenge.example.com  TXT  "a"   ; expect: ownerDoubled
      www.dev                      A    192.0.2.1
      dev.dev                      A    192.0.2.1
      _acme-challenge.dev.dev      TXT  "a"
    `,
  },
  "an SOA that lacks its dot": `
    $ORIGIN example.com.
    example.com  3600  IN SOA ns1 hostmaster 1 7200 900 1209600 300   ; expect: ownerDoubled
    @            3600  NS   ns1
    ns1          3600  A    192.0.2.53
  `,
  "written absolute it was perhaps meant": `
    $ORIGIN example.com.
    _acme-challenge.example.com.example.com.  TXT  "gfj9Xq"   ; expect: likelyDoubled
    $ORIGIN example.com.example.com.   ; expect: likelyDoubled
    www  A  192.0.2.1
    api  A  192.0.2.1
  `,
  "a child that really is called so": `
    $ORIGIN example.com.
    $TTL 300
    ${SOA}
    @                            NS   ns1
    ns1                          A    192.0.2.53
    example.com.example.com.     NS   ns1.example.com.example.com.
    ns1.example.com.example.com. A    192.0.2.54
    example.com                  NS   ns1.example.net.
  `,
  "the zone's own NS gone astray is no child": `
    $ORIGIN example.com.
    $TTL 300
    ${SOA}
    example.com      NS   ns1.example.net.   ; expect: ownerDoubled
  `,
  "a CA's target with the zone behind it": `
    $ORIGIN example.com.
    _a   CNAME  0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef.sectigo.com.example.com.   ; expect: targetDoubled
    _b   CNAME  _0123456789abcdef0123456789abcdef.abcdefghij.acm-validations.aws.example.com.   ; expect: targetDoubled
    _c   CNAME  abcdef.dcv.digicert.com.
    _d   CNAME  www.sectigo.com.example.com.
    _e   CNAME  d420c923-bbd7-4056-ab64-c3ca54c9b3cf.auth.acme-dns.io.example.com.   ; expect: targetDoubled
  `,
  "the registrable domain behind it, in a subdomain's zone": `
    $ORIGIN dev.example.com.
    _a   CNAME  _0123456789abcdef0123456789abcdef.abcdefghij.acm-validations.aws.example.com.   ; expect: targetDoubled
  `,
  "a target with the zone twice": `
    $ORIGIN example.com.
    $TTL 300
    ${SOA}
    @    NS     ns1
    ns1  A      192.0.2.53
    @    MX 10  mail.example.com.example.com.    ; expect: targetDoubled
    www  CNAME  web.example.com.
  `,
  "in a fragment it may be elsewhere": `
    $ORIGIN example.com.
    www  CNAME  web.example.com.example.com.     ; expect: likelyDoubled
  `,
  "a target without its dot is missing-trailing-dot's": `
    $ORIGIN example.com.
    @    MX 10  mail.example.com
  `,
  "unless its owner is doubled as well": `
    $ORIGIN example.com.
    @                 MX 10  mail.example.com   ; expect: targetDoubled
    mail.example.com  A      192.0.2.1          ; expect: ownerDoubled
  `,
  "a top-level domain's zone": `
    $ORIGIN com.
    com      NS  ns1.example.net.
    www.com  A   192.0.2.1
  `,
  "a response-policy zone, a blocklist": `
    $ORIGIN rpz.example.com.
    www.rpz.example.com   CNAME  .
    $ORIGIN dnsbl.example.com.
    www.dnsbl.example.com   A    127.0.0.2
  `,
  "a zone that challenges are delegated to": `
    $ORIGIN acme.example.com.
    _acme-challenge.www.example.com   TXT  "gfj9Xq"
  `,
  "a reverse zone": `
    $ORIGIN 2.0.192.in-addr.arpa.
    7.2.0.192.in-addr.arpa  PTR  www.example.com.   ; expect: ownerDoubled
    8                       PTR  api.example.com.
  `,
  "nobody knows the origin": `
    www.example.com  A  192.0.2.1
  `,
});
