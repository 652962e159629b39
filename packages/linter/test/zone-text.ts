import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CertificateIntent, LintResult } from "@dcvlint/core";
import { lint, NO_CONFIG } from "../src/index.js";

/** 2026-11-24T00:00:00Z: tests have a fixed day. */
export const NOW = 1_795_478_400;

/** A folder that goes away with the test; `files` by relative path. */
export function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "dcvlint-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return use(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}

/** Lints one zone text as a file of its own. */
export function lintZone(
  text: string,
  certificates: readonly CertificateIntent[] = [],
  name = "example.com.zone",
): Promise<LintResult> {
  return withFolder({ [name]: text }, async (cwd) => {
    const { result } = await lint({ cwd, paths: [name], config: { ...NO_CONFIG, certificates }, now: NOW });
    return result;
  });
}

/** A zone with nothing wrong in it that has one of everything, for defects to be planted in. */
export const CLEAN = `$ORIGIN example.com.
$TTL 3600
@        IN SOA  ns1 hostmaster 2026112401 7200 900 1209600 300
         IN NS   ns1
         IN NS   ns2.example.net.
         IN MX   10 mail
         IN TXT  "v=spf1 mx -all"
         IN CAA  0 issue "letsencrypt.org"
         IN CAA  0 issue "sectigo.com"
         IN CAA  0 issue "amazon.com"
         IN CAA  0 iodef "mailto:security@example.com"
ns1      IN A    192.0.2.1
ns1      IN AAAA 2001:db8::1
mail     IN A    192.0.2.25
www      IN A    192.0.2.80
www      IN AAAA 2001:db8::80
api      IN CNAME www
_dmarc   IN TXT  "v=DMARC1; p=reject; rua=mailto:d@example.com"
s1._domainkey IN CNAME s1.domainkey.u123.wl.sendgrid.net.
k1._domainkey IN TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC"
_sip._tcp IN SRV 10 60 5060 www
_a79865eb4cd1a6ab990a45779b4e0b96 IN CNAME _424c7224e9b0146f9a8808af955727d0.hkvuiqjoua.acm-validations.aws.
_3f2a8c91d04e5b67a8c9d0e1f2a3b4c5.www IN CNAME 9c1e0a2b3c4d5e6f708192a3b4c5d6e7.f0e1d2c3b4a5968778695a4b3c2d1e0f.k3j2h1.sectigo.com.
_acme-challenge.shop IN CNAME 8f3c.acme-dns.example.net.
shop     IN A    192.0.2.81
dev      IN NS   ns1.dev
dev      IN NS   ns2.example.net.
ns1.dev  IN A    192.0.2.53
`;
