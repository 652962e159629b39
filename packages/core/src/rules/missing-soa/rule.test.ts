import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a zone file that lost its first lines": `
    $ORIGIN example.com.
    $TTL 3600
    @    NS     ns1        ; expect: missing
    @    NS     ns2
    @    MX     10 mail
    ns1  A      192.0.2.1
  `,
  "its origin comes from outside": {
    origin: "shop.example.com",
    zone: `
      @    NS     ns1.example.net.   ; expect: missing
      www  CNAME  web.example.net.
    `,
  },
  "a registered domain is nobody's delegation": `
    $ORIGIN example.com.
    @    NS  ns1        ; expect: missing
    ns1  A   192.0.2.1
  `,
  "a part that delegates a subdomain, with glue and DS": `
    $ORIGIN shop.example.com.
    @    NS  ns1
    @    DS  12345 13 2 0000000000000000000000000000000000000000000000000000000000000000
    ns1  A   192.0.2.1
  `,
  "a part with delegations only": `
    $ORIGIN example.com.
    shop  NS  ns1.example.net.
    www   A   192.0.2.1
  `,
  "a part without name servers": `
    $ORIGIN example.com.
    @     MX  10 mail
    mail  A   192.0.2.1
  `,
  "several origins": `
    $ORIGIN shop.example.com.
    @    NS   ns1.example.net.
    $ORIGIN blog.example.com.
    @    TXT  "blog"
  `,
  "nobody knows the origin": `
    @    NS     ns1.example.net.
    www  CNAME  web.example.net.
  `,
  "an SOA that can't be read is there": `
    $ORIGIN example.com.
    @    SOA  ns1 hostmaster 1 7200 900
    @    NS   ns1
    @    MX   10 mail
  `,
  "it may stand in what couldn't be included": `
    $ORIGIN example.com.
    $INCLUDE soa.inc
    @    NS   ns1
    @    MX   10 mail
  `,
  "or behind a parenthesis that nothing closes": `
    $ORIGIN example.com.
    @    NS   ns1
    @    MX   10 mail
    @    SOA  ns1 hostmaster ( 1 7200 900 1209600 300
  `,
  "a whole zone": `
    $ORIGIN example.com.
    $TTL 3600
    @    SOA  ns1 hostmaster 1 7200 900 1209600 300
    @    NS   ns1
    ns1  A    192.0.2.1
  `,
});
