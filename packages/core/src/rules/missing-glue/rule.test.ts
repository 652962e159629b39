import { testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 300 SOA ns1.example.net. hostmaster 1 7200 900 1209600 300";

testRule(rule, {
  "a name server of the zone itself": `
    $ORIGIN example.com.
    ${SOA}
    @  300  NS  ns1     ; expect: ofZone
    @  300  NS  ns2
    ns2  300  AAAA  2001:db8::53
  `,
  "two delegations to a host that has no address": `
    $ORIGIN example.com.
    ${SOA}
    a    300  NS   dns     ; expect: ofChild
    b    300  NS   dns
    dns  300  TXT  "to come"
  `,
  "without glue": `
    $ORIGIN example.com.
    ${SOA}
    sub  300  NS  ns1.sub     ; expect: glue
    sub  300  NS  ns2.sub
    ns2.sub  300  A  192.0.2.2
  `,
  "an origin that nobody named, and absolute owners, one of which may be the server": `
    @  300  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300
    @  300  NS   ns2
    ns2.example.com.  300  A  192.0.2.2
    ns3               300  A  192.0.2.3
  `,
  "an origin that nobody named, and every owner below it": `
    @  300  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300
    @  300  NS   ns2     ; expect: ofZone
    ns3  300  A  192.0.2.3
  `,
  "the delegated name itself": `
    $ORIGIN example.com.
    ${SOA}
    sub  300  NS  sub     ; expect: glue
  `,
  "a wildcard without addresses": `
    $ORIGIN example.com.
    ${SOA}
    @  300  NS   ns1     ; expect: ofZone
    *  300  TXT  "any"
  `,
  "servers elsewhere, a wildcard, a sibling's server": `
    $ORIGIN example.com.
    ${SOA}
    @       300  NS  ns1.example.net.
    @       300  NS  ns7.pods
    @       300  NS  ns2.b
    *.pods  300  A   192.0.2.1
    a       300  NS  ns1.b
    b       300  NS  ns1.example.net.
  `,
  "an alias is another rule's, and so is a name below a DNAME": `
    $ORIGIN example.com.
    ${SOA}
    @    300  NS     ns1
    @    300  NS     ns.old
    ns1  300  CNAME  dns.example.net.
    old  300  DNAME  example.org.
  `,
  "a delegation that is hidden by another": `
    example.          300  SOA  ns1.example.net. hostmaster.example.net. 1 7200 900 1209600 300
    example.          300  NS   ns.example.net.
    foo.example.      300  NS   ns.example.net.
    bar.foo.example.  300  NS   x.foo.example.
  `,
  "an address that can't be read": `
    $ORIGIN example.com.
    ${SOA}
    @    300  NS  ns1
    @    300  NS  ns2
    ns1  300  A   192.0.2.256
    ns2  300  AA  192.0.2.2
  `,
  "a fragment can't tell": `
    $ORIGIN example.com.
    sub  NS  ns1.sub
  `,
});
