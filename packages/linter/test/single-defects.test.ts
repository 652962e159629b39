import type { CertificateIntent } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { CLEAN, lintZone } from "./zone-text.js";

/** One defect a zone, the ones that zone checkers are compared by. `=> rule` stands on the line to blame. */
const HASH = "_3f2a8c91d04e5b67a8c9d0e1f2a3b4ff";
const ACM = "_424c7224e9b0146f9a8808af955727d1.hkvuiqjoua.acm-validations.aws";
const SECTIGO = "9c1e0a2b3c4d5e6f708192a3b4c5d6e7.f0e1d2c3b4a5968778695a4b3c2d1e0f.k3j2h1.sectigo.com";
const TOKEN = "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs";

const DEFECTS: Record<string, string> = {
  "a CNAME target without dot": `${HASH}.a CNAME ${ACM} => missing-trailing-dot`,
  "an MX target without dot": "a MX 10 mail.example.net.au => missing-trailing-dot",
  "an NS target without dot": "a NS ns1.example.com => missing-trailing-dot\na NS ns2.example.net.",
  "an owner without dot": `${HASH}.www2.example.com CNAME ${SECTIGO}. => doubled-domain`,
  "a CNAME beside a TXT": `_acme-challenge.a CNAME x.acme-dns.example.net. => cname-and-other-data\n_acme-challenge.a TXT "${TOKEN}"`,
  "two CNAMEs": `${HASH}.a CNAME ${ACM}.\n${HASH}.a CNAME ${ACM.replace("d1", "d2")}. => duplicate-cname`,
  "a CNAME at the apex": "@ CNAME lb.example.net. => cname-at-apex",
  "a loop of two": "a CNAME b => cname-loop\nb CNAME a",
  "a CNAME to itself": "a CNAME a => cname-loop",
  "a CNAME to a name that isn't there": "_acme-challenge.a CNAME gone.acme => dangling-target|missing-trailing-dot",
  "a CNAME to a missing name in full": "_acme-challenge.a CNAME gone.example.com. => dangling-target",
  "a validation CNAME below a delegation": `${HASH}.dev CNAME ${ACM}. => occluded-by-delegation`,
  "CAA with a mistyped tag": 'a CAA 0 isue "sectigo.com" => caa-unknown-tag',
  "CAA with flag 1": 'a CAA 1 issue "sectigo.com" => caa-bad-flags',
  "CAA with a critical unknown tag": 'a CAA 128 tbs "x" => caa-unknown-tag',
  "CAA with a URL as issuer": 'a CAA 0 issue "https://sectigo.com/" => caa-malformed',
  "CAA parameter without =": 'a CAA 0 issue "sectigo.com; policy" => caa-malformed',
  "CAA with a bad iodef": 'a CAA 0 iodef "security@example.com" => caa-bad-iodef',
  "CAA with a hyphen in the tag": 'a CAA 0 issue-wild "sectigo.com" => caa-malformed|caa-unknown-tag',
  "CAA with unquoted parameters": "a CAA 0 issue letsencrypt.org; validationmethods=dns-01 => unquoted-semicolon",
  "a TXT of 300 octets": `a TXT "${"x".repeat(300)}" => txt-string-too-long`,
  "two TTLs in an RRset": 'a 60 TXT "one"\na 600 TXT "two" => rrset-ttl-mismatch',
  "a duplicate record": "a A 192.0.2.9\na A 192.0.2.9 => duplicate-record",
  "an owner outside the zone": "a.example.org. A 192.0.2.9 => out-of-zone",
  "a TXT under a DNAME": 'd DNAME d.example.net.\nx.d TXT "y" => occluded-by-dname',
  "an underscore in a host label": "my_host A 192.0.2.9 => underscore-in-hostname",
  "a blank owner bound wrongly": `_acme-challenge.a TXT "${TOKEN}"\n  A 192.0.2.9 => inherited-owner`,
  "an MX to a CNAME": "a MX 10 api => target-is-alias",
  "an NS to a CNAME": "a NS api => target-is-alias",
  "missing glue": "a NS ns1.a => missing-glue",
  "a CNAME to an address": "a CNAME 192.0.2.9 => target-is-address",
  "a DS without NS":
    "a DS 12345 13 2 49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE2B7D4F3A1C8F2C5B8D1E9A7F => ds-without-delegation",
  "a label of 64 octets": `${"a".repeat(64)} A 192.0.2.9 => label-too-long`,
  "a URL as target": "a CNAME https://www.example.net/ => target-is-url",
  "_acme-challenge.*": `_acme-challenge.* TXT "${TOKEN}" => challenge-under-wildcard`,
  "an unsplit hash of 64 digits": `${HASH}.a CNAME ${"9c1e0a2b3c4d5e6f".repeat(4)}.sectigo.com. => label-too-long`,
  "two SOA records": "@ SOA ns1 hostmaster 2 7200 900 1209600 300 => multiple-soa",
  "a TTL of 2^31": "a 2147483648 A 192.0.2.9 => ttl-out-of-range",
  "a non-ASCII owner": "münchen A 192.0.2.9 => non-ascii-name",
  "a stray backslash": String.raw`a CNAME www\.example.net. => target-not-a-hostname|stray-quote-or-escape`,
  "a stray quote": String.raw`a CAA 0 issue "\"sectigo.com\"" => caa-malformed|stray-quote-or-escape`,
  "typographic quotes": "a CAA 0 issue “sectigo.com” => typographic-quote",
};

const WITH_CERTIFICATE: CertificateIntent[] = [
  { names: [{ name: "private.example.com.", wildcard: false }], method: "http-01" },
];

test("the clean zone has no finding above info", async () => {
  const { findings } = await lintZone(CLEAN, WITH_CERTIFICATE);
  expect(
    findings
      .filter(({ severity }) => severity !== "info")
      .map(({ rule, explanation }) => `${rule}: ${explanation.what}`),
  ).toEqual([]);
});

describe("a single defect in a clean zone", () => {
  for (const [name, planted] of Object.entries({
    ...DEFECTS,
    "a private address for a certificate host": "private A 10.0.0.1 => reserved-address",
  })) {
    test(name, async () => {
      const first = CLEAN.split("\n").length;
      const lines = planted.split("\n");
      const expected = lines.flatMap((line, i) => {
        const rules = / => (.*)$/.exec(line)?.[1];
        return rules ? [{ line: first + i, rules: rules.split("|") }] : [];
      });
      const { findings } = await lintZone(
        CLEAN + lines.map((line) => line.replace(/ => .*$/, "")).join("\n"),
        WITH_CERTIFICATE,
      );
      const told = findings.filter(({ severity }) => severity !== "info");
      const heard = told.map(({ rule, span }) => `${span!.start.line} ${rule}`);
      for (const { line, rules } of expected) {
        expect(
          heard.some((said) => rules.some((rule) => said === `${line} ${rule}`)),
          `${heard.join(", ")} instead of ${line} ${rules}`,
        ).toBe(true);
      }
      // One defect, and nobody cries about the lines that were right before.
      expect(
        told
          .filter(({ span, related }) => span!.start.line < first && !related.some((r) => r.span.start.line >= first))
          .map((f) => f.rule),
      ).toEqual([]);
    });
  }
});
