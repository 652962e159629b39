import { testRule } from "../../testing.js";
import rule from "./rule.js";

const ACM = "_3639ac514e785e898d2646601fa951d5  CNAME  _98d2646601fa951d53639ac514e785e8.acm-validations.aws.";
const www = "www  A  192.0.2.1";

const amazon = (name: string, wildcard = false) => ({
  names: [{ name, wildcard }],
  ca: "amazon",
  method: "dns-cname",
  address: "aws_acm_certificate.main",
});
const change = (before: string, after: string) => ({
  before: `$ORIGIN example.com.\n${before}\n`,
  zone: `$ORIGIN example.com.\n${after}\n`,
});

testRule(rule, {
  "an ACM record whose certificate stays": {
    ...change(`${ACM} ; expect: needed`, www),
    certificates: [amazon("example.com.")],
  },
  "a wildcard stays, which the same record validates": {
    ...change(`${ACM} ; expect: needed`, www),
    certificates: [amazon("example.com.", true)],
    goneCertificates: [amazon("example.com.")],
  },
  "the certificate goes along": { ...change(ACM, www), goneCertificates: [amazon("example.com.")] },
  "a certificate of another name goes along": {
    ...change(`${ACM} ; expect: removed`, www),
    goneCertificates: [amazon("www.example.com.")],
  },
  "nothing is known of certificates": change(`${ACM} ; expect: removed`, www),
  "one of another CA, or that is validated by mail, doesn't need it": {
    ...change(`${ACM} ; expect: removed`, www),
    certificates: [
      { ...amazon("example.com."), ca: "letsencrypt", method: "dns-01" },
      { ...amazon("example.com."), method: "email" },
    ],
  },
  "no error on what is guessed of a resource": {
    ...change(`${ACM} ; expect: removed`, www),
    certificates: [{ ...amazon("example.com."), unverified: true }],
  },
  "it is still there, in other letters": change(ACM, ACM.toUpperCase()),
  "it gets another value, or another owner under the same name": change(
    ACM,
    `_1639ac514e785e898d2646601fa951d5  CNAME  _18d2646601fa951d53639ac514e785e8.acm-validations.aws.`,
  ),
  "one of two goes, the other was there before": change(
    `${ACM} ; expect: removed\n_1639ac514e785e898d2646601fa951d5  CNAME  _18d2646601fa951d53639ac514e785e8.acm-validations.aws.`,
    `_1639ac514e785e898d2646601fa951d5  CNAME  _18d2646601fa951d53639ac514e785e8.acm-validations.aws.`,
  ),
  "it moves to another zone": {
    ...change(ACM.replace(" ", ".shop "), www),
    others: [`$ORIGIN shop.example.com.\n${ACM}\n`],
  },
  "its name is handed to other servers": change(ACM.replace(" ", ".shop "), "shop  NS  ns1.example.net."),
  "a challenge's name that NS records hand on, told once": change(
    `_acme-challenge  NS  ns1.acme-dns.example.net. ; expect: removed\n_acme-challenge  NS  ns2.acme-dns.example.net.`,
    www,
  ),
  "an alias takes the place of the NS records": change(
    "_acme-challenge  NS  ns1.acme-dns.example.net.",
    "_acme-challenge  CNAME  abc.acme-dns.example.net.",
  ),
  "other servers, and NS records of any other name": change(
    "_acme-challenge  NS  ns1.acme-dns.example.net.\nshop  NS  ns1.example.net.",
    "_acme-challenge  NS  ns2.acme-dns.example.net.",
  ),
  "a delegated challenge": {
    ...change("_acme-challenge  CNAME  abc.acme-dns.example.net. ; expect: needed", www),
    certificates: [{ names: [{ name: "example.com.", wildcard: false }], method: "dns-01" }],
  },
  "Cloudflare's delegation, where the config wants a certificate by HTTP": {
    ...change("_acme-challenge  CNAME  example.com.0123456789abcdef.dcv.cloudflare.com. ; expect: removed", www),
    certificates: [{ names: [{ name: "example.com.", wildcard: false }], ca: "letsencrypt", method: "http-01" }],
  },
  "what a CA asks for once": change(
    `_acme-challenge  TXT  "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs"
_dnsauth  CNAME  abcd1efgh2jkl3mnop4qrst5uvwx6yz0.dcv.digicert.com.
_c7fbc2039e400c8ef74129ec7db1842a  CNAME c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.sectigo.com.`,
    www,
  ),
  "a hash of an unrelated service": change("_3639ac514e785e898d2646601fa951d5  CNAME  verify.example.net.", www),
  "a new certificate for the name will ask for one": {
    ...change(ACM, www),
    awaited: [
      {
        domain: "*.example.com",
        address: 'aws_route53_record.v["*.example.com"]',
        group: "aws_route53_record.v",
        certificate: "aws_acm_certificate.c",
        allowOverwrite: false,
        rrset: true,
      },
    ],
  },
});
