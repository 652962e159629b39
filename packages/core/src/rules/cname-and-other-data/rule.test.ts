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
});
