import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a CNAME beside a TXT": `
    $ORIGIN example.com.
    _acme-challenge  CNAME  abc.acme-dns.example.net.   ; expect: conflict
    _acme-challenge  TXT    "gfj9Xq_token"
  `,
  "other case, far apart, absolute": `
    $ORIGIN example.com.
    www               A      192.0.2.1
    WWW.Example.COM.  CNAME  web.example.net.   ; expect: conflict
    mail              A      192.0.2.2
    www               CAA    0 issue "letsencrypt.org"
  `,
  "a DNAME is other data": `
    $ORIGIN example.com.
    www  CNAME  web.example.net.   ; expect: conflict
    www  DNAME  example.org.
  `,
  "the TXT of external-dns": `
    $ORIGIN example.com.
    www  CNAME  web.example.net.   ; expect: ownershipText
    www  TXT    "heritage=external-dns,external-dns/owner=prod"
  `,
  "that TXT and an address": `
    $ORIGIN example.com.
    www  CNAME  web.example.net.   ; expect: conflict
    www  TXT    "heritage=external-dns,external-dns/owner=prod"
    www  A      192.0.2.1
  `,
  "a delegated alias": `
    $ORIGIN example.com.
    www  CNAME  web.example.net.   ; expect: delegated
    www  NS     ns1.example.net.
  `,
  "what DNSSEC adds may stand beside it": `
    $ORIGIN example.com.
    $TTL 300
    www  CNAME  web.example.net.
    www  NSEC   zzz.example.com. CNAME RRSIG NSEC
  `,
  "two CNAMEs are another rule's": `
    $ORIGIN example.com.
    www  CNAME  a.example.net.
    www  CNAME  b.example.net.
  `,
  "the apex of a whole zone is another rule's": `
    $ORIGIN example.com.
    $TTL 300
    @  SOA    ns hostmaster 1 2 3 4 5
    @  CNAME  web.example.net.
  `,
  "beside an entry of no known type, nobody can say": `
    $ORIGIN example.com.
    www  CNAME  web.example.net.
    www  ALIAS  web.example.org.
  `,
  "a CNAME that can't be read is blamed for that": `
    $ORIGIN example.com.
    www  CNAME  web.example.net. more
    www  A      192.0.2.1
  `,
  "exported from a provider that flattens": `
    ;; Domain:     example.com.
    ;; Exported:   2026-11-20 10:00:00
    $ORIGIN example.com.
    www  300  IN  CNAME  web.example.net. ; cf_tags=cf-proxied:true
    www  300  IN  TXT    "shop"
  `,
  "served by that provider alone": `
    example.com.  3600  IN  SOA    anna.ns.cloudflare.com. dns.cloudflare.com. 1 7200 900 1209600 300
    example.com.  3600  IN  NS     anna.ns.cloudflare.com.
    example.com.  3600  IN  NS     bob.ns.cloudflare.com.
    www.example.com.  300  IN  CNAME  web.example.net. ; cf_tags=cf-proxied:true
    www.example.com.  300  IN  TXT    "shop"
  `,
  "a comment alone doesn't make another server flatten": `
    $ORIGIN example.com.
    @    300  IN  SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
    @    300  IN  NS     ns1.example.net.
    www  300  IN  TXT    "shop"
    www  300  IN  CNAME  web.example.net. ; cf_tags=cf-proxied:true ; expect: conflict
  `,
  "weighted answers of Route 53, one of them its own alias": `
    $ORIGIN example.com.
    www  CNAME      a.example.net. ; AWS routing="WEIGHTED" weight=1 identifier="a"
    www  AWS ALIAS  "CNAME b.example.com. Z123 false" ; AWS routing="WEIGHTED" weight=2 identifier="b"
  `,
  "outside the zone nothing is published": `
    $ORIGIN example.com.
    $TTL 300
    @                 SOA    ns hostmaster 1 2 3 4 5
    www.example.org.  CNAME  web.example.net.
    www.example.org.  A      192.0.2.1
  `,
});
