import { testRule } from "../../testing.js";
import rule from "./rule.js";

const ACM = "_98d2646601fa951d53639ac514e785e8.acm-validations.aws.";

testRule(rule, {
  "two challenges by weight, as cli53 exports them": `
    $ORIGIN example.com.
    _acme-challenge  TXT  "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs" ; AWS routing="WEIGHTED" weight=1 identifier="a" ; expect: routed
    _acme-challenge  TXT  "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrt" ; AWS routing="WEIGHTED" weight=2 identifier="b"
  `,
  "one answer that is given by place": `
    $ORIGIN example.com.
    _3639ac514e785e898d2646601fa951d5  CNAME  ${ACM} ; AWS routing="GEOLOCATION" continentCode="EU" identifier="eu" ; expect: routed
  `,
  "the same answer from everywhere": `
    $ORIGIN example.com.
    _3639ac514e785e898d2646601fa951d5  CNAME  ${ACM} ; AWS routing="LATENCY" region="eu-west-1" identifier="eu"
    _3639ac514e785e898d2646601fa951d5  CNAME  ${ACM} ; AWS routing="LATENCY" region="us-east-1" identifier="us"
  `,
  "a host by weight, and a hash of an unrelated service": `
    $ORIGIN example.com.
    www  CNAME  a.example.net. ; AWS routing="WEIGHTED" weight=1 identifier="a"
    www  CNAME  b.example.net. ; AWS routing="WEIGHTED" weight=2 identifier="b"
    _3639ac514e785e898d2646601fa951d5  CNAME  verify.example.net. ; AWS routing="WEIGHTED" weight=2 identifier="b"
  `,
  "CAA that says one thing here and another there, or something here alone": `
    $ORIGIN example.com.
    a  CAA  0 issue "letsencrypt.org" ; AWS routing="LATENCY" region="eu-west-1" identifier="eu" ; expect: caaRouted
    a  CAA  0 issue "digicert.com"    ; AWS routing="LATENCY" region="us-east-1" identifier="us"
    b  CAA  0 issue "letsencrypt.org" ; AWS routing="GEOLOCATION" continentCode="EU" identifier="eu" ; expect: caaRouted
  `,
  "CAA that says the same everywhere, or isn't routed": `
    $ORIGIN example.com.
    a  CAA  0 issue "letsencrypt.org" ; AWS routing="LATENCY" region="eu-west-1" identifier="eu"
    a  CAA  0 issue "digicert.com"    ; AWS routing="LATENCY" region="eu-west-1" identifier="eu"
    a  CAA  0 issue "digicert.com"    ; AWS routing="LATENCY" region="us-east-1" identifier="us"
    a  CAA  0 issue "letsencrypt.org" ; AWS routing="LATENCY" region="us-east-1" identifier="us"
    b  CAA  0 issue "letsencrypt.org" ; a note
  `,
  "a validation record without routing": `
    $ORIGIN example.com.
    _3639ac514e785e898d2646601fa951d5  CNAME  ${ACM}
  `,
});
