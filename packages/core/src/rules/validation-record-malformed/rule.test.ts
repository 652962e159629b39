import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a lost underscore": `
    $ORIGIN example.com.
    3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b      CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.   ; expect: lostUnderscore
    c7fbc2039e400c8ef74129ec7db1842a.www  CNAME  c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.sectigo.com.   ; expect: lostUnderscore
    acme-challenge                        CNAME  example.com.0123456789abcdff.dcv.cloudflare.com.   ; expect: lostUnderscore
    acme-challenge.www                    TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"      ; expect: lostUnderscore
  `,
  "hashes of the wrong length, or with other letters": `
    $ORIGIN example.com.
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5   CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.    ; expect: wrongHashLength
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b  CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a0.jkddzztszm.acm-validations.aws.   ; expect: wrongHashLength
    _c7fbc2039e400c8ef74129ec7db1842a  CNAME  c9c863405fe7675a3988b97664ea6bag.442019e4e52fa335f406f7c5f26cf14a.sectigo.com.   ; expect: wrongHashLength
  `,
  "a hash in one piece that was cut to what a label holds": `
    $ORIGIN example.com.
    _c7fbc2039e400c8ef74129ec7db1842a  CNAME  c9c863405fe7675a3988b97664ea6baa442019e4e52fa335f406f7c5f26cf14.sectigo.com.   ; expect: unsplitHash
    www                                CNAME  c9c863405fe7675a3988b97664ea6baa442019e4e52fa335f406f7c5f26cf14.sectigo.com.
  `,
  "a slip in the ending": `
    $ORIGIN example.com.
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b  CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validation.aws.   ; expect: wrongSuffix
    _c7fbc2039e400c8ef74129ec7db1842a  CNAME  c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.sectig.com.   ; expect: wrongSuffix
  `,
  "labels that are missing in front of an ending, or too many": `
    $ORIGIN example.com.
    _acme-challenge      CNAME  0123456789abcdef.dcv.cloudflare.com.         ; expect: incompleteTarget
    _acme-challenge.a    CNAME  fastly-validations.com.                      ; expect: incompleteTarget
    _acme-challenge.b    CNAME  0123abcd-0123-4567-89ab-0123456789ab.authorize.certificatemanager.goog.   ; expect: incompleteTarget
    _dnsauth             CNAME  k3vbq4kp0m6t2w9x.8z1c5n7r0d4f6h8j.dcv.digicert.com.   ; expect: incompleteTarget
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b  CNAME  jkddzztszm.acm-validations.aws.    ; expect: incompleteTarget
    www                  CNAME  www.dcv.cloudflare.com.
    docs                 CNAME  docs.digicert.com.
    _dnsauth.c           CNAME  k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j.dcv.digicert.com.
    _acme-challenge.d    CNAME  _acme-challenge.d.dcv.example.net.
  `,
  "a hash that isn't split, in a record of the wrong type": `
    $ORIGIN example.com.
    _c7fbc2039e400c8ef74129ec7db1842a  TXT  "c9c863405fe7675a3988b97664ea6baa442019e4e52fa335f406f7c5f26cf14a.sectigo.com"   ; expect: wrongType
    _c7fbc2039e400c8ef74129ec7db1842b  TXT  "c9c863405fe7675a3988b97664ea6baa442019e4e52fa335f406f7c5f26cf14a"
    sum  TXT  "sha256 c9c863405fe7675a3988b97664ea6baa442019e4e52fa335f406f7c5f26cf14a of www.sectigo.com"
  `,
  "the wrong type": `
    $ORIGIN example.com.
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b    300  IN  TXT  "_9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws."   ; expect: wrongType
    _acme-challenge                      TXT    "example.com.0123456789abcdff.dcv.cloudflare.com"   ; expect: wrongType
    _acme-challenge.www                  CNAME  gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H         ; expect: wrongType
  `,
  "a TXT of the wrong type that isn't alone can't be turned into a CNAME": `
    $ORIGIN example.com.
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b    TXT  "_9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws."   ; expect: wrongType
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b    TXT  "something else"
  `,
  "a label twice, a star in the middle": `
    $ORIGIN example.com.
    _acme-challenge._acme-challenge      TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: duplicatedLabel
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b.*  CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.   ; expect: wildcardInOwner
  `,
  "a label twice, once by the origin": `
    $ORIGIN _acme-challenge.example.com.
    @                300  SOA  ns1.example.com. hostmaster.example.com. 1 7200 900 1209600 300
    @                300  NS   ns1.example.com.
    _acme-challenge  300  TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: duplicatedLabel
  `,
  "quotes in a value": `
    $ORIGIN example.com.
    _dnsauth         TXT  "\\"abcd1efgh2jkl3mnop4qrst5uvwx6yz0\\""    ; expect: quotesOrBlanks
  `,
  "a target for another host": `
    $ORIGIN example.com.
    _acme-challenge.www  CNAME  app.example.com.0123456789abcdff.dcv.cloudflare.com.   ; expect: hostMismatch
  `,
  "an owner that ACM never hands out": `
    $ORIGIN example.com.
    foo    CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.   ; expect: wrongOwner
    _abc   CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.   ; expect: wrongOwner
  `,
  "unless an alias leads to it": {
    aliasTargets: ["foo.example.com.", "acme-challenge.example.com.", "www._acme-challenge.example.com."],
    zone: `
      $ORIGIN example.com.
      foo                  CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.
      acme-challenge       CNAME  d420c923-bbd7-4056-ab64-c3ca54c9b3cf.auth.acme-dns.io.
      www._acme-challenge  TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    `,
  },
  "half a target of Sectigo's, none, and one with underscores": `
    $ORIGIN example.com.
    _c7fbc2039e400c8ef74129ec7db1842a  CNAME  c9c863405fe7675a3988b97664ea6baa.sectigo.com.           ; expect: incompleteTarget
    _c7fbc2039e400c8ef74129ec7db1842b  CNAME  c9c863405fe7675a3988b97664ea6baa.t0ekqwi1u.sectigo.com. ; expect: incompleteTarget
    _c7fbc2039e400c8ef74129ec7db1842c  CNAME  sectigo.com.                                            ; expect: incompleteTarget
    _c7fbc2039e400c8ef74129ec7db1842d  CNAME  _c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.sectigo.com.   ; expect: strayUnderscore
    www                                CNAME  sectigo.com.
  `,
  "another ending of DigiCert's": `
    $ORIGIN example.com.
    _dnsauth      CNAME  k3vbq4kp0m6t2w9x8z.dcv.digicert.net.   ; expect: wrongSuffix
    _dnsauth.www  CNAME  k3vb.dcv.digicert.net.                 ; expect: wrongSuffix
  `,
  "a lost underscore of every known label": `
    $ORIGIN example.com.
    dnsauth             CNAME  k3vbq4kp0m6t2w9x8z.dcv.digicert.com.   ; expect: lostUnderscore
    dnsauth.www         TXT    "abcd1efgh2jkl3mnop4qrst5uvwx6yz0"     ; expect: lostUnderscore
    validation-persist  TXT    "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1234567"   ; expect: lostUnderscore
    acme-challenge      CNAME  d420c923-bbd7-4056-ab64-c3ca54c9b3cf.auth.acme-dns.io.   ; expect: lostUnderscore
    acme-challenge.www  CNAME  pages.example.net.
  `,
  "labels that are nearly known ones": `
    $ORIGIN example.com.
    _acme_challenge          TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: misspeltLabel
    _acme-chalenge.www       TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: misspeltLabel
    _acmechallenge           CNAME  example.com.0123456789abcdff.dcv.cloudflare.com.   ; expect: misspeltLabel
    __acme-challenge         CNAME  web.example.net.    ; expect: misspeltLabel
    _validation_persist      TXT    "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1234567"   ; expect: misspeltLabel
    _acme-challenge-b        TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _acme-challenge2         TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _acme-challenge_abcdefgh TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _domainkey               TXT    "o=-"
    _dmarc                   TXT    "v=DMARC1; p=none"
    _mta-sts                 TXT    "v=STSv1; id=1"
    _autodiscover            CNAME  autodiscover.outlook.com.
    _visual-challenge        TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
  `,
  "labels out of order, and an at sign that is none": `
    $ORIGIN example.com.
    www._acme-challenge       TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: reversedLabels
    _acme-challenge.@         TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: literalAt
    _dnsauth.\\@              TXT    "abcd1efgh2jkl3mnop4qrst5uvwx6yz0"              ; expect: literalAt
    _abcdefghijklmnop._acme-challenge  TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
  `,
  "owner and target have changed places": `
    $ORIGIN example.com.
    _0a1b2c3d4e5f60718293a4b5c6d7e8f9.jkddzztszm.acm-validations.aws  CNAME  _3b1f0c5d2e4a6b7c8d9e0f1a2b3c4d5e.www     ; expect: swapped
    _1a1b2c3d4e5f60718293a4b5c6d7e8f9.jkddzztszm.acm-validations.aws  CNAME  _4b1f0c5d2e4a6b7c8d9e0f1a2b3c4d5e.example.com.     ; expect: swapped
    0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef.sectigo.com  CNAME  _5b1f0c5d2e4a6b7c8d9e0f1a2b3c4d5e.example.com.     ; expect: swapped
  `,
  "an alias between two hashes of one's own, or from a challenge to a hash, is anybody's": `
    $ORIGIN example.com.
    _0a1b2c3d4e5f60718293a4b5c6d7e8f9.sub.acm-validations  CNAME  _3b1f0c5d2e4a6b7c8d9e0f1a2b3c4d5e.www
    _1a1b2c3d4e5f60718293a4b5c6d7e8f9                      CNAME  _3b1f0c5d2e4a6b7c8d9e0f1a2b3c4d5e.www
    _acme-challenge.acm-validations.aws                    CNAME  _3b1f0c5d2e4a6b7c8d9e0f1a2b3c4d5e.www
  `,
  "a zone of challenges keeps its own order": `
    $ORIGIN acme.example.com.
    www._acme-challenge       TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
  `,
  "right ones, the second like the first": `
    $ORIGIN example.com.
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b      CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5c.www  CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2b.jkddzztszm.acm-validations.aws.
    _C7FBC2039E400C8EF74129EC7DB1842A.b    CNAME  C9C863405FE7675A3988B97664EA6BAA.442019E4E52FA335F406F7C5F26CF14A.sectigo.com.
    _c7fbc2039e400c8ef74129ec7db1842b.c    CNAME  c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.t0ekqwi1u.sectigo.com.
    _acme-challenge                        CNAME  example.com.0123456789abcdff.dcv.cloudflare.com.
    _acme-challenge.d                      CNAME  d420c923-bbd7-4056-ab64-c3ca54c9b3cf.acme-dns.example.net.
    _acme-challenge.e                      TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _dnsauth                               TXT    "abcd1efgh2jkl3mnop4qrst5uvwx6yz0"
  `,
  "one after right ones of the same build is still seen": `
    $ORIGIN example.com.
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b      CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.
    3f2a9c1e7b044d5f8a6b0c1d2e3f4a5c       CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2b.jkddzztszm.acm-validations.aws.   ; expect: lostUnderscore
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5d.*    CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2c.jkddzztszm.acm-validations.aws.   ; expect: wildcardInOwner
    _acme-challenge.a                      CNAME  a.example.com.0123456789abcdff.dcv.cloudflare.com.
    _acme-challenge.b                      CNAME  a.example.com.0123456789abcdff.dcv.cloudflare.com.                  ; expect: hostMismatch
  `,
  "ordinary records of the same places": `
    $ORIGIN example.com.
    3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b  TXT    "anything"
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b TXT    "anything"
    www                               CNAME  support.sectigo.com.
    k1._domainkey                     CNAME  dkim.mcsv.net.
    acme-challenge                    TXT    "a page about challenges"
    ca                                TXT    "www.digicert.com"
  `,
  "other rules' business": `
    $ORIGIN example.com.
    _c7fbc2039e400c8ef74129ec7db1842a  CNAME  c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.comodoca.com.
    _acme-challenge.*                  TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _acme-challenge                    TXT    "\\"gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H\\""
    _dnsauth                           TXT    "<random-value>"
  `,
  "names of the world in a policy zone": `
    $ORIGIN rpz.example.net.
    @  300 SOA ns1 hostmaster 1 7200 900 1209600 300
    3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b.example.com  300 CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.
  `,
});

test("the message shows what will be published, and what to write", () => {
  const zone =
    "$ORIGIN example.com.\n3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b CNAME _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.\n";
  const [{ explanation }] = lintText(rule, zone).findings;
  expect(explanation.what).toContain("Published: 3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b.example.com. CNAME");
  expect(explanation.how).toContain('"_3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b.example.com."');
});

test("a target for another host of the zone: owner or target may be meant, so nothing is edited", () => {
  const target = (host: string) => `_acme-challenge.www CNAME ${host}.0123456789abcdff.dcv.cloudflare.com.`;
  const [own] = lintText(rule, `$ORIGIN example.com.\n${target("app.example.com")}\n`).findings;
  expect(own.fix).toBeUndefined();
  expect(own.explanation.how).toContain('if the record is for "app.example.com"');
  const [other] = lintText(rule, `$ORIGIN example.com.\n${target("app.example.net")}\n`).findings;
  expect(other.fix).toBeDefined();
});

test("what isn't certain is a warning", () => {
  const acm = "CNAME _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.";
  const severities = (record: string) =>
    lintText(rule, `$ORIGIN example.com.\n${record}\n`).findings.map(({ severity }) => severity);
  expect(severities('_acme_challenge TXT "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"')).toEqual(["error"]);
  expect(severities('_acme_challenge TXT "something"')).toEqual(["warning"]);
  expect(severities("_acme_challenge CNAME web.example.net.")).toEqual(["warning"]);
  expect(severities("_acme_challenge CNAME d420c923-bbd7-4056-ab64-c3ca54c9b3cf.auth.acme-dns.io.")).toEqual(["error"]);
  expect(severities(`_abc ${acm}`)).toEqual(["error"]);
  expect(severities(`validation ${acm}`)).toEqual(["warning"]);
  expect(severities(`* ${acm}`)).toEqual([]);
});
