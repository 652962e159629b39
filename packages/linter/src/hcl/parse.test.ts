// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of HCL look like ours.
import { describe, expect, test } from "vitest";
import type { Attribute, Body, Expr, HclFile } from "./ast.js";
import { parseHcl } from "./parse.js";
import type { SourceText } from "./source-text.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => parseHcl(bytes(text), "a.tf");
const labels = ({ body }: HclFile) => body.blocks.map((block) => block.labels.map(({ text }) => text).join("."));
const at = (source: SourceText, { start, end }: { start: number; end: number }) => {
  const span = source.span(start, end);
  return `${span.start.line}:${span.start.column}-${span.end.line}:${span.end.column}`;
};

describe("places", () => {
  const text = (file: HclFile, node: { start: number; end: number }) => file.source.text.slice(node.start, node.end);

  test("blocks, labels, arguments and values stand where they are written", () => {
    const file = parse('# first\nresource "aws_x" y {\n  name = "www" # tail\n  alias { zone = a.b[0].c }\n}\n');
    const [block] = file.body.blocks;
    expect(at(file.source, { start: block.start, end: block.headerEnd })).toBe("2:1-2:19");
    expect(at(file.source, block)).toBe("2:1-5:2");
    expect(block.labels.map((label) => at(file.source, label))).toEqual(["2:10-2:17", "2:18-2:19"]);
    const [name] = block.body.attributes;
    expect(at(file.source, { start: name.start, end: name.nameEnd })).toBe("3:3-3:7");
    expect(at(file.source, name.value)).toBe("3:10-3:15");
    expect(text(file, block.body.blocks[0].body.attributes[0].value)).toBe("a.b[0].c");
  });

  test.each([
    ["CRLF", 'a = 1\r\nb = "x"\r\n', "2:5-2:8"],
    ["a BOM, which is no column", '\ufeffb = "x"\n', "1:5-1:8"],
    [
      "an emoji, which is two UTF-16 units",
      'b = ["😀", "x"]\n',
      "1:12-1:15",
      (value: Expr) => (value.kind === "list" ? value.items[1] : value),
    ],
    [
      "a line within a heredoc",
      "a = <<E\n\n${b}\nE\n",
      "3:1-3:5",
      (value: Expr) =>
        value.kind === "template" ? { start: value.parts[1].start - 2, end: value.parts[1].end + 1 } : value,
    ],
  ] as const)("with %s", (_, source, place, pick = (value: Expr) => value as { start: number; end: number }) => {
    const file = parse(source);
    expect(at(file.source, pick((file.body.attributes.at(-1) as Attribute).value))).toBe(place);
  });

  test("comments keep their marks and lose their line ends", () => {
    const { comments } = parse(
      "# dcvlint-one\r\na = 1 // dcvlint-two\nb = [ /* dcvlint-three\n */ 1 ] # dcvlint-four\n# another",
    );
    expect(comments.map(({ text, span }) => [text, span.start.line, span.start.column])).toEqual([
      ["# dcvlint-one", 1, 1],
      ["// dcvlint-two", 2, 7],
      ["/* dcvlint-three\n */", 3, 7],
      ["# dcvlint-four", 4, 9],
    ]);
  });

  test("signs of comments in strings and heredocs are text", () => {
    expect(parse('a = "# dcvlint // dcvlint /* dcvlint"\nb = <<E\n# dcvlint\nE\n').comments).toEqual([]);
  });
});

describe("strings", () => {
  const value = (text: string) => (parse(`a = ${text}\n`).body.attributes[0].value as { value?: unknown }).value;
  test.each([
    ['"plain"', "plain"],
    ['"q\\"b\\\\n\\n\\t\\r\\u00e9\\U0001F600"', 'q"b\\n\n\t\ré😀'],
    ['"$${a} %%{b} $ % $$ %%"', "${a} %{b} $ % $$ %%"],
    ["<<E\nx\n  y\nE", "x\n  y\n"],
    ["<<-E\n    x\n\n      y\n  E", "x\n\n  y\n"],
    ["<<E\r\nx\r\nE", "x\r\n"],
    ["<<E\n\\n $${x}\nE", "\\n ${x}\n"],
  ])("%s", (text, expected) => expect(value(text)).toBe(expected));

  test("only a quoted literal without escapes is verbatim", () => {
    const verbatim = (text: string) =>
      (parse(`a = ${text}\n`).body.attributes[0].value as { verbatim?: boolean }).verbatim;
    expect(['"x"', '"a\\"b"', '"$${x}"', '"e\u0301"', "<<E\nx\nE"].map(verbatim)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("errors", () => {
  const around = (bad: string) => `resource "a" "ok1" {\n  x = "1"\n}\n${bad}\nresource "a" "ok2" {\n  x = "3"\n}\n`;
  test.each([
    ["two equals signs", 'resource "a" "bad" {\n  x = = 2\n}', "Invalid expression", "5:7"],
    ["a string left open", 'resource "a" "bad" {\n  x = "abc\n}', "Invalid multi-line string", "5:11"],
    ["a brace left open", 'resource "a" "bad" {\n  x = 1\n', "Unclosed configuration block", "4:20"],
    ["a comma between arguments", 'resource "a" "bad" {\n  x = 1, y = 2\n}', "Unexpected comma after argument", "5:8"],
    ["an unknown escape", 'resource "a" "bad" {\n  x = "\\q"\n}', "Invalid escape sequence", "5:8"],
    ["a missing value", 'resource "a" "bad" {\n  x = \n}', "Invalid expression", "5:7"],
    ["a list left open", 'resource "a" "bad" {\n  x = ["a", \n}', "Invalid expression", "6:1"],
    [
      "conflict marks",
      '<<<<<<< HEAD\nresource "b" "kept" {\n}\n=======\n>>>>>>> x',
      "Argument or block definition required",
      "4:1",
    ],
    ["a heredoc left open", 'resource "a" "bad" {\n  x = <<EOT\n abc\n}', "Unterminated template string", "5:7"],
    ["a comment left open", 'resource "a" "bad" {\n  /* x\n}', "Unterminated comment", "5:3"],
    ["an object left open", 'resource "a" "bad" {\n  x = {\n    y = 1\n}', "Unclosed configuration block", "4:20"],
    ["a call left open", 'resource "a" "bad" {\n  x = f(1\n}', "Missing argument separator", "6:1"],
    ["a header on two lines", 'resource "a" "bad"\n{\n}', "Invalid block definition", "4:19"],
  ])("%s hides no other block", (_, bad, summary, place) => {
    const file = parse(around(bad));
    expect(labels(file)).toEqual(expect.arrayContaining(["a.ok1", "a.ok2"]));
    expect(labels(file)).not.toContain("a.bad");
    const [problem] = file.problems;
    expect([problem.kind, problem.summary]).toEqual(["syntax", summary]);
    expect(`${problem.span.start.line}:${problem.span.start.column}`).toBe(place);
  });

  test("each of several bad blocks is told of", () => {
    const file = parse(around('resource "a" "b1" {\n  x = \n}\nvariable "fine" {\n}\nresource "a" "b2" {\n  y y\n}'));
    expect(file.problems.map(({ span }) => span.start.line)).toEqual([5, 10]);
    expect(labels(file)).toEqual(["a.ok1", "fine", "a.ok2"]);
  });

  test("a block of a heredoc's text isn't taken for one after an error", () => {
    const file = parse('resource "a" "bad" {\n  x = <<E\nresource "a" "text" {\n}\nE\n  y = = 1\n}\nlocals {\n}\n');
    expect(file.body.blocks.map(({ type }) => type)).toEqual(["locals"]);
  });

  test("comments of a part that is read twice are told once", () => {
    const file = parse('resource "a" "bad" {\n  # dcvlint 1\nresource "a" "ok" {\n  # dcvlint 2\n}\n');
    expect(file.comments.map(({ text }) => text)).toEqual(["# dcvlint 1", "# dcvlint 2"]);
  });

  test("an argument set twice keeps the first and the block", () => {
    const { body, problems } = parse('a "b" {\n  x = 1\n  x = 2\n}\n');
    expect(body.blocks[0].body.attributes.map(({ value }) => (value as { text?: string }).text)).toEqual(["1"]);
    expect(problems).toMatchObject([
      { kind: "duplicate", summary: "Attribute redefined", span: { start: { line: 3, column: 3 } } },
    ]);
  });

  test("in variable files reading goes on at the next argument", () => {
    const { body, problems } = parseHcl(bytes("a = 1\nb = [1,\nc = {\n  d = 2\n}\ne = 3\n"), "x.tfvars", "arguments");
    expect(body.attributes.map(({ name }) => name)).toEqual(["a", "c", "e"]);
    expect(problems).toHaveLength(1);
  });

  test("octets that aren't UTF-8 matter in strings, not in comments", () => {
    const latin1 = (text: string) =>
      parseHcl(
        Uint8Array.from(text, (c) => c.charCodeAt(0)),
        "x.tf",
      );
    expect(latin1("# m\xfcnchen\na = 1\n").problems).toEqual([]);
    expect(latin1('a = "m\xfcnchen"\n').problems).toMatchObject([{ summary: "Invalid character encoding" }]);
  });
});

describe("hostile text", () => {
  const open = ["[", "(", "{a=", '"${', "f(", "!", "-", "[for x in ", "x ? y : ", "a[", "a[*]", "x {\n", "<<E\n${"];
  test.each(open)("%j, a hundred thousand times", (piece) => {
    const file = parse(`a = 1\nb = ${piece.repeat(100_000)}\nresource "a" "ok" {\n}\n`);
    expect(labels(file)).toContain("a.ok");
    expect(file.problems.length).toBeGreaterThan(0);
  });

  test("256 levels are read, 257 aren't", () => {
    const nested = (levels: number) =>
      parse(`a = ${"[".repeat(levels)}${"]".repeat(levels)}\n`).problems.map(({ kind }) => kind);
    expect(nested(256)).toEqual([]);
    expect(nested(257)).toEqual(["limit"]);
  });

  test.each([
    ["open blocks", 'resource "a" "b" {\n'],
    ["open heredocs", 'resource "a" "b" {\n  x = <<E\n'],
    ["open comments", 'resource "a" "b" {\n/*\n'],
    ["open lists", 'resource "a" "b" {\n  x = [\n'],
    ["words", "a b c\n"],
    ["open strings", 'resource "a" "b" {\n  x = "\n'],
    ["open braces", "a {\n"],
  ])("a file of %s takes no quadratic time", (_, line) => {
    const started = performance.now();
    parse(line.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("long sums, long paths and long numbers", () => {
    for (const text of [
      `a = 1${" + 1".repeat(200_000)}\n`,
      `a = b${".c".repeat(200_000)}\n`,
      `a = ${"9".repeat(1_000_000)}\n`,
    ]) {
      expect(() => parse(text)).not.toThrow();
    }
  });
});

test("every node lies within its parent", () => {
  const text =
    'r "x" "y" {\n  n = "a${b.c[0]}d"\n  m = {for k, v in x : k => f(v, 1)... if v != null}\n  dynamic "z" {\n    content { q = [1, -2] }\n  }\n}\n';
  const { body } = parse(text);
  const walk = (node: object, start: number, end: number): void => {
    for (const child of Object.values(node)) {
      if (typeof child !== "object" || child === null) continue;
      const inner = child as { start?: number; end?: number };
      if (inner.start !== undefined && inner.end !== undefined) {
        expect(inner.start).toBeGreaterThanOrEqual(start);
        expect(inner.end).toBeLessThanOrEqual(end);
        walk(child, inner.start, inner.end);
      } else walk(child, start, end);
    }
  };
  walk(body as Body, 0, text.length);
});
