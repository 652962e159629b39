import { testRule } from "../../testing.js";
import rule from "./rule.js";

// What providers make of their resources is tested in the linter, which reads them.
testRule(rule, {
  "in a zone file it stands for the origin": `
    $ORIGIN example.com.
    @    CAA  0 issue "letsencrypt.org"
    \\@  TXT  "an at sign, escaped"
    $ORIGIN dev.example.com.
    @    A    192.0.2.1
         MX   10 @
  `,
  "but not behind another label, nor in a name in full": `
    $ORIGIN example.com.
    www.@               A      192.0.2.1                     ; expect: label
                        AAAA   2001:db8::1
    shop.@              CNAME  lb.example.net.               ; expect: label
    _acme-challenge.@   CNAME  abc.acme-dns.example.net.
    @.example.com.      CAA    0 issue "letsencrypt.org"     ; expect: label
    www\\.@              TXT    "one label with both"
    sales@example       TXT    "an at sign inside a label"
  `,
});
