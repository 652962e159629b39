import { describe, expect, test } from "vitest";
import { addressParts, modulePath, tokens } from "./plan-address.js";
import { addressOf } from "./value.js";

const root = { mode: "managed", type: "aws_route53_record", name: "www", module: [] };

describe("addressParts", () => {
  test.each([
    ["aws_route53_record.www", root],
    ["aws_route53_record.www[0]", { ...root, key: 0 }],
    ['aws_route53_record.www["*.example.com"]', { ...root, key: "*.example.com" }],
    ['aws_route53_record.www["a\\"b].c[0].d"]', { ...root, key: 'a"b].c[0].d' }],
    ['aws_route53_record.www["back\\\\slash"]', { ...root, key: "back\\slash" }],
    ['aws_route53_record.www["\\u00e9\\U0001f512\\n\\t"]', { ...root, key: "é🔒\n\t" }],
    ['aws_route53_record.www["$${not}%%{this}"]', { ...root, key: "\u0024{not}%{this}" }],
    ['aws_route53_record.www[""]', { ...root, key: "" }],
    ["data.aws_route53_zone.main", { mode: "data", type: "aws_route53_zone", name: "main", module: [] }],
    ["module.a.aws_route53_record.www", { ...root, module: [{ name: "a" }] }],
    [
      'module.a["x.y\\"z"].module.b[1].data.aws_route53_zone.main[2]',
      {
        mode: "data",
        type: "aws_route53_zone",
        name: "main",
        key: 2,
        module: [
          { name: "a", key: 'x.y"z' },
          { name: "b", key: 1 },
        ],
      },
    ],
    ["module.module.data.t.n", { mode: "data", type: "t", name: "n", module: [{ name: "module" }] }],
  ])("%s", (address, parts) => {
    expect(addressParts(address)).toEqual(parts);
  });

  test.each([
    "",
    "aws_route53_record",
    "aws_route53_record.",
    ".www",
    "a..b",
    "a.b.c",
    "a.b[",
    "a.b[0",
    'a.b["x',
    'a.b["x\\"]',
    "a.b[x]",
    "a.b]",
    "a[0].b",
    "module.a",
    "module.a.b",
    "data.a",
    "ephemeral.a.b",
    'a.b["x"]c',
  ])("%s is no address", (address) => {
    expect(addressParts(address)).toBeUndefined();
  });

  test("addressOf puts it together again", () => {
    for (const address of ['module.a["x.y\\"z"].t.n[3]', "data.t.n", 'module.b[0].module.c.t.n["k"]']) {
      expect(addressOf(addressParts(address)!)).toBe(address);
    }
  });
});

test("modulePath of a module's or a resource's address", () => {
  expect(modulePath('module.a["k.l"].module.b')).toEqual([{ name: "a", key: "k.l" }, { name: "b" }]);
  expect(modulePath("module.a.t.n")).toEqual([{ name: "a" }]);
  expect(modulePath("t.n")).toEqual([]);
});

test("a reference's steps keep the key that names the instance", () => {
  expect(tokens('aws_acm_certificate.c[0].domain_validation_options["x"].y')).toEqual([
    { name: "aws_acm_certificate" },
    { name: "c", key: 0 },
    { name: "domain_validation_options", key: "x" },
    { name: "y" },
  ]);
});
