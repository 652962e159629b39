import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a CA's target without the dot": `
    $ORIGIN example.com.
    _3f2a   CNAME  9c1e.7b04.sectigo.com    ; expect: originAppended
  `,
  "the same target with the dot": `
    $ORIGIN example.com.
    _3f2a   CNAME  9c1e.7b04.sectigo.com.
  `,
  "a short name is meant to be relative": `
    $ORIGIN example.com.
    www     CNAME  backend
  `,
  "the zone's own name in full": `
    $ORIGIN example.com.
    @    MX 10  mail.example.com   ; expect: originAppended
    @    NS     ns1.example.com    ; expect: originAppended
  `,
  "two labels and a public suffix are only a guess": `
    $ORIGIN example.com.
    www     CNAME  example.org    ; expect: perhapsAppended
  `,
  "a relative name of two labels that is there": `
    $ORIGIN example.com.
    www       CNAME  web.prod
    web.prod  A      192.0.2.1
  `,
  "one that a wildcard answers for": `
    $ORIGIN example.com.
    www     CNAME  web.prod
    *.prod  A      192.0.2.1
  `,
  "a fragment can't tell what else is there": `
    $ORIGIN example.com.
    www       CNAME  web.prod
  `,
  "a whole zone can": `
    $ORIGIN example.com.
    $TTL 300
    @         SOA    ns hostmaster 1 2 3 4 5
    www       CNAME  web.prod     ; expect: perhapsAppended
  `,
  "another zone of the run": {
    otherZones: ["corp.internal."],
    zone: `
      $ORIGIN example.com.
      www     CNAME  web.corp.internal   ; expect: originAppended
    `,
  },
  "a response-policy zone is made of such names": `
    $ORIGIN rpz.example.com.
    bad.example.org     CNAME  walled.garden.example.net
  `,
  "a name server below the cut that it serves": `
    $ORIGIN example.com.
    $TTL 300
    @     SOA  ns hostmaster 1 2 3 4 5
    sub   NS   ns1.sub
  `,
});
