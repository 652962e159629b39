import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Finding, issuerDirectory, RULES, type Rule, runRules } from "@dcvlint/core";
import { expect, test } from "vitest";
import { publicSuffixes } from "../../src/suffixes.js";
import { readTerraform } from "../../src/terraform/source.js";
import { zonesOfSource } from "../../src/terraform/source-zones.js";
import { CORPUS, filesBelow, sayAbsent } from "../corpus.js";
import { NOW } from "../zone-text.js";

// What resources come to once their provider has read them, judged by the rules that judge zone files.

/** About the text of a zone file, or about a zone that is wholly at hand. */
const OF_ZONE_FILES = new Set([
  ..."inherited-owner missing-soa missing-apex-ns multiple-soa out-of-zone unquoted-semicolon stray-quote-or-escape".split(
    " ",
  ),
  ..."typographic-quote rrset-ttl-mismatch ttl-out-of-range byte-order-mark txt-quoting missing-glue".split(" "),
]);
const rules: readonly Rule[] = RULES.filter(({ id }) => !OF_ZONE_FILES.has(id));

async function lint(files: Record<string, string> | string): Promise<{ findings: Finding[]; records: number }> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const read =
    typeof files === "string"
      ? filesBelow(files)
          .filter((path) => /\.(tf|tf\.json|tfvars)$/.test(path))
          .map((path) => ({ path: relative(files, path), bytes: new Uint8Array(readFileSync(path)) }))
      : Object.entries(files).map(([path, text]) => ({ path, bytes: encode(text) }));
  const facts = {
    suffixes: publicSuffixes,
    issuers: issuerDirectory(),
    isDeclaredZone: () => false,
    isAliasTarget: () => false,
    certificates: [],
    now: NOW,
  };
  const { zones } = zonesOfSource(readTerraform({ files: read }));
  return {
    findings: zones
      .flatMap(({ zone }) => runRules(zone, { rules, facts }))
      .filter(({ severity }) => severity !== "info"),
    records: zones.reduce((sum, { zone }) => sum + zone.count, 0),
  };
}

const shown = ({ findings }: { findings: readonly Finding[] }) =>
  findings.map(({ rule, span }) => `${span?.file}:${span?.start.line}:${span?.start.column} ${rule}`);

test("a CNAME beside a TXT in two resources, at the resource", async () => {
  const result = await lint({
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
  expect(shown(result)).toEqual(["main.tf:4:1 cname-and-other-data"]);
  expect(result.findings[0].record?.address).toBe("aws_route53_record.a");
});

test("what Route 53 takes for absolute has no missing dot; an unknown value is judged by nobody", async () => {
  const result = await lint({
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
  expect(shown(result)).toEqual([]);
});

if (!CORPUS) sayAbsent("Terraform resources as zones");
else {
  const corpus = CORPUS;
  test("18F/dns: no error, and no name that Route 53 takes as it is counts as doubled", async () => {
    const { findings, records } = await lint(join(corpus, "tf/18F__dns"));
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(records).toBeGreaterThan(150);
  });
  test("ministryofjustice/dns-iac: every finding of the survey on its line, through the module", async () => {
    const root = "tf/ministryofjustice__dns-iac/";
    const { findings } = await lint(join(corpus, root));
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
  });
}
