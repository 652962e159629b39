import { describe, expect, test } from "vitest";
import { lintSources, shown } from "../lint.js";

// Records that contradict each other, across resources, modules and files.

const ZONE = 'resource "aws_route53_zone" "main" { name = "example.com" }\n';
const record = (label: string, name: string, type: string, value: string, more = "") =>
  `resource "aws_route53_record" "${label}" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "${name}"
  type    = "${type}"
  ttl     = 300
  records = [${value}]
  ${more}
}
`;
const HASH = "_3639ac514e785e898d2646601fa951d5";
const weighted = (id: string) => `set_identifier = ${id}\n  weighted_routing_policy { weight = 1 }`;

const loud = async (text: string | Record<string, string>) => {
  const { findings } = await lintSources(typeof text === "string" ? { "main.tf": text } : text);
  return findings.filter(({ severity }) => severity !== "info");
};
const lines = async (text: string | Record<string, string>) => shown(await loud(text));

describe("cname-and-other-data", () => {
  test("across files and modules, every other record told", async () => {
    const [found, ...more] = await loud({
      "main.tf": ZONE + record("a", "www", "CNAME", '"web.example.net"'),
      "texts.tf": record("b", "www.example.com", "TXT", '"shop"'),
      "caa.tf": `module "caa" {
  source  = "./caa"
  zone_id = aws_route53_zone.main.zone_id
}
`,
      "caa/main.tf": `variable "zone_id" {}
${record("this", "www", "CAA", '"0 issue \\"letsencrypt.org\\""').replace("aws_route53_zone.main.zone_id", "var.zone_id")}`,
    });
    expect(more).toEqual([]);
    expect(shown([found])).toEqual(["main.tf:2:1 cname-and-other-data error"]);
    expect(found.related.map(({ note }) => note).sort()).toEqual([
      "the CAA record, module.caa.aws_route53_record.this",
      "the TXT record, aws_route53_record.b",
    ]);
  });
  test("the target isn't known yet: nothing is said of it", async () => {
    const [found] = await loud(
      `variable "x" {}\n${ZONE}${record("a", "_acme-challenge", "CNAME", "var.x")}${record("b", "_acme-challenge", "TXT", '"shop"')}`,
    );
    expect(found).toMatchObject({ rule: "cname-and-other-data", message: "conflict" });
    expect(found.explanation.what).toBe('"_acme-challenge.example.com." has a CNAME and also TXT.');
    expect(JSON.stringify(found.explanation)).not.toMatch(/undefined/);
  });
  test("a proxied CNAME, alternatives, and routed answers", async () => {
    const cloudflare = (label: string, type: string, content: string, more: string) =>
      `resource "cloudflare_dns_record" "${label}" {
  zone_id = "0123456789abcdef0123456789abcdef"
  name    = "www.example.com"
  type    = "${type}"
  content = "${content}"
  ttl     = 1
  ${more}
}
`;
    for (const text of [
      cloudflare("a", "CNAME", "web.example.net", "proxied = true") + cloudflare("b", "TXT", "shop", ""),
      `variable "old" { type = bool }\n${ZONE}${record("a", "www", "CNAME", '"web.example.net"', "count = var.old ? 1 : 0")}${record("b", "www", "A", '"192.0.2.1"', "count = var.old ? 0 : 1")}`,
      ZONE +
        record("a", "www", "CNAME", '"web.example.net"', weighted('"a"')) +
        `resource "aws_route53_record" "b" {
  zone_id        = aws_route53_zone.main.zone_id
  name           = "www"
  type           = "CNAME"
  set_identifier = "b"
  weighted_routing_policy { weight = 2 }
  alias {
    name                   = "b.example.com"
    zone_id                = aws_route53_zone.main.zone_id
    evaluate_target_health = false
  }
}
`,
    ])
      expect(await lines(text)).toEqual([]);
  });
});

describe("duplicate-cname", () => {
  const two = (one: string, other: string, first = '"a.example.net"', second = '"b.example.net"') =>
    `variable "x" {}\n${ZONE}${record("a", "www", "CNAME", first, one)}${record("b", "www", "CNAME", second, other)}`;
  test("two resources", async () => {
    expect(await lines(two("", ""))).toEqual(["main.tf:11:1 duplicate-cname error"]);
  });
  test("weighted: with one identifier, or one of them without", async () => {
    expect(await lines(two(weighted('"a"'), weighted('"a"')))).toEqual(["main.tf:12:1 duplicate-cname error"]);
    expect(await lines(two(weighted('"a"'), weighted('"a"'), '"a.example.net"', "var.x"))).toEqual([
      "main.tf:12:1 duplicate-cname error",
    ]);
    expect(await lines(two("", weighted('"a"')))).toEqual(["main.tf:11:1 duplicate-cname error"]);
    expect(await lines(two(weighted('"a"'), weighted('"b"')))).toEqual([]);
    expect(await lines(two(weighted('"a"'), weighted('"b"'), '"a.example.net"', '"a.example.net"'))).toEqual([]);
    expect(await lines(two(weighted("var.x"), weighted('"b"')))).toEqual([]);
  });
  test("answers of one resource, from which its provider chooses", async () => {
    const answers = (more: string) => `resource "ns1_record" "www" {
  zone   = "example.com"
  domain = "www.example.com"
  type   = "CNAME"
  answers { answer = "a.example.net" }
  answers { answer = "b.example.net" }
  ${more}
}
`;
    expect(await lines(answers(""))).toEqual(["main.tf:1:1 duplicate-cname error"]);
    expect(await lines(answers('filters { filter = "select_first_n" }'))).toEqual([]);
  });
  test("in a zone whose name isn't known the owner is told as it is written", async () => {
    const inVariable = (owner: string) =>
      `variable "zone" {}\n${record("a", owner, "CNAME", '"a.example.net"')}${record("b", owner, "CNAME", '"b.example.net"')}`.replaceAll(
        "aws_route53_zone.main.zone_id",
        "var.zone",
      );
    const [found] = await loud(inVariable("www"));
    expect(found.explanation.what).toBe('"www" is made an alias of "a.example.net." and "b.example.net.".');
    expect(JSON.stringify((await loud(inVariable(""))).map(({ explanation }) => explanation))).not.toMatch(/<origin>/);
  });
  test("targets that aren't known yet, where a resource is the whole RRset", async () => {
    const [found, ...more] = await loud(two("", "", "var.x", "var.x"));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ rule: "duplicate-cname", message: "sameRrset", severity: "error" });
    expect(found.explanation.what).toContain('"aws_route53_record.a" and "aws_route53_record.b"');
    expect(await lines(two("allow_overwrite = true", "allow_overwrite = true", "var.x", "var.x"))).toEqual([]);
  });
  test("two platforms want the challenge: one finding", async () => {
    const text =
      ZONE +
      record("a", "_acme-challenge", "CNAME", '"a1b2c3.fastly-validations.com"') +
      record("b", "_acme-challenge", "CNAME", '"example.com.0123456789abcdef.dcv.cloudflare.com"');
    expect(await lines(text)).toEqual(["main.tf:10:1 challenge-conflict error"]);
  });
});

describe("duplicate-record", () => {
  test("in two resources, and in one list: without a fix that would take a piece of HCL away", async () => {
    const found = await loud(ZONE + record("a", "www", "A", '"192.0.2.1"') + record("b", "www", "A", '"192.0.2.1"'));
    expect(shown(found)).toEqual(["main.tf:10:1 duplicate-record warning"]);
    expect(found[0].fix).toBeUndefined();
    const [one] = await loud(ZONE + record("a", "www", "A", '"192.0.2.1", "192.0.2.1"'));
    expect(one).toMatchObject({ rule: "duplicate-record" });
    expect(one.fix).toBeUndefined();
  });
  test("resources that may overwrite share a record, as those of an apex and its wildcard do once they are there", async () => {
    const both = (one: string, other: string) =>
      ZONE +
      record("a", HASH, "CNAME", '"_98d2646601fa951d53639ac514e785e8.jkddzztszm.acm-validations.aws"', one) +
      record("b", HASH, "CNAME", '"_98d2646601fa951d53639ac514e785e8.jkddzztszm.acm-validations.aws."', other);
    expect(await lines(both("allow_overwrite = true", "allow_overwrite = true"))).toEqual([]);
    expect(await lines(both("allow_overwrite = true", ""))).toEqual(["main.tf:10:1 duplicate-record warning"]);
  });
  test("answers that are told apart", async () => {
    const text =
      ZONE +
      record("a", "www", "A", '"192.0.2.1"', weighted('"a"')) +
      record("b", "www", "A", '"192.0.2.1"', weighted('"b"'));
    expect(await lines(text)).toEqual([]);
  });
});
