import { testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 300 SOA ns1.example.net. hostmaster 1 7200 900 1209600 300";

testRule(rule, {
  "mail, name server, service": `
    $ORIGIN example.com.
    @          MX   10 mx           ; expect: alias
    @          NS   ns1             ; expect: alias
    _sip._tcp  SRV  0 0 5060 mx     ; expect: alias
    mx         CNAME  mail.example.net.
    ns1        CNAME  dns.example.net.
  `,
  "an address beside the alias doesn't help": `
    $ORIGIN example.com.
    @   MX     10 mx                ; expect: alias
    mx  CNAME  mail.example.net.
    mx  A      192.0.2.1
  `,
  "a wildcard makes one": `
    $ORIGIN example.com.
    ${SOA}
    @  300  MX     10 mail          ; expect: throughWildcard
    *  300  CNAME  web.example.net.
  `,
  "a DNAME makes one": `
    $ORIGIN example.com.
    ${SOA}
    @       300  NS     ns.old      ; expect: throughDname
    sub     300  NS     ns2.old     ; expect: throughDname
    old     300  DNAME  new.example.net.
    ns.old  300  A      192.0.2.1
  `,
  "targets with addresses, and an alias that nobody points to": `
    $ORIGIN example.com.
    ${SOA}
    @     300  MX     10 mail
    @     300  NS     ns1.example.net.
    @     300  MX     20 mx.old.example.org.
    mail  300  A      192.0.2.1
    www   300  CNAME  web.example.net.
    *     300  CNAME  web.example.net.
    old   300  DNAME  example.org.
  `,
  "a CNAME may point to a CNAME": `
    $ORIGIN example.com.
    www  CNAME  web
    web  CNAME  lb.example.net.
  `,
  "below a cut the child's servers know": `
    $ORIGIN example.com.
    @       MX     10 mx.sub
    sub     NS     ns1.example.net.
    sub     MX     10 mx
    mx.sub  CNAME  mail.example.net.
    mx      CNAME  mail.example.net.
  `,
  "a null MX": `
    $ORIGIN example.com.
    ${SOA}
    @  300  MX     0 .
    *  300  CNAME  web.example.net.
  `,
});
