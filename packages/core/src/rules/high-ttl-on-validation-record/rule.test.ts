import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a day, written or by default": `
    $ORIGIN example.com.
    $TTL 86400
    _acme-challenge        7200 TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: high
    _acme-challenge.www         TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: high
    _acme-challenge.www         TXT  "Afj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _dnsauth                    TXT  "abcd1efgh2jkl3mnop4qrst5uvwx6yz0"              ; expect: high
  `,
  "an hour is enough": `
    $ORIGIN example.com.
    $TTL 1h
    _acme-challenge        3600 TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _acme-challenge.www         TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
  `,
  "records that stay, and those whose owner goes with the order": `
    $ORIGIN example.com.
    $TTL 86400
    _acme-challenge        CNAME  d420c923-bbd7-4056-ab64-c3ca54c9b3cf.acme-dns.example.net.
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b  CNAME  _9c1e7b044d5f8a6b0c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.
    _c7fbc2039e400c8ef74129ec7db1842d  CNAME  c9c863405fe7675a3988b97664ea6baf.442019e4e52fa335f406f7c5f26cf14f.sectigo.com.
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://ca.example/1"
    www                    A    192.0.2.1
    @                      TXT  "v=spf1 -all"
  `,
});
