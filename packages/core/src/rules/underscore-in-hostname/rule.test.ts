import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  hosts: `
    $ORIGIN example.com.
    my_host      A      192.0.2.1         ; expect: owner
                 AAAA   2001:db8::1
    my_other     AAAA   2001:db8::2       ; expect: owner
    my_dept      MX 10  mail              ; expect: owner
  `,
  targets: `
    $ORIGIN example.com.
    @            MX 10  ma_il.example.net.     ; expect: target
    sub          NS     ns_1.example.net.      ; expect: target
    _sip._tcp    SRV 0 0 5060 si_p.example.net.   ; expect: target
  `,
  "a host and what points to it are one trouble, and so is a branch": `
    $ORIGIN example.com.
    @            MX 10  ma_il
    ma_il        A      192.0.2.1         ; expect: owner
    a.my_env     A      192.0.2.1         ; expect: owner
    b.my_env     A      192.0.2.2
  `,
  "services, validation, DKIM, DMARC": `
    $ORIGIN example.com.
    _acme-challenge.my_host   TXT    "gfj9Xq"
    _3f2ad1c7b8e94f60a1b2c3d4e5f60718   CNAME  x.acm-validations.aws.
    my_key._domainkey         TXT    "v=DKIM1; p="
    _dmarc                    TXT    "v=DMARC1; p=none"
    a_b._spf                  A      127.0.0.2
    gc._msdcs                 A      192.0.2.1
    _sip._tcp                 SRV 0 0 5060 sip.example.net.
    @                         MX 10  _dc-mx.3f2a.example.com.
  `,
  "aliases and texts may be called so": `
    $ORIGIN example.com.
    my_alias     CNAME  www
    my_text      TXT    "hello"
    www          CNAME  my_host.example.net.
  `,
  "names inside": `
    $ORIGIN corp.local.
    my_host      A      192.0.2.1
  `,
  "the zone itself is called so": `
    $ORIGIN my_zone.example.com.
    www          A      192.0.2.1
  `,
  "a blocklist": `
    $ORIGIN dnsbl.example.com.
    bad_host.example.net   A   127.0.0.2
  `,
});
