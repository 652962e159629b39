import { testRule } from "../../testing.js";
import rule from "./rule.js";

const HEAD = `
      $ORIGIN example.com.
      @  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300`;
const by = (method: string | undefined, ca = "letsencrypt") => [
  { names: [{ name: "example.com.", wildcard: false }], ca, method },
];

testRule(rule, {
  "a dns-persist-01 record tells its method and its account": `
    $ORIGIN example.com.
    @  SOA  ns1.example.net. hostmaster 1 7200 900 1209600 300
    @  NS   ns1.example.net.
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01"   ; expect: excluded
    b  CAA  0 issue "letsencrypt.org; validationmethods=dns-persist-01; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
    _validation-persist.b  TXT  "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
  `,
  "another method is in use": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; validationmethods=http-01"   ; expect: excluded
    `,
    certificates: by("dns-01"),
  },
  "the list is empty": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; validationmethods="          ; expect: excluded
    `,
    certificates: by("dns-01"),
  },
  "the method is among several": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; validationmethods=http-01,dns-01"
    `,
    certificates: by("dns-01"),
  },
  "another record permits it": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; validationmethods=http-01"
      @  CAA  0 issue "letsencrypt.org"
    `,
    certificates: by("dns-01"),
  },
  "a wildcard, whatever its method, where only methods that connect to a host are named": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; validationmethods=http-01,tls-alpn-01"   ; expect: excluded
    `,
    certificates: [{ names: [{ name: "example.com.", wildcard: true }], ca: "letsencrypt" }],
  },
  "a wildcard where a DNS method is named, or one that isn't known": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; validationmethods=http-01,dns-account-01"
      b  CAA  0 issue "letsencrypt.org; validationmethods=ca-tbr-7"
    `,
    certificates: [
      { names: ["example.com.", "b.example.com."].map((name) => ({ name, wildcard: true })), ca: "letsencrypt" },
    ],
  },
  "the method isn't known": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; validationmethods=http-01"
    `,
    certificates: by(undefined),
  },
  "of this CA it isn't known whether it heeds the parameter yet": {
    zone: `${HEAD}
      @  CAA  0 issue "pki.goog; validationmethods=http-01"
    `,
    certificates: by("dns-01", "google-trust-services"),
  },
  "a number of the Baseline Requirements": {
    zone: `${HEAD}
      @  CAA  0 issue "letsencrypt.org; validationmethods=ca-tbr-7"
    `,
    certificates: by("dns-01"),
  },
});
