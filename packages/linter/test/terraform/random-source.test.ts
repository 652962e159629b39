// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates look like ours.
import { describe, expect, test } from "vitest";
import { readTerraform } from "../../src/terraform/source.js";
import { makeRandom } from "../random.js";
import { TRICKY } from "./cases.js";
import { files } from "./reading.js";

describe("random text", () => {
  const calm = (bytes: Uint8Array, path: string) => {
    const {
      resources,
      problems,
      files: parsed,
    } = readTerraform({
      files: [{ path, bytes }, ...files({ "terraform.tfvars": 'v = "x"\n' })],
    });
    for (const { span } of [...problems, ...parsed.flatMap(({ comments }) => comments)]) {
      expect(span.start.line).toBeGreaterThan(0);
      expect(span.end.line).toBeGreaterThanOrEqual(span.start.line);
    }
    for (const { values } of resources)
      for (const value of values.entries.values()) expect(value.span?.start.line).toBeGreaterThan(0);
  };

  test("octets", () => {
    const random = makeRandom(1);
    for (let i = 0; i < 400; i++) {
      const bytes = Uint8Array.from({ length: random(2000) }, () => random(256));
      for (const path of ["x.tf", "x.tf.json", "terraform.tfvars.json"]) calm(bytes, path);
    }
  });

  test("pieces of Terraform", () => {
    const random = makeRandom(2);
    const pieces = [
      'resource "x" "a" {\n',
      'data "x" "b" {\n',
      'module "m" {\n  source = "./"\n',
      "locals {\n",
      'variable "v" {\n',
      'output "o" {\n',
      "}\n",
      "  a = ",
      "  for_each = ",
      "  count = ",
      '  dynamic "d" {\n',
      "content {\n",
      "default = ",
      "type = ",
      "x.a",
      "data.x.b",
      "local.a",
      "local.v",
      "var.v",
      "each.value",
      "each.key",
      "count.index",
      "module.m",
      "[",
      "]",
      "{",
      "}",
      "(",
      ")",
      ",",
      ".",
      "*",
      '"${',
      '}"',
      '"s"',
      "1",
      "null",
      "for k, v in ",
      "for v in ",
      " : ",
      " => ",
      " if ",
      " ? ",
      "...",
      "[*]",
      ".*",
      "\n",
      "\n",
      "\n",
      " == ",
      " + ",
      " && ",
      "!",
      "-",
      "<<E\n",
      "\nE\n",
      "# c\n",
      "toset(",
      "merge(",
      "lookup(",
      "try(",
      "flatten(",
      "join(",
      "object({",
      "list(",
      "optional(",
      "concat(",
      "keys(",
      "one(",
      "format(",
      "element(",
      "setproduct(",
      "regex(",
      "jsondecode(",
      "sensitive(",
    ];
    for (let i = 0; i < 4000; i++) {
      let text = "";
      for (let n = random(40); n > 0; n--) text += pieces[random(pieces.length)];
      calm(new TextEncoder().encode(text), "x.tf");
    }
  });

  test("well-formed blocks of random expressions", () => {
    const random = makeRandom(3);
    const leaves = [
      "x.a",
      "x.a.v",
      "x.e",
      'x.e["k"].v',
      "data.x.b.n",
      "local.a",
      "local.b",
      "var.v",
      "each.value",
      "each.key",
      "count.index",
      "module.m.o",
      '"s"',
      '"k"',
      "1",
      "0",
      "null",
      "true",
      "[]",
      "{}",
    ];
    const names = [
      "lookup",
      "merge",
      "concat",
      "flatten",
      "join",
      "toset",
      "tolist",
      "keys",
      "values",
      "length",
      "element",
      "try",
      "can",
      "coalesce",
      "one",
      "zipmap",
      "format",
      "split",
      "replace",
      "jsonencode",
      "jsondecode",
      "distinct",
      "sort",
      "sensitive",
      "slice",
      "range",
      "setproduct",
      "nothing",
    ];
    const pick = (from: readonly string[]) => from[random(from.length)];
    const expression = (depth: number): string => {
      if (depth === 0) return pick(leaves);
      const one = () => expression(depth - 1);
      switch (random(9)) {
        case 0:
          return `[${one()}, ${one()}]`;
        case 1:
          return `{ k = ${one()}, (${one()}) = ${one()} }`;
        case 2:
          return `[for k, v in ${one()} : ${one()} if ${one()}]`;
        case 3:
          return `{ for v in ${one()} : ${one()} => v... }`;
        case 4:
          return `${pick(names)}(${Array.from({ length: random(4) }, one).join(", ")}${random(5) === 0 ? `${random(2) === 0 ? "" : ""}` : ""})`;
        case 5:
          return `"a\${${one()}}b%{ for i in ${one()} }\${i}%{ endfor }"`;
        case 6:
          return `(${one()} ? ${one()} : ${one()})`;
        case 7:
          return `(${one()})${pick(["[0]", '["k"]', ".v", "[*].v", ".*.v"])}`;
        default:
          return `(${one()} ${pick(["==", "!=", "+", "&&", "<"])} ${one()})`;
      }
    };
    for (let i = 0; i < 2000; i++) {
      const text = `locals {\n  a = ${expression(3)}\n  b = ${expression(2)}\n}\nvariable "v" { default = "d" }\nresource "x" "a" {\n  v = ${expression(3)}\n}\nresource "x" "e" {\n  for_each = ${expression(2)}\n  v = ${expression(2)}\n  dynamic "d" {\n    for_each = ${expression(2)}\n    content {\n      w = ${expression(1)}\n    }\n  }\n}\ndata "x" "b" {\n  count = ${expression(1)}\n  n = ${expression(1)}\n}\nmodule "m" {\n  source = "./m"\n  v = ${expression(2)}\n}\n`;
      const source = readTerraform({
        files: files({
          "main.tf": text,
          "m/main.tf": `variable "v" {}\noutput "o" { value = ${pick(["var.v", '"o"', "x.r.n"])} }\nresource "x" "r" { n = var.v }\n`,
        }),
      });
      expect(
        source.problems.filter(({ kind }) => kind === "syntax"),
        text,
      ).toEqual([]);
    }
  });

  test("tricky texts cut short", () => {
    for (const text of Object.values(TRICKY))
      for (let end = 0; end < text.length; end += 3) calm(new TextEncoder().encode(text.slice(0, end)), "x.tf");
  });
});
