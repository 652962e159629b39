import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "an address that lacks its scheme, or has too much of one": `
    $ORIGIN example.com.
    @  CAA  0 iodef "security@example.com"             ; expect: bareAddress
    @  CAA  0 iodef security@example.com               ; expect: bareAddress
    @  CAA  0 iodef "mailto://security@example.com"    ; expect: badAddress
    @  CAA  0 iodef "mailto: security@example.com"     ; expect: badAddress
  `,
  "no address, no host": `
    $ORIGIN example.com.
    @  CAA  0 iodef "mailto:security"                  ; expect: badAddress
    @  CAA  0 iodef "mailto:"                          ; expect: badAddress
    @  CAA  0 iodef "https://"                         ; expect: noHost
    @  CAA  0 iodef "https:/example.com"               ; expect: noHost
    @  CAA  0 iodef "http:///report"                   ; expect: noHost
  `,
  "something else": `
    $ORIGIN example.com.
    @  CAA  0 iodef ";"                                ; expect: otherScheme
    @  CAA  0 iodef ""                                 ; expect: otherScheme
    @  CAA  0 iodef "tel:+491234567"                   ; expect: otherScheme
    @  CAA  0 iodef "example.com/report"               ; expect: otherScheme
    @  CAA  0 IODEF "ftp://example.com/"               ; expect: otherScheme
  `,
  "what reports can be sent to": `
    $ORIGIN example.com.
    @  CAA  0 iodef "mailto:security@example.com"
    @  CAA  0 iodef "MailTo:security+caa@example.com"
    @  CAA  128 iodef "mailto:a@example.com,b@example.com?subject=CAA%20report"
    @  CAA  0 iodef "https://example.com"
    @  CAA  0 iodef "http://iodef.example.com:8080/r?x=1"
    @  CAA  0 iodef "https://[2001:db8::1]/"
    @  CAA  0 issue "security"
  `,
});
