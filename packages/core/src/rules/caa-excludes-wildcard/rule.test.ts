import { testRule } from "../../testing.js";
import rule from "./rule.js";

const HEAD = `
      $ORIGIN example.com.
      @  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300`;
const wildcard = (name = "example.com.") => [
  {
    names: [
      { name, wildcard: true },
      { name, wildcard: false },
    ],
    ca: "letsencrypt",
  },
];

testRule(rule, {
  "issuewild is for another CA": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org"
      @  CAA  0 issuewild "digicert.com"         ; expect: excluded
    `,
    certificates: wildcard(),
  },
  "issuewild forbids everybody": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org"
      @  CAA  0 IssueWild ";"                    ; expect: excluded
    `,
    certificates: wildcard(),
  },
  "issuewild permits what issue doesn't": {
    zone: `${HEAD}
      @  CAA  0 issue "digicert.com"
      @  CAA  0 issuewild "letsencrypt.org"
    `,
    certificates: [{ names: [{ name: "example.com.", wildcard: true }], ca: "letsencrypt" }],
  },
  "without issuewild, issue counts, and is another rule's": {
    zone: `${HEAD}
      @  CAA  0 issue "digicert.com"
    `,
    certificates: wildcard(),
  },
  "the wildcard of a name below finds the parent's set": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org"
      @  CAA  0 issuewild ";"                    ; expect: excluded
    `,
    certificates: wildcard("app.example.com."),
  },
  "no wildcard is at stake": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org"
      @  CAA  0 issuewild ";"
    `,
    certificates: [{ names: [{ name: "example.com.", wildcard: false }], ca: "letsencrypt" }],
  },
});
