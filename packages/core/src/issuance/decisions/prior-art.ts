import { type Decision, EXCLUDED, LE, NO, ruling, YES } from "./decision.js";

/** rules-of-issuance §7: mistakes that others made. */
export const PRIOR_ART: Readonly<Record<string, Decision>> = {
  "7 (critical)": {
    says: "The critical bit tested as 1 alone",
    good: [ruling('@ CAA 2 tbs "x"', `example.com ${LE}`, YES)],
    bad: [ruling('@ CAA 128 tbs "x"', `example.com ${LE}`, `${NO} caa-unknown-tag`)],
  },
  "7 (climb)": {
    says: "A climb that ends at the public suffix, or at the parent",
    good: [ruling('@ CAA 0 issue "letsencrypt.org"', `a.b.c.d.example.com ${LE}`, YES)],
    bad: [
      ruling('@ CAA 0 issue "digicert.com"', `a.b.c.d.example.com ${LE}`, EXCLUDED),
      ruling('@ CAA 0 issuewild "digicert.com"', `*.a.b.c.d.example.com ${LE}`, `${NO} caa-excludes-wildcard`),
    ],
  },
  "7 (upper case in a name)": {
    says: "Upper-case letters in a name refused, or compared with case",
    good: [ruling('www CAA 0 issue "letsencrypt.org"\n@ CAA 0 issue "digicert.com"', `WWW.Example.COM ${LE}`, YES)],
    bad: [ruling('WWW CAA 0 issue "digicert.com"\n@ CAA 0 issue "letsencrypt.org"', `www.example.com ${LE}`, EXCLUDED)],
  },
  "7 (trailing semicolon)": {
    says: "A semicolon behind a parameter accepted, where Let's Encrypt passes the record over",
    good: [ruling('@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"', `example.com ${LE}`, YES)],
    bad: [ruling('@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01;"', `example.com ${LE}`, EXCLUDED)],
  },
  "7 (iodef alone)": {
    says: "A set that holds only iodef taken for a restriction",
    good: [
      ruling('@ CAA 0 iodef "mailto:a@example.com"', `example.com ${LE}`, YES),
      // It is the relevant set all the same: the one above doesn't count.
      ruling('www CAA 0 iodef "mailto:a@example.com"\n@ CAA 0 issue "digicert.com"', `www.example.com ${LE}`, YES),
    ],
    bad: [ruling('www CAA 0 issue ";"\n@ CAA 0 iodef "mailto:a@example.com"', `www.example.com ${LE}`, EXCLUDED)],
  },
  "7 (recursive resolver only)": {
    says: "What a cut, a DNAME or an alias hides taken for what is answered",
    good: [ruling('sub CAA 0 issue "digicert.com"\nsubway A 192.0.2.1', `subway.example.com ${LE}`, YES)],
    bad: [
      ruling(
        'sub NS ns1.example.net.\nwww.sub CAA 0 issue "letsencrypt.org"',
        `www.sub.example.com ${LE}`,
        "cannot-tell",
      ),
      ruling(
        'www CNAME shop\nwww CAA 0 issue "letsencrypt.org"',
        `www.example.com ${LE}`,
        "cannot-tell cname-and-other-data",
      ),
    ],
    lint: [
      `
      $ORIGIN example.com.
      sub                  300 NS     ns1.example.net.
      _acme-challenge.sub  300 CNAME  3f2a.acme-dns.example.net.   ; expect: occluded-by-delegation
      www                  300 CNAME  shop.example.net.            ; expect: cname-and-other-data
      www                  300 TXT    "x"
      `,
    ],
  },
  "7 (final dots, underscores)": {
    says: "A final dot demanded everywhere, underscores reported as illegal",
    lint: [
      `
      $ORIGIN example.com.
      www                                300 CNAME  backend
      _sip._tcp                          300 SRV    10 60 5060 sip.example.net.
      s1._domainkey                      300 CNAME  s1.domainkey.u123.wl.sendgrid.net.
      _dmarc                             300 TXT    "v=DMARC1; p=none"
      _e841f9038bbb69e685112130c2668f62  300 CNAME  _b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.
      `,
      `
      $ORIGIN example.com.
      _dnsauth  300 CNAME  k3vbq4kp0m6t2w9x8z.dcv.digicert.com   ; expect: missing-trailing-dot
      my_host   300 A      203.0.114.1                           ; expect: underscore-in-hostname
      `,
    ],
    elsewhere: "a matter of how names are written, which no judgement sees",
  },
};
