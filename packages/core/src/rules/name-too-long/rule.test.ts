import { testRule } from "../../testing.js";
import rule from "./rule.js";

const LABEL = "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-abcdefg"; // 61
const FOUR = Array(4).fill(LABEL).join("."); // 247 characters, 248 octets with their lengths

testRule(rule, {
  "a prefix that is one too much": `
    $ORIGIN ${FOUR}.
    _acme-challenge  TXT  "gfj9Xq"    ; expect: inOwner
    abcdef           TXT  "gfj9Xq"    ; expect: inOwner
    abcde            TXT  "gfj9Xq"
  `,
  "a target": `
    $ORIGIN example.com.
    www   CNAME  ${FOUR}              ; expect: inTarget
    api   CNAME  ${FOUR}.abcdefg.     ; expect: inTarget
    app   CNAME  ${FOUR}.abcde.
  `,
  "an origin": `
    $ORIGIN example.com.
    $ORIGIN ${FOUR}                   ; expect: inOrigin
  `,
});
