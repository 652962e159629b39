import { describe, expect, test } from "vitest";
import { follow, parsePath, parseTemplate, type View } from "./paths.js";

const key = (name: string) => ({ kind: "key", key: name });
const each = { kind: "each" };

describe("a path", () => {
  test.each([
    ["ttl", { steps: [key("ttl")] }],
    ["records[]", { steps: [key("records"), each] }],
    ["alias[0].name", { steps: [key("alias"), { kind: "index", index: 0 }, key("name")] }],
    [
      "resource_record_set[].resource_records[].value",
      { steps: [key("resource_record_set"), each, key("resource_records"), each, key("value")] },
    ],
    [
      "data[0].{flags,tag,value}",
      { steps: [key("data"), { kind: "index", index: 0 }], fields: ["flags", "tag", "value"] },
    ],
    ["srv.{port,target}", { steps: [key("srv")], fields: ["port", "target"] }],
    ["{priority,value}", { steps: [], fields: ["priority", "value"] }],
  ])("%s", (text, path) => expect(parsePath(text)).toEqual(path));

  test.each([
    "",
    ".",
    "a..b",
    "a.",
    "a[",
    "a[x]",
    "a[]b",
    "[]",
    "a b",
    "{a,b}.c",
    "{}",
    "{a,}",
    "a[-1]",
    "a[][]",
    "{^a}",
  ])("%j isn't one", (text) => expect(parsePath(text)).toBeUndefined());
});

describe("a template", () => {
  test("quotes tell which fields are character-strings", () => {
    expect(parseTemplate('{flag=0} {tag} "{value}"')).toEqual([
      { kind: "field", name: "flag", at: "path", otherwise: "0", quoted: false },
      { kind: "text", text: " " },
      { kind: "field", name: "tag", at: "path", quoted: false },
      { kind: "text", text: ' "' },
      { kind: "field", name: "value", at: "path", quoted: true },
      { kind: "text", text: '"' },
    ]);
  });
  test("the value itself, and an attribute of the record", () => {
    expect(parseTemplate("{^priority} {}")).toEqual([
      { kind: "field", name: "priority", at: "record", quoted: false },
      { kind: "text", text: " " },
      { kind: "field", at: "path", quoted: false },
    ]);
  });
  test.each(["", "0 issue", "{a", "a}", "{a}}", '"{a}', '{a}"', "{a b}", "{^}", "{=0}", "{a}{b"])(
    "%j isn't one",
    (text) => expect(parseTemplate(text)).toBeUndefined(),
  );
});

describe("following a path", () => {
  const UNKNOWN = Symbol("known after apply");
  const view: View<unknown> = {
    get: (value, name) => (value === UNKNOWN ? UNKNOWN : (value as Record<string, unknown> | null)?.[name]),
    items: (value) => (value === UNKNOWN ? [UNKNOWN] : Array.isArray(value) ? value : undefined),
  };
  const at = (path: string, root: unknown) => follow(parsePath(path)!, root, view);

  test("each element of each list, in order", () => {
    const root = { set: [{ records: [{ value: "a" }, { value: "b" }] }, { records: [{ value: "c" }] }] };
    expect(at("set[].records[].value", root)).toEqual(["a", "b", "c"]);
    expect(at("set[1].records[0].value", root)).toEqual(["c"]);
    expect(at("set[].{records}", root)).toEqual(root.set);
  });
  test("nothing where something is missing, or isn't a list", () => {
    expect(at("set[].value", {})).toEqual([]);
    expect(at("set[].value", { set: "text" })).toEqual([]);
    expect(at("set[3].value", { set: [] })).toEqual([]);
    expect(at("a.b.c", { a: null })).toEqual([]);
  });
  test("what is unknown on the way is unknown at the end", () => {
    expect(at("set[].value", { set: UNKNOWN })).toEqual([UNKNOWN]);
    expect(at("set[].value", { set: [{ value: "a" }, UNKNOWN] })).toEqual(["a", UNKNOWN]);
    expect(at("alias[0].name", { alias: UNKNOWN })).toEqual([UNKNOWN]);
  });
  test("the resource itself", () => expect(at("{priority,value}", { value: 1 })).toEqual([{ value: 1 }]));
});
