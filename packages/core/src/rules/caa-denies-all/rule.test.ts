import { testRule } from "../../testing.js";
import rule from "./rule.js";

const wanted = (name: string, wildcard = false) => [{ names: [{ name, wildcard }] }];

testRule(rule, {
  "nobody knows of a certificate": `
    $ORIGIN example.com.
    @  CAA  0 issue ";"             ; expect: denied
    @  CAA  0 iodef "mailto:security@example.com"
  `,
  "a certificate is known at the name": {
    certificates: wanted("example.com."),
    zone: `
      $ORIGIN example.com.
      @  CAA  0 issue ";"           ; expect: needed
      @  CAA  0 issue ""
    `,
  },
  "a certificate is known below": {
    certificates: wanted("www.example.com."),
    zone: `
      $ORIGIN example.com.
      @    CAA  0 issue "; a=b"     ; expect: needed
      www  A    192.0.2.1
    `,
  },
  "a nearer set is the one that counts": {
    certificates: wanted("www.example.com."),
    zone: `
      $ORIGIN example.com.
      @    CAA  0 issue ";"         ; expect: denied
      www  CAA  0 issue "letsencrypt.org"
    `,
  },
  "a certificate of another name": {
    certificates: wanted("example.org."),
    zone: `
      $ORIGIN example.com.
      @    CAA  0 issue ";"         ; expect: denied
    `,
  },
  "another record names a CA": {
    certificates: wanted("example.com."),
    zone: `
      $ORIGIN example.com.
      @    CAA  0 issue ";"
      @    CAA  0 issue "letsencrypt.org"
    `,
  },
  "no wildcards, and a wildcard is known": {
    certificates: wanted("example.com.", true),
    zone: `
      $ORIGIN example.com.
      @    CAA  0 issue "letsencrypt.org"
      @    CAA  0 issuewild ";"     ; expect: wildcardNeeded
    `,
  },
  "no wildcards, and none is known": {
    certificates: wanted("example.com."),
    zone: `
      $ORIGIN example.com.
      @    CAA  0 issue "letsencrypt.org"
      @    CAA  0 issuewild ";"     ; expect: wildcardDenied
    `,
  },
  "issuewild permits what issue denies": {
    certificates: wanted("example.com.", true),
    zone: `
      $ORIGIN example.com.
      @    CAA  0 issue ";"         ; expect: denied
      @    CAA  0 issuewild "letsencrypt.org"
    `,
  },
  "both deny: one cause, one finding": `
    $ORIGIN example.com.
    @    CAA  0 issue ";"           ; expect: denied
    @    CAA  0 issuewild ";"
  `,
  "a broken value, or an unreadable record that may name a CA, leaves it open": `
    $ORIGIN example.com.
    a    CAA  0 issue ";"
    a    CAA  0 issue
    b    CAA  0 issue "https://letsencrypt.org"
    c    CAA  0 issuemail ";"
  `,
  "where it keeps a known CA from a certificate, caa-excludes-ca tells it": {
    certificates: [{ ...wanted("example.com.")[0], ca: "letsencrypt" }],
    zone: `
      $ORIGIN example.com.
      @  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300
      @  CAA  0 issue ";"
    `,
  },
});
