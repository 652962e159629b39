// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates look like ours.
import { describe, expect, test } from "vitest";
import { at, byAddress, files, place, plain, read } from "./reading.js";

describe("variables", () => {
  const declared = 'variable "v" { default = "default" }\nresource "x" "r" { v = var.v }\n';
  const value = (texts: Record<string, string>, named: Record<string, string> = {}) =>
    plain(at(read({ "root/main.tf": declared, ...texts }, { variableFiles: files(named) }), "x.r", "v"));

  test("take their values in Terraform's order", () => {
    const all: Record<string, string> = {};
    expect(value(all)).toBe("default");
    for (const [path, text] of Object.entries({
      "root/terraform.tfvars": 'v = "standard"',
      "root/terraform.tfvars.json": '{"v": "json"}',
      "root/a.auto.tfvars": 'v = "a"',
      "root/b.auto.tfvars.json": '{"v": "b"}',
    })) {
      all[path] = text;
      expect(value(all)).toBe(/"([^"]*)"\}?$/.exec(text)?.[1]);
    }
    expect(value(all, { "x.tfvars": 'v = "one"', "y.tfvars": 'v = "two"' })).toBe("two");
  });

  test("of other folders and other names don't count", () => {
    expect(value({ "terraform.tfvars": 'v = "elsewhere"', "root/other.tfvars": 'v = "no"' })).toBe("default");
  });

  test("have their place in the variable file", () => {
    const source = read({ "main.tf": declared, "terraform.tfvars": '# dcvlint-x\nv = "set"\n' });
    expect(place(at(source, "x.r", "v").span)).toBe("terraform.tfvars:2:6-9");
    expect(place(source.resources[0].values.valueSpans?.get("v"))).toBe("main.tf:2:24-29");
    expect(source.files.flatMap(({ comments }) => comments).map(({ text }) => text)).toEqual(["# dcvlint-x"]);
  });

  test("without a value are unknown by name, where they are used", () => {
    const source = read('variable "v" {}\nresource "x" "r" { v = var.v }\n');
    expect(at(source, "x.r", "v")).toMatchObject({ kind: "unknown", why: "var.v has no default", reference: "var.v" });
    expect(place(at(source, "x.r", "v").span)).toBe("main.tf:2:24-29");
  });

  test("are converted to their type, optional attributes filled in", () => {
    const source = read(`
variable "records" {
  type = list(object({
    name    = string
    ttl     = optional(number, 300)
    records = list(string)
    note    = optional(string)
  }))
  default = [{ name = "a", records = [1, "b"], extra = true }, { name = "b", ttl = "60", records = [] }]
}
variable "names" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "wrong" {
  type    = number
  default = "many"
}
resource "x" "r" { records = var.records }
resource "x" "n" { for_each = var.names }
resource "x" "w" { w = var.wrong }
`);
    expect(byAddress(source)).toEqual({
      "x.r": {
        records: [
          { name: "a", ttl: 300, records: ["1", "b"], note: null },
          { name: "b", ttl: 60, records: [], note: null },
        ],
      },
      'x.n["b"]': {},
      'x.n["a"]': {},
      "x.w": { w: "? a number is needed" },
    });
    expect(place(at(source, "x.r", "records", 0, "name").span)).toBe("main.tf:9:24-25");
  });

  test("that are sensitive mark whatever is made of them", () => {
    const source = read(
      'variable "s" {\n  sensitive = true\n  default = { a = "x" }\n}\nresource "x" "r" {\n  a = var.s.a\n  b = "${var.s.a}!"\n  c = upper(var.s.a)\n  d = [for v in var.s : v]\n  e = "plain"\n  f = nonsensitive(var.s.a)\n}\n',
    );
    const [{ values }] = source.resources;
    expect(
      [..."abcdef"]
        .map((name) => values.entries.get(name)!)
        .map((value) => value.sensitive || (value.kind === "list" && value.items[0].sensitive)),
    ).toEqual([true, true, true, true, false, false]);
  });

  test("that are sensitive hide what is found by them, and no instance is named after them", () => {
    const source = read(
      'variable "s" {\n  sensitive = true\n  default = "k"\n}\nlocals {\n  m = { k = "v" }\n  o = { (var.s) = 1 }\n}\nresource "x" "r" {\n  a = local.m[var.s]\n  b = { for k, v in local.m : k => v if k == var.s }\n}\nresource "x" "e" { for_each = local.o }\nresource "x" "f" { for_each = toset([var.s]) }\n',
    );
    const [{ values }] = source.resources;
    expect([..."ab"].map((name) => values.entries.get(name)?.sensitive)).toEqual([true, true]);
    expect(source.resources.map(({ address }) => address)).toEqual(["x.r", "x.e", "x.f"]);
  });
});

describe("JSON", () => {
  test("reads as the same configuration, with places", () => {
    const source = read({
      "main.tf.json": `{
  "//": "a comment",
  "variable": { "zone": { "default": "example.com" } },
  "locals": [{ "ttl": 60 }],
  "resource": {
    "aws_route53_record": {
      "www": {
        "name": "www.\${var.zone}",
        "ttl": "\${local.ttl}",
        "txt": "say \\"hi\\" to \${var.zone}",
        "records": ["a", "b"],
        "dynamic": { "alias": { "for_each": [1], "content": { "name": "\${alias.value}" } } },
        "lifecycle": { "ignore_changes": ["ttl"] }
      }
    },
    "x": [{ "a": { "n": 1 } }, { "b": [{ "n": 2 }] }]
  }
}
`,
    });
    expect(source.problems).toEqual([]);
    expect(byAddress(source)).toEqual({
      "aws_route53_record.www": {
        name: "www.example.com",
        ttl: 60,
        txt: 'say "hi" to example.com',
        records: ["a", "b"],
        alias: [{ name: 1 }],
      },
      "x.a": { n: 1 },
      "x.b": { n: 2 },
    });
    expect(place(at(source, "aws_route53_record.www", "records", 1).span)).toBe("main.tf.json:11:27-28");
    expect(place(at(source, "aws_route53_record.www", "name").span)).toBe("main.tf.json:8:17-34");
  });

  test.each([
    ["a missing comma", '{ "a": 1 "b": 2 }', "syntax"],
    ["a comment", '{ /* no */ "a": 1 }', "syntax"],
    ["a list at the top", "[]", "syntax"],
    ["nothing", "", "syntax"],
    ["a bad template", '{ "locals": { "a": "${" } }', "syntax"],
    ["too many levels", '{"a":'.repeat(300), "limit"],
  ])("%s is one problem", (_, text, kind) => {
    expect(read({ "x.tf.json": text }).problems.map((problem) => problem.kind)).toEqual([kind]);
  });
});
