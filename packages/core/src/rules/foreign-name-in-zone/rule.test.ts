import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a challenge for another domain": `
    $ORIGIN example.com.
    www                              A      192.0.2.1
    _acme-challenge.www.example.org  TXT    "gfj9Xq"    ; expect: foreignName
    _3f2ad1c7b8e94f60a1b2c3d4e5f60718.shop.example.co.uk  CNAME  x.acm-validations.aws.   ; expect: foreignName
  `,
  "two labels behind it": `
    $ORIGIN example.com.
    _dnsauth.example.org             TXT    "k2v8q0"    ; expect: perhapsForeign
    _acme-challenge.api.dev          TXT    "gfj9Xq"
  `,
  "an ending that may be a part of the zone": `
    $ORIGIN example.com.
    _acme-challenge.grafana.k8s.dev  TXT    "gfj9Xq"    ; expect: perhapsForeign
  `,
  "a part that has hosts": `
    $ORIGIN example.com.
    grafana.k8s.dev                  A      192.0.2.1
    _acme-challenge.grafana.k8s.dev  TXT    "gfj9Xq"
  `,
  "a name of another zone of the run": {
    otherZones: ["example.org.", "corp.internal.", "lan."],
    zone: `
      $ORIGIN example.com.
      www.example.org                A      192.0.2.1   ; expect: declaredZone
      example.org                    MX 10  mail        ; expect: declaredZone
      vpn.corp.internal              A      192.0.2.2   ; expect: declaredZone
      printer.lan                    A      192.0.2.3
    `,
  },
  "with its final dot it is out of the zone, with the zone behind it it is meant": {
    otherZones: ["example.org."],
    zone: `
      $ORIGIN example.com.
      _acme-challenge.www.example.org.              TXT  "gfj9Xq"
      _acme-challenge.www.example.org.example.com.  TXT  "gfj9Xq"
      $ORIGIN org.example.com.
      _acme-challenge.www.example                   TXT  "gfj9Xq"
    `,
  },
  "the zone's own name is doubled-domain's": `
    $ORIGIN example.com.
    _acme-challenge.www.example.com  TXT    "gfj9Xq"
  `,
  "hosts of other domains without validation": `
    $ORIGIN example.com.
    www.example.org                  CNAME  web
    example.org._report._dmarc       TXT    "v=DMARC1"
  `,
  "names of many domains": `
    $ORIGIN example.com.
    _acme-challenge.www.example.org  TXT    "a"
    _acme-challenge.www.example.net  TXT    "b"
    _acme-challenge.www.sample.org   TXT    "c"
  `,
  "a zone that challenges are delegated to": `
    $ORIGIN acme.example.com.
    _acme-challenge.www.example.org  TXT    "gfj9Xq"
  `,
  "a CNAME from there points here": {
    aliasTargets: ["_acme-challenge.www.example.org.example.com."],
    otherZones: ["example.org."],
    zone: `
      $ORIGIN example.com.
      www                              A    192.0.2.1
      _acme-challenge.www.example.org  TXT  "gfj9Xq"
      _acme-challenge.api.example.org  TXT  "gfj9Xq"    ; expect: declaredZone
    `,
  },
  "a response-policy zone": {
    otherZones: ["example.org."],
    zone: `
      $ORIGIN rpz.example.com.
      bad.example.org    CNAME  .
    `,
  },
  "a blocklist": {
    otherZones: ["example.org."],
    zone: `
      $ORIGIN list.example.com.
      bad.example.org    A  127.0.0.2
      worse.example.org  A  127.0.0.2
    `,
  },
  "nobody knows the origin": `
    _acme-challenge.www.example.org  TXT    "gfj9Xq"
  `,
});

test("a zone that may be there for validations gets a warning at most", () => {
  const severities = (origin: string, more = "") => {
    const record = '_acme-challenge.www.example.org TXT "gfj9Xq"';
    return lintText(rule, `$ORIGIN ${origin}\n${record}\n${more}`).findings.map(({ severity }) => severity);
  };
  expect(severities("le.example.com.", "www A 192.0.2.1")).toEqual(["warning"]);
  expect(severities("tls-auth.net.", "www A 192.0.2.1")).toEqual(["warning"]);
  expect(severities("example.com.", "@ NS ns1\nns1 A 192.0.2.53")).toEqual(["warning"]);
  expect(severities("example.com.", "www A 192.0.2.1")).toEqual(["error"]);
  expect(severities("lease.example.com.", "www A 192.0.2.1")).toEqual(["error"]);
});
