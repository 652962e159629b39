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
    example.com.  3600  IN  SOA    ns1.example.net. dns.example.net. 1 7200 900 1209600 300
    example.com.  1     IN  CNAME  lb.example.net. ; cf_tags=cf-proxied:false
  `,
  "one below the apex": `
    $ORIGIN example.com.
    $TTL 300
    @    SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
    www  CNAME  lb.example.net.
  `,
});
