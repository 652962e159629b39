import { testRule } from "../../testing.js";
import rule from "./rule.js";

// RRsets of resources are tested with their readers.

const awaited = (domain: string, more: { allowOverwrite?: boolean; rrset?: boolean; group?: string } = {}) => {
  const { allowOverwrite = false, rrset = true, group = "aws_route53_record.v" } = more;
  return {
    domain,
    address: `${group}["${domain}"]`,
    group,
    certificate: "aws_acm_certificate.c",
    allowOverwrite,
    rrset,
  };
};

testRule(rule, {
  "a name and its wildcard, each by its own key": {
    zone: "$ORIGIN example.com. ; expect: wildcard\n",
    awaited: [awaited("example.com"), awaited("*.example.com"), awaited("www.example.com")],
  },
  "the wildcard first": {
    zone: "$ORIGIN example.com. ; expect: wildcard\n",
    awaited: [awaited("*.a.example.com"), awaited("a.example.com")],
  },
  "an existing record is overwritten": {
    zone: "$ORIGIN example.com.\n",
    awaited: [awaited("example.com", { allowOverwrite: true }), awaited("*.example.com", { allowOverwrite: true })],
  },
  "only one of both, or the wildcard of another name": {
    zone: "$ORIGIN example.com.\n",
    awaited: [awaited("*.example.com"), awaited("www.example.com")],
  },
  "in a zone file each line is a record": `
    $ORIGIN example.com.
    _3639ac514e785e898d2646601fa951d5  CNAME  _98d2646601fa951d53639ac514e785e8.acm-validations.aws.
    _3639ac514e785e898d2646601fa951d5  CNAME  _98d2646601fa951d53639ac514e785e8.acm-validations.aws.
  `,
});
