import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "slips and wrong guesses": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencypt.org"                        ; expect: resembles
    @  CAA  0 issue "letsencrypt.com; validationmethods=dns-01"   ; expect: resembles
    @  CAA  0 issuewild "zerossl.com"                       ; expect: resembles
    @  CAA  0 issue amazonaws.org                           ; expect: resembles
  `,
  "a platform isn't the CA": `
    $ORIGIN example.com.
    @  CAA  0 issue "cloudflare.com"                        ; expect: resembles
  `,
  "a slip with a final dot is one finding": `
    $ORIGIN example.com.
    @  CAA  0 issue "LetsEncypt.org."                       ; expect: resembles
  `,
  "a name of somebody's own": `
    $ORIGIN example.com.
    @  CAA  0 issue "ca.intranet.example"                   ; expect: unknown
  `,
  "names that CAs go by, the old and the rare ones too": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org"
    @  CAA  0 issue "comodoca.com"
    @  CAA  0 issue "pki.goog; cansignhttpexchanges=yes"
    @  CAA  0 issuewild "quovadisglobal.com"
    @  CAA  0 issue "harica.gr"
  `,
  "spelling is another rule's": `
    $ORIGIN example.com.
    @  CAA  0 issue "LetsEncrypt.org"
    @  CAA  0 issue "letsencrypt.org."
  `,
  "nobody is no issuer": `
    $ORIGIN example.com.
    @  CAA  0 issue ";"
    @  CAA  0 issuewild ""
    @  CAA  0 issue "; accounturi=https://ca.example/1"
  `,
  "what can't be read, names no CA, or speaks of mail isn't judged": `
    $ORIGIN example.com.
    @  CAA  0 issue "https://letsencypt.org"
    @  CAA  0 iodef "mailto:security@example.com"
    @  CAA  0 issuemail "mail-ca.example"
    @  CAA  0 isue "letsencypt.org"
  `,
});
