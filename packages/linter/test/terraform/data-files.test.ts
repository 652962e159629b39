import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SourceText } from "../../src/hcl/source-text.js";
import { decodeCsv } from "../../src/terraform/decode-csv.js";
import { decodeYaml } from "../../src/terraform/decode-yaml.js";
import { Budget, EVALUATION_LIMITS } from "../../src/terraform/evaluate-budget.js";
import type { Val } from "../../src/terraform/evaluate-values.js";
import { lintProject, project, told } from "./project.js";

// What Terraform 1.11 made of each of these texts stands here as it said it.

function plain(value: Val | undefined): unknown {
  if (value === undefined) return undefined;
  switch (value.kind) {
    case "object":
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, plain(item)]));
    case "list":
      return value.items.map(plain);
    case "null":
      return null;
    case "unknown":
      return `?${value.why}`;
    default:
      return value.value;
  }
}

const decode = (how: typeof decodeYaml, text: string) => {
  const source = new SourceText(text, "data");
  const budget = new Budget(EVALUATION_LIMITS);
  budget.begin({ source, start: 0, end: 0 });
  return plain(how(text, { source, start: 0, end: 0 }, source, budget));
};

describe("yamldecode()", () => {
  test.each<[string, unknown]>([
    ["a: yes\nb: n\non: 1\nc: nO\nd: ~\ne:\n", { a: true, b: false, true: 1, c: "nO", d: null, e: null }],
    [
      "a: 0x1F\nb: 010\nc: 1.5e3\nd: 0o17\ne: +5\nf: 1_000\ng: 0b11",
      { a: 31, b: 10, c: 1500, d: 15, e: 5, f: "1_000", g: "0b11" },
    ],
    ["a: 1.2.3.4\nb: 2001:db8::1\nc: 1:30\nd: .5", { a: "1.2.3.4", b: "2001:db8::1", c: "1:30", d: 0.5 }],
    ["a: !!str 123\nb: \"yes\"\nc: 'it''s'\nd: |\n  x\n  y\n", { a: "123", b: "yes", c: "it's", d: "x\ny\n" }],
    ["a: &x {p: 1, q: 1}\nb: {<<: *x, q: 2}", { a: { p: 1, q: 1 }, b: { q: 2, p: 1 } }],
    ["- a\n- [b, {c: d}]\n", ["a", ["b", { c: "d" }]]],
    ['"*": 0 issue "ca.example"\n5: x\n', { "*": '0 issue "ca.example"', 5: "x" }],
    ["x: 1\nx: 2\n", { x: 2 }],
  ])("%j", (text, wanted) => expect(decode(decodeYaml, text)).toEqual(wanted));

  test.each([
    ["two documents", "a: 1\n---\nb: 2\n"],
    ["nothing", "# nothing\n"],
    ["a date, which becomes another text", "a: 2020-01-01\n"],
    ["a tag", "a: !foo 1\n"],
    ["a broken one", "a: [1, 2\n"],
    ["a list to merge", "a: &x {p: 1}\nb: {<<: [*x]}\n"],
    ["a circle", "a: &a [*a]\n"],
    [
      "aliases of aliases",
      `a0: &a0 x\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join("")}`,
    ],
    ["deep brackets", "[".repeat(20_000)],
    ["deep blocks", Array.from({ length: 400 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")],
  ])("no value is better than a guess: %s", (_, text) => expect(decode(decodeYaml, text)).toBe(undefined));
});

describe("csvdecode()", () => {
  test.each<[string, unknown]>([
    [
      "name,type\r\na,b\r\n\r\n c , d ",
      [
        { name: "a", type: "b" },
        { name: " c ", type: " d " },
      ],
    ],
    [
      'a,b\n"x ""y""","m\nn"\n,\n',
      [
        { a: 'x "y"', b: "m\nn" },
        { a: "", b: "" },
      ],
    ],
    ["a,b\n", []],
  ])("%j", (text, wanted) => expect(decode(decodeCsv, text)).toEqual(wanted));
  test.each(["", "a,a\n1,2\n", "a,b\n1\n", 'a,b\n1,"2"x\n', 'a,b\n1,x"y\n', 'a\n"b'])("%j is none", (text) =>
    expect(decode(decodeCsv, text)).toBe(undefined),
  );
});

const RECORDS = `resource "gandi_livedns_record" "r" {
  for_each = { for r in local.records : r.name => r }
  zone     = "example.com"
  name     = each.value.name
  type     = "CNAME"
  ttl      = 300
  values   = [each.value.target]
}
`;
const lintFiles = async (files: Record<string, string>) => told(await lintProject(project(files)));

test("what is wrong in a file of data is told on its line", async () => {
  const yaml = "- name: www\n  target: lb.example.net\n- name: api\n  target: lb.example.net.\n";
  const main = (text: string) => `locals {\n  records = ${text}\n}\n${RECORDS}`;
  const wrong = (place: string) => [`${place} missing-trailing-dot error gandi_livedns_record.r["www"]`];
  const csv = 'name,target\nwww,"lb.example.net"\napi,lb.example.net.\n';
  expect(await lintFiles({ "main.tf": main(`yamldecode(file("\${path.module}/r.yaml"))`), "r.yaml": yaml })).toEqual(
    wrong("r.yaml:2:11"),
  );
  expect(await lintFiles({ "main.tf": main('csvdecode(file("data/r.csv"))'), "data/r.csv": csv })).toEqual(
    wrong("data/r.csv:2:6"),
  );
  const json = JSON.stringify([{ name: "www", target: "lb.example.net" }]);
  expect(await lintFiles({ "main.tf": main('jsondecode(file("r.json"))'), "r.json": json })).toEqual(
    wrong("main.tf:2:13"),
  );
});

test("paths are those of the root module's folder, and path.module leads from there", async () => {
  const call = 'module "dns" {\n  source = "../modules/dns"\n}\n';
  const inner = (path: string) => `locals {\n  records = csvdecode(file("${path}"))\n}\n${RECORDS}`;
  const csv = "name,target\nwww,lb.example.net\n";
  const wrong = ['modules/dns/r.csv:2:5 missing-trailing-dot error module.dns.gandi_livedns_record.r["www"]'];
  const files = (path: string) => ({
    "live/main.tf": call,
    "modules/dns/main.tf": inner(path),
    "modules/dns/r.csv": csv,
  });
  expect(await lintFiles(files(`\${path.module}/r.csv`))).toEqual(wrong);
  expect(await lintFiles(files(`\${path.root}/../modules/dns/r.csv`))).toEqual(wrong);
  expect(await lintFiles(files("r.csv"))).toEqual([]);
});

test("nothing outside the root is read, by dots, by a link or by name", async () => {
  const outside = join(tmpdir(), `dcvlint-outside-${process.pid}.csv`);
  writeFileSync(outside, "name,target\nwww,lb.example.net\n");
  const main = (path: string) => `locals {\n  records = csvdecode(file("${path}"))\n}\n${RECORDS}`;
  const folder = (path: string) => project({ "main.tf": main(path) });
  const name = outside.slice(tmpdir().length + 1);
  for (const path of [`../${name}`, outside, `a/../../${name}`])
    expect(told(await lintProject(folder(path)))).toEqual([]);
  const linked = folder("link.csv");
  symlinkSync(outside, join(linked, "link.csv"));
  expect(told(await lintProject(linked))).toEqual([]);
  rmSync(outside);
});

test("a file that many calls of a module read is decoded once, and a large one not at all", async () => {
  const main = `module "m" {\n  source   = "./m"\n  for_each = toset([for i in range(500) : tostring(i)])\n  n = each.key\n}\n`;
  const inner = `variable "n" {}\nlocals {\n  all = yamldecode(file("big.yaml"))\n}\nresource "gandi_livedns_record" "r" {\n  zone = "example.com"\n  name = "h\${var.n}"\n  type = "CNAME"\n  ttl = 300\n  values = [local.all[0].target]\n}\n`;
  const entry = "- { name: www, target: https://lb.example.net }\n";
  const lines = (await lintFiles({ "main.tf": main, "m/main.tf": inner, "big.yaml": entry.repeat(2_000) })).filter(
    (line) => line.includes("target-is-url"),
  );
  expect(lines.length).toBeGreaterThan(0);
  expect(await lintFiles({ "main.tf": main, "m/main.tf": inner, "big.yaml": entry.repeat(30_000) })).toEqual([]);
});
