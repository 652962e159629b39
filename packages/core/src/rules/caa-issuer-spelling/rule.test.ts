import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "upper case": `
    $ORIGIN example.com.
    @  CAA  0 issue "LetsEncrypt.org"            ; expect: upperCase
    @  CAA  0 issuewild "SECTIGO.COM; a=B"       ; expect: upperCase
  `,
  "a final dot": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org."           ; expect: finalDot
    @  CAA  0 issue Sectigo.com.                 ; expect: finalDot
    @  CAA  0 issue " digicert.com. ; a=b"       ; expect: finalDot
  `,
  "upper case elsewhere": `
    $ORIGIN example.com.
    @  CAA  0 Issue "letsencrypt.org"
    @  CAA  0 issue "letsencrypt.org; accounturi=https://ca.example/Acct/1."
    @  CAA  0 iodef "mailto:Security@Example.com"
  `,
  "unknown issuers and broken values are other rules'": `
    $ORIGIN example.com.
    @  CAA  0 issue "LetsEncypt.org."
    @  CAA  0 issue "LetsEncrypt.org.; a=b;"
    @  CAA  0 issue ";"
  `,
});
