import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "one more than 31 bits hold": `
    $ORIGIN example.com.
    www   2147483648   A  192.0.2.1   ; expect: tooLarge
    mail  99999999999  A  192.0.2.2   ; expect: tooLarge
  `,
  "$TTL too": `
    $TTL 100000w        ; expect: tooLarge
    $ORIGIN example.com.
    www  A  192.0.2.1
  `,
  "the largest": `
    $ORIGIN example.com.
    www  2147483647  A  192.0.2.1
  `,
  "what begins like a number and isn't one": `
    $ORIGIN example.com.
    www   1x     IN  A  192.0.2.1   ; expect: unreadable
    mail  1h30   A      192.0.2.2   ; expect: unreadable
    old   -300   A      192.0.2.4   ; expect: unreadable
    ftp   3,600  A      192.0.2.3   ; expect: unreadable
  `,
  "a $TTL that is no number": `
    $TTL one-hour       ; expect: unreadable
    $ORIGIN example.com.
    www  A  192.0.2.1
  `,
  units: `
    $TTL 1w2d
    $ORIGIN example.com.
    www  1H30M  A  192.0.2.1
  `,
  "a record before the first TTL of a whole zone": `
    $ORIGIN example.com.
    @    NS   ns1.example.net.        ; expect: missing
    www  A    192.0.2.1
    @    SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300
  `,
  "the SOA's minimum is a TTL": `
    $ORIGIN example.com.
    @    SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300
    @    NS   ns1.example.net.
  `,
  "a fragment gets its TTL from outside": `
    $ORIGIN example.com.
    www  A    192.0.2.1
  `,
});
