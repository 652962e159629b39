import { testRule } from "../../testing.js";
import rule from "./rule.js";

const HEAD = `
      $ORIGIN example.com.
      @  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300`;
const ACCOUNT = "https://acme-v02.api.letsencrypt.org/acme/acct";
const of = (account: string | undefined) => [
  { names: [{ name: "example.com.", wildcard: false }], ca: "letsencrypt", account },
];

testRule(rule, {
  "a dns-persist-01 record tells its method and its account": `
    $ORIGIN example.com.
    @  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300
    @  NS   ns1.example.net.
    @  CAA  0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/2"   ; expect: excluded
    b  CAA  0 issue "letsencrypt.org; validationmethods=dns-persist-01; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
    _validation-persist.b  TXT  "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
  `,
  "another account is in use": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; accounturi=${ACCOUNT}/7; validationmethods=dns-01"   ; expect: excluded
    `,
    certificates: of(`${ACCOUNT}/1`).map((each) => ({ ...each, method: "dns-01" })),
  },
  "a longer number is another account": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; accounturi=${ACCOUNT}/11"                           ; expect: excluded
    `,
    certificates: of(`${ACCOUNT}/1`),
  },
  "one record for each": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; accounturi=${ACCOUNT}/7"
      @  CAA  0 issue "letsencrypt.org; accounturi=${ACCOUNT}/1"
    `,
    certificates: of(`${ACCOUNT}/1`),
  },
  "the account isn't known": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; accounturi=${ACCOUNT}/7"
    `,
    certificates: of(undefined),
  },
});
