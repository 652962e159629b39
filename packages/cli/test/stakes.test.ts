import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, scratch } from "./command.js";

// What `dcvlint` alone, in a folder without a config, says of certificates.

const cwd = scratch("stakes");

const HEAD =
  "$ORIGIN example.com.\n@ 300 IN SOA ns1.example.net. h 1 7200 900 1209600 300\n@ 300 IN NS ns1.example.net.\n";
const ACM =
  "_e841f9038bbb69e685112130c2668f62.www 300 IN CNAME _b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.\n";
const CAA =
  '@ 300 IN CAA 0 issue "letsencrypt.org"\n@ 300 IN CAA 0 issuewild ";"\n@ 300 IN CAA 0 iodef "mailto:security@example.com"\n';

function dcvlint(folder: string, zone: string, ...args: string[]) {
  const path = join(cwd, folder);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "example.com.zone"), zone);
  const run = spawnSync(process.execPath, [bin, ...args], { cwd: path, encoding: "utf8" });
  return { ...run, text: () => readFileSync(join(path, "example.com.zone"), "utf8") };
}

describe("an ACM validation record, and CAA without Amazon", () => {
  test("is told on the CAA record, with the other line beside and the record to add as a fix", () => {
    const { status, stdout } = dcvlint("acm", HEAD + CAA + ACM, "--format", "json");
    expect(status).toBe(1);
    const { findings } = JSON.parse(stdout);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      rule: "caa-excludes-ca",
      severity: "error",
      location: { path: "example.com.zone", startLine: 4 },
      related: [
        { location: { path: "example.com.zone", startLine: 7 }, note: expect.stringMatching(/validation record/) },
      ],
      fix: { safety: "suggestion", edits: [{ newText: '\n@ 300 CAA 0 issue "amazon.com"' }] },
    });
    expect(findings[0].what).toMatch(/^Amazon .* may not issue for "www\.example\.com\."/);
    expect(findings[0].how).toContain('example.com. CAA 0 issue "amazon.com"');
  });

  test("is as a person reads it", () => {
    const { stdout } = dcvlint("acm", HEAD + CAA + ACM);
    expect(stdout).toMatch(/^example\.com\.zone:4:1 error caa-excludes-ca$/m);
    expect(stdout).toMatch(/example\.com\.zone:7/);
  });

  test("the fix makes it clean", () => {
    const fixed = dcvlint("fixed", HEAD + CAA + ACM, "--fix", "--unsafe-fixes");
    expect(fixed.status, fixed.stdout).toBe(0);
    expect(fixed.text()).toContain('\n@ 300 CAA 0 issue "amazon.com"\n');
  });
});

describe("a certificate that isn't at stake is never mentioned", () => {
  // A set that denies wildcards is told of as such, for information.
  const PLAIN = CAA.replace(/^.*issuewild.*\n/m, "");
  const ALL_CAS = /Amazon|DigiCert|Sectigo|Google|Cloudflare|Fastly|wildcard|certificate/i;

  test.each([
    ["a set that names one CA, and nobody who needs another", HEAD + PLAIN],
    ["the record of the CA that the set names", HEAD + PLAIN.replace("letsencrypt.org", "amazon.com") + ACM],
    [
      "records of other services at hashes and underscores",
      `${HEAD}${PLAIN}_3f2a8c91d04e5b67a8c9d0e1f2a3b4c5 300 IN CNAME verify.example.net.\n_dmarc 300 IN TXT "v=DMARC1; p=none"\n`,
    ],
    [
      "hosts at the CAs' own services",
      `${HEAD}${PLAIN}www 300 IN CNAME d111111abcdef8.cloudfront.net.\nca 300 IN CNAME www.sectigo.com.\n`,
    ],
  ])("%s", (_, zone) => {
    const { status, stdout } = dcvlint("clean", zone);
    expect(status).toBe(0);
    expect(stdout).not.toMatch(ALL_CAS);
  });
});
