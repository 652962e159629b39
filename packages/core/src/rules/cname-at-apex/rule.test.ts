import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "beside SOA, NS and MX": `
    $ORIGIN example.com.
    $TTL 300
    @  SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
    @  NS     ns1.example.net.
    @  MX     10 mail.example.net.
    @  CNAME  lb.example.net.      ; expect: atApex
  `,
  "written in full": `
    example.com.  300  SOA    ns1.example.net. hostmaster.example.com. 1 7200 900 1209600 300
    example.com.  300  CNAME  lb.example.net.   ; expect: atApex
  `,
  "a fragment doesn't know its apex": `
    $ORIGIN www.example.com.
    @  CNAME  lb.example.net.
  `,
  "exported from a provider that flattens it": `
    ;; Domain:     example.com.
    ;; Exported:   2026-11-20 10:00:00
    example.com.  3600  IN  SOA    ns1.example.net. dns.example.net. 1 7200 900 1209600 300
    example.com.  1     IN  CNAME  lb.example.net. ; cf_tags=cf-proxied:false
  `,
  "a comment alone doesn't make another server flatten": `
    example.com.  3600  IN  SOA    ns1.example.net. dns.example.net. 1 7200 900 1209600 300
    example.com.  1     IN  CNAME  lb.example.net. ; cf_tags=cf-proxied:true ; expect: atApex
  `,
  "Cloudflare flattens whatever stands there, comments or not": `
    example.com.  3600  IN  SOA    anna.ns.cloudflare.com. dns.cloudflare.com. 1 7200 900 1209600 300
    example.com.  86400 IN  NS     anna.ns.cloudflare.com.
    example.com.  86400 IN  NS     bob.ns.cloudflare.com.
    example.com.  1     IN  CNAME  lb.example.net.
  `,
  "with another server beside it isn't Cloudflare's alone": `
    example.com.  3600  IN  SOA    anna.ns.cloudflare.com. dns.cloudflare.com. 1 7200 900 1209600 300
    example.com.  86400 IN  NS     anna.ns.cloudflare.com.
    example.com.  86400 IN  NS     ns1.example.net.
    example.com.  1     IN  CNAME  lb.example.net.   ; expect: atApex
  `,
  "one below the apex": `
    $ORIGIN example.com.
    $TTL 300
    @    SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
    www  CNAME  lb.example.net.
  `,
});
