import { testRule } from "../../testing.js";
import rule from "./rule.js";

const wildcard = (more: { ca?: string; method?: string } = {}, name = "example.com.") => [
  { names: [{ name, wildcard: true }], ...more },
];
const zone = `
  $ORIGIN example.com.
  _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/1"
`;
const blamed = `
  $ORIGIN example.com.
  _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/1"    ; expect: notCovered
`;

testRule(rule, {
  "a wildcard by this method": { certificates: wildcard({ method: "dns-persist-01" }), zone: blamed },
  "a wildcard of this CA": { certificates: wildcard({ ca: "letsencrypt" }), zone: blamed },
  "a wildcard of the CA that goes by this issuer": { certificates: wildcard({ ca: "letsencrypt.org" }), zone: blamed },
  "no certificate is known": zone,
  "by another method": { certificates: wildcard({ method: "dns-01" }), zone },
  "of another CA": { certificates: wildcard({ ca: "sectigo" }), zone },
  "of another name": { certificates: wildcard({}, "www.example.com."), zone },
  "no wildcard": { certificates: [{ names: [{ name: "example.com.", wildcard: false }] }], zone },
  "one record of the CA covers it": {
    certificates: wildcard(),
    zone: `
      $ORIGIN example.com.
      _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/1"
      _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/2; policy=wildcard"
    `,
  },
  "a policy that means nothing": {
    certificates: wildcard(),
    zone: `
      $ORIGIN example.com.
      _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/1; policy=all"   ; expect: notCovered
    `,
  },
});
