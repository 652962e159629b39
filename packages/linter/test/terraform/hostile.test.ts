// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates look like ours.
import { describe, expect, test } from "vitest";
import type { Value } from "../../src/terraform/value.js";
import { byAddress, read } from "./reading.js";

// Whatever a pull request holds: bounded, told of with its place, and never an exception.

const USE = 'resource "x" "r" { v = local.v }\nresource "x" "fine" { v = "known" }\n';
const chain = (count: number, step: (i: number) => string) =>
  `locals {\n${Array.from({ length: count }, (_, i) => `  l${i + 1} = ${step(i)}\n`).join("")}`;

const isWhole = (value: Value): boolean =>
  value.kind === "list"
    ? value.items.every(isWhole)
    : value.kind === "object"
      ? [...value.entries.values()].every(isWhole)
      : value.kind !== "unknown";

describe("what would take too much", () => {
  test.each<[string, string]>([
    [
      "text that doubles",
      `${chain(60, (i) => `"\${local.l${i}}\${local.l${i}}"`)}  l0 = "aaaaaaaa"\n  v = local.l60\n}\n`,
    ],
    ["lists that double", `${chain(60, (i) => `[local.l${i}, local.l${i}]`)}  l0 = "a"\n  v = local.l60\n}\n`],
    [
      "concat that doubles",
      `${chain(60, (i) => `concat(local.l${i}, local.l${i})`)}  l0 = ["a"]\n  v = local.l60\n}\n`,
    ],
    [
      "join that doubles",
      `${chain(60, (i) => `join(local.l${i}, [local.l${i}, local.l${i}])`)}  l0 = "aa"\n  v = local.l60\n}\n`,
    ],
    [
      "replace that doubles",
      `${chain(60, (i) => `replace(local.l${i}, "a", local.l${i})`)}  l0 = "aaaa"\n  v = local.l60\n}\n`,
    ],
    [
      "format that pads",
      `${chain(60, (i) => `format("%1000s%1000s%1000s", local.l${i}, local.l${i}, local.l${i})`)}  l0 = "aaaa"\n  v = local.l60\n}\n`,
    ],
    [
      "indent of many lines",
      `locals {\n  a = join("\\n", range(1024))\n  v = join("", [for i in range(1024) : indent(1000, local.a)])\n}\n`,
    ],
    [
      "jsonencode of shared lists",
      `${chain(19, (i) => `[local.l${i}, local.l${i}]`)}  l0 = "a"\n  v = [for i in range(1000) : jsonencode(local.l18)]\n}\n`,
    ],
    [
      "loops in loops",
      "locals {\n  r = range(1000)\n  v = [for a in local.r : [for b in local.r : [for c in local.r : a]]]\n}\n",
    ],
    ["a product of sets", `locals {\n  r = range(1000)\n  v = setproduct(local.r, local.r, local.r, local.r)\n}\n`],
    ["locals a thousand deep", `${chain(5000, (i) => `"\${local.l${i}}x"`)}  l0 = "a"\n  v = local.l5000\n}\n`],
    [
      "nested for each local",
      `${chain(300, (i) => `[for x in [local.l${i}] : "\${x}!"][0]`)}  l0 = "a"\n  v = local.l300\n}\n`,
    ],
    ["a long sum", `locals {\n  v = 1${" + 1".repeat(100_000)}\n}\n`],
    ["lists in lists by merging", `${chain(300, (i) => `{ a = local.l${i} }`)}  l0 = "a"\n  v = local.l300\n}\n`],
  ])("%s", (_, text) => {
    const started = performance.now();
    const source = read(text + USE);
    expect(performance.now() - started).toBeLessThan(8000);
    expect(source.problems.map(({ kind }) => kind)).toContain("limit");
    expect(byAddress(source)["x.fine"]).toEqual({ v: "known" });
    expect(isWhole(source.resources[0].values.entries.get("v")!)).toBe(false);
  });

  test.each<[string, string]>([
    ["count", 'resource "x" "many" { count = 1000000000 }\n'],
    [
      "for_each",
      'locals { r = range(200) }\nresource "x" "many" { for_each = toset([for p in setproduct(local.r, local.r) : join("-", p)]) }\n',
    ],
    ["count of a module", 'module "m" {\n  source = "./m"\n  count = 1e9\n}\n'],
  ])("%s of more than ten thousand is one instance", (_, text) => {
    const source = read(text.includes("module") ? { "main.tf": text, "m/main.tf": 'resource "x" "many" {}\n' } : text);
    expect(source.problems).toMatchObject([{ kind: "limit" }]);
    expect(source.resources.map(({ key }) => key)).toEqual([undefined]);
  });

  test("for_each of ten thousand is read", () => {
    const source = read(
      'locals { r = range(100) }\nresource "x" "many" {\n  for_each = toset([for p in setproduct(local.r, local.r) : join("-", p)])\n  name = "${each.key}.example.com"\n}\n',
    );
    expect([source.problems, source.resources.length]).toEqual([[], 10_000]);
  });

  test("modules that multiply each other", () => {
    const call = 'module "m" {\n  source = "./m"\n  count = 100\n}\n';
    const started = performance.now();
    const source = read({
      "main.tf": call,
      "m/main.tf": call,
      "m/m/main.tf": call,
      "m/m/m/main.tf": call,
      "m/m/m/m/main.tf": 'resource "x" "r" { n = "a" }\n',
    });
    expect(performance.now() - started).toBeLessThan(8000);
    expect(source.problems.map(({ kind }) => kind)).toContain("limit");
    expect(source.resources.length).toBeLessThan(300_000);
  });

  test("modules that each call the next one twice", () => {
    const folders = Array.from({ length: 31 }, (_, depth) => ["m/".repeat(depth), depth] as const);
    const started = performance.now();
    const source = read(
      Object.fromEntries(
        folders.map(([folder, depth]) => [
          `${folder}main.tf`,
          depth === 30
            ? 'resource "x" "r" { n = "a" }\n'
            : 'module "a" { source = "./m" }\nmodule "b" { source = "./m" }\nresource "x" "r" { n = "a" }\n',
        ]),
      ),
    );
    expect(performance.now() - started).toBeLessThan(8000);
    expect(source.problems).toMatchObject([{ kind: "limit" }]);
    expect(source.resources.map(({ address }) => address)).toContain("x.r");
  });

  test("dynamic blocks that multiply each other", () => {
    const dynamic = (inner: string) =>
      `dynamic "b" {\n  for_each = range(1000)\n  content {\n    n = b.key\n${inner}\n  }\n}\n`;
    const started = performance.now();
    const source = read(`resource "x" "r" {\n${dynamic(dynamic(dynamic(dynamic(""))))}}\n`);
    expect(performance.now() - started).toBeLessThan(8000);
    expect(source.problems.map(({ kind }) => kind)).toContain("limit");
  });

  test.each([
    "(a+)+$",
    "(a|a)*$",
    "(a|aa)+$",
    "((a|b)?)*c",
    "(a?a?)*c",
    "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaaa",
    "(.*)*x",
    ".*.*.*.*.*.*=.*",
    "([a-z]+)*!",
    "(?:a{1,500}){1,500}b",
  ])("the pattern %s", (pattern) => {
    const started = performance.now();
    const text = "a".repeat(60);
    read(`locals {\n  v = [regex("${pattern}", "${text}"), replace("${text}", "/${pattern}/", "x")]\n}\n${USE}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("a thousand files that each take their time", () => {
    const texts: Record<string, string> = {};
    for (let i = 0; i < 1000; i++)
      texts[`d${i}/main.tf`] = 'resource "x" "r" { v = [for a in range(1000) : [for b in range(90) : "${a}${b}"]] }\n';
    const started = performance.now();
    read(texts);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test.each([
    ["main.tf", `a = [${"[],".repeat(4_100_000)}]\nresource "x" "r" {}\n`],
    ["main.tf.json", `{"locals": {"a": [${"1,".repeat(2_100_000)}1]}}`],
  ])("a %s of millions of parts", (path, text) => {
    const source = read({ [path]: text, "b/main.tf": 'resource "x" "fine" {}\n' });
    expect(source.problems).toMatchObject([{ kind: "limit", summary: "Too many parts" }]);
    expect(source.resources.map(({ address }) => address)).toEqual(["x.fine"]);
  });

  test("of a thousand errors a hundred are told", () => {
    const source = read('resource "x" "r" {\n  a = = 1\n}\n'.repeat(1000));
    expect(source.problems).toHaveLength(101);
    expect(source.problems.at(-1)).toMatchObject({ kind: "limit", summary: "Too many errors" });
  });
});
