import { testRule } from "../../testing.js";
import rule from "./rule.js";

const HEAD = `
      $ORIGIN example.com.
      @  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300
      @  NS   ns1.example.net.`;
const ACM = "_e841f9038bbb69e685112130c2668f62";
const TARGET = "_b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.";
const SECTIGO = "9c1e0a2b3c4d5e6f708192a3b4c5d6e7.f0e1d2c3b4a5968778695a4b3c2d1e0f.comodoca.com.";
const wanted = (name: string, more: object = {}) => [
  { names: [{ name, wildcard: false }], ca: "letsencrypt", ...more },
];

testRule(rule, {
  "a validation record of Amazon's, and a set without it": `${HEAD}
      @  CAA  0 issue "digicert.com"             ; expect: excluded
      @  CAA  0 iodef "mailto:security@example.com"
      ${ACM}.www  CNAME  ${TARGET}
    `,
  "a dns-persist-01 record names its CA": `${HEAD}
      @  CAA  0 issue "digicert.com"             ; expect: excluded
      _validation-persist.www  TXT  "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
    `,
  "a dns-persist-01 record of a permitted CA, of nobody, that is over, broken, or below a cut": `${HEAD}
      @  CAA  0 issue "letsencrypt.org"
      _validation-persist.a    TXT  "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
      _validation-persist.b    TXT  "ca.example.net; accounturi=https://ca.example.net/1"
      _validation-persist.c    TXT  "sectigo.com; accounturi=https://acme.sectigo.com/1; persistUntil=1767225600"
      _validation-persist.d    TXT  "sectigo.com"
      sub                      NS   ns1.example.org.
      _validation-persist.sub  TXT  "sectigo.com; accounturi=https://acme.sectigo.com/1"
      persist                  TXT  "sectigo.com; accounturi=https://acme.sectigo.com/1"
    `,
  "it never stands for a wildcard": `${HEAD}
      @  CAA  0 issue "letsencrypt.org"
      @  CAA  0 issuewild ";"
      _validation-persist  TXT  "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1; policy=wildcard"
    `,
  "any one of a CA's names is enough": `${HEAD}
      @  CAA  0 issue "amazontrust.com"
      ${ACM}.www  CNAME  ${TARGET}
    `,
  "in parentheses over several lines, and with an owner left out": `${HEAD}
      @  CAA  0 issue "digicert.com"             ; expect: excluded
         CAA  ( 0 issue
                "letsencrypt.org" )
         MX   10 mail.example.net.
      ${ACM}  CNAME  ${TARGET}
    `,
  "a set of its own is nearer than the parent's": `${HEAD}
      @    CAA  0 issue "digicert.com"
      www  CAA  0 issue "amazon.com"
      ${ACM}.www  CNAME  ${TARGET}
    `,
  "a deeper set that excludes": `${HEAD}
      @    CAA  0 issue "amazon.com"
      www  CAA  0 issue "digicert.com"           ; expect: excluded
      ${ACM}.www  CNAME  ${TARGET}
    `,
  "a set with neither issue nor issuewild restricts nobody": `${HEAD}
      @  CAA  0 iodef "mailto:security@example.com"
      @  CAA  0 issuemail "digicert.com"
      ${ACM}.www  CNAME  ${TARGET}
    `,
  "issuewild says nothing of an ordinary name": `${HEAD}
      @  CAA  0 issuewild "digicert.com"
      ${ACM}.www  CNAME  ${TARGET}
    `,
  "a record never stands for a wildcard": `${HEAD}
      @  CAA  0 issue "amazon.com"
      @  CAA  0 issuewild ";"
      ${ACM}  CNAME  ${TARGET}
    `,
  "nobody may": `${HEAD}
      @  CAA  0 issue ";"                        ; expect: excluded
      ${ACM}  CNAME  ${TARGET}
    `,
  "a hash that Sectigo and SSL.com both hand out": `${HEAD}
      @    CAA  0 issue "ssl.com"
      www  CAA  0 issue "digicert.com"           ; expect: excluded
      _287c62f596991ef65035383ee2635f87      CNAME  ${SECTIGO}
      _287c62f596991ef65035383ee2635f87.www  CNAME  ${SECTIGO}
    `,
  "a delegation to a platform that has several CAs": `${HEAD}
      @    CAA  0 issue "pki.goog"
      shop CAA  0 issue "amazon.com"             ; expect: excluded
      _acme-challenge.www   CNAME  www.example.com.9475f02f2512f5a1.dcv.cloudflare.com.
      _acme-challenge.shop  CNAME  shop.example.com.9475f02f2512f5a1.dcv.cloudflare.com.
    `,
  "a delegation to nobody in particular": `${HEAD}
      @    CAA  0 issue "amazon.com"
      _acme-challenge  CNAME  d420c923-bbd7-4056-ab64-c3ca54c9b3cf.auth.acme-dns.io.
    `,
  "a part of a zone: there may be more records, and other ones above": `
      $ORIGIN example.com.
      @  CAA  0 issue "digicert.com"
      ${ACM}  CNAME  ${TARGET}
    `,
  "a record of the set that can't be read may be the one": `${HEAD}
      @  CAA  0 issue "digicert.com"
      @  CAA  0 issue
      ${ACM}  CNAME  ${TARGET}
    `,
  "a value that names the CA and can't be read is another rule's": `${HEAD}
      @  CAA  0 issue "https://amazon.com/"
      ${ACM}  CNAME  ${TARGET}
    `,
  "an alias whose target holds the set": `${HEAD}
      www  CNAME  web
      web  CAA    0 issue "digicert.com"         ; expect: excluded
      ${ACM}.www  CNAME  ${TARGET}
    `,
  "the alias leads out of the files": `${HEAD}
      @    CAA    0 issue "digicert.com"
      www  CNAME  d111111abcdef8.cloudfront.net.
      ${ACM}.www  CNAME  ${TARGET}
    `,
  "from an alias's target nobody climbs": {
    zone: `${HEAD}
      @    CAA    0 issue "amazon.com"
      www  CNAME  web.example.net.
      ${ACM}.www  CNAME  ${TARGET}
    `,
    others: [
      `
      $ORIGIN example.net.
      @    SOA  ns1 hostmaster 1 7200 900 1209600 300
      @    CAA  0 issue "digicert.com"
      web  A    192.0.2.1
    `,
    ],
  },
  "a wildcard of CAA answers for a name that isn't there": {
    zone: `${HEAD}
      *    CAA  0 issue "digicert.com"           ; expect: excluded
    `,
    certificates: wanted("new.example.com."),
  },
  "a name below which something stands is there": {
    zone: `${HEAD}
      *        CAA  0 issue "digicert.com"
      a.there  A    192.0.2.1
    `,
    certificates: wanted("there.example.com."),
  },
  "below a cut other servers answer": {
    zone: `${HEAD}
      @    CAA  0 issue "digicert.com"
      sub  NS   ns1.example.org.
    `,
    certificates: wanted("www.sub.example.com."),
  },
  "the zone above is at hand": {
    zone: `${HEAD}
      @    CAA  0 issue "digicert.com"           ; expect: excluded
      sub  NS   ns1.example.org.
    `,
    others: [
      "\n      $ORIGIN sub.example.com.\n      @ SOA ns1 hostmaster 1 7200 900 1209600 300\n      www A 192.0.2.1\n",
    ],
    certificates: wanted("www.sub.example.com."),
  },
  "one that Let's Encrypt compares octet by octet": {
    zone: `${HEAD}
      @  CAA  0 issue "LetsEncrypt.org"          ; expect: excluded
    `,
    certificates: wanted("example.com."),
  },
  "another CA takes the same name in any case": {
    zone: `${HEAD}
      @  CAA  0 issue "DigiCert.com"
    `,
    certificates: wanted("example.com.", { ca: "digicert" }),
  },
  "a certificate of a CA that nobody tells": {
    zone: `${HEAD}
      @  CAA  0 issue "digicert.com"
    `,
    certificates: [{ names: [{ name: "example.com.", wildcard: false }] }],
  },
  "a resource of which little is known": {
    zone: `${HEAD}
      @  CAA  0 issue "digicert.com"             ; expect: excluded
    `,
    certificates: wanted("example.com.", { unverified: true, address: "some_certificate.a" }),
  },
  "methods and accounts are other rules'": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; validationmethods=http-01"
    `,
    certificates: wanted("example.com.", { method: "dns-01" }),
  },
  "nobody sees a private zone, or what lies below a cut": `${HEAD}
      @    CAA  0 issue "digicert.com"
      sub  NS   ns1.example.org.
      ${ACM}.sub  CNAME  ${TARGET}
    `,
  "a doubled owner is another rule's": `${HEAD}
      @  CAA  0 issue "digicert.com"
      ${ACM}.www.example.com  CNAME  ${TARGET}
    `,
});
