import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { hasTool } from "./tools.js";
import { lintZone, withFolder } from "./zone-text.js";

/** A whole zone of everything that looks odd and is right: not one of its lines may be blamed. */
const ZONE = `$ORIGIN example.com.
$TTL 3600
@       IN SOA ns1 hostmaster.example.com. ( 2026110101 7200 900 1209600 300 )
        NS    ns1
        NS    ns2.example.net.
        A     192.0.2.10
        AAAA  2001:db8::10
        MX    10 mail
        MX    20 mx2.example.net.
        TXT   "v=spf1 mx include:_spf.example.net -all"
        TXT   "google-site-verification=q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1C"
        TXT   "MS=ms12345678"
        CAA   0 issue "letsencrypt.org; validationmethods=dns-01"
        CAA   0 issue "sectigo.com"
        CAA   0 issue "digicert.com"
        CAA   0 issue "amazon.com"
        CAA   0 issuewild "letsencrypt.org"
        CAA   0 iodef "mailto:security@example.com"
        HTTPS 1 . alpn="h2,h3" ipv4hint=192.0.2.10 ipv6hint=2001:db8::10
ns1     A     192.0.2.1
        AAAA  2001:db8::1
        SSHFP 4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789
mail    A     192.0.2.25
        AAAA  2001:db8::25
web     A     192.0.2.80
www     CNAME web
blog    CNAME example.github.io.
api     HTTPS 0 svc.example.net.
*.apps  A     192.0.2.81
        AAAA  2001:db8::81
_dns.ns1            SVCB  1 ns1 alpn=dot port=853
_sip._tcp           SRV   10 60 5060 sip
_sip._udp           SRV   10 60 5060 sip
_xmpp-client._tcp   SRV   5 0 5222 xmpp.example.net.
_ldap._tcp          SRV   0 0 0 .
sip                 A     192.0.2.60
@                   NAPTR 10 100 "s" "SIP+D2T" "" _sip._tcp
_443._tcp           TLSA  3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
_25._tcp.mail       TLSA  3 1 1 fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210
_443._tcp.web       CNAME _443._tcp

; Mail
_dmarc              TXT   "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
_mta-sts            TXT   "v=STSv1; id=20261101T000000"
mta-sts             A     192.0.2.82
_smtp._tls          TXT   "v=TLSRPTv1; rua=mailto:tlsrpt@example.com"
default._bimi       TXT   "v=BIMI1; l=https://www.example.com/logo.svg; a=https://www.example.com/vmc.pem"
2026._domainkey     TXT   ( "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvR7Zp3Xq"
                            "0eYg1Jb5uWc2Hn8Kd4Lf6Mv9Qs3Tt7Ux1Oz5Pi0Ra2Ey4Gw6Ba8Jc1Nk3QIDAQAB" )
selector1._domainkey CNAME selector1-example-com._domainkey.example.onmicrosoft.com.
k2._domainkey       CNAME dkim2.mcsv.net.
em1234              CNAME u1234567.wl001.sendgrid.net.
s1._domainkey       CNAME s1.domainkey.u1234567.wl001.sendgrid.net.

; Validation
_acme-challenge.api 300 TXT   "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs"
_acme-challenge     300 CNAME 8e5700ea-a4bf-41c7-8a77-e990661dcc6a.auth.acme-dns.io.
_acme-challenge.web 300 CNAME _acme-challenge.example.net.
_0f1e2d3c4b5a69788796a5b4c3d2e1f0     300 CNAME _424c7224e9b0146f9a8808af955727d1.hkvuiqjoua.acm-validations.aws.
_8d1c2b3a4f5e6d7c8b9a0f1e2d3c4b5a.www 300 CNAME _9b0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e.mhbtsbpdnt.acm-validations.aws.
_3f2a8c91d04e5b67a8c9d0e1f2a3b4ff.web 300 CNAME 9c1e0a2b3c4d5e6f708192a3b4c5d6e7.f0e1d2c3b4a5968778695a4b3c2d1e0f.k3j2h1.sectigo.com.
_dnsauth.web        300 CNAME _k5w3c7x9q2m4n6b8v0z1a3s5d7f9g1h3.dcv.digicert.com.
_dnsauth.mail       300 TXT   "k5w3c7x9q2m4n6b8v0z1a3s5d7f9g1h3"
_github-challenge-example-org TXT "1a2b3c4d5e"
_atproto            TXT   "did:plc:z72i7hdynmk6r22z27h6tvur"
_discord            TXT   "dh=0123456789abcdef0123456789abcdef01234567"

; Delegated
dev     NS    ns1.dev
        NS    ns2.example.net.
        DS    12345 13 2 aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899
ns1.dev A     192.0.2.53
        AAAA  2001:db8::53
`;

describe("a whole zone that is as it should be", () => {
  test("gets no error and no warning, and no more infos than these", async () => {
    const { findings } = await lintZone(ZONE);
    const lines = ZONE.split("\n");
    const said = findings.map(({ severity, rule, span }) => [
      severity,
      rule,
      lines[span!.start.line - 1].split(" ")[0],
    ]);
    expect(said).toEqual([["info", "challenge-in-code", "_acme-challenge.api"]]);
  });
  test.skipIf(!hasTool("named-checkzone"))("is loaded by BIND", () =>
    withFolder({ "example.com.zone": ZONE }, async (cwd) => {
      const argv = ["-i", "local", "example.com", "example.com.zone"];
      const { status, stdout } = spawnSync("named-checkzone", argv, { cwd, encoding: "utf8" });
      expect(status, stdout).toBe(0);
    }),
  );
});
