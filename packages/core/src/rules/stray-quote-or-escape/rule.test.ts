import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "an owner in quotes": `
    $ORIGIN example.com.
    "www"   A    192.0.2.1     ; expect: quotedOwner
    "a b"   TXT  "x"           ; expect: quotedOwner
  `,
  "a value quoted twice": `
    $ORIGIN example.com.
    @    TXT  "\\"v=spf1 -all\\""              ; expect: quotesInText
    k1   TXT  "\\"v=DKIM1; k=rsa; " "p=MIGf\\""  ; expect: quotesInText
    one  TXT  \\"gfj9Xq\\"                     ; expect: quotesInText
  `,
  "apostrophes and backticks don't quote": `
    $ORIGIN example.com.
    @    TXT  'v=spf1 include:_spf.example.net -all'   ; expect: quotesInText
    one  TXT  "'v=spf1 -all'"                          ; expect: quotesInText
    two  TXT  "\`gfj9Xq\`"                             ; expect: quotesInText
  `,
  "values that have rules of their own": `
    $ORIGIN example.com.
    @  CAA  0 issue "\\"letsencrypt.org\\""
    @  CAA  0 issue 'letsencrypt.org'
    @  CAA  0 issue "letsencrypt.org\\\\; validationmethods=dns-01"
    _acme-challenge      TXT  "\\"gfj9XqZzQ2rT5nMd8vKfLw0pYb3hUeA1xCsRtGoIkJE\\""
    _validation-persist  TXT  "'letsencrypt.org; accounturi=https://acme.example/1'"
  `,
  "quotes that are at home in a text": `
    $ORIGIN example.com.
    a  TXT  "say \\"hi\\""
    b  TXT  "\\"a\\", \\"b\\""
    c  TXT  "{\\"key\\":\\"value\\"}"
    d  TXT  "it's fine" 'tis
    e  TXT  "'so be it' she said"
    f  TXT  "'Move fast'  please'"
    g  TXT  "'Move fast'"
    h  TXT  ""
    i  TXT  "" "a" "b"
    j  TXT  ( "a"
             "b")
    k  CAA  0 issue "letsencrypt.org"
  `,
  "doubled quotes end at once": `
    $ORIGIN example.com.
    @    TXT  ""v=spf1 -all""      ; expect: quotesTouch
    one  TXT  ""gfj9Xq""           ; expect: quotesTouch
  `,
  "strings side by side": `
    $ORIGIN example.com.
    k1  TXT  "v=DKIM1; k=rsa; ""p=MIGf""MA0G"   ; expect: quotesTouch
    k2  TXT  site-verification="abc"            ; expect: quotesTouch
    k3  TXT  "abc"def                           ; expect: quotesTouch
  `,
  "a name with a backslash or a quote in it": `
    $ORIGIN example.com.
    \\\\_acme-challenge  TXT  "x"                       ; expect: octetInName
    \\"www\\"            A    192.0.2.1                 ; expect: octetInName
    _3f2a              CNAME  \\\\_9c1e.sectigo.com.    ; expect: octetInName
  `,
  "a backslash that does nothing": `
    $ORIGIN example.com.
    \\_acme-challenge  TXT    "x"                    ; expect: needlessEscape
    _3f2a             CNAME  9c1e.secti\\go.com.     ; expect: needlessEscape
    @                 MX     10 mail\\-1             ; expect: needlessEscape
    _sip._tcp         SRV    0 0 5060 \\sip          ; expect: needlessEscape
  `,
  "escapes that are needed, or common": `
    $ORIGIN example.com.
    $TTL 300
    @          SOA  ns1 first\\.last.example.net. 1 7200 900 1209600 300
    @          NS   ns1
    \\@         TXT  "x"
    \\$x        A    192.0.2.1
    \\052.dev   A    192.0.2.1
    a\\032b     A    192.0.2.1
    k1         TXT  "v=DKIM1\\; k=rsa\\; p=MIGf"
    k2         TXT  v=DKIM1\\;k=rsa\\;p=MIGf
    k3         TXT  "C:\\\\temp" "\\097" "a\\=b \\_x"
    @          CAA  0 issue "letsencrypt.org\\; validationmethods=dns-01"
    box        TYPE65400  \\# 2 0102
    box        MX   \\# 4 00010000
    sip        NAPTR  100 10 "u" "E2U+sip" "!^(.*)$!sip:\\\\1@example.com!" .
  `,
  "a backslash that vanishes from a text": `
    $ORIGIN example.com.
    a  TXT  "first line\\nsecond line"      ; expect: backslashLost
    b  TXT  "EXAMPLE\\administrator"        ; expect: backslashLost
    c  TXT  "v=DKIM1; k\\u003drsa"          ; expect: backslashLost
  `,
  "a backslash that stays in front of a semicolon": `
    $ORIGIN example.com.
    k1  TXT  "v=DKIM1\\\\; k=rsa\\\\; p=MIGf"    ; expect: backslashStays
    k2  TXT  "v=DKIM1\\\\\\; k=rsa"              ; expect: backslashStays
  `,
});
