import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "two targets": `
    $ORIGIN example.com.
    www  CNAME  a.example.net.
    mail A      192.0.2.1
    WWW  CNAME  b.example.net.   ; expect: several
  `,
  "two CDNs want the challenge": `
    $ORIGIN example.com.
    _acme-challenge  CNAME  a1b2c3.fastly-validations.com.
    _acme-challenge  CNAME  example.com.0123456789abcdef.dcv.cloudflare.com.   ; expect: validation
  `,
  "five of them are one finding": `
    $ORIGIN example.com.
    www  CNAME  a.example.net.
    www  CNAME  b.example.net.   ; expect: several
    www  CNAME  c.example.net.
    www  CNAME  d.example.net.
    www  CNAME  e.example.net.
  `,
  "weighted answers of Route 53, as cli53 exports them": `
    $ORIGIN example.com.
    www  CNAME  a.example.net. ; AWS routing="WEIGHTED" weight=1 identifier="a"
    www  CNAME  b.example.net. ; AWS routing="WEIGHTED" weight=2 identifier="b"
  `,
  "one of them lacks its weight": `
    $ORIGIN example.com.
    www  CNAME  a.example.net. ; AWS routing="WEIGHTED" weight=1 identifier="a"
    www  CNAME  b.example.net. ; expect: several
  `,
  "two DNAMEs": `
    $ORIGIN example.com.
    old  DNAME  a.example.net.
    old  DNAME  b.example.net.   ; expect: severalDnames
    old  A      192.0.2.1
  `,
  "the same one twice is another rule's": `
    $ORIGIN example.com.
    www  CNAME  a.example.net.
    www  CNAME  A.Example.net.
  `,
  "one CNAME and one that can't be read": `
    $ORIGIN example.com.
    www  CNAME  a.example.net.
    www  CNAME  b..example.net.
  `,
});
