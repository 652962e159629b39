import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "1 where 128 or 0 was meant": `
    $ORIGIN example.com.
    @  CAA  1 issue "letsencrypt.org"    ; expect: one
    @  CAA  1 tbs "unknown"              ; expect: one
  `,
  "reserved bits, with the critical one and without": `
    $ORIGIN example.com.
    @  CAA  2   issue "letsencrypt.org"  ; expect: reserved
    @  CAA  129 tbs "unknown"            ; expect: reserved
    @  CAA  255 issue ";"                ; expect: reserved
  `,
  "0 and 128 are what there is": `
    $ORIGIN example.com.
    @  CAA  0   issue "letsencrypt.org"
    @  CAA  000 issue "sectigo.com"
    @  CAA  128 issue "digicert.com"
    @  CAA  128 tbs "unknown"
  `,
  "in hexadecimal there is nothing to edit": `
    $ORIGIN example.com.
    @  TYPE257  \\# 8 010569737375653B   ; expect: one
    @  TYPE257  \\# 8 800569737375653B
  `,
});
