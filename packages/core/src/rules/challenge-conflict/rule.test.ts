import { testRule } from "../../testing.js";
import rule from "./rule.js";

const TOKEN = "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs";

testRule(rule, {
  "two platforms": `
    $ORIGIN example.com.
    _acme-challenge  CNAME  a1b2c3.fastly-validations.com.
    _acme-challenge  CNAME  example.com.0123456789abcdef.dcv.cloudflare.com.   ; expect: platforms
  `,
  "a TXT beside the CNAME of a platform": `
    $ORIGIN example.com.
    _acme-challenge.www  TXT    "${TOKEN}"
    _acme-challenge.www  CNAME  a1b2c3.fastly-validations.com.   ; expect: text
  `,
  "one platform twice is another rule's": `
    $ORIGIN example.com.
    _acme-challenge  CNAME  a1b2c3.fastly-validations.com.
    _acme-challenge  CNAME  d4e5f6.fastly-validations.com.
  `,
  "two aliases of the house, or a text that is no answer, are other rules'": `
    $ORIGIN example.com.
    _acme-challenge    CNAME  a.example.net.
    _acme-challenge    CNAME  b.example.net.
    _acme-challenge.a  CNAME  a1b2c3.fastly-validations.com.
    _acme-challenge.a  TXT    "heritage=external-dns,external-dns/owner=prod"
  `,
  "a record for each project": `
    $ORIGIN example.com.
    _acme-challenge                CNAME  a1b2c3.fastly-validations.com.
    _acme-challenge_abcdefgh12345  CNAME  0123abcd-0123-4567-89ab-0123456789ab.1.authorize.certificatemanager.goog.
  `,
  "one platform alone, and a text alone": `
    $ORIGIN example.com.
    _acme-challenge      CNAME  a1b2c3.fastly-validations.com.
    _acme-challenge.www  TXT    "${TOKEN}"
  `,
});
