import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type CheckOptions, check as checkDeclared, lint, loadConfig } from "../src/index.js";
import { NOW } from "./zone-text.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "dcvlint-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function lintFolder(files: Readonly<Record<string, string>>, more: object = {}): Promise<string[]> {
  const cwd = folderOf(files);
  const { result } = await lint({ cwd, paths: ["."], config: await loadConfig(cwd), now: NOW, ...more });
  return result.findings
    .filter(({ severity }) => severity !== "info")
    .map(
      ({ span, severity, rule, related }) =>
        `${span!.file}:${span!.start.line} ${severity} ${rule}${related.map((each) => ` < ${each.span.file}:${each.span.start.line}`).join("")}`,
    );
}

const SOA =
  "$ORIGIN example.com.\n@ 300 IN SOA ns1.example.net. h 1 7200 900 1209600 300\n@ 300 IN NS ns1.example.net.\n";
const CAA = '@ 300 IN CAA 0 issue "digicert.com"\n';
const ACM =
  "_e841f9038bbb69e685112130c2668f62.www 300 IN CNAME _b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.\n";

describe("lint: who needs which CA", () => {
  test("a validation record, without any config", async () => {
    expect(await lintFolder({ "example.com.zone": SOA + CAA + ACM })).toEqual([
      "example.com.zone:4 error caa-excludes-ca < example.com.zone:5",
    ]);
  });

  test("a certificate of the config, its line beside", async () => {
    const config = "certificates:\n  - names: [example.com]\n    ca: letsencrypt\n";
    expect(await lintFolder({ "example.com.zone": SOA + CAA, "dcvlint.config.yaml": config })).toEqual([
      "example.com.zone:4 error caa-excludes-ca < dcvlint.config.yaml:2",
    ]);
  });

  test("a resource in Terraform, and a zone file", async () => {
    const tf =
      'resource "aws_acm_certificate" "a" {\n  domain_name       = "example.com"\n  validation_method = "DNS"\n}\n';
    const found = await lintFolder({ "example.com.zone": SOA + CAA, "main.tf": tf });
    expect(found).toContain("example.com.zone:4 error caa-excludes-ca < main.tf:1");
  });

  test("an RRset resource is its whole RRset; a record beside others isn't", async () => {
    const set = (type: string, body: string) =>
      `resource "${type}" "caa" {\n  name = "example.com"\n  type = "CAA"\n${body}\n}\n`;
    const certificate =
      'resource "aws_acm_certificate" "a" {\n  domain_name       = "example.com"\n  validation_method = "DNS"\n}\n';
    const route53 = set(
      "aws_route53_record",
      '  zone_id = "Z1"\n  ttl = 300\n  records = ["0 issue \\"digicert.com\\""]',
    );
    expect(await lintFolder({ "main.tf": route53 + certificate })).toEqual([
      "main.tf:6 error caa-excludes-ca < main.tf:8",
    ]);
    const cloudflare = set(
      "cloudflare_record",
      '  zone_id = "1"\n  data {\n    flags = 0\n    tag = "issue"\n    value = "digicert.com"\n  }',
    );
    // What the provider adds keeps Amazon out, unless a record that isn't here names it.
    expect(await lintFolder({ "main.tf": cloudflare + certificate })).toEqual([
      "main.tf:1 warning caa-hidden-by-provider < main.tf:11",
    ]);
  });

  test("a set above a name, in a zone of which not all is at hand: a warning, where nothing speaks against it", async () => {
    const record = (name: string, type: string, values: string) =>
      `resource "aws_route53_record" "${type.toLowerCase()}_${name.replace(/\W/g, "_")}" {\n  zone_id = data.aws_route53_zone.a.zone_id\n  name    = "${name}"\n  type    = "${type}"\n  ttl     = 300\n  records = [${values}]\n}\n`;
    const zone = 'data "aws_route53_zone" "a" {\n  name = "example.com"\n}\n';
    const certificate =
      'resource "aws_acm_certificate" "a" {\n  domain_name       = "app.example.com"\n  validation_method = "DNS"\n}\n';
    const only = (issuer: string) => record("", "CAA", `"0 issue \\"${issuer}\\""`);
    const lint = (...parts: string[]) => lintFolder({ "main.tf": [zone, certificate, ...parts].join("") });
    expect(await lint(only("digicert.com"))).toEqual(["main.tf:13 warning caa-excludes-ca < main.tf:4"]);
    expect(await lint(only("amazontrust.com"))).toEqual([]);
    // A set of its own; an alias that leads nobody knows where; a record that may be CAA and may be anywhere.
    expect(await lint(only("digicert.com"), record("app", "CAA", '"0 issue \\"amazon.com\\""'))).toEqual([]);
    expect(await lint(only("digicert.com"), record("app", "CNAME", '"lb.example.net"'))).toEqual([]);
    expect(await lint(only("digicert.com"), record("*", "CNAME", '"lb.example.net"'))).toEqual([]);
    expect(await lint(only("digicert.com"), record(`\${var.where}`, "CAA", '"0 issue \\"amazon.com\\""'))).toEqual([]);
    const delegated = record("app", "NS", '"ns1.example.net", "ns2.example.net"');
    expect(await lint(only("digicert.com"), delegated)).toEqual([]);
    // Of others it is known that they aren't.
    expect(await lint(only("digicert.com"), record(`\${var.where}`, "TXT", '"x"'))).toEqual([
      "main.tf:13 warning caa-excludes-ca < main.tf:4",
    ]);
  });

  test("--ca: the names of known certificates, else each apex", async () => {
    const files = { "example.com.zone": SOA + CAA };
    expect(await lintFolder(files, { cas: ["letsencrypt"] })).toEqual(["example.com.zone:4 error caa-excludes-ca"]);
    expect(await lintFolder(files, { cas: ["digicert.com"] })).toEqual([]);
    const config = "certificates:\n  - names: [www.example.org]\n    ca: digicert\n";
    expect(await lintFolder({ ...files, "dcvlint.config.yaml": config }, { cas: ["letsencrypt"] })).toEqual([]);
  });

  test("what nobody wants a certificate of is never mentioned", async () => {
    expect(await lintFolder({ "example.com.zone": SOA + CAA })).toEqual([]);
  });
});

describe("lint: certificates themselves", () => {
  const config = (text: string) => `certificates:\n  - names: [other.example.org]\n  - ${text}\n`;
  test.each([
    ["names: [my_host.example.com]", "error name-not-issuable"],
    ['names: ["*.example.com"]\n    method: http-01', "error wildcard-needs-dns"],
    ["names: [example.com]\n    method: email", "warning email-method-ending"],
    ["names: [example.com]\n    ca: amazon\n    method: dns-cname", "error validation-record-missing"],
  ])("%s", async (text, told) => {
    const zone = `${SOA}@ 300 IN MX 10 mail.example.net.\n`;
    expect(await lintFolder({ "example.com.zone": zone, "dcvlint.config.yaml": config(text) })).toEqual([
      `dcvlint.config.yaml:3 ${told}`,
    ]);
  });

  test("by e-mail, of a domain that takes none; by HTTP, each host without an address", async () => {
    const mail = config("names: [example.com]\n    method: email");
    expect(await lintFolder({ "example.com.zone": SOA, "dcvlint.config.yaml": mail })).toEqual([
      "dcvlint.config.yaml:3 warning email-method-ending",
      "dcvlint.config.yaml:3 error no-mail-exchange",
    ]);
    const web = config("names: [a.example.com, b.example.com, www.example.com]\n    method: http-01");
    const zone = `${SOA}www 300 IN A 10.0.0.1\n`;
    expect(await lintFolder({ "example.com.zone": zone, "dcvlint.config.yaml": web })).toEqual([
      "dcvlint.config.yaml:3 error no-address",
      "dcvlint.config.yaml:3 error no-address",
      "example.com.zone:4 warning reserved-address",
    ]);
    // Of a part of a zone, or another one, nobody knows what it holds.
    const part = "$ORIGIN example.com.\nwww 300 IN A 203.0.114.1\n";
    for (const text of [mail, web])
      expect(
        (await lintFolder({ "example.com.zone": part, "dcvlint.config.yaml": text })).filter(
          (line) => !/ending/.test(line),
        ),
      ).toEqual([]);
  });

  test.each([
    ["names: [www.example.com]\n    ca: amazon\n    method: dns-cname"],
    ["names: [www.example.org]\n    ca: amazon\n    method: dns-cname"],
    ["names: [example.com]\n    ca: letsencrypt\n    method: dns-01"],
    ["names: [example.com]\n    ca: sectigo\n    method: dns-cname"],
  ])("%s: nothing to say", async (text) => {
    expect(await lintFolder({ "example.com.zone": SOA + ACM, "dcvlint.config.yaml": config(text) })).toEqual([]);
  });

  test("of resources, at the resource; a suppression there holds", async () => {
    const tf = (comment: string) =>
      `${comment}resource "aws_acm_certificate" "a" {\n  domain_name       = "my_host.example.com"\n  validation_method = "EMAIL"\n}\n`;
    expect(await lintFolder({ "main.tf": tf("") })).toEqual(["main.tf:1 error name-not-issuable"]);
    expect(await lintFolder({ "main.tf": tf("# dcvlint-disable-next-line name-not-issuable -- a test\n") })).toEqual(
      [],
    );
  });
});

test("a plan that knows what the CA asked for: another value at that owner, its wildcard's the same", async () => {
  const owner = "_e841f9038bbb69e685112130c2668f62.example.com";
  const target = (end: string) => `_b6cacb7fd6896429d6173bd9b2d8d44${end}.qwfhtkzmns.acm-validations.aws.`;
  const provider_name = "registry.terraform.io/hashicorp/aws";
  const noop = (type: string, name: string, values: object) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name,
    change: { actions: ["no-op"], before: values, after: values, after_unknown: {} },
  });
  const option = {
    resource_record_name: `${owner}.`,
    resource_record_type: "CNAME",
    resource_record_value: target("7"),
  };
  const options = ["example.com", "*.example.com"].map((domain_name) => ({ ...option, domain_name }));
  const plan = (end: string) =>
    JSON.stringify({
      format_version: "1.2",
      terraform_version: "1.9.0",
      resource_changes: [
        noop("aws_acm_certificate", "c", {
          domain_name: "example.com",
          subject_alternative_names: ["*.example.com"],
          validation_method: "DNS",
          domain_validation_options: options,
        }),
        noop("aws_route53_record", "v", { zone_id: "Z1", name: owner, type: "CNAME", ttl: 60, records: [target(end)] }),
      ],
    });
  expect(await lintFolder({ "plan.json": plan("7") })).toEqual([]);
  expect(await lintFolder({ "plan.json": plan("8") })).toEqual([
    "plan.json:1 error validation-record-mismatch < plan.json:1",
  ]);
});

describe("lint: certificates of which not all is known", () => {
  const lintTf = async (tf: string) => {
    const cwd = folderOf({ "main.tf": tf });
    const { result } = await lint({ cwd, paths: ["."], config: await loadConfig(cwd), now: NOW });
    return [result.summary.undecided, ...result.notices.map(({ what, span }) => `${span?.start.line}: ${what}`)];
  };
  const acm = (name: string, more = "") =>
    `resource "aws_acm_certificate" "${name.replace(/\W/g, "")}" {\n  domain_name = ${name}\n  validation_method = "DNS"\n${more}}\n`;
  const RECORD =
    'resource "aws_route53_record" "www" {\n  zone_id = "Z1"\n  name = "www.example.com"\n  type = "A"\n  ttl = 300\n  records = ["203.0.114.1"]\n}\n';

  test("a name, or whose it is: counted, and told once for each cause", async () => {
    const tf = `${RECORD}${acm("var.a")}${acm("var.b")}variable "a" {}\nvariable "b" {}\n`;
    expect(await lintTf(tf)).toEqual([
      2,
      "8: Could not tell all of 2 certificates, the first one here: a name of it isn't known.",
    ]);
    const acme = 'resource "acme_certificate" "a" {\n  common_name = "example.com"\n}\n';
    expect(await lintTf(RECORD + acme)).toEqual([
      1,
      "8: Could not tell all of a certificate, the first one here: which CA it asks isn't known.",
    ]);
    const own = acm('"example.com"', "  certificate_authority_arn = var.arn\n");
    expect(await lintTf(`${RECORD}${own}variable "arn" {}\n`)).toEqual([
      1,
      "8: Could not tell all of a certificate, the first one here: whether it asks a public CA isn't known.",
    ]);
  });

  test("all of it is known, or nobody is asked", async () => {
    expect(await lintTf(RECORD + acm('"example.com"'))).toEqual([0]);
    const own = acm("var.a", '  certificate_authority_arn = "arn:aws:acm-pca:1"\n');
    expect(await lintTf(`${RECORD}${own}variable "a" {}\n`)).toEqual([0]);
  });
});

test("a private CA certifies what it likes", async () => {
  const config =
    "cas:\n  - id: own\n    issuerDomains: [ca.internal]\ncertificates:\n  - names: [host.internal]\n    ca: own\n";
  expect(await lintFolder({ "example.com.zone": SOA, "dcvlint.config.yaml": config })).toEqual([]);
  const tf = 'resource "acme_certificate" "a" {\n  common_name = "host.internal"\n}\n';
  expect(await lintFolder({ "main.tf": tf })).toEqual([]);
});

describe("check --offline", () => {
  const check = async (files: Readonly<Record<string, string>>, options: Partial<CheckOptions> = {}) => {
    const cwd = folderOf(files);
    const config = await loadConfig(cwd);
    const all = { cwd, config, names: [], records: [], after: ["."], before: [], now: NOW, ...options };
    const { result } = await checkDeclared(all);
    return result.names.map(
      ({ name, wildcard, ca, method, verdict, findings }) =>
        `${wildcard ? "*." : ""}${name} ${ca} ${method} ${verdict}${findings.map(({ rule }) => ` ${rule}`).join("")}`,
    );
  };

  test("without NAME every certificate of the config", async () => {
    const config =
      'certificates:\n  - names: [example.com, "*.example.com"]\n    ca: digicert\n    method: dns-01\n  - names: [www.example.com]\n    ca: amazon\n    method: dns-cname\n';
    expect(await check({ "example.com.zone": SOA + CAA + ACM, "dcvlint.config.yaml": config })).toEqual([
      "example.com digicert dns-01 will-issue",
      "*.example.com digicert dns-01 will-issue",
      "www.example.com amazon dns-cname will-not-issue caa-excludes-ca",
    ]);
  });

  test("the best of the CA's methods", async () => {
    const files = { "example.com.zone": SOA };
    expect(await check(files, { names: ["example.com"], ca: "letsencrypt" })).toEqual([
      "example.com letsencrypt dns-01 will-issue",
    ]);
    expect(await check(files, { names: ["example.com"], ca: "letsencrypt", method: "http-01" })).toEqual([
      "example.com letsencrypt http-01 will-not-issue no-address",
    ]);
  });

  test("records go to the longest name that they are below", async () => {
    const records = ['_acme-challenge.www.example.com. TXT "abc"'];
    expect(
      await check(
        { "example.com.zone": `${SOA}_acme-challenge.www 60 IN TXT "abd"\n` },
        { names: ["example.com", "www.example.com"], ca: "letsencrypt", records },
      ),
    ).toEqual([
      "example.com letsencrypt dns-01 will-issue",
      "www.example.com letsencrypt dns-01 will-not-issue validation-record-mismatch",
    ]);
  });

  test("a zone that only the state of before has stays", async () => {
    const files = {
      "new/example.com.zone": SOA + CAA,
      "old/example.org.zone": SOA.replace("example.com", "example.org"),
      "old/example.com.zone": SOA,
    };
    const options = { names: ["example.com", "example.org"], ca: "letsencrypt", after: ["new"], before: ["old"] };
    expect(await check(files, options)).toEqual([
      "example.com letsencrypt dns-01 will-not-issue caa-excludes-ca",
      "example.org letsencrypt dns-01 will-issue",
    ]);
  });

  test("what a plan deletes is known not to be there", async () => {
    const address = "aws_route53_record.caa";
    const values = { zone_id: "Z1", name: "example.com", type: "CAA", ttl: 300, records: ['0 issue "digicert.com"'] };
    const provider_name = "registry.terraform.io/hashicorp/aws";
    const resource = { address, mode: "managed", type: "aws_route53_record", name: "caa", provider_name };
    const other = { ...resource, address: "aws_route53_record.www", name: "www" };
    const www = { zone_id: "Z1", name: "www.example.com", type: "A", ttl: 300, records: ["203.0.114.1"] };
    const plan = (actions: string[], after: object | null) =>
      JSON.stringify({
        format_version: "1.2",
        terraform_version: "1.9.0",
        resource_changes: [
          { ...resource, change: { actions, before: values, after, after_unknown: {} } },
          { ...other, change: { actions: ["no-op"], before: www, after: www, after_unknown: {} } },
        ],
      });
    const options = { names: ["example.com"], ca: "letsencrypt", method: "dns-01" };
    expect(await check({ "plan.json": plan(["no-op"], values) }, options)).toEqual([
      "example.com letsencrypt dns-01 will-not-issue caa-excludes-ca",
    ]);
    // Whether the challenge would be found, a part of the zone doesn't tell; CAA is in nobody's way any more.
    expect(await check({ "plan.json": plan(["delete"], null) }, options)).toEqual([
      "example.com letsencrypt dns-01 cannot-tell",
    ]);
    const cwd = folderOf({ "plan.json": plan(["delete"], null) });
    const { result } = await checkDeclared({
      cwd,
      config: await loadConfig(cwd),
      records: [],
      after: ["."],
      before: [],
      now: NOW,
      ...options,
    });
    expect(result.names[0].evidence[0]).toMatchObject({
      ask: "CAA example.com.",
      rcode: "NOERROR",
      answer: [],
      note: "the change deletes the RRset",
    });
    expect(result.names[0].reasons).toEqual([expect.stringMatching(/_acme-challenge/)]);
  });

  test("an account's own label is where dns-account-01 is looked for", async () => {
    const account = "https://example.com/acme/acct/ExampleAccount";
    // The draft's example: the label of this account.
    const loop = (label: string) => `${SOA}${label}._acme-challenge 60 IN CNAME ${label}._acme-challenge\n`;
    const options = { names: ["example.com"], ca: "letsencrypt", method: "dns-account-01", account };
    expect(await check({ "example.com.zone": loop("_ujmmovf2vn55tgye") }, options)).toEqual([
      "example.com letsencrypt dns-account-01 will-not-issue cname-loop",
    ]);
    expect(await check({ "example.com.zone": loop("_abcdefghijklmnop") }, options)).toEqual([
      "example.com letsencrypt dns-account-01 will-issue",
    ]);
  });

  test("a plan may be named, standard input may not", async () => {
    const values = { zone_id: "Z1", name: "example.com", type: "CAA", ttl: 300, records: ['0 issue "digicert.com"'] };
    const change = { actions: ["create"], before: null, after: values, after_unknown: {} };
    const plan = JSON.stringify({
      format_version: "1.2",
      terraform_version: "1.9.0",
      resource_changes: [
        {
          address: "aws_route53_record.caa",
          mode: "managed",
          type: "aws_route53_record",
          name: "caa",
          provider_name: "registry.terraform.io/hashicorp/aws",
          change,
        },
      ],
    });
    const options = { names: ["example.com"], ca: "letsencrypt", after: ["plan.json"] };
    expect(await check({ "plan.json": plan }, options)).toEqual([
      "example.com letsencrypt dns-01 will-not-issue caa-excludes-ca",
    ]);
    await expect(check({ "plan.json": plan }, { ...options, after: ["-"] })).rejects.toThrow(/--after takes a file/);
    await expect(check({ "plan.json": plan }, { ...options, before: ["-"] })).rejects.toThrow(/--before takes a file/);
  });

  test("what can't be asked is said in a sentence", async () => {
    const files = { "example.com.zone": SOA };
    await expect(check(files)).rejects.toThrow(/no NAME is given/);
    await expect(check(files, { names: ["example.com"] })).rejects.toThrow(/which CA/);
    await expect(check(files, { names: ["example.com"], ca: "amazno" })).rejects.toThrow(/did you mean "amazon"/);
    await expect(check(files, { names: ["a..b"], ca: "amazon" })).rejects.toThrow(/not a domain name/);
    await expect(check(files, { names: ["example.com"], ca: "amazon", records: ["x"] })).rejects.toThrow(
      /OWNER TYPE VALUE/,
    );
    const records = ["_x.example.org CNAME y.example."];
    await expect(check(files, { names: ["example.com"], ca: "amazon", records })).rejects.toThrow(/belongs to none/);
  });
});
