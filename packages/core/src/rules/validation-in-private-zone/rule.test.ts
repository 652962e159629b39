import { testRule } from "../../testing.js";
import rule from "./rule.js";

const HASH = "_3639ac514e785e898d2646601fa951d5";
const TARGET = "_98d2646601fa951d53639ac514e785e8.acm-validations.aws.";
const TOKEN = "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs";

testRule(rule, {
  "an ACM record": {
    private: true,
    zone: `
      $ORIGIN example.com.
      ${HASH}  CNAME  ${TARGET}   ; expect: invisible
      www      A      10.0.0.1
    `,
  },
  "the same in a public zone": `
    $ORIGIN example.com.
    ${HASH}  CNAME  ${TARGET}
  `,
  "Cloudflare's delegation of the challenge and DigiCert's record": {
    private: true,
    zone: `
      $ORIGIN example.com.
      _acme-challenge  CNAME  example.com.0123456789abcdef.dcv.cloudflare.com.   ; expect: invisible
      _dnsauth         CNAME  abcd1efgh2jkl3mnop4qrst5uvwx6yz0.dcv.digicert.com.   ; expect: invisible
    `,
  },
  "split horizon: the public zone has it too": {
    private: true,
    zone: `
      $ORIGIN example.com.
      ${HASH}  CNAME  ${TARGET}
    `,
    others: [`$ORIGIN example.com.\n${HASH}  CNAME  ${TARGET.toUpperCase()}\n`],
  },
  "the public zone has another one": {
    private: true,
    zone: `
      $ORIGIN example.com.
      ${HASH}  CNAME  ${TARGET}   ; expect: invisible
    `,
    others: [`$ORIGIN example.com.\n${HASH}  CNAME  www\n`],
  },
  "a challenge under a public suffix is perhaps that of a CA of the house": {
    private: true,
    zone: `
      $ORIGIN corp.example.com.
      _acme-challenge.git  TXT  "${TOKEN}"   ; expect: internal
    `,
  },
  "a challenge of a name that no public CA may certify": {
    private: true,
    zone: `
      $ORIGIN corp.internal.
      _acme-challenge.git  TXT  "${TOKEN}"
    `,
  },
  "a challenge delegated within the house": {
    private: true,
    zone: `
      $ORIGIN corp.example.com.
      _acme-challenge.git  CNAME  git.acme-dns.corp.example.com.
    `,
  },
  "a hash of an unrelated service, and what only mentions a CA": {
    private: true,
    zone: `
      $ORIGIN example.com.
      ${HASH}  CNAME  verify.example.net.
      www      CNAME  www.sectigo.com.
      @        TXT    "we buy at digicert.com"
    `,
  },
  "dns-persist-01 for a public CA": {
    private: true,
    zone: `
      $ORIGIN example.com.
      _validation-persist  TXT  "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"   ; expect: invisible
    `,
  },
  "what a certificate will ask for, in one finding": {
    private: true,
    zone: `
      $ORIGIN example.com.   ; expect: awaited
    `,
    awaited: ["example.com", "*.example.com"].map((domain) => ({
      domain,
      address: `aws_route53_record.v["${domain}"]`,
      group: "aws_route53_record.v",
      certificate: "aws_acm_certificate.c",
      allowOverwrite: false,
      rrset: true,
    })),
  },
});
