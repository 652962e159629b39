import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
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
    www       CNAME  web.prod-eu
  `,
  "a whole zone can": `
    $ORIGIN example.com.
    $TTL 300
    @         SOA    ns hostmaster 1 2 3 4 5
    www       CNAME  web.prod-eu     ; expect: perhapsAppended
  `,
  "in a fragment, an ending that people call a part of the zone": `
    $ORIGIN example.com.
    www     CNAME  web.eu.dev         ; expect: perhapsAppended
    shop    CNAME  shop.example.net   ; expect: originAppended
    api     CNAME  api.example.co.uk  ; expect: originAppended
  `,
  "a whole zone shows that it has no such part": `
    $ORIGIN example.com.
    $TTL 300
    @       SOA    ns hostmaster 1 2 3 4 5
    www     CNAME  web.eu.dev         ; expect: originAppended
  `,
  "every HTTPS and SVCB target too": `
    $ORIGIN example.com.
    @         HTTPS  0 cdn.example.net       ; expect: originAppended
    _dns      SVCB   1 dns.example.net alpn=h2   ; expect: originAppended
    www       HTTPS  1 . alpn="h2"
  `,
  "the last label is one that the zone uses": `
    $ORIGIN example.com.
    $TTL 300
    @           SOA    ns hostmaster 1 2 3 4 5
    db.eu.dev   A      192.0.2.1
    www         CNAME  web.eu.dev      ; expect: perhapsAppended
  `,
  "a name that merely dangles is another rule's": `
    $ORIGIN example.com.
    $TTL 300
    @             SOA    ns hostmaster 1 2 3 4 5
    db.prod-eu    A      192.0.2.1
    www           CNAME  web.prod-eu
  `,
  "the same in a fragment, where the name may be elsewhere": `
    $ORIGIN example.com.
    db.eu.dev   A      192.0.2.1
    www         CNAME  web.eu.dev
    app         CNAME  app.dev
  `,
  "a wildcard at the apex doesn't make a CA's target right": `
    $ORIGIN example.com.
    *       A      192.0.2.1
    _3f2ad1c7b8e94f60a1b2c3d4e5f60718   CNAME  _0f1e2d3c4b5a69788796a5b4c3d2e1f0.abcdefghij.acm-validations.aws   ; expect: originAppended
    www     CNAME  shop.example.net   ; expect: perhapsAppended
    app     CNAME  web.backend
  `,
  "below the root a dot changes nothing": `
    $ORIGIN .
    example.com      CNAME  shop.example.net
    www.example.com  CNAME  shop.example.net
  `,
  "an origin above the zone, as BIND writes its files": `
    $ORIGIN com.
    $TTL 300
    example        SOA    ns1.example hostmaster.example 1 2 3 4 5
    example        NS     ns1.example
    example        NS     ns1.example-dns
    www.example    CNAME  web.example
    ns1.example    A      192.0.2.53
  `,
  "a fragment with several origins": `
    $ORIGIN example.com.
    www     CNAME  shop.example.net   ; expect: originAppended
    $ORIGIN example.org.
    www     CNAME  shop.example.net   ; expect: originAppended
  `,
  "nobody knows the origin, but a CA's target is never relative": `
    _3f2a   CNAME  0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef.sectigo.com   ; expect: originAppended
    www     CNAME  web.prod-eu
  `,
  "below the apex of another zone of the run": {
    otherZones: ["dev.example.com."],
    zone: `
      $ORIGIN example.com.
      $TTL 300
      @        SOA    ns hostmaster 1 2 3 4 5
      www      CNAME  web.eu.dev
    `,
  },
  "part of the zone is missing": `
    $ORIGIN example.com.
    $TTL 300
    @        SOA    ns hostmaster 1 2 3 4 5
    $INCLUDE hosts.inc
    www      CNAME  web.prod-eu
  `,
  "below a delegated name": `
    $ORIGIN example.com.
    $TTL 300
    @        SOA    ns hostmaster 1 2 3 4 5
    dev      NS     ns1.example.net.
    www      CNAME  web.eu.dev
  `,
  "what stands behind the dot can't be seen": `
    $ORIGIN example.com.
    $TTL 300
    @        SOA    ns hostmaster 1 2 3 4 5
    www      CNAME  web.example.net.\u200b
    api      CNAME  www.bücher.example.net    ; expect: originAppended
  `,
  "reverse names": `
    $ORIGIN 192.in-addr.arpa.
    7.2.0    CNAME  7.0-127.2.0
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

test.each(["*.com A 192.0.2.1", "* A 192.0.2.1", "com NS a.example.net.", "com DNAME x.example.net.", "*.com CNAME x"])(
  "a validation target isn't meant for what answers here: %s",
  (more) => {
    const zone = (owner: string, target: string) =>
      `$ORIGIN example.com.\n$TTL 300\n@ SOA ns hostmaster 1 2 3 4 5\n${more}\n${owner} CNAME ${target}\n`;
    const found = (owner: string, target: string) =>
      lintText(rule, zone(owner, target)).findings.map(({ message, severity }) => `${message} ${severity}`);
    expect(found("_3f2a", "9c1e.sectigo.com")).toEqual(["originAppended error"]);
    expect(found("_3f2a", "_9c1e.acm-validations.aws")).toEqual(["originAppended error"]);
    expect(found("_3f2a", "www.example.com")).toEqual(["originAppended error"]);
    expect(found("www", "shop.example.com")).toEqual(["originAppended error"]);
  },
);

test("where a dot makes no name, none is offered, and the name that was meant is", () => {
  const zone = (target: string) =>
    `$ORIGIN example.com.\n$TTL 300\n@ SOA ns hostmaster 1 2 3 4 5\nweb.prod A 192.0.2.1\nwww CNAME ${target}\n`;
  const [typo] = lintText(rule, zone("web.prdo")).findings;
  expect(typo.fix).toBeUndefined();
  expect(typo.explanation.how).toMatch(/^Did you mean "web\.prod"\? /);
  const [service] = lintText(rule, zone("web._tcp")).findings;
  expect(service.fix).toBeUndefined();
  const [known] = lintText(rule, zone("example.org")).findings;
  expect(known.fix).toBeDefined();
});
