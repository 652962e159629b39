import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "two of a kind": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; accounturi=https://ca.example/1; accounturi=https://ca.example/2"  ; expect: twoAccounts
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01; validationmethods=http-01"  ; expect: twoLists
  `,
  "no method that anybody knows": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns"            ; expect: unknownMethod
    @  CAA  0 issue "letsencrypt.org; validationmethods=DNS-01"         ; expect: unknownMethod
    @  CAA  0 issue "letsencrypt.org; validationmethods=carrier-pigeon,tls-sni-01" ; expect: unknownMethod
    @  CAA  0 issue "letsencrypt.org; validationmethods="               ; expect: noMethod
  `,
  "an unknown method beside a known one": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01,http"    ; expect: unknownBesideKnown
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01,pigeon"  ; expect: unknownBesideKnown
  `,
  "blanks in the list, and what else isn't a list": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01, http-01"     ; expect: malformedList
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01 http-01"      ; expect: malformedList
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01 accounturi=https://ca.example/1"  ; expect: malformedList
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01,,http-01"     ; expect: malformedList
    @  CAA  0 issue "letsencrypt.org; validationmethods=\\"dns-01\\""        ; expect: malformedList
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns_01"              ; expect: malformedList
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01|pigeon"       ; expect: malformedList
  `,
  "accounts that aren't URLs": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; accounturi=1234567"                    ; expect: accountNotUri
    @  CAA  0 issue "letsencrypt.org; accounturi=acme-v02.api.letsencrypt.org/acme/acct/1"  ; expect: accountNotUri
    @  CAA  0 issue "letsencrypt.org; accounturi=\\"https://ca.example/1\\"" ; expect: accountNotUri
    @  CAA  0 issue "letsencrypt.org; accounturi="                           ; expect: accountNotUri
    @  CAA  0 issue "letsencrypt.org; accounturi=https://ca.example/1 validationmethods=dns-01" ; expect: blankInAccount
    @  CAA  0 issue "letsencrypt.org; accounturi=https://ca.example/1 2"     ; expect: blankInAccount
  `,
  "names that are nearly those of parameters": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; validationmethod=dns-01"               ; expect: misspelt
    @  CAA  0 issue "sectigo.com; account-uri=https://ca.example/1"          ; expect: misspelt
    @  CAA  0 issue "letsencrypt.org; validation-methods=dns-01"             ; expect: hyphenMisspelt
  `,
  "accounts of another CA, or for tests": `
    $ORIGIN example.com.
    a  CAA  0 issue "sectigo.com; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"           ; expect: accountOfOther
    b  CAA  0 issue "letsencrypt.org; accounturi=https://acme-staging-v02.api.letsencrypt.org/acme/acct/2"   ; expect: stagingAccount
    c  CAA  0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
    c  CAA  0 issue "letsencrypt.org; accounturi=https://acme-staging-v02.api.letsencrypt.org/acme/acct/3"
    d  CAA  0 issue "sectigo.com; accounturi=https://acme.zerossl.com/v2/DV90/account/abc"
    e  CAA  0 issue "ca.example.net; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"
  `,
  "methods that no wildcard can be validated with": `
    $ORIGIN example.com.
    @    CAA  0 issuewild "letsencrypt.org; validationmethods=http-01,tls-alpn-01"   ; expect: noWildcardMethod
    @    CAA  0 issuewild "letsencrypt.org; validationmethods=http-01,dns-01"
    @    CAA  0 issue     "letsencrypt.org; validationmethods=http-01"
  `,
  "a tag that one CA can't use": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; x-note=1"                              ; expect: hyphenInTag
    @  CAA  0 issue "sectigo.com; x-note=1"
  `,
  "parameters that fit": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01"
    @  CAA  0 issuewild "letsencrypt.org; accounturi = https://acme-v02.api.letsencrypt.org/acme/acct/1 ; validationmethods=dns-01,dns-account-01,tls-alpn-01"
    @  CAA  0 issue "ca.example.net; validationmethods=ca-tbr-7,ca-something"
    @  CAA  0 issue "ca.example.net; accounturi=urn:ca:1"
    @  CAA  0 issue "pki.goog; cansignhttpexchanges=yes"
    @  CAA  0 issue "ca.example.net; account=230123; policy=ev"
    @  CAA  0 issue ";"
  `,
  "other rules' business": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; validationmethods=dns-01;"
    @  CAA  0 issue "letsencrypt.org; policy=ev account=1"
    @  CAA  0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/<account-id>"
    @  CAA  0 issuemail "ca.example.net; validationmethods=pigeon"
  `,
});
