import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "two at the apex": `
    $ORIGIN example.com.
    @  300  SOA  ns1 hostmaster 1 7200 900 1209600 300
    @  300  NS   ns1
    @  300  SOA  ns1 hostmaster 2 7200 900 1209600 300   ; expect: second
  `,
  "one below": `
    $ORIGIN example.com.
    @    300  SOA  ns1 hostmaster 1 7200 900 1209600 300
    sub  300  SOA  ns1 hostmaster 1 7200 900 1209600 300   ; expect: belowApex
  `,
  "two zones in one file": `
    example.com.  300  SOA  ns1.example.net. hostmaster.example.net. 1 7200 900 1209600 300
    example.org.  300  SOA  ns1.example.net. hostmaster.example.net. 1 7200 900 1209600 300   ; expect: otherZone
  `,
  one: `
    $ORIGIN example.com.
    @  300  SOA  ns1 hostmaster 1 7200 900 1209600 300
  `,
  "a zone transfer ends as it began": `
    example.com.  300  SOA  ns1.example.net. hostmaster.example.net. 1 7200 900 1209600 300
    example.com.  300  NS   ns1.example.net.
    example.com.  300  SOA  NS1.example.net. hostmaster.example.net. 1 2h 15m 2w 5m
  `,
  "a second one that can't be read": `
    $ORIGIN example.com.
    @  300  SOA  ns1 hostmaster 1 7200 900 1209600 300
    @  300  SOA  ns1 hostmaster
  `,
});
