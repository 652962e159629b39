import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "below a DNAME": `
    $ORIGIN example.com.
    old      DNAME  example.net.
    www.old  A      192.0.2.1        ; expect: occluded
    a.b.old  TXT    "deep"           ; expect: occluded
  `,
  "a validation record": `
    $ORIGIN example.com.
    _acme-challenge.old  CNAME  old.acme-dns.example.net.   ; expect: validation
    old                  DNAME  example.net.
  `,
  "what stands beside it is seen": `
    $ORIGIN example.com.
    old   DNAME  example.net.
    old   A      192.0.2.1
    old   TXT    "moved"
    older A      192.0.2.2
  `,
  delegations: `
    $ORIGIN example.com.
    old       DNAME  example.net.
    sub.old   NS     ns1.example.net.    ; expect: delegation
    sub.old   DS     12345 13 2 0000000000000000000000000000000000000000000000000000000000000000
    both      DNAME  example.net.
    both      NS     ns1.example.net.    ; expect: besideDelegation
    both      NS     ns2.example.net.
  `,
  glue: `
    $ORIGIN example.com.
    sub      NS     ns.sub2
    sub2     DNAME  example.net.
    ns.sub2  A      192.0.2.2
  `,
  "at the apex beside its NS": `
    $ORIGIN example.com.
    @    300  SOA    ns1.example.net. hostmaster 1 7200 900 1209600 300
    @    300  NS     ns1.example.net.
    @    300  DNAME  example.net.
    www  300  A      192.0.2.1           ; expect: occluded
  `,
  "what a cut above it hides": `
    $ORIGIN example.com.
    sub        NS     ns1.example.net.
    old.sub    DNAME  example.net.
    a.old.sub  A      192.0.2.1
  `,
  "a DNAME that can't be read": `
    $ORIGIN example.com.
    old      DNAME  example..net.
    www.old  A      192.0.2.1
  `,
});
