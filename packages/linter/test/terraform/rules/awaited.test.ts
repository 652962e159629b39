import {
  type AwaitedRecord,
  issuerDirectory,
  MappedText,
  type RecordOrigin,
  RULES,
  readMappedZone,
  runRules,
} from "@dcvlint/core";
import { expect, test } from "vitest";
import { publicSuffixes } from "../../../src/suffixes.js";
import { NOW } from "../../zone-text.js";
import { shown } from "../lint.js";
import { lintProject, project, told } from "../project.js";

/** A zone that awaits the record that validates each of these names, one a line from line 1. */
async function lintAwaiting(zoneName: string, domains: readonly string[], inferred = false) {
  const text = new MappedText<RecordOrigin>();
  text.plain(`$ORIGIN ${zoneName}.\n`);
  const awaited: AwaitedRecord[] = domains.map((domain, i) => ({
    domain,
    address: `aws_route53_record.validation["${domain}"]`,
    group: "aws_route53_record.validation",
    certificate: "aws_acm_certificate.main",
    allowOverwrite: true,
    rrset: true,
    at: text.note({ file: "main.tf", start: { line: i + 1, column: 3 }, end: { line: i + 1, column: 9 } }, domain),
  }));
  const zone = readMappedZone(text.finish("main.tf"), zoneName);
  zone.awaited = awaited;
  zone.nameInferred = inferred;
  const suffixes = publicSuffixes;
  const facts = {
    suffixes,
    issuers: issuerDirectory(),
    isDeclaredZone: () => false,
    isAliasTarget: () => false,
    certificates: [],
    now: NOW,
  };
  return runRules(zone, { rules: RULES, facts });
}

test("a name of another domain: its record won't be found", async () => {
  const findings = await lintAwaiting("example.com", ["example.com", "*.Example.com", "example.org", "*.example.org"]);
  expect(shown(findings)).toEqual(["main.tf:3:3 foreign-name-in-zone error", "main.tf:4:3 foreign-name-in-zone error"]);
  expect(findings[0].explanation.what).toContain('"example.org"');
});

test("a name above the zone isn't in it, one below is", async () => {
  const findings = await lintAwaiting("dev.example.com", ["example.com", "api.dev.example.com"]);
  expect(shown(findings)).toEqual(["main.tf:1:3 foreign-name-in-zone error"]);
});

test("a zone whose name was only concluded tells nothing", async () => {
  expect(await lintAwaiting("example.com", ["example.org"], true)).toEqual([]);
});

/** Records that validate a certificate, in a zone of Cloudflare or Route 53 that is at hand. */
const validation = (names: string, record: string) => `resource "aws_route53_zone" "main" { name = "example.com" }
resource "cloudflare_zone" "main" { name = "example.com" }
resource "aws_acm_certificate" "main" {
  domain_name               = "example.com"
  subject_alternative_names = [${names}]
  validation_method         = "DNS"
}
${record}
`;
const OVER = "for_each = { for o in aws_acm_certificate.main.domain_validation_options : o.domain_name => o }";
const lintText = async (text: string) => {
  const run = await lintProject(project({ "main.tf": text }));
  return told(run).filter((line) => !line.includes(" info"));
};

test("a proxied record is told once, at the attribute that says so; one that isn't proxied is fine", async () => {
  const record = (proxied: string) => `resource "cloudflare_dns_record" "v" {
  ${OVER}
  zone_id = cloudflare_zone.main.id
  name    = each.value.resource_record_name
  type    = each.value.resource_record_type
  content = each.value.resource_record_value
  ttl     = 1
  proxied = ${proxied}
}`;
  expect(await lintText(validation('"www.example.com"', record("true")))).toEqual([
    'main.tf:15:13 validation-record-proxied error cloudflare_dns_record.v["example.com"]',
  ]);
  for (const proxied of ["false", "var.proxied", 'each.key == "nobody"'])
    expect(await lintText(validation('"www.example.com"', record(proxied)))).toEqual([]);
});

test("owner and value of a record that change places", async () => {
  const record = (owner: string, value: string) => `resource "aws_route53_record" "v" {
  ${OVER}
  zone_id = aws_route53_zone.main.zone_id
  name    = ${owner}
  type    = each.value.resource_record_type
  records = [${value}]
  ttl     = 60
}`;
  const [name, value] = ["each.value.resource_record_name", "each.value.resource_record_value"];
  const swapped = ['main.tf:8:1 validation-record-mismatch error aws_route53_record.v["example.com"]'];
  expect(await lintText(validation('"www.example.com"', record(value, name)))).toEqual(swapped);
  expect(await lintText(validation('"www.example.com"', record(`trimsuffix(${value}, ".")`, name)))).toEqual(swapped);
  expect(await lintText(validation('"www.example.com"', record(name, value)))).toEqual([]);
  expect(await lintText(validation('"www.example.com"', record(`trimsuffix(${name}, ".")`, value)))).toEqual([]);
});

test("a record that will lie below a delegation, and one at the side of it", async () => {
  const record = `resource "aws_route53_record" "dev" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "dev"
  type    = "NS"
  ttl     = 60
  records = ["ns1.example.net", "ns2.example.net"]
}
resource "aws_route53_record" "v" {
  ${OVER}
  zone_id = aws_route53_zone.main.zone_id
  name    = each.value.resource_record_name
  type    = each.value.resource_record_type
  records = [each.value.resource_record_value]
  ttl     = 60
}`;
  expect(await lintText(validation('"*.app.dev.example.com", "dev.example.com"', record))).toEqual([
    'main.tf:15:1 occluded-by-delegation error aws_route53_record.v["*.app.dev.example.com"]',
  ]);
  expect(await lintText(validation('"devel.example.com"', record))).toEqual([]);
});
