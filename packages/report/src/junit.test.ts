import { expect, test } from "vitest";
import { junit } from "./junit.js";
import { contextFor, DOTLESS, hostileRun, INVISIBLE, resultOf, runnerCommands, span } from "./testing.js";

const NAME = "[a-z-]+";
const TOKEN = new RegExp(
  `<(?<open>${NAME})(?<attributes>(?: ${NAME}="[^<&"]*(?:&#\\d+;[^<&"]*)*")*)>|</(?<close>${NAME})>|(?<text>(?:[^<>&]|&#\\d+;)+)`,
  "y",
);

/** The elements of a document in order, with their text; throws when it isn't well-formed. */
function parse(xml: string) {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  expect(xml.startsWith(declaration)).toBe(true);
  expect(xml).toMatch(/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u);
  const elements: { tag: string; attributes: Record<string, string>; text: string }[] = [];
  const open: string[] = [];
  TOKEN.lastIndex = declaration.length;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(xml)?.groups;
    if (!groups) throw new Error(`not well-formed: ${xml.slice(at, at + 80)}`);
    if (groups.open) {
      open.push(groups.open);
      const attributes = [...groups.attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(([, k, v]) => [k, decode(v)]);
      elements.push({ tag: groups.open, attributes: Object.fromEntries(attributes), text: "" });
    } else if (groups.close) expect(open.pop()).toBe(groups.close);
    else elements[elements.length - 1].text += decode(groups.text).trim();
  }
  expect(open).toEqual([]);
  return elements;
}

const decode = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

test("errors and warnings fail, an info passes with its text", () => {
  const findings = (["error", "warning", "info"] as const).map((severity) => ({ ...DOTLESS, severity }));
  const elements = parse(junit(resultOf(findings), contextFor()));
  expect(elements.map(({ tag }) => tag)).toEqual([
    ...["testsuites", "testsuite", "testcase", "failure", "testcase", "failure", "testcase", "system-out"],
  ]);
  expect(elements[0].attributes).toEqual({ name: "dcvlint", tests: "3", failures: "2", errors: "0" });
  expect(elements[2].attributes).toEqual({
    classname: "dns/a.zone",
    name: "missing-trailing-dot at 2:13",
  });
  expect(elements[3].attributes).toEqual({
    type: "missing-trailing-dot",
    message: `error: ${DOTLESS.explanation.what}`,
  });
  expect(elements[3].text).toBe(Object.values(DOTLESS.explanation).join("\n"));
});

test("each file with findings is a suite, and what has no file stands under the tool's name", () => {
  const other = { ...DOTLESS, span: span("b.zone", 1, 1, 2) };
  const elements = parse(junit(resultOf([DOTLESS, other, { ...DOTLESS, span: undefined }, other]), contextFor()));
  const suites = elements.filter(({ tag }) => tag === "testsuite").map(({ attributes }) => attributes);
  expect(suites.map(({ name, tests, file }) => [name, tests, file])).toEqual([
    ["dns/a.zone", "1", "dns/a.zone"],
    ["b.zone", "2", "b.zone"],
    ["dcvlint", "1", undefined],
  ]);
});

test("without findings one case passes", () => {
  const elements = parse(junit(resultOf([]), contextFor()));
  expect(elements.map(({ tag }) => tag)).toEqual(["testsuites", "testsuite", "testcase"]);
  expect(elements[2].attributes.name).toBe("dcvlint");
});

test("no element bears what Jenkins' schema (junit-10.xsd) doesn't know", () => {
  const known: Record<string, readonly string[]> = {
    testsuites: ["name", "time", "tests", "failures", "errors"],
    testsuite: [
      ...["name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id"],
      ...["package", "file", "log", "url"],
    ],
    testcase: ["name", "time", "classname", "group"],
    failure: ["type", "message"],
    "system-out": [],
  };
  const { result, context } = hostileRun();
  const info = { ...DOTLESS, severity: "info" } as const;
  const texts = [junit(result, context), junit(resultOf([info]), contextFor()), junit(resultOf([]), contextFor())];
  for (const { tag, attributes } of texts.flatMap(parse))
    expect(known[tag], tag).toEqual(expect.arrayContaining(Object.keys(attributes)));
});

test("hostile text makes well-formed XML", () => {
  const { result, context } = hostileRun();
  const text = junit(result, context);
  const elements = parse(text);
  expect(elements.filter(({ tag }) => tag === "testcase")).toHaveLength(4);
  expect(text).not.toMatch(INVISIBLE);
  expect(runnerCommands(text)).toEqual([]);
});
