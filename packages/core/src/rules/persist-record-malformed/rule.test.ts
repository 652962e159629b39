import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "nothing behind a semicolon": `
    $ORIGIN example.com.
    _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/1;"     ; expect: semicolon
    _validation-persist  TXT  "letsencrypt.org;; accounturi=https://ca.example/1"     ; expect: semicolon
  `,
  "parts that must be there": `
    $ORIGIN example.com.
    _validation-persist    TXT  "accounturi=https://ca.example/1"           ; expect: noIssuer
    _validation-persist    TXT  "; accounturi=https://ca.example/1"         ; expect: noIssuer
    _validation-persist    TXT  "letsencrypt.org"                           ; expect: noAccount
    _validation-persist.a  TXT  "letsencrypt.org; policy=wildcard"          ; expect: noAccount
    _validation-persist.a  TXT  "letsencrypt.org; accounturi=1234567"       ; expect: accountNotUri
  `,
  "twice, or no time": `
    $ORIGIN example.com.
    _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/1; accounturi=https://ca.example/2"   ; expect: twice
    _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/1; persistUntil=2027-01-01"   ; expect: badUntil
  `,
  "outside the grammar": `
    $ORIGIN example.com.
    _validation-persist  TXT  "https://letsencrypt.org; accounturi=https://ca.example/1"      ; expect: unreadable
    _validation-persist  TXT  "letsencrypt.org accounturi=https://ca.example/1"               ; expect: unreadable
    _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/1 policy=wildcard"   ; expect: unreadable
    _validation-persist  TXT  "\\"letsencrypt.org; accounturi=https://ca.example/1\\""        ; expect: unreadable
  `,
  "a policy that is none": `
    $ORIGIN example.com.
    _validation-persist  TXT  "letsencrypt.org; accounturi=https://ca.example/1; policy=wildcards"   ; expect: unknownPolicy
  `,
  "an issuer that is nearly a CA's": `
    $ORIGIN example.com.
    _validation-persist    TXT  "letsencrpyt.org; accounturi=https://ca.example/1"       ; expect: unknownIssuer
    _validation-persist.a  TXT  "Letsencrypt.com; accounturi=https://ca.example/1"       ; expect: unknownIssuer
    _validation-persist.b  TXT  "ca.example.net; accounturi=https://ca.example/1"
  `,
  "sound ones, in one string or several, in any case": `
    $ORIGIN example.com.
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://ca.example/1"
    _validation-persist    TXT  "Sectigo.com.; AccountURI=https://ca.example/1; policy=WILDCARD; persistUntil=1830297600"
    _validation-persist.a  TXT  "letsencrypt.org; accounturi=" "https://ca.example/1" "; policy=wildcard; future=x"
    _Validation-Persist.b  TXT  letsencrypt.org\\;accounturi=https://ca.example/1
  `,
  "another tool's text, and other owners": `
    $ORIGIN example.com.
    _validation-persist  TXT  "heritage=external-dns,external-dns/owner=default"
    validation           TXT  "letsencrypt.org"
    _validation          TXT  "letsencrypt.org"
  `,
});
