import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a blank owner behind $ORIGIN": `
    $ORIGIN example.com.
    www  A  192.0.2.1
    $ORIGIN dev.example.com.
         A  192.0.2.2     ; expect: afterOrigin
  `,
  "comments and blank lines between don't help": `
    $ORIGIN example.com.
    www  A    192.0.2.1
    $ORIGIN dev.example.com.
    ; the development zone

         TXT  "dev"       ; expect: afterOrigin
         TXT  "more"
  `,
  "the owner is the new origin: both readings agree": `
    $ORIGIN example.com.
    dev  NS  ns1.example.net.
    $ORIGIN dev.example.com.
         NS  ns2.example.net.
  `,
  "behind $INCLUDE": {
    zone: `
      $ORIGIN example.com.
      www  A  192.0.2.1
      $INCLUDE mail.zone
           AAAA  2001:db8::1     ; expect: afterInclude
    `,
    files: { "mail.zone": "mail A 192.0.2.25\n" },
  },
  "at the start of an included file": {
    zone: `
      $ORIGIN example.com.
      $INCLUDE a.zone            ; expect: startsInclude
    `,
    files: { "a.zone": "www A 192.0.2.1\n$INCLUDE b.zone\n", "b.zone": "; hosts\n  AAAA 2001:db8::1\n  TXT x\n" },
  },
  "an owner written behind both": {
    zone: `
      $ORIGIN example.com.
      www  A  192.0.2.1
      $INCLUDE mail.zone
      www  AAAA  2001:db8::1
      $ORIGIN dev.example.com.
      @    A  192.0.2.2
           AAAA  2001:db8::2
    `,
    files: { "mail.zone": "mail A 192.0.2.25\n     AAAA 2001:db8::25\n" },
  },
  "a challenge slipped between a host and its second address": `
    $ORIGIN example.com.
    www              A     192.0.2.1
    _acme-challenge  TXT   "gfj9XqZzQ2rT5nMd8vKfLw0pYb3hUeA1xCsRtGoIkJE"
                     AAAA  2001:db8::1        ; expect: atValidationLabel
                     MX    10 mail            ; expect: atValidationLabel
  `,
  "a CA's CNAME between a name and its policy": `
    $ORIGIN example.com.
    @     MX     10 mail
    _0123456789abcdef0123456789abcdef  CNAME  9c1e.7b04.sectigo.com.
          TXT    "v=spf1 mx -all"   ; expect: atValidationLabel
          CAA    0 issue "ca.org"   ; expect: atValidationLabel
  `,
  "a second challenge belongs there": `
    $ORIGIN example.com.
    _acme-challenge  TXT  "gfj9XqZzQ2rT5nMd8vKfLw0pYb3hUeA1xCsRtGoIkJE"
                     TXT  "LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ"
  `,
  "a challenge handed to other servers": `
    $ORIGIN example.com.
    _acme-challenge  NS  ns1.acme.example.net.
                     NS  ns2.acme.example.net.
                     DS  12345 13 2 3490a6806d47f17a34c29e2ce80e8a999ffbe4be3490a6806d47f17a34c29e2c
  `,
  "a service's label is no validation label": `
    $ORIGIN example.com.
    _sip._tcp  SRV  0 0 5060 sip
               TXT  "v=x"
  `,
  "a challenge below the stray record: no fix, it would move along": `
    $ORIGIN example.com.
    www              A     192.0.2.1
    _acme-challenge  TXT   "gfj9XqZzQ2rT5nMd8vKfLw0pYb3hUeA1xCsRtGoIkJE"
                     AAAA  2001:db8::1        ; expect: atValidationLabel
                     TXT   "LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ"
  `,
});
