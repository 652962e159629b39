import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "more or less than an address": `
    $ORIGIN example.com.
    @  CAA  0 contactemail "mailto:hostmaster@example.com"        ; expect: notAnAddress
    @  CAA  0 contactemail " hostmaster@example.com"              ; expect: notAnAddress
    @  CAA  0 contactemail "Host Master <hostmaster@example.com>" ; expect: notAnAddress
    @  CAA  0 contactemail "a@example.com, b@example.com"         ; expect: notAnAddress
    @  CAA  0 contactemail "hostmaster"                           ; expect: notAnAddress
    @  CAA  0 contactemail ";"                                    ; expect: notAnAddress
  `,
  "numbers without a country, with blanks, with letters": `
    $ORIGIN example.com.
    @  CAA  0 contactphone "030 123456"                ; expect: notANumber
    @  CAA  0 contactphone "0049 30 123456"            ; expect: notANumber
    @  CAA  0 contactphone "tel:+49-30-123456"         ; expect: notANumber
    @  CAA  0 contactphone "+49 30 123456"             ; expect: notANumber
    @  CAA  0 contactphone "+1-800-FLOWERS"            ; expect: notANumber
    @  CAA  0 contactphone ""                          ; expect: notANumber
  `,
  "what BR appendix A asks for": `
    $ORIGIN example.com.
    @  CAA  0 contactemail "hostmaster@example.com"
    @  CAA  0 contactemail hostmaster+dns@mail.example.com
    @  CAA  0 ContactPhone "+49-30-123456"
    @  CAA  0 contactphone "+1(555)555.0100"
    @  CAA  0 iodef "hostmaster"
  `,
  "the same in TXT records": `
    $ORIGIN example.com.
    _validation-contactemail      TXT  "hostmaster@example.com"
    _validation-contactemail      TXT  "mailto:hostmaster@example.com"   ; expect: notAnAddress
    _validation-contactphone      TXT  "+49-30-123456"
    _validation-contactphone.www  TXT  "030 123456"                      ; expect: notANumber
    contactphone                  TXT  "030 123456"
    _validation-contactemail.a    TXT  "heritage=external-dns,external-dns/owner=default"
  `,
});
