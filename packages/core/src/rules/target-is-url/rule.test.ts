import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a pasted URL": `
    $ORIGIN example.com.
    www   CNAME  https://shop.example.net/   ; expect: url
    docs  CNAME  http://docs.example.net     ; expect: url
  `,
  "a path, a port": `
    $ORIGIN example.com.
    www   CNAME  shop.example.net/start      ; expect: url
    api   CNAME  api.example.net:8443        ; expect: url
    img   CNAME  //img.example.net.          ; expect: url
    @     MX 10  smtp.example.net.:25        ; expect: url
    _sip._tcp  SRV 0 0 5060 sip.example.net:5060.   ; expect: url
  `,
  "a host that can't be told": `
    $ORIGIN example.com.
    www   CNAME  https://me@shop.example.net/   ; expect: url
  `,
  "part of an IPv4 block": `
    $ORIGIN 2.0.192.in-addr.arpa.
    1     CNAME  1.0/25
    2     CNAME  2.0/25.2.0.192.in-addr.arpa.
    3     CNAME  3.lower/25
    0/25  NS     ns1.example.net.
  `,
  "the same in a fragment whose origin nobody knows": `
    1     CNAME  1.0/25
    2     CNAME  2.128/25.2.0.192.in-addr.arpa.
  `,
  "a block below another name, as in RFC 2317": `
    $ORIGIN example.com.
    1       CNAME  1.host/28.example.com.
    host/28 NS     host/28.example.net.
    www     CNAME  www.example.net/28     ; expect: url
  `,
  "the value of a CAA or a TXT may hold one": `
    $ORIGIN example.com.
    @     CAA  0 iodef "https://ca.example.net/report"
    @     TXT  https://shop.example.net/
  `,
  "a template": `
    $ORIGIN example.com.
    www   CNAME  {{shop/host}}.example.net.
  `,
});
