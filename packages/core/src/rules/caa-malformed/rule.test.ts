import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a URL, a path, an address for mail": `
    $ORIGIN example.com.
    @  CAA  0 issue "https://letsencrypt.org/"       ; expect: urlAsIssuer
    @  CAA  0 issue "letsencrypt.org/acme"           ; expect: urlAsIssuer
    @  CAA  0 issue "https://www.sectigo.com"        ; expect: urlAsIssuer
    @  CAA  0 issue "https://unknown.example/"       ; expect: urlAsIssuer
    @  CAA  0 issue "security@letsencrypt.org"       ; expect: emailAsIssuer
    @  CAA  0 issue "mailto:security@example.com"    ; expect: emailAsIssuer
  `,
  "quotes within the quotes": `
    $ORIGIN example.com.
    @  CAA  0 issue "\\"letsencrypt.org\\""            ; expect: quoteInIssuer
    @  CAA  0 issue \\"letsencrypt.org\\"              ; expect: quoteInIssuer
    @  CAA  0 issue "'letsencrypt.org'"              ; expect: quoteInIssuer
    @  CAA  0 issue "\\"letsencrypt.org; validationmethods=dns-01\\""   ; expect: quoteInIssuer
  `,
  "the CA by its name": `
    $ORIGIN example.com.
    @  CAA  0 issue "Let's Encrypt"                  ; expect: nameAsIssuer
    @  CAA  0 issue "Sectigo Limited; a=b"           ; expect: nameAsIssuer
    @  CAA  0 issue "Amazon Trust Services"          ; expect: nameAsIssuer
    @  CAA  0 issue "Some Other CA"                  ; expect: blankInIssuer
  `,
  "several CAs in one record": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org, sectigo.com"   ; expect: listOfIssuers
    @  CAA  0 issue "letsencrypt.org sectigo.com"    ; expect: blankInIssuer
    @  CAA  0 issue "letsencrypt.org; sectigo.com"   ; expect: listOfIssuers
  `,
  "a forgotten semicolon": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org validationmethods=dns-01"   ; expect: blankInIssuer
    @  CAA  0 issue "letsencrypt.org ; policy=ev account=1"      ; expect: blankInParameter
  `,
  "a semicolon too many": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01;"     ; expect: trailingSemicolon
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01 ; "   ; expect: trailingSemicolon
    @  CAA  0 issuewild "letsencrypt.org;;"          ; expect: emptyParameter
    @  CAA  0 issue ";;"                             ; expect: emptyParameter
  `,
  "parameters that aren't tag=value": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; dns-01"        ; expect: methodBehindSemicolon
    @  CAA  0 issue "letsencrypt.org; validationmethods=http-01; dns-01"   ; expect: methodBehindSemicolon
    @  CAA  0 issue "letsencrypt.org; something"     ; expect: parameterWithoutEquals
    @  CAA  0 issue "letsencrypt.org; account_uri=https://ca.example/1"   ; expect: badParameterTag
    @  CAA  0 issue "letsencrypt.org; a b=c"         ; expect: badParameterTag
    @  CAA  0 issue "letsencrypt.org; a=\\195\\164"    ; expect: badOctetInParameter
  `,
  "other issuers that aren't names": `
    $ORIGIN example.com.
    @  CAA  0 issue "lets_encrypt.org"               ; expect: underscoreInIssuer
    @  CAA  0 issue "letsencrypt..org"               ; expect: emptyLabelInIssuer
    @  CAA  0 issue "*.sectigo.com"                  ; expect: badOctetInIssuer
    @  CAA  0 issue "letsencrypt.org:443"            ; expect: badOctetInIssuer
    @  CAA  0 issue "validationmethods=dns-01"       ; expect: badOctetInIssuer
    @  CAA  0 issue "-sectigo.com"                   ; expect: hyphenAtEdge
    @  CAA  0 issue "müller.example"                 ; expect: badOctetInIssuer
  `,
  "for mail the grammar is the same": `
    $ORIGIN example.com.
    @  CAA  0 issuemail "https://actalis.it"         ; expect: urlAsIssuer
  `,
  "a tag that isn't one": `
    $ORIGIN example.com.
    @  CAA  0 issue-wild "letsencrypt.org"           ; expect: badTag
    @  CAA  0 issue_wild ";"                         ; expect: badTag
    @  CAA  0 x.y "z"                                ; expect: badTag
  `,
  "in hexadecimal it is told and not mended": `
    $ORIGIN example.com.
    @  TYPE257  \\# 11 0005697373756568743a2f        ; expect: urlAsIssuer
  `,
  "all that the grammar allows": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org"
    @  CAA  0 issue letsencrypt.org
    @  CAA  0 issue "letsencrypt.org;"
    @  CAA  0 issue " letsencrypt.org ; "
    @  CAA  0 issue ";"
    @  CAA  0 issuewild ""
    @  CAA  0 issue "ca.example.net; account=230123"
    @  CAA  0 issue "letsencrypt.org\\; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
    @  CAA  0 issue "letsencrypt.org;validationmethods=dns-01,http-01;accounturi=https://ca.example/1?a=b"
  `,
  "other rules' business": `
    $ORIGIN example.com.
    @  CAA  0 issue "LetsEncrypt.org."
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01, http-01"
    @  CAA  0 isue "https://letsencrypt.org"
    @  CAA  0 iodef "mailto:security@example.com"
    @  CAA  0 issuevmc "https://digicert.com"
  `,
});
