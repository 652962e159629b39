import { testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300";
const record = (name: string) =>
  `_e841f9038bbb69e685112130c2668f62${name}  CNAME  _b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.`;
const certificates = [
  {
    names: [
      { name: "example.com.", wildcard: false },
      { name: "example.com.", wildcard: true },
      { name: "www.example.com.", wildcard: false },
    ],
    ca: "amazon",
    method: "dns-cname",
  },
];

testRule(rule, {
  "one name has it, another hasn't": {
    certificates,
    zone: `
      $ORIGIN example.com.
      ${SOA}
      ${record("")}     ; expect: missing
    `,
  },
  "each has its own": {
    certificates,
    zone: `
      $ORIGIN example.com.
      ${SOA}
      ${record("")}
      ${record(".www")}
    `,
  },
  "in a part of a zone too, as a warning": {
    certificates,
    zone: `
      $ORIGIN example.com.
      ${record(".www")}     ; expect: missing
    `,
  },
  "none has one: that is another rule's": {
    certificates,
    zone: `
      $ORIGIN example.com.
      ${SOA}
    `,
  },
  "the other name is delegated": {
    certificates,
    zone: `
      $ORIGIN example.com.
      ${SOA}
      www  NS  ns1.example.org.
      ${record("")}
    `,
  },
  "the other name is another zone's": {
    certificates: [
      { ...certificates[0], names: [...certificates[0].names.slice(0, 1), { name: "example.org.", wildcard: false }] },
    ],
    zone: `
      $ORIGIN example.com.
      ${SOA}
      ${record("")}
    `,
  },
  "its record is known only after the apply": {
    certificates,
    zone: `
      $ORIGIN example.com.
      ${SOA}
      ${record("")}
    `,
    awaited: [
      {
        domain: "www.example.com",
        address: "aws_route53_record.v[0]",
        group: "aws_route53_record.v",
        certificate: "aws_acm_certificate.c",
        allowOverwrite: false,
        rrset: true,
      },
    ],
  },
  "challenges come and go with the order": {
    certificates: [{ ...certificates[0], ca: "letsencrypt", method: "dns-01" }],
    zone: `
      $ORIGIN example.com.
      ${SOA}
      ${record("")}
    `,
  },
});
