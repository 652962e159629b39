import { testRule } from "../../testing.js";
import rule from "./rule.js";

const ZONE = `
  $ORIGIN example.com.
  $TTL 300
  @     SOA  ns1 hostmaster 1 7200 900 1209600 300
  @     NS   ns1
  ns1   A    192.0.2.53`;
const BARE = ZONE.replace("$ORIGIN example.com.", ";");

testRule(rule, {
  "another domain's name": `${ZONE}
  www.example.org.              A      192.0.2.1      ; expect: ownerOutside
  _acme-challenge.example.net.  TXT    "gfj9Xq"       ; expect: ownerOutside
                                TXT    "another"
  myexample.com.                A      192.0.2.1      ; expect: ownerOutside
  com.                          TXT    "no"           ; expect: ownerOutside
  `,
  "the zone's own, and what the origin makes of relative ones": `${ZONE}
  www.example.com.   A    192.0.2.1
  WWW.EXAMPLE.COM.   TXT  "hello"
  www.example.org    A    192.0.2.1
  `,
  "an origin elsewhere": `${ZONE}
  $ORIGIN example.org.
  www   A   192.0.2.1     ; expect: ownerOutside
  @     A   192.0.2.1     ; expect: ownerOutside
  `,
  "an origin above": `${ZONE}
  $ORIGIN com.
  www.example   A   192.0.2.1
  www.sample    A   192.0.2.1     ; expect: ownerOutside
  `,
  "a fragment may belong to several zones": `
    $ORIGIN example.com.
    www                A   192.0.2.1
    www.example.org.   A   192.0.2.1
  `,
  "an apex whose SOA lacks its dot is doubled-domain's": `
    $ORIGIN example.com.
    $TTL 300
    example.com  SOA  ns1 hostmaster 1 7200 900 1209600 300
    @            NS   ns1
  `,
  "a type glued to a validation name is record-type-in-name's": `${ZONE}
  _acme-challenge.example.com.TXT.   TXT   "gfj9Xq"
  `,
  "the zone's name comes from the file's, and a related name speaks against it": {
    origin: "internal.example.com.",
    zone: `${BARE}
  www.example.com.   A   192.0.2.1    ; expect: perhapsOutside
  www.example.org.   A   192.0.2.1    ; expect: ownerOutside
  `,
  },
  "it comes from outside, and the file confirms it": {
    origin: "internal.example.com.",
    zone: `${BARE}
  www.internal.example.com.   A   192.0.2.1
  www.example.com.            A   192.0.2.1    ; expect: ownerOutside
  `,
  },
  "an SOA without an origin": `${BARE}
  www.example.org.   A   192.0.2.1
  `,
});
