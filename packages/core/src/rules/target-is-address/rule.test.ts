import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "an address instead of a name": `
    $ORIGIN example.com.
    www   CNAME  192.0.2.1        ; expect: alias
    api   CNAME  192.0.2.1.       ; expect: alias
    app   300 IN CNAME 2001:db8::1   ; expect: alias
  `,
  "mail and name servers": `
    $ORIGIN example.com.
    @     MX 10  192.0.2.9        ; expect: host
    @     NS     198.51.100.53.   ; expect: host
    _sip._tcp  SRV 0 0 5060 203.0.113.7   ; expect: host
    @     MX 20  ::ffff:192.0.2.1   ; expect: host
  `,
  "with a port, in brackets, as a block": `
    $ORIGIN example.com.
    www   CNAME  192.0.2.1:443         ; expect: alias
    api   CNAME  [2001:db8::1]:443     ; expect: alias
    net   CNAME  192.0.2.0/24          ; expect: alias
  `,
  "a name of four numbers that is there": `
    $ORIGIN list.example.com.
    2.0.0.127  A      127.0.0.2
    test       CNAME  2.0.0.127
  `,
  "reverse names are made of numbers": `
    $ORIGIN in-addr.arpa.
    7.2.0.192  CNAME  7.0.2.192
  `,
  "numbers in front of a name": `
    $ORIGIN example.com.
    www   CNAME  192.0.2.1.nip.io.
    web   CNAME  10.0.0
    old   CNAME  1.2.3.4.5
  `,
});
