import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "two dots in a row": `
    $ORIGIN example.com.
    www..shop   A      192.0.2.1              ; expect: inOwner
    api         CNAME  api..example.net.      ; expect: inTarget
    $ORIGIN sub..example.com.                 ; expect: inOrigin
  `,
  "a dot in front": `
    $ORIGIN example.com.
    .www        A      192.0.2.1              ; expect: inOwner
    _x          CNAME  .3f2a.example.net.     ; expect: inTarget
  `,
  "two final dots": `
    $ORIGIN example.com.
    www         CNAME  web.example.net..      ; expect: inTarget
    @           MX 10  mail.example.net...    ; expect: inTarget
  `,
  "several places in one name": `
    $ORIGIN example.com.
    www         CNAME  ..a...b..example.net.. ; expect: inTarget
  `,
  "nothing but dots": `
    $ORIGIN example.com.
    www         CNAME  ..                     ; expect: inTarget
  `,
  "the root, and a dot that belongs to a label": `
    $ORIGIN example.com.
    @           MX 0   .
    www         CNAME  a\\..example.net.
  `,
});
