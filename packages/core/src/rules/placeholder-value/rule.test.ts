import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "at validation labels": `
    $ORIGIN example.com.
    _acme-challenge      TXT    "<token>"                              ; expect: leftIn
    _acme-challenge.a    TXT    REPLACE_ME                             ; expect: leftIn
    _acme-challenge.b    TXT    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"   ; expect: leftIn
    _acme-challenge.c    CNAME  {{acme_target}}.                       ; expect: leftIn
    _dnsauth             TXT    "your-random-value"                    ; expect: leftIn
    _validation-persist  TXT    "letsencrypt.org; accounturi=<account-url>"   ; expect: leftIn
  `,
  "in targets of CAs, and in front of them": `
    $ORIGIN example.com.
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b      CNAME  _xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.jkddzztszm.acm-validations.aws.   ; expect: leftIn
    _3f2a9c1e7b044d5f8a6b0c1d2e3f4a5b.b    CNAME  _9c1e7b044d5f8***c1d2e3f4a5b3f2a.jkddzztszm.acm-validations.aws.   ; expect: leftIn
    _acme-challenge                        CNAME  abc123.fastly-validations.com.    ; expect: leftIn
  `,
  "behind a right one of the same build": `
    $ORIGIN example.com.
    _d7fbc2039e400c8ef74129ec7db1842a    CNAME  d9c863405fe7675a3988b97664ea6baa.542019e4e52fa335f406f7c5f26cf14a.sectigo.com.
    _d7fbc2039e400c8ef74129ec7db1842b.b  CNAME  d9c863405fe7675a3988b97664ea6baa.542019e4e52fa335f406f7c5f26cf14a.abc123.sectigo.com.   ; expect: leftIn
    _d7fbc2039e400c8ef74129ec7db1842e.your-domain  CNAME  d9c863405fe7675a3988b97664ea6baa.542019e4e52fa335f406f7c5f26cf14a.sectigo.com.   ; expect: leftIn
    _d7fbc2039e400c8ef74129ec7db1842e.<domain>     CNAME  d9c863405fe7675a3988b97664ea6baa.542019e4e52fa335f406f7c5f26cf14a.sectigo.com.   ; expect: leftIn
  `,
  "the hashes of a guide are somebody's test": `
    $ORIGIN example.com.
    _c7fbc2039e400c8ef74129ec7db1842c  CNAME  c9c863405fe7675a3988b97664ea6baf.442019e4e52fa335f406f7c5f26cf14f.sectigo.com.
  `,
  "the names in the guide of AWS Certificate Manager": `
    $ORIGIN example.com.
    _x1                                    CNAME  _x2.acm-validations.aws.   ; expect: leftIn
    _c7fbc2039e400c8ef74129ec7db1842c.www  CNAME  _x2.acm-validations.aws.   ; expect: leftIn
    _x1.www                                CNAME  web.example.net.
  `,
  "in any other text it is a warning": `
    $ORIGIN example.com.
    @    TXT  "google-site-verification=xxxxxxxxxxxx"       ; expect: inOtherText
    www  TXT  "paste-token-here"                            ; expect: inOtherText
    app  TXT  "changeme"                                    ; expect: inOtherText
  `,
  "in CAA": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/<account-id>"   ; expect: inCaa
    @  CAA  0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/YOUR_ACCOUNT_ID"   ; expect: inCaa
    @  CAA  0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/{id}"   ; expect: inCaa
    @  CAA  0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1234567"
    @  CAA  0 issue "<ca domain>"                           ; expect: inCaa
    @  CAA  0 issue "letsencrypt.org"
  `,
  "what only looks a little like it": `
    $ORIGIN example.com.
    _acme-challenge      TXT    "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _acme-challenge.a    CNAME  token-service.example.net.
    _acme-challenge.b    CNAME  d420c923-bbd7-4056-ab64-c3ca54c9b3cf.acme-dns.example.net.
    @                    TXT    "v=spf1 include:_spf.example.net -all"
    k1._domainkey        TXT    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDxxxxxxQAB"
    note                 TXT    "<b>write to John <john@example.com></b>"
    xxxxxxxx             A      192.0.2.1
  `,
});
