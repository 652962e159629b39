// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates look like ours.
import { describe, expect, test } from "vitest";
import { readTerraform } from "../../src/terraform/source.js";
import { at, byAddress, files, place, plain, read } from "./reading.js";

const RECORDS = `
variable "zone_id" {}
variable "records" {
  type = list(object({ name = string, type = string, ttl = optional(number, 300), records = list(string) }))
}
resource "aws_route53_record" "this" {
  for_each = { for record in var.records : join("_", [record.name, record.type]) => record }
  zone_id  = var.zone_id
  name     = each.value.name
  type     = each.value.type
  ttl      = each.value.ttl
  records  = each.value.records
}
`;

describe("modules", () => {
  test("records passed to a module of one's own stand where they are written, two levels up", () => {
    const source = read({
      "live/main.tf": `
resource "aws_route53_zone" "main" { name = "example.com" }
locals {
  sets = {
    web = [
      { name = "www", type = "CNAME", records = ["lb.example.org"] },
      { name = "", type = "A", ttl = 60, records = ["192.0.2.1", "192.0.2.2"] },
    ]
  }
}
module "zone" {
  source   = "../modules/zone"
  for_each = local.sets
  zone_id  = aws_route53_zone.main.zone_id
  entries  = each.value
}
`,
      "modules/zone/main.tf": `
variable "entries" {}
variable "zone_id" {}
module "records" {
  source  = "./records"
  records = var.entries
  zone_id = var.zone_id
}
`,
      "modules/zone/records/main.tf": RECORDS,
    });
    expect(source.problems).toEqual([]);
    const www = 'module.zone["web"].module.records.aws_route53_record.this["www_CNAME"]';
    expect(byAddress(source)[www]).toEqual({
      zone_id: "? aws_route53_zone.main.zone_id",
      name: "www",
      type: "CNAME",
      ttl: 300,
      records: ["lb.example.org"],
    });
    expect(source.resources.map(({ address }) => address)).toEqual([
      "aws_route53_zone.main",
      www,
      'module.zone["web"].module.records.aws_route53_record.this["_A"]',
    ]);
    expect(place(at(source, www, "name").span)).toBe("live/main.tf:6:17-20");
    expect(place(at(source, www, "records", 0).span)).toBe("live/main.tf:6:51-65");
    expect(place(at(source, www, "ttl").span)).toBe("modules/zone/records/main.tf:4:77-80");
    expect(place(at(source, www, "zone_id").span)).toBe("live/main.tf:14:14-43");
    const record = source.resources[1];
    expect(record.module).toEqual([{ name: "zone", key: "web" }, { name: "records" }]);
    expect(place(record.values.valueSpans?.get("name"))).toBe("modules/zone/records/main.tf:9:14-29");
    expect(place(record.headerSpan)).toBe("modules/zone/records/main.tf:6:1-37");
    expect(source.modules.map(({ folder, address, call }) => [folder, address, place(call)])).toEqual([
      ["modules/zone", "module.zone", "live/main.tf:11:1-14"],
      ["modules/zone/records", "module.zone.module.records", "modules/zone/main.tf:4:1-17"],
    ]);
  });

  test("outputs lead on, with the address of what they refer to", () => {
    const source = read({
      "main.tf": `
module "zones" {
  source   = "./zone"
  for_each = toset(["a.example", "b.example"])
  name     = each.key
}
module "one" {
  source = "./zone"
  name   = "c.example"
}
resource "x" "r" {
  a = module.zones["a.example"].zone_id
  b = module.one.zone_id
  c = module.one.name
  d = [for z in module.zones : z.name]
  e = module.one.nothing
  f = values(module.zones)[*].zone_id
  g = module.one.secret
}
`,
      "zone/main.tf": `
variable "name" {}
resource "aws_route53_zone" "this" { name = var.name }
output "zone_id" { value = aws_route53_zone.this.zone_id }
output "name" { value = aws_route53_zone.this.name }
output "secret" {
  value     = "s"
  sensitive = true
}
`,
    });
    expect(byAddress(source)["x.r"]).toEqual({
      a: '? module.zones["a.example"].aws_route53_zone.this.zone_id',
      b: "? module.one.aws_route53_zone.this.zone_id",
      c: "c.example",
      d: ["a.example", "b.example"],
      e: '? there is no output "nothing"',
      f: [
        '? module.zones["a.example"].aws_route53_zone.this.zone_id',
        '? module.zones["b.example"].aws_route53_zone.this.zone_id',
      ],
      g: "s",
    });
    expect(at(source, "x.r", "g").sensitive).toBe(true);
    expect(place(at(source, "x.r", "c").span)).toBe("main.tf:9:13-22");
  });

  test("from elsewhere are unknown by name, unless Terraform's manifest tells where they lie", () => {
    const main =
      'module "acm" {\n  source  = "terraform-aws-modules/acm/aws"\n  name = "n"\n}\nresource "x" "r" { a = module.acm.arn }\n';
    expect(byAddress(read(main))).toEqual({ "x.r": { a: "? module.acm.arn" } });
    const manifest = JSON.stringify({
      Modules: [
        { Key: "", Dir: "." },
        { Key: "acm", Dir: ".terraform/modules/acm" },
      ],
    });
    const source = readTerraform({
      files: files({ "root/main.tf": main }),
      readManifest: (folder) => (folder === "root" ? new TextEncoder().encode(manifest) : undefined),
      readFolder: (folder) =>
        folder === "root/.terraform/modules/acm"
          ? files({
              "root/.terraform/modules/acm/main.tf": 'variable "name" {}\noutput "arn" { value = "arn:${var.name}" }\n',
            })
          : undefined,
    });
    expect(byAddress(source)).toEqual({ "x.r": { a: "arn:n" } });
  });

  test("a called folder isn't read on its own; one that nothing calls is", () => {
    const source = read({
      "a/main.tf": 'module "m" {\n  source = "../m"\n  n = 1\n}\n',
      "b/main.tf": 'module "m" {\n  source = "../m"\n  n = 2\n}\nmodule "off" {\n  source = "../off"\n  count = 0\n}\n',
      "m/main.tf": 'variable "n" {}\nresource "x" "r" { n = var.n }\n',
      "off/main.tf": 'resource "x" "off" {}\n',
      "c/main.tf": 'resource "x" "alone" {}\n',
    });
    expect(source.resources.map(({ address, values }) => [address, plain(values)])).toEqual([
      ["module.m.x.r", { n: 1 }],
      ["module.m.x.r", { n: 2 }],
      ["x.alone", {}],
    ]);
  });

  test("that call each other in a circle are bounded and told of", () => {
    const source = read({
      "a/main.tf": 'resource "x" "a" {}\nmodule "b" { source = "../b" }\n',
      "b/main.tf": 'resource "x" "b" {}\nmodule "a" { source = "../a" }\n',
      "self/main.tf": 'resource "x" "s" {}\nmodule "s" { source = "./" }\n',
    });
    expect(source.problems.map(({ kind, span }) => [kind, place(span)])).toEqual([
      ["cycle", "self/main.tf:2:1-11"],
      ["cycle", "b/main.tf:2:1-11"],
    ]);
    expect(source.resources.map(({ address }) => address)).toEqual(["x.s", "x.a", "module.b.x.b"]);
  });

  test("with an argument whose variable is declared in none of the files at hand", () => {
    const source = read({
      "main.tf": 'module "m" {\n  source = "./m"\n  name = "given"\n}\n',
      "m/main.tf": 'resource "x" "r" {\n  a = var.name\n  b = var.other\n}\n',
    });
    expect(byAddress(source)).toEqual({ "module.m.x.r": { a: "given", b: "? var.other isn't declared here" } });
  });

  test("resources that nobody asked for are looked at only when they are referred to", () => {
    const source = read(
      'resource "zone" "z" { name = "example.com" }\nresource "record" "r" { zone = zone.z.name }\n',
      { wants: (type) => type === "record" },
    );
    expect(byAddress(source)).toEqual({ "record.r": { zone: "example.com" } });
  });
});
