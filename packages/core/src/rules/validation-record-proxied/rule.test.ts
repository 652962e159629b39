import { testRule } from "../../testing.js";
import rule from "./rule.js";

// Resources are tested with their readers: what is hidden there isn't in the text of a zone.

const HEADER = ";; Domain:     example.com.\n;; Exported:   2026-11-20 10:00:00\n$ORIGIN example.com.\n";
const ACM = "_3639ac514e785e898d2646601fa951d5 1 IN CNAME _98d2646601fa951d53639ac514e785e8.acm-validations.aws.";

testRule(rule, {
  "an ACM record in a provider's export": `${HEADER}${ACM} ; cf_tags=cf-proxied:true ; expect: proxied
`,
  "a delegated challenge, flattened": `${HEADER}_acme-challenge 1 IN CNAME abc.acme-dns.io. ; cf_tags=cf-flatten-cname:true ; expect: flattened
`,
  "not proxied": `${HEADER}${ACM} ; cf_tags=cf-proxied:false
`,
  "a comment that no provider wrote": `$ORIGIN example.com.
${ACM} ; cf_tags=cf-proxied:true
`,
  "a host that is proxied, and a hash of an unrelated service": `${HEADER}www 1 IN CNAME www.example.net. ; cf_tags=cf-proxied:true
_3639ac514e785e898d2646601fa951d5 1 IN CNAME verify.example.net. ; cf_tags=cf-proxied:true
acme-challenge 1 IN CNAME www.example.net. ; cf_tags=cf-proxied:true
`,
});
