import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a TXT, a CNAME, several": `
    $ORIGIN example.com.
    _acme-challenge.*        TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: underWildcard
    _acme-challenge.*        TXT    "Afj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _acme-challenge.*.dev.example.com.  CNAME  dev.acme-dns.example.net.            ; expect: underWildcard
  `,
  "an inherited owner has nothing to edit but the first": `
    $ORIGIN example.com.
    _acme-challenge.*        TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: underWildcard
                             TXT    "Afj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
  `,
  "where the wildcard is proved": `
    $ORIGIN example.com.
    _acme-challenge          TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    *                        A      192.0.2.1
  `,
  "a wildcard in front, a star within a label, another label": `
    $ORIGIN example.com.
    *._acme-challenge        CNAME  acme.example.net.
    _acme-challenge.a*b      TXT    "x"
    _dmarc.*                 TXT    "v=DMARC1; p=none"
    _acme-challenge.www.*    TXT    "x"
  `,
});
