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

test("without a key: a certificate with one domain to validate tells which it is", async () => {
  const record = `resource "aws_route53_record" "v" {
  zone_id = aws_route53_zone.main.zone_id
  name    = one(aws_acm_certificate.main.domain_validation_options).resource_record_name
  type    = one(aws_acm_certificate.main.domain_validation_options).resource_record_type
  records = [one(aws_acm_certificate.main.domain_validation_options).resource_record_value]
  ttl     = 60
}`;
  const of = (domain: string, names: string) =>
    validation(names, record).replace('domain_name               = "example.com"', `domain_name = "${domain}"`);
  expect(await lintText(of("www.example.org", ""))).toEqual([
    "main.tf:8:1 foreign-name-in-zone error aws_route53_record.v",
  ]);
  expect(await lintText(of("www.example.com", ""))).toEqual([]);
});

test("the record of an authorization of Google's in a private zone", async () => {
  const lint = (visibility: string) =>
    lintText(`resource "google_dns_managed_zone" "main" {
  name       = "main"
  dns_name   = "example.com."
  visibility = "${visibility}"
}
resource "google_certificate_manager_dns_authorization" "main" {
  name   = "main"
  domain = "example.com"
}
resource "google_dns_record_set" "v" {
  managed_zone = google_dns_managed_zone.main.name
  name         = google_certificate_manager_dns_authorization.main.dns_resource_record[0].name
  type         = google_certificate_manager_dns_authorization.main.dns_resource_record[0].type
  rrdatas      = [google_certificate_manager_dns_authorization.main.dns_resource_record[0].data]
  ttl          = 60
}
`);
  expect(await lint("private")).toEqual(["main.tf:10:1 validation-in-private-zone error google_dns_record_set.v"]);
  expect(await lint("public")).toEqual([]);
});

test("fewer records than a certificate has names in the zone", async () => {
  const record = (index: string, count: string) => `resource "aws_route53_record" "v" {
  ${count}
  zone_id = aws_route53_zone.main.zone_id
  name    = tolist(aws_acm_certificate.main.domain_validation_options)[${index}].resource_record_name
  type    = "CNAME"
  records = [tolist(aws_acm_certificate.main.domain_validation_options)[${index}].resource_record_value]
  ttl     = 60
}`;
  const names = '"www.example.com", "*.example.com", "example.org"';
  const lacking = (address: string) => [`main.tf:8:1 validation-record-per-name warning ${address}`];
  expect(await lintText(validation(names, record("0", "")))).toEqual(lacking("aws_route53_record.v"));
  expect(await lintText(validation(names, record("count.index", "count = 2")))).toEqual([]);
  // A name and its wildcard share one, a name of another zone is none of this zone's, and what is unknown may be the rest.
  expect(await lintText(validation('"*.example.com", "example.org"', record("0", "")))).toEqual([]);
  const unknown = record("0", "")
    .replace('"v"', '"w"')
    .replace(/name +=.*/, "name = var.name");
  expect(await lintText(validation(names, `${record("0", "")}\n${unknown}`))).toEqual([]);
  const written = `resource "aws_route53_record" "w" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "_3b1f0c5d2e4a6b7c8d9e0f1a2b3c4d5e.www"
  type    = "CNAME"
  records = ["_0a1b2c3d4e5f60718293a4b5c6d7e8f9.jkddzztszm.acm-validations.aws"]
  ttl     = 60
}`;
  expect(await lintText(validation(names, `${record("0", "")}\n${written}`))).toEqual([]);
  const some = record(
    "0",
    `for_each = { for o in aws_acm_certificate.main.domain_validation_options : o.domain_name => o if o.domain_name == "example.com" }`,
  );
  expect(await lintText(validation(names, some))).toEqual(lacking('aws_route53_record.v["example.com"]'));
});
