import { describe, expect, test } from "vitest";
import { certificatesOf } from "../../src/terraform/certificates.js";
import type { ResourceInstance } from "../../src/terraform/value.js";
import { OFFICE, read as readPlan } from "../plan/plans.js";
import { lintSources } from "./lint.js";
import { byAddress, read } from "./reading.js";

const names = (certificates: readonly { names: readonly { name: string; wildcard: boolean }[] }[]) =>
  certificates.map((each) => each.names.map(({ name, wildcard }) => (wildcard ? `*.${name}` : name)));

describe("certificates of resources", () => {
  test("names, CA and method as the provider data has them", () => {
    const { resources } = read(`
resource "aws_acm_certificate" "main" {
  domain_name               = "Example.com"
  subject_alternative_names = ["*.example.com", var.unknown]
  validation_method         = "DNS"
}
resource "aws_acm_certificate" "mail" {
  domain_name       = "example.net"
  validation_method = "EMAIL"
}
resource "digitalocean_certificate" "own" {
  type    = "custom"
  domains = ["example.org"]
}
resource "digitalocean_certificate" "le" {
  type    = "lets_encrypt"
  domains = ["example.org"]
}
resource "acme_certificate" "a" {
  common_name = "a.example.org"
  dns_challenge { provider = "route53" }
}
variable "unknown" {}
`);
    expect(certificatesOf(resources)).toEqual({
      stay: [
        {
          names: [
            { name: "example.com.", wildcard: false },
            { name: "example.com.", wildcard: true },
          ],
          ca: "amazon",
          method: "dns-cname",
          address: "aws_acm_certificate.main",
        },
        {
          names: [{ name: "example.net.", wildcard: false }],
          ca: "amazon",
          method: "email",
          address: "aws_acm_certificate.mail",
        },
        {
          names: [{ name: "example.org.", wildcard: false }],
          ca: "letsencrypt",
          address: "digitalocean_certificate.le",
        },
        { names: [{ name: "a.example.org.", wildcard: false }], method: "dns-01", address: "acme_certificate.a" },
      ],
      gone: [],
    });
  });

  test("an imported or private certificate asks no public CA; nor does one that only waits", () => {
    const { resources } = read(`
resource "aws_acm_certificate" "imported" {
  domain_name      = "example.com"
  certificate_body = "x"
}
resource "aws_acm_certificate" "private" {
  domain_name               = "example.com"
  certificate_authority_arn = aws_acmpca_certificate_authority.ca.arn
}
resource "aws_acm_certificate_validation" "wait" {
  certificate_arn         = "arn"
  validation_record_fqdns = ["_a.example.com"]
}
`);
    expect(certificatesOf(resources)).toEqual({ stay: [], gone: [] });
  });

  test("what a change deletes is gone, and so is a name that a certificate loses", () => {
    const before = read(
      certificate("a", "example.com", "old.example.com") +
        certificate("b", "b.example.com") +
        certificate("c", "c.example.com"),
    ).resources;
    const after = read(
      certificate("a", "example.com", "new.example.com") +
        certificate("b", "b.example.com") +
        certificate("c", "c.example.com"),
    ).resources;
    const [, b, c] = after;
    const planned: ResourceInstance[] = [
      { ...asPlanned(after[0]), action: "update", before: before[0].values },
      { ...asPlanned(b), action: "delete" },
      { ...asPlanned(c), action: "forget" },
    ];
    const { stay, gone } = certificatesOf(planned);
    expect(names(stay)).toEqual([["example.com.", "new.example.com."]]);
    expect(names(gone)).toEqual([["old.example.com."], ["b.example.com."], ["c.example.com."]]);
  });

  test("sources before and after are compared by address", () => {
    const before = read(
      certificate("a", "example.com", "old.example.com") + certificate("b", "b.example.com"),
    ).resources;
    const after = read(certificate("a", "example.com")).resources;
    const { stay, gone } = certificatesOf(after, before);
    expect(names(stay)).toEqual([["example.com."]]);
    expect(names(gone)).toEqual([["old.example.com."], ["b.example.com."]]);
  });
});

const certificate = (name: string, domain: string, ...more: string[]) => `resource "aws_acm_certificate" "${name}" {
  domain_name               = "${domain}"
  subject_alternative_names = ${JSON.stringify(more)}
  validation_method         = "DNS"
}
`;

/** Instances of source make their spans when asked; a copy has none. */
const asPlanned = ({ mode, type, name, module, address, values }: ResourceInstance): ResourceInstance => ({
  mode,
  type,
  name,
  module,
  address,
  values,
});

const ZONE = 'resource "aws_route53_zone" "z" { name = "example.com" }\n';
const record = (forEach: string, value = "each.value") => `resource "aws_route53_record" "v" {
  for_each = ${forEach}
  name     = ${value}.resource_record_name
  type     = ${value}.resource_record_type
  records  = [${value}.resource_record_value]
  zone_id  = aws_route53_zone.z.zone_id
}
`;
const OPTIONS = "aws_acm_certificate.a.domain_validation_options";
const awaited = async (...texts: string[]) => {
  const { zones } = await lintSources({ "main.tf": texts.join("") });
  return zones.flatMap((zone) => zone.awaited.map(({ domain, address }) => `${domain} ${address}`));
};
const wildcard = certificate("a", "example.com", "*.example.com");

describe("records that a certificate asks for, in source", () => {
  test("the standard idiom has the keys that a plan has", async () => {
    expect(await awaited(wildcard, ZONE, record(`{ for dvo in ${OPTIONS} : dvo.domain_name => dvo }`))).toEqual([
      'example.com aws_route53_record.v["example.com"]',
      '*.example.com aws_route53_record.v["*.example.com"]',
    ]);
  });

  test("the wildcard left out", async () => {
    expect(
      await awaited(
        wildcard,
        ZONE,
        record(`{ for dvo in ${OPTIONS} : dvo.domain_name => dvo if !startswith(dvo.domain_name, "*.") }`),
      ),
    ).toEqual(['example.com aws_route53_record.v["example.com"]']);
  });

  test("grouped by what is left without the wildcard", async () => {
    expect(
      await awaited(
        wildcard,
        ZONE,
        record(`{ for dvo in ${OPTIONS} : trimprefix(dvo.domain_name, "*.") => dvo... }`, "each.value[0]"),
      ),
    ).toEqual(['example.com aws_route53_record.v["example.com"]']);
  });

  test("two elements of one key are refused by Terraform: nothing is known of the instances", async () => {
    const source = read(
      wildcard + ZONE + record(`{ for dvo in ${OPTIONS} : trimprefix(dvo.domain_name, "*.") => dvo }`),
    );
    expect(source.resources.map(({ address }) => address)).toContain("aws_route53_record.v");
  });

  test("keyed by the record's name, which isn't known", async () => {
    expect(
      await awaited(wildcard, ZONE, record(`{ for dvo in ${OPTIONS} : dvo.resource_record_name => dvo }`)),
    ).toEqual([]);
  });

  test("one of several in a list, whose order nobody knows", async () => {
    const source = read(
      `${wildcard}resource "x" "first" {\n  name = tolist(${OPTIONS})[0].domain_name\n  count = length(${OPTIONS})\n}\n` +
        `resource "x" "only" {\n  name = tolist(aws_acm_certificate.b.domain_validation_options)[0].domain_name\n}\n` +
        certificate("b", "b.example.com"),
    );
    expect(byAddress(source)["x.first"]).toMatchObject({ name: expect.stringMatching(/^\?/) });
    expect(byAddress(source)["x.only"]).toEqual({ name: "b.example.com" });
  });

  test("through a module and with count", async () => {
    const { zones } = await lintSources({
      "main.tf": `module "acm" {
  source  = "./acm"
  domains = ["example.com", "*.example.com"]
  zone_id = aws_route53_zone.z.zone_id
}
${ZONE}`,
      "acm/main.tf": `variable "domains" {}
variable "zone_id" {}
variable "enabled" { default = true }
resource "aws_acm_certificate" "this" {
  count                     = var.enabled ? 1 : 0
  domain_name               = var.domains[0]
  subject_alternative_names = slice(var.domains, 1, length(var.domains))
  validation_method         = "DNS"
}
resource "aws_route53_record" "this" {
  for_each        = { for dvo in aws_acm_certificate.this[0].domain_validation_options : dvo.domain_name => dvo }
  allow_overwrite = true
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  zone_id         = var.zone_id
}
`,
    });
    expect(zones.flatMap((zone) => zone.awaited)).toMatchObject([
      {
        domain: "example.com",
        group: "module.acm.aws_route53_record.this",
        certificate: "module.acm.aws_acm_certificate.this[0]",
        allowOverwrite: true,
      },
      { domain: "*.example.com" },
    ]);
  });

  test("validated by mail, with names that aren't known, or named after itself: as unknown as before", async () => {
    const idiom = record(`{ for dvo in ${OPTIONS} : dvo.domain_name => dvo }`);
    expect(await awaited(wildcard.replace("DNS", "EMAIL"), ZONE, idiom)).toEqual([]);
    expect(
      await awaited(wildcard.replace('"example.com"', "var.domain"), 'variable "domain" {}\n', ZONE, idiom),
    ).toEqual([]);
    expect(await awaited(wildcard.replace('"example.com"', `tolist(${OPTIONS})[0].domain_name`), ZONE, idiom)).toEqual(
      [],
    );
  });
});

test("of a plan: the same, whose empty attributes count as not set", () => {
  const { stay, gone } = certificatesOf(readPlan(OFFICE).changes);
  expect(stay).toMatchObject([{ ca: "amazon", method: "dns-cname", address: "aws_acm_certificate.site" }]);
  expect(gone).toEqual([]);
});
