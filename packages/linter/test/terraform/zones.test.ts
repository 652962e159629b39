import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Finding } from "@dcvlint/core";
import { expect, test } from "vitest";
import { CORPUS, filesBelow, sayAbsent } from "../corpus.js";
import { lintSources, shown } from "./lint.js";

// What resources come to once their provider has read them, judged by the rules that judge zone files.

const filesOf = (folder: string): Record<string, Uint8Array> =>
  Object.fromEntries(
    filesBelow(folder)
      .filter((path) => /\.(tf|tf\.json|tfvars)$/.test(path))
      .map((path) => [relative(folder, path), new Uint8Array(readFileSync(path))]),
  );

const loud = ({ severity }: Finding) => severity !== "info";

test("a CNAME beside a TXT in two resources, at the resource", async () => {
  const { findings } = await lintSources({
    "main.tf": `resource "aws_route53_zone" "main" {
  name = "example.com"
}
resource "aws_route53_record" "a" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "_acme-challenge"
  type    = "CNAME"
  records = ["x.acme-dns.example.net"]
}
resource "aws_route53_record" "b" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "_acme-challenge.example.com"
  type    = "TXT"
  records = ["gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs"]
}
`,
  });
  expect(shown(findings.filter(loud))).toEqual(["main.tf:4:1 cname-and-other-data error"]);
  expect(findings.find(loud)?.record?.address).toBe("aws_route53_record.a");
});

test("what Route 53 takes for absolute has no missing dot; an unknown value is judged by nobody", async () => {
  const { findings } = await lintSources({
    "main.tf": `variable "target" {}
resource "aws_route53_zone" "main" { name = "example.com" }
resource "aws_route53_record" "a" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "www.example.com"
  type    = "CNAME"
  records = ["lb.example.net.au"]
}
resource "aws_route53_record" "b" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "api"
  type    = "CNAME"
  records = [var.target]
}
`,
  });
  expect(shown(findings.filter(loud))).toEqual([]);
});

if (!CORPUS) sayAbsent("Terraform resources as zones");
else {
  const corpus = CORPUS;
  test("18F/dns: one error, of a name of pif.gov in another zone, and no name that Route 53 takes as it is counts as doubled", async () => {
    const { findings, zones } = await lintSources(filesOf(join(corpus, "tf/18F__dns")));
    const errors = findings.filter(({ severity }) => severity === "error");
    expect(errors.map(({ rule, record }) => [rule, record?.owner])).toEqual([
      [
        "foreign-name-in-zone",
        "_github-challenge-presidential-innovation-fellows.pif.gov.presidentialinnovationfellows.gov.",
      ],
    ]);
    expect(zones.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(150);
  });
  test("ministryofjustice/dns-iac: every finding of the survey on its line, through the module", async () => {
    const root = "tf/ministryofjustice__dns-iac/";
    const { findings } = await lintSources(filesOf(join(corpus, root)));
    interface Expectation {
      readonly file: string;
      readonly verdict: string;
      readonly rule: string;
      readonly line: number;
    }
    const all = JSON.parse(readFileSync(join(corpus, "expectations.json"), "utf8")) as Expectation[];
    const near = (one: Expectation, finding: Finding) =>
      finding.span?.file === one.file.slice(root.length) &&
      // The survey names the first line of the changed record for what isn't a delegation.
      Math.abs(finding.span.start.line - one.line) <= (one.rule.includes("delegation") ? 0 : 8);
    for (const one of all.filter(({ file }) => file.startsWith(root))) {
      const found = findings.some((finding) => near(one, finding));
      expect([one.file, one.line, found]).toEqual([one.file, one.line, one.verdict !== "no-finding-at-line"]);
    }
    // Each was looked at: records that delegations hide, a DMARC text as a target, ACM targets that begin with "n".
    const errors = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
    const count = (id: string) => errors.filter((rule) => rule === id).length;
    expect(count("occluded-by-delegation")).toBe(32);
    expect(count("target-not-a-hostname")).toBe(1);
    expect(count("validation-record-malformed")).toBe(3);
    expect(errors).toHaveLength(36);
  });
}
