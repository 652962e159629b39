import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "owners and targets": `
    $ORIGIN example.com.
    münchen   A      192.0.2.1                  ; expect: notAscii
              AAAA   2001:db8::1
    www       CNAME  www.bücher.example.net.    ; expect: notAscii
    @         MX 10  mail.例え.example.net.      ; expect: notAscii
  `,
  "an origin, once": `
    $ORIGIN bücher.example.com.                 ; expect: notAscii
    www       A      192.0.2.1
    mail      A      192.0.2.2
    @         MX 10  mail
  `,
  "A-labels": `
    $ORIGIN xn--bcher-kva.example.com.
    xn--mnchen-3ya   A      192.0.2.1
    www              CNAME  xn--mnchen-3ya
  `,
  "what a copy brought along": `
    $ORIGIN example.com.
    _acme-challenge\u200b   TXT  "gfj9Xq"                   ; expect: invisible
    www                     CNAME  web.example.net.\u00a0   ; expect: invisible
    my\u2013host            A      192.0.2.1                ; expect: dash
  `,
  "octets written as numbers are meant so": `
    $ORIGIN example.com.
    m\\195\\188nchen   A      192.0.2.1
  `,
  "a service instance may have any name": `
    $ORIGIN example.com.
    _ipp._tcp               PTR  Büro._ipp._tcp
    Büro._ipp._tcp          SRV  0 0 631 printer
    Büro._ipp._tcp          TXT  "rp=ipp/print"
  `,
  "texts and comments": `
    $ORIGIN example.com.
    @         TXT  "grün"   ; für alle
  `,
  "quotes at the edges are typographic-quote's, odd targets others'": `
    $ORIGIN example.com.
    www       CNAME  “web.example.net.”
    api       CNAME  https://bücher.example.net/
  `,
});
