// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates look like ours.
import { describe, expect, test } from "vitest";
import { at, byAddress, place, plain, read } from "./reading.js";

describe("resources", () => {
  test("arguments, nested blocks and what they don't show", () => {
    const source = read(`
resource "aws_route53_record" "www" {
  provider   = aws.east
  depends_on = [aws_route53_zone.main]
  zone_id    = aws_route53_zone.main.zone_id
  name       = "www"
  ttl        = 300
  alias {
    name = "lb.example.org"
  }
  lifecycle {
    ignore_changes = [ttl]
  }
}
data "aws_route53_zone" "z" { name = "example.com." }
`);
    expect(byAddress(source)).toEqual({
      "aws_route53_record.www": {
        zone_id: "? aws_route53_zone.main.zone_id",
        name: "www",
        ttl: 300,
        alias: [{ name: "lb.example.org" }],
      },
      "data.aws_route53_zone.z": { name: "example.com." },
    });
    const [record, data] = source.resources;
    expect(record).toMatchObject({
      mode: "managed",
      type: "aws_route53_record",
      name: "www",
      module: [],
      provider: "hashicorp/aws",
    });
    expect([place(record.headerSpan), record.blockSpan?.end.line, data.mode]).toEqual(["main.tf:2:1-36", 14, "data"]);
    expect(record.values.keySpans?.get("name")).toMatchObject({ start: { line: 6, column: 3 }, end: { column: 7 } });
    expect(place(record.values.valueSpans?.get("name"))).toBe("main.tf:6:16-21");
    expect(place(record.values.entries.get("name")?.span)).toBe("main.tf:6:17-20");
    expect(record.values.entries.get("name")).toMatchObject({ literal: true });
  });

  test("providers as they are declared", () => {
    const { resources } = read(`
terraform {
  required_providers {
    cloudflare = { source = "registry.terraform.io/Cloudflare/cloudflare", version = "~> 5" }
  }
}
resource "cloudflare_dns_record" "a" {}
resource "google_dns_record_set" "b" {}
`);
    expect(resources.map(({ provider }) => provider)).toEqual(["cloudflare/cloudflare", "hashicorp/google"]);
  });

  test("files of OpenTofu, which stand in for those of Terraform beside them", () => {
    const source = read({
      "main.tf": 'resource "x" "a" { name = "terraform" }\n',
      "main.tofu": 'resource "x" "a" { name = "opentofu" }\n',
      "more.tofu.json": '{ "resource": { "x": { "b": { "name": "json" } } } }',
      "more.tf.json": '{ "resource": { "x": { "b": { "name": "not this" } } } }',
      "other.tf": 'resource "x" "c" { name = "terraform" }\n',
      "other_override.tofu": 'resource "x" "c" { name = "overridden" }\n',
    });
    expect(byAddress(source)).toEqual({
      "x.a": { name: "opentofu" },
      "x.b": { name: "json" },
      "x.c": { name: "overridden" },
    });
  });
  test("override files replace arguments and kinds of blocks", () => {
    const source = read({
      "main.tf": 'resource "x" "a" {\n  name = "one"\n  ttl = 1\n  v { n = 1 }\n}\nlocals { l = "one" }\n',
      "override.tf": 'resource "x" "a" {\n  name = "${local.l}!"\n  v { n = 2 }\n}\nlocals { l = "two" }\n',
    });
    expect(byAddress(source)).toEqual({ "x.a": { name: "two!", ttl: 1, v: [{ n: 2 }] } });
  });

  test("two of one address are both told of", () => {
    expect(
      read('resource "x" "a" { n = 1 }\nresource "x" "a" { n = 2 }\n').resources.map(({ values }) => plain(values)),
    ).toEqual([{ n: 1 }, { n: 2 }]);
  });
});

describe("count and for_each", () => {
  test("each instance has its key and its values", () => {
    const source = read(`
locals {
  hosts = {
    www = { ip = "192.0.2.1", ttl = 60 }
    "a.b" = { ip = "192.0.2.2" }
  }
}
resource "x" "map" {
  for_each = local.hosts
  name     = "\${each.key}.example.com"
  ip       = each.value.ip
  ttl      = lookup(each.value, "ttl", 300)
}
resource "x" "set" {
  for_each = toset(["b", "a"])
  name     = each.value
}
resource "x" "count" {
  count = 2
  name  = "n\${count.index}"
}
resource "x" "none" {
  count = 0
}
`);
    expect(byAddress(source)).toEqual({
      'x.map["www"]': { name: "www.example.com", ip: "192.0.2.1", ttl: 60 },
      'x.map["a.b"]': { name: "a.b.example.com", ip: "192.0.2.2", ttl: 300 },
      'x.set["b"]': { name: "b" },
      'x.set["a"]': { name: "a" },
      "x.count[0]": { name: "n0" },
      "x.count[1]": { name: "n1" },
    });
    expect(source.resources.map(({ key }) => key)).toEqual(["www", "a.b", "b", "a", 0, 1]);
    expect(place(at(source, 'x.map["www"]', "ip").span)).toBe("main.tf:4:19-28");
    expect(place(at(source, 'x.set["a"]', "name").span)).toBe("main.tf:15:27-28");
    expect(place(at(source, 'x.map["a.b"]', "name").span)).toBe("main.tf:10:14-39");
  });

  test("of unknown extent: one instance, its key unknown", () => {
    const source = read(`
resource "aws_acm_certificate" "c" { domain_name = "example.com" }
resource "aws_route53_record" "v" {
  for_each = { for dvo in aws_acm_certificate.c.domain_validation_options : dvo.domain_name => dvo }
  name     = each.value.resource_record_name
  ttl      = 60
}
variable "n" {}
resource "x" "n" {
  count = var.n
  name  = "n\${count.index}"
}
`);
    const [, record, counted] = source.resources;
    expect([record.address, record.key, counted.address, counted.key]).toEqual([
      "aws_route53_record.v",
      undefined,
      "x.n",
      undefined,
    ]);
    expect(record.values.entries.get("name")).toMatchObject({
      kind: "unknown",
      from: "aws_acm_certificate.c.domain_validation_options",
    });
    expect(plain(record.values.entries.get("ttl"))).toBe(60);
    expect(counted.values.entries.get("name")).toMatchObject({ kind: "unknown", from: "var.n" });
  });

  test("what Terraform refuses is unknown", () => {
    const source = read(
      'resource "x" "a" { for_each = ["a"] }\nresource "x" "b" { count = "many" }\nresource "x" "c" { count = -1 }\nresource "x" "d" { for_each = null }\n',
    );
    expect(source.resources.map(({ address }) => address)).toEqual(["x.a", "x.b", "x.c", "x.d"]);
  });
});

describe("references", () => {
  test("to what is written elsewhere have its value and its place", () => {
    const source = read(`
resource "aws_route53_zone" "main" { name = "example.com" }
resource "aws_route53_record" "a" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "www.\${aws_route53_zone.main.name}"
  other   = aws_route53_zone.main.name
}
`);
    expect(byAddress(source)["aws_route53_record.a"]).toEqual({
      zone_id: "? aws_route53_zone.main.zone_id",
      name: "www.example.com",
      other: "example.com",
    });
    expect(place(at(source, "aws_route53_record.a", "other").span)).toBe("main.tf:2:46-57");
    expect(place(at(source, "aws_route53_record.a", "zone_id").span)).toBe("main.tf:4:13-42");
  });

  test("to instances of count and for_each", () => {
    const source = read(`
resource "zone" "each" {
  for_each = toset(["a.example", "b.example"])
  name     = each.key
}
resource "zone" "count" {
  count = 1
  name  = "c.example"
}
resource "x" "r" {
  a = zone.each["a.example"].zone_id
  b = zone.count[0].name
  c = zone.count[*].name
  d = zone.count.*.zone_id
  e = [for z in zone.each : z.name]
  f = one(zone.count[*].id)
  g = zone.each["none"].id
  h = try(zone.count[1].name, "fallback")
  i = { for k, z in zone.each : k => z.zone_id }
}
`);
    expect(byAddress(source)["x.r"]).toEqual({
      a: '? zone.each["a.example"].zone_id',
      b: "c.example",
      c: ["c.example"],
      d: ["? zone.count[0].zone_id"],
      e: ["a.example", "b.example"],
      f: "? zone.count[0].id",
      g: '? there is no element "none"',
      h: "fallback",
      i: { "a.example": '? zone.each["a.example"].zone_id', "b.example": '? zone.each["b.example"].zone_id' },
    });
  });

  test("to one of unknown extent lead to the one that stands for all", () => {
    const source = read(
      'variable "on" {}\nresource "zone" "z" {\n  count = var.on ? 1 : 0\n  name = "example.com"\n}\nresource "x" "r" {\n  a = zone.z[0].zone_id\n  b = zone.z[0].name\n}\n',
    );
    expect(byAddress(source)["x.r"]).toEqual({ a: "? zone.z.zone_id", b: "? zone.z.name" });
  });

  test("a template of which a part is unknown keeps the others", () => {
    const source = read('resource "zone" "z" {}\nresource "x" "r" { a = "www.${zone.z.name}" }\n');
    const value = at(source, "x.r", "a");
    expect(value).toMatchObject({ kind: "unknown", from: "zone.z.name" });
    expect(value.kind === "unknown" && value.parts?.map(plain)).toEqual(["www.", "? zone.z.name"]);
  });

  test("what refers to itself is told once and unknown", () => {
    const source = read(
      'locals {\n  a = local.b\n  b = "${local.a}"\n}\nresource "x" "r" {\n  n = local.a\n  m = x.r.m\n}\nresource "x" "s" { count = length(x.s) }\nvariable "v" { default = 1 }\n',
    );
    expect(source.problems.map(({ kind, span }) => [kind, span.start.line])).toEqual([
      ["cycle", 2],
      ["cycle", 5],
    ]);
    expect(byAddress(source)["x.r"]).toEqual({ n: expect.stringMatching(/^\?/), m: expect.stringMatching(/^\?/) });
  });

  test("to whole resources are unknown, for what isn't written in them isn't absent", () => {
    const source = read(
      'resource "zone" "z" { name = "example.com" }\nresource "x" "r" {\n  a = zone.z\n  b = [{ c = zone.z }]\n  d = keys(zone.z)\n}\n',
    );
    expect(byAddress(source)["x.r"]).toEqual({
      a: "? zone.z",
      b: [{ c: "? zone.z" }],
      d: "? zone.z is known only after apply",
    });
  });
});

describe("dynamic blocks", () => {
  test("make a list of blocks", () => {
    const source = read(`
resource "x" "r" {
  v { n = 0 }
  dynamic "v" {
    for_each = [{ n = 1 }, { n = 2 }]
    content {
      n = v.value.n
      k = v.key
    }
  }
  dynamic "w" {
    for_each = { a = 1 }
    iterator = it
    content {
      k = it.key
      dynamic "inner" {
        for_each = [it.value]
        content { n = inner.value }
      }
    }
  }
  dynamic "none" {
    for_each = []
    content {}
  }
  dynamic "u" {
    for_each = var.u
    content {}
  }
}
variable "u" {}
`);
    expect(byAddress(source)["x.r"]).toEqual({
      v: [{ n: 0 }, { n: 1, k: 0 }, { n: 2, k: 1 }],
      w: [{ k: "a", inner: [{ n: 1 }] }],
      none: [],
      u: "? var.u has no default",
    });
    expect(place(at(source, "x.r", "v", 2, "n").span)).toBe("main.tf:5:34-35");
  });
});
