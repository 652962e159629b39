// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates look like ours.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseHcl } from "../../src/hcl/parse.js";
import { SourceText } from "../../src/hcl/source-text.js";
import { Evaluator, type Scope } from "../../src/terraform/evaluate.js";
import { Budget, EVALUATION_LIMITS } from "../../src/terraform/evaluate-budget.js";
import { failure, List, Null, Num, Obj, Str, Unknown, unsure, type Val } from "../../src/terraform/evaluate-values.js";
import { at, byAddress, place, read } from "./reading.js";

/**
 * What hashicorp/hcl 2.14.1 and the functions of zclconf/go-cty, which Terraform's are, make of expressions with these
 * names: values, `fails` where they stop with an error, `unknown` where the result hangs on `u`. The expressions were
 * drawn at random; printed by a small Go program around those two libraries.
 */
interface Case {
  readonly expression: string;
  readonly value?: unknown;
  readonly fails?: true;
  readonly unknown?: true;
}
const CASES = JSON.parse(
  readFileSync(new URL("fixtures/hashicorp-values/values.json", import.meta.url), "utf8"),
) as Case[];

const NOWHERE = { source: new SourceText("", "names"), start: 0, end: 0 };
const text = (value: string) => new Str(value, NOWHERE);
const map = (entries: Record<string, Val>, isMap = false) => new Obj(new Map(Object.entries(entries)), NOWHERE, isMap);
const list = (items: Val[], type: "tuple" | "set" = "tuple") => new List(items, NOWHERE, type);
const NAMES: Readonly<Record<string, Val>> = {
  s: text("str"),
  n: new Num(5, "5", NOWHERE),
  l: list([text("b"), text("a")]),
  o: map({ x: text("1"), a: new Num(2, "2", NOWHERE) }),
  set: list([text("b"), text("a")], "set"),
  m: map({ k2: text("v2"), k1: text("v1") }, true),
  u: unsure("u", NOWHERE),
  nul: new Null(NOWHERE),
  lo: list([map({ x: text("1") }), map({ x: text("2") })]),
};
const SCOPE: Scope = {
  resolve: (root, _, here) => ({ value: NAMES[root] ?? failure(`${root} isn't declared`, here), used: 0 }),
};

function evaluate(expression: string): Val {
  const { body, source, problems } = parseHcl(new TextEncoder().encode(`a = ${expression}\n`), "x.tf");
  expect(problems, expression).toEqual([]);
  return new Evaluator(new Budget(EVALUATION_LIMITS)).evaluate(body.attributes[0].value, { source, scope: SCOPE });
}

/** The value as JSON, sets sorted as they are printed; the unknown value that stands in the way otherwise. */
function whole(value: Val): unknown {
  if (value.kind === "unknown") throw value;
  if (value.kind === "null") return null;
  if (value.kind === "list") {
    const items = value.items.map(whole);
    const sorts = value.type === "set" && value.items.every(({ kind }) => kind !== "list" && kind !== "object");
    return sorts ? items.sort((a, b) => (a === null || (b !== null && String(a) > String(b)) ? 1 : -1)) : items;
  }
  if (value.kind === "object") return Object.fromEntries([...value.entries].map(([key, entry]) => [key, whole(entry)]));
  return value.value;
}

test("750 expressions have the values that hashicorp/hcl and go-cty give them", () => {
  for (const { expression, value, fails, unknown } of CASES) {
    let got: unknown;
    try {
      got = { value: whole(evaluate(expression)) };
    } catch (thrown) {
      if (!(thrown instanceof Unknown)) throw thrown;
      got = thrown.failed ? { fails: true } : { unknown: true };
    }
    expect(got, expression).toEqual(fails ? { fails } : unknown ? { unknown } : { value });
  }
  expect(CASES).toHaveLength(750);
});

describe("functions as DNS code uses them", () => {
  test.each<[string, unknown]>([
    ['join(".", ["_acme-challenge", "www", "example.com"])', "_acme-challenge.www.example.com"],
    ['trimsuffix("example.com.", ".")', "example.com"],
    ['format("%s.%s.", "www", "example.com")', "www.example.com."],
    ['replace("*.example.com", "*.", "")', "example.com"],
    ['replace("a.example.com", "/\\\\.example\\\\.com$/", "")', "a"],
    ['regex("^([^.]+)\\\\.(.*)$", "www.example.com")', ["www", "example.com"]],
    ['try(regex("^x", "a"), "none")', "none"],
    ['split(".", "a.b.c")[0]', "a"],
    ['element(split(".", "a.b.c"), -1)', undefined],
    ['lookup({ ttl = 60 }, "ttl", 300)', 60],
    ["merge({ a = 1 }, null, { a = 2, b = 3 })", { a: 2, b: 3 }],
    ['distinct(concat(["a"], ["b", "a"], []))', ["a", "b"]],
    ['flatten([for z in ["x", "y"] : [for n in ["a", "b"] : "${n}.${z}"]])', ["a.x", "b.x", "a.y", "b.y"]],
    ['{ for r in [{ n = "a", t = "A" }, { n = "b", t = "A" }] : r.t => r.n... }', { A: ["a", "b"] }],
    ['[for k, v in { b = 1, a = 2 } : "${k}=${v}"]', ["a=2", "b=1"]],
    ['coalesce("", null, "x")', "x"],
    ['length(keys(lookup({}, "alias", {}))) == 0 ? [] : [true]', []],
    ['compact(["a", "", null, "b"])', ["a", "b"]],
    ['startswith("_dmarc.x", "_") && endswith("x.", ".")', true],
    ['title("hello world")', "Hello World"],
    ['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }],
    ['jsonencode({ b = "<x>", a = [1, true, null] })', '{"a":[1,true,null],"b":"\\u003cx\\u003e"}'],
    ['jsondecode("{\\"a\\": [1]}").a[0]', 1],
    ['one(["x"])', "x"],
    ["one([])", null],
    ["sum([1, 2.5])", 3.5],
    ['can(tonumber("x"))', false],
    ['chunklist(["a", "b", "c"], 2)', [["a", "b"], ["c"]]],
    [
      'setproduct(["a", "b"], [1])',
      [
        ["a", 1],
        ["b", 1],
      ],
    ],
    ['substr("v=DKIM1; p=abc", 0, 7)', "v=DKIM1"],
    ['slice(["a", "b", "c"], 1, 3)', ["b", "c"]],
    ['md5("x")', undefined],
    ['cidrhost("192.0.2.0/24", 1)', undefined],
    ['file("x.txt")', undefined],
    ["timestamp()", undefined],
    ['provider::dns::normalize("x")', undefined],
    ["1 / 3", undefined],
    ["[for x in u : x]", undefined],
    ['u == "x" ? "same" : "same"', "same"],
  ])("%s", (expression, value) => {
    const got = evaluate(expression);
    if (value === undefined) expect(got.kind).toBe("unknown");
    else expect(whole(got)).toEqual(value);
  });
});

describe("places", () => {
  const source = read(`
locals {
  ttls    = { short = 60, long = 3600 }
  records = [{ name = "www", values = ["192.0.2.1"] }, { name = "api", values = ["192.0.2.2"] }]
  zone    = "example.com"
  text    = <<-EOT
    v=spf1 -all
  EOT
}
resource "x" "r" {
  passed   = lookup(local.ttls, "long", 1)
  chosen   = local.zone == "example.com" ? local.ttls.short : 5
  merged   = merge({ a = "one" }, { b = "two" })
  flat     = flatten(local.records[*].values)
  made     = upper(local.zone)
  template = "www.\${local.zone}"
  wrapped  = "\${local.zone}"
  heredoc  = local.text
  escaped  = "a\\"b"
  missing  = var.nothing
  keys     = keys(local.ttls)
}
`);
  test.each([
    [["passed"], "main.tf:3:34-38"],
    [["chosen"], "main.tf:3:23-25"],
    [["merged", "b"], "main.tf:13:42-45"],
    [["flat", 1], "main.tf:4:83-92"],
    [["made"], "main.tf:15:14-31"],
    [["template"], "main.tf:16:14-33"],
    [["wrapped"], "main.tf:5:14-25"],
    [["heredoc"], "main.tf:6:13-6"],
    [["escaped"], "main.tf:19:14-20"],
    [["missing"], "main.tf:20:14-25"],
  ])("%j", (path, expected) => expect(place(at(source, "x.r", ...path).span)).toBe(expected));

  test("only a plain literal is marked as one", () => {
    const literal = (name: string) => (at(source, "x.r", name) as { literal?: boolean }).literal;
    expect(["wrapped", "made", "template", "heredoc", "escaped"].map(literal)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test("what is between a literal's quotes is its value", () => {
    expect(byAddress(source)["x.r"]).toMatchObject({
      wrapped: "example.com",
      heredoc: "v=spf1 -all\n",
      escaped: 'a"b',
    });
  });
});
