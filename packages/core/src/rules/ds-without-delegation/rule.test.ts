import { testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 300 SOA ns1.example.net. hostmaster 1 7200 900 1209600 300";
const DS = "12345 13 2 0000000000000000000000000000000000000000000000000000000000000000";

testRule(rule, {
  "no NS beside it": `
    $ORIGIN example.com.
    ${SOA}
    sub  300  DS  ${DS}      ; expect: noDelegation
    sub  300  DS  1${DS}
    sub  300  A   192.0.2.1
  `,
  "NS beside it": `
    $ORIGIN example.com.
    ${SOA}
    sub  300  DS  ${DS}
    sub  300  NS  ns1.example.net.
  `,
  "NS that can't be read": `
    $ORIGIN example.com.
    ${SOA}
    sub  300  DS  ${DS}
    sub  300  NS  ns1..example.net.
    sub2 300  DS  ${DS}
    sub2 300  NSS ns1.example.net.
  `,
  "below a cut it is occluded": `
    $ORIGIN example.com.
    ${SOA}
    sub    300  NS  ns1.example.net.
    a.sub  300  DS  ${DS}
  `,
  "in a fragment the NS may stand elsewhere": `
    $ORIGIN example.com.
    sub  DS  ${DS}
  `,
  "at the apex it is the parent's": `
    $ORIGIN example.com.
    ${SOA}
    @  300  NS  ns1.example.net.
    @  300  DS  ${DS}      ; expect: atApex
  `,
  "the apex of a part may be a delegation": `
    $ORIGIN sub.example.com.
    @  300  NS  ns1.example.net.
    @  300  DS  ${DS}
  `,
});
