import { testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 300 SOA ns1.example.net. hostmaster.example.com. 1 7200 900 1209600 300";
const whole = (origin: string, server: string, records = "") =>
  `$ORIGIN ${origin}\n${SOA}\n@ 300 NS ${server}\n${records}\n`;
const APP = whole("app.example.com.", "ns1.example.org.");

testRule(rule, {
  "a zone below on other servers, and no word of it": {
    zone: `
      $ORIGIN example.com.
      ${SOA} ; expect: noDelegation
      @    300 NS  ns1.example.net.
      www  300 A   192.0.2.1
    `,
    others: [APP],
  },
  "two levels below, with records between": {
    zone: `
      $ORIGIN example.com.
      ${SOA} ; expect: noDelegation
      @    300 NS  ns1.example.net.
      b    300 A   192.0.2.1
    `,
    others: [whole("a.b.example.com.", "ns1.example.org.")],
  },
  "delegated, at the zone itself or above it": {
    zone: `
      $ORIGIN example.com.
      ${SOA}
      @    300 NS  ns1.example.net.
      app  300 NS  ns1.example.org.
      eu   300 NS  ns2.example.org.
    `,
    others: [APP, whole("x.eu.example.com.", "ns9.example.org.")],
  },
  "servers within a network, whether the zone itself or the one above has their addresses": {
    zone: `
      $ORIGIN example.com.
      ${SOA}
      @    300 NS  ns1.example.net.
      dc   300 A   10.0.0.2
    `,
    others: [
      whole("app.example.com.", "ns1.app.example.com.", "ns1 300 A 192.168.1.1\nns1 300 AAAA fd00::1"),
      whole("ad.example.com.", "dc.example.com."),
    ],
  },
  "a server that has one public address is for everybody": {
    zone: `
      $ORIGIN example.com.
      ${SOA} ; expect: noDelegation
      @    300 NS  ns1.example.net.
    `,
    others: [whole("app.example.com.", "ns1.app.example.com.", "ns1 300 A 192.168.1.1\nns1 300 A 192.0.2.1")],
  },
  "a server in common answers for both": {
    zone: `
      $ORIGIN example.com.
      ${SOA}
      @    300 NS  ns1.example.net.
      @    300 NS  NS1.example.org.
    `,
    others: [APP],
  },
  "the zone between them is the one to ask": {
    zone: `
      $ORIGIN example.com.
      ${SOA}
      @    300 NS  ns1.example.net.
      app  300 NS  ns1.example.org.
    `,
    others: [APP, whole("x.app.example.com.", "ns9.example.org.")],
  },
  "a part of a zone may have the records elsewhere; of two zones of a name nobody knows which is seen": {
    zone: `
      $ORIGIN example.com.
      @    300 NS  ns1.example.net.
      www  300 A   192.0.2.1
    `,
    others: [APP],
  },
  "declared twice": {
    zone: `
      $ORIGIN example.com.
      ${SOA}
      @    300 NS  ns1.example.net.
    `,
    others: [APP, APP],
  },
  "a fragment below isn't a zone": {
    zone: `
      $ORIGIN example.com.
      ${SOA}
      @    300 NS  ns1.example.net.
    `,
    others: ["$ORIGIN app.example.com.\nwww 300 A 192.0.2.1\n"],
  },
});
