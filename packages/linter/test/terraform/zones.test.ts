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

test("an owner that is left out is the apex", async () => {
  const { findings, undecided } = await lintSources({
    "main.tf": `resource "ovh_domain_zone_record" "caa" {
  zone      = "example.com"
  fieldtype = "CAA"
  target    = "0 isue \\"letsencrypt.org\\""
}
resource "dns_mx_record_set" "mx" {
  zone = "example.org."
  mx {
    preference = 10
    exchange   = "https://mail.example.org."
  }
}
`,
  });
  expect([...undecided]).toEqual([]);
  expect(shown(findings.filter(loud))).toEqual([
    "main.tf:4:15 caa-unknown-tag warning",
    "main.tf:10:19 target-is-url error",
  ]);
  expect(findings.filter(loud).map(({ record }) => record?.owner)).toEqual(["example.com.", "example.org."]);
});

test("the only owner of a zone that nobody knows can't be read: told, with the resource's address", async () => {
  const { findings } = await lintSources({
    "main.tf": `variable "zone" {}
resource "aws_route53_record" "a" {
  zone_id = var.zone
  name    = "_${"0a".repeat(32)}.www"
  type    = "CNAME"
  records = ["_3639ac514e785e898d2646601fa951d5.jkddzztszm.acm-validations.aws"]
}
`,
  });
  expect(shown(findings)).toEqual(["main.tf:4:14 label-too-long error"]);
  expect(findings[0].record).toMatchObject({ owner: `_${"0a".repeat(32)}.www`, address: "aws_route53_record.a" });
});

test("a wrong hash of a validation record, in the owner or in the target", async () => {
  const record = (label: string, name: string, target: string) => `resource "aws_route53_record" "${label}" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "${name}.example.com"
  type    = "CNAME"
  records = ["${target}.jkddzztszm.acm-validations.aws"]
}
`;
  const good = "_3639ac514e785e898d2646601fa951d5";
  const { findings } = await lintSources({
    "main.tf":
      'resource "aws_route53_zone" "main" { name = "example.com" }\n' +
      record("a", good.slice(0, -1), good) +
      record("b", good.replace("a", "0"), good.slice(0, -1)),
  });
  expect(shown(findings.filter(loud))).toEqual([
    "main.tf:4:14 validation-record-malformed error",
    "main.tf:12:15 validation-record-malformed error",
  ]);
});

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

/** A record whose owner or data means something in a zone file, and one behind it that is doubled. */
const behind = (name: string, type: string, target: string): string => `resource "azurerm_dns_a_record" "z" {
  zone_name = "example.com"
  name      = "www.example.com"
  records   = ["192.0.2.1"]
}
resource "ovh_domain_zone_record" "a" {
  zone      = "example.com"
  subdomain = ${JSON.stringify(name)}
  fieldtype = "${type}"
  target    = ${JSON.stringify(target)}
}
resource "ovh_domain_zone_record" "b" {
  zone      = "example.com"
  subdomain = "lb"
  fieldtype = "CNAME"
  target    = "lb.example.net"
}
`;

test.each([
  ["a(", "A", "192.0.2.1"],
  ['a\\"', "A", "192.0.2.1"],
  ["$INCLUDE", "TXT", "x"],
  [";", "TXT", "x"],
  [".", "A", "192.0.2.1"],
  ["a", "NAPTR", '100 10 "u" "'],
  ["a", "DS", "1 13 2 ("],
  ["a", "MX", "10 ; mail"],
  ["a", "TXT", '"'],
  ["a", "TXT", "\\9"],
  ["a", "TXT", "one\nb CNAME two."],
  ["a", "SRV", "\\\n1 1 1 x."],
  ["a", "CAA", '0 issue "x'],
])("a name %j or a %s value %j is never read as more than it is", async (name, type, target) => {
  const { findings } = await lintSources({ "main.tf": behind(name, type, target) });
  const all = shown(findings);
  expect(all).toContain("main.tf:3:16 doubled-domain error");
  expect(all).toContain("main.tf:16:16 missing-trailing-dot error");
  expect(findings.filter(({ rule }) => rule === "syntax-error")).toEqual([]);
});

test("a type that a provider made up, or gives as a number", async () => {
  const { findings, undecided } = await lintSources({
    "main.tf": `resource "ultradns_record" "a" {
  zone_name   = "example.com"
  owner_name  = "www"
  record_type = "5"
  record_data = ["lb.example.net."]
}
resource "ultradns_record" "b" {
  zone_name   = "example.com"
  owner_name  = "www"
  record_type = "TXT"
  record_data = ["k2v8q0"]
}
resource "ultradns_record" "c" {
  zone_name   = "example.com"
  owner_name  = "top"
  record_type = "APEXALIAS"
  record_data = ["lb.example.net."]
}
`,
  });
  expect(shown(findings.filter(loud))).toEqual(["main.tf:1:1 cname-and-other-data error"]);
  expect([...undecided.keys()]).toEqual(["the record's type is none of the DNS"]);
});

test("an owner with two records is mended once", async () => {
  const { findings } = await lintSources({
    "main.tf": `resource "aws_route53_zone" "main" { name = "example.com" }
resource "aws_route53_record" "a" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "_acme-challenge.*"
  type    = "TXT"
  records = ["gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs", "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrt"]
}
`,
  });
  const [finding] = findings.filter(loud);
  expect(shown([finding])).toEqual(["main.tf:4:14 challenge-under-wildcard error"]);
  expect(finding.fix?.edits.map(({ newText }) => newText)).toEqual(["_acme-challenge"]);
});

test("at the apex a CNAME beside other data is one finding", async () => {
  const { findings } = await lintSources({
    "main.tf": `resource "azurerm_dns_cname_record" "a" {
  zone_name = "example.com"
  name      = "@"
  record    = "lb.example.net"
}
resource "azurerm_dns_txt_record" "b" {
  zone_name = "example.com"
  name      = "@"
  record { value = "v=spf1 -all" }
}
`,
  });
  expect(shown(findings.filter(loud))).toEqual(["main.tf:1:1 cname-at-apex error"]);
});

test("two answers of one name, by weight, are no duplicates and no contradiction", async () => {
  const record = (label: string, target: string) => `resource "aws_route53_record" "${label}" {
  zone_id        = aws_route53_zone.main.zone_id
  name           = "www"
  type           = "CNAME"
  set_identifier = "${label}"
  weighted_routing_policy { weight = 1 }
  records = ["${target}"]
}
`;
  const { findings } = await lintSources({
    "main.tf": `resource "aws_route53_zone" "main" { name = "example.com" }
${record("a", "lb.example.net")}${record("b", "lb.example.net")}${record("c", "lb2.example.net")}`,
  });
  expect(shown(findings.filter(loud))).toEqual([]);
});

/** Records of a zone that only an id tells: owner and type. */
const unknownZone = (...records: readonly (readonly [string, string, string])[]): string =>
  `data "aws_route53_zone" "main" { zone_id = "Z1" }\n${records
    .map(
      ([name, type, data], i) => `resource "aws_route53_record" "r${i}" {
  zone_id = data.aws_route53_zone.main.zone_id
  name    = "${name}"
  type    = "${type}"
  records = ["${data}"]
}
`,
    )
    .join("")}`;

test("in a zone that only an id tells, NS above all other owners are its own and no delegation", async () => {
  const apex = [
    ["app.service.gov.uk", "NS", "ns1.example.net"],
    ["app.service.gov.uk", "TXT", "v=spf1 -all"],
    ["www.app.service.gov.uk", "A", "192.0.2.1"],
  ] as const;
  expect(shown((await lintSources({ "main.tf": unknownZone(...apex) })).findings.filter(loud))).toEqual([]);
  const sibling = ["other.service.gov.uk", "A", "192.0.2.1"] as const;
  const { findings } = await lintSources({ "main.tf": unknownZone(...apex, sibling) });
  expect(shown(findings.filter(loud))).toEqual([
    "main.tf:8:1 occluded-by-delegation error",
    "main.tf:14:1 occluded-by-delegation error",
  ]);
});

test("in a zone that only an id tells, a CNAME beside other data at what may be its apex", async () => {
  const { findings } = await lintSources({
    "main.tf": unknownZone(["example.com", "CNAME", "lb.example.net"], ["example.com", "TXT", "v=spf1 -all"]),
  });
  expect(shown(findings.filter(loud))).toEqual(["main.tf:2:1 cname-at-apex error"]);
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
    // The CAA of one name permits Sectigo and Let's Encrypt, and beside it stands a validation record of Amazon's.
    expect(count("caa-excludes-ca")).toBe(1);
    expect(errors).toHaveLength(37);
  });
}
