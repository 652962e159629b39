import type { Facts, Zone } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { certificatesOf } from "../../../src/terraform/certificates.js";
import { lintSources, shown } from "../lint.js";
import { read } from "../reading.js";

// Rules about validation records, at resources.

const ZONE = 'resource "aws_route53_zone" "main" { name = "example.com" }\n';
const PRIVATE = 'resource "aws_route53_zone" "inside" {\n  name = "example.com"\n  vpc { vpc_id = "vpc-1" }\n}\n';
const HASH = "_3639ac514e785e898d2646601fa951d5";
const TARGET = "_98d2646601fa951d53639ac514e785e8.acm-validations.aws";

const record = (label: string, name: string, type: string, value: string, more = "", zone = "main") =>
  `resource "aws_route53_record" "${label}" {
  zone_id = aws_route53_zone.${zone}.zone_id
  name    = "${name}"
  type    = "${type}"
  ttl     = 300
  records = ["${value}"]
  ${more}
}
`;
const certificate = `resource "aws_acm_certificate" "site" {
  domain_name               = "example.com"
  subject_alternative_names = ["*.example.com"]
  validation_method         = "DNS"
}
`;
const idiom = (zone = "main", more = "") => `resource "aws_route53_record" "validation" {
  for_each = { for dvo in aws_acm_certificate.site.domain_validation_options : dvo.domain_name => dvo }
  zone_id  = aws_route53_zone.${zone}.zone_id
  name     = each.value.resource_record_name
  type     = each.value.resource_record_type
  records  = [each.value.resource_record_value]
  ${more}
}
`;

const findings = async (
  rule: string,
  text: string | Record<string, string>,
  facts?: (zone: Zone) => Partial<Facts>,
) => {
  const files = typeof text === "string" ? { "main.tf": text } : text;
  const { findings } = await lintSources(files, facts);
  return findings.filter((finding) => finding.rule === rule);
};
const lines = async (rule: string, text: string | Record<string, string>) => shown(await findings(rule, text));

describe("validation-in-private-zone", () => {
  test("the records of a certificate in the private one of two zones, in one finding", async () => {
    const found = await findings("validation-in-private-zone", ZONE + PRIVATE + certificate + idiom("inside"));
    expect(shown(found)).toEqual(["main.tf:11:1 validation-in-private-zone error"]);
    expect(found[0].explanation.what).toContain('"example.com" and "*.example.com"');
    expect(await lines("validation-in-private-zone", ZONE + PRIVATE + certificate + idiom())).toEqual([]);
  });
  test("a record in both", async () => {
    const both =
      record("a", HASH, "CNAME", TARGET, "", "inside") + record("b", `${HASH}.example.com`, "CNAME", `${TARGET}.`);
    expect(await lines("validation-in-private-zone", ZONE + PRIVATE + both)).toEqual([]);
  });
});

describe("validation-record-proxied", () => {
  const cloudflare = (name: string, type: string, content: string) =>
    `resource "cloudflare_dns_record" "v" {
  zone_id = "0123456789abcdef0123456789abcdef"
  name    = "${name}"
  type    = "${type}"
  content = ${content}
  ttl     = 1
  proxied = true
}
`;
  test("at the attribute", async () => {
    const [found] = await findings(
      "validation-record-proxied",
      cloudflare(`${HASH}.example.com`, "CNAME", `"${TARGET}"`),
    );
    expect(shown([found])).toEqual(["main.tf:7:13 validation-record-proxied error"]);
    expect(found.record).toMatchObject({ type: "CNAME", value: `${TARGET}.` });
    expect(found.record).toMatchObject({ type: "CNAME", address: "cloudflare_dns_record.v" });
    expect(
      await lines("validation-record-proxied", cloudflare("_acme-challenge.example.com", "CNAME", "var.target")),
    ).toEqual(["main.tf:7:13 validation-record-proxied error"]);
    const [unknown] = await findings(
      "validation-record-proxied",
      cloudflare("_acme-challenge.example.com", "CNAME", "var.target"),
    );
    expect(unknown.record?.value).toBeUndefined();
  });
  test("a hash whose target isn't known yet", async () => {
    expect(await lines("validation-record-proxied", cloudflare(`${HASH}.example.com`, "CNAME", "var.target"))).toEqual([
      "main.tf:7:13 validation-record-proxied warning",
    ]);
  });
  test("hosts, and hashes of unrelated services", async () => {
    for (const text of [
      cloudflare("www.example.com", "CNAME", '"www.example.net"'),
      cloudflare("www.example.com", "A", '"192.0.2.1"'),
      cloudflare(`${HASH}.example.com`, "CNAME", '"verify.example.net"'),
    ])
      expect(await lines("validation-record-proxied", text)).toEqual([]);
  });
});

describe("validation-record-routed", () => {
  const weighted = (id: string) => `set_identifier = "${id}"\n  weighted_routing_policy { weight = 1 }`;
  test("at the policy", async () => {
    const two =
      record("a", "_acme-challenge", "CNAME", "a.example.net", weighted("a")) +
      record("b", "_acme-challenge", "CNAME", "b.example.net", weighted("b"));
    const found = await findings("validation-record-routed", ZONE + two);
    expect(shown(found)).toEqual(["main.tf:9:3 validation-record-routed warning"]);
    expect(found[0].related).toHaveLength(1);
  });
  test("a host by weight, a failover, and the same answer from everywhere", async () => {
    const text =
      ZONE +
      record("a", "www", "CNAME", "a.example.net", weighted("a")) +
      record("b", "www", "CNAME", "b.example.net", weighted("b")) +
      record(
        "c",
        "_acme-challenge",
        "CNAME",
        "c.example.net",
        'set_identifier = "c"\n  failover_routing_policy { type = "PRIMARY" }',
      ) +
      record("d", HASH, "CNAME", TARGET, weighted("d")) +
      record("e", HASH, "CNAME", TARGET, weighted("e"));
    expect(await lines("validation-record-routed", text)).toEqual([]);
  });
});

describe("validation-record-removed", () => {
  const changed = async (before: string, after: string) => {
    const was = await lintSources({ "main.tf": before });
    const { stay, gone } = certificatesOf(read(after).resources, read(before).resources);
    const found = await findings("validation-record-removed", after, (zone) => ({
      before: was.zones.find(({ names, apex }) => names.text(apex) === zone.names.text(zone.apex)),
      certificates: stay,
      goneCertificates: gone,
    }));
    return found.map(({ severity, record, span }) => `${severity} ${record?.address} ${span?.start.line}`);
  };
  const validation = record("v", HASH, "CNAME", TARGET);
  test("the certificate stays", async () => {
    expect(await changed(ZONE + certificate + validation, ZONE + certificate)).toEqual([
      "error aws_route53_record.v 7",
    ]);
  });
  test("the certificate goes as well, or loses the name", async () => {
    expect(await changed(ZONE + certificate + validation, ZONE)).toEqual([]);
    const other = certificate.replaceAll("example.com", "example.net");
    expect(await changed(ZONE + certificate + validation, ZONE + other)).toEqual([]);
  });
  test("no certificate is in sight", async () => {
    expect(await changed(ZONE + validation, ZONE)).toEqual(["warning aws_route53_record.v 2"]);
  });
  test("renamed, rewritten by for_each, or of an owner that isn't known any more", async () => {
    const before = ZONE + certificate + validation;
    expect(await changed(before, ZONE + certificate + validation.replace('"v"', '"w"'))).toEqual([]);
    expect(await changed(before, ZONE + certificate + idiom())).toEqual([]);
    const unknown = validation.replace(`"${HASH}"`, "var.owner");
    expect(await changed(before, `variable "owner" {}\n${ZONE}${certificate}${unknown}`)).toEqual([]);
  });
});

describe("duplicate-validation-record", () => {
  test("a name and its wildcard", async () => {
    const found = await findings("duplicate-validation-record", ZONE + certificate + idiom());
    expect(shown(found)).toEqual(["main.tf:7:1 duplicate-validation-record error"]);
    expect(
      await lines("duplicate-validation-record", ZONE + certificate + idiom("main", "allow_overwrite = true")),
    ).toEqual([]);
  });
  test("deduped", async () => {
    const deduped = idiom()
      .replace("dvo.domain_name => dvo", 'trimprefix(dvo.domain_name, "*.") => dvo...')
      .replaceAll("each.value.", "each.value[0].");
    expect(await lines("duplicate-validation-record", ZONE + certificate + deduped)).toEqual([]);
  });
  test("one RRset in two resources, be its data unknown", async () => {
    const known = record("a", HASH, "CNAME", TARGET) + record("b", `${HASH}.example.com`, "CNAME", `${TARGET}.`);
    const found = await lintSources({ "main.tf": ZONE + known });
    expect(shown(found.findings)).toEqual(["main.tf:10:1 duplicate-validation-record error"]);
    const unknown = `variable "x" {}\n${ZONE}${known.replaceAll(`"${TARGET}"`, "var.x").replaceAll(`"${TARGET}."`, "var.x")}`;
    expect(await lines("duplicate-validation-record", unknown)).toEqual([
      "main.tf:11:1 duplicate-validation-record error",
    ]);
    const texts =
      record("a", "_acme-challenge", "TXT", "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs") +
      record("b", "_acme-challenge", "TXT", "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrt");
    expect(await lines("duplicate-validation-record", ZONE + texts)).toEqual([
      "main.tf:10:1 duplicate-validation-record error",
    ]);
  });
  test("several values in one, overwritten on purpose, told apart, or one of two alternatives", async () => {
    const twice = (one: string, other = one) =>
      ZONE + record("a", HASH, "CNAME", TARGET, one) + record("b", HASH, "CNAME", TARGET, other);
    for (const text of [
      record("a", "_acme-challenge", "TXT", 'a", "b'),
      twice("allow_overwrite = true", ""),
      twice(
        'set_identifier = "a"\n  weighted_routing_policy { weight = 1 }',
        'set_identifier = "b"\n  weighted_routing_policy { weight = 1 }',
      ),
      `variable "old" { type = bool }\n${twice("count = var.old ? 1 : 0", "count = var.old ? 0 : 1")}`,
    ])
      expect(await lines("duplicate-validation-record", text)).toEqual([]);
  });
  test("where each resource is a record beside others, the same one twice is what it is in a zone file", async () => {
    const one = (label: string) => `resource "digitalocean_record" "${label}" {
  domain = "example.com"
  name   = "_acme-challenge"
  type   = "TXT"
  value  = "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs"
}
`;
    expect(await lines("duplicate-validation-record", one("a") + one("b"))).toEqual([]);
  });
});

describe("caa-tightened", () => {
  const caa = (...values: string[]) =>
    record("caa", "", "CAA", values.map((value) => `0 issue \\"${value}\\"`).join('", "'));
  test("a value of a list goes, and one that isn't known yet may be it", async () => {
    const { zones } = await lintSources({ "main.tf": ZONE + caa("letsencrypt.org", "digicert.com") });
    const changed = async (text: string) =>
      shown(await findings("caa-tightened", text, () => ({ before: zones[0], certificates: [] })));
    expect(await changed(ZONE + caa("letsencrypt.org"))).toEqual(["main.tf:2:1 caa-tightened warning"]);
    expect(await changed(ZONE + caa("digicert.com", "letsencrypt.org"))).toEqual([]);
    const unknown = caa("letsencrypt.org").replace("records = [", "records = [var.ca, ");
    expect(await changed(`variable "ca" {}\n${ZONE}${unknown}`)).toEqual([]);
  });
});
