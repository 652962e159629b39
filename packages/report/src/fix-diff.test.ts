import type { Edit } from "@dcvlint/core";
import { expect, test } from "vitest";
import { fixDiff } from "./fix-diff.js";
import { span } from "./testing.js";

const source = ["one", "two", "three", "four", "five"];
const diff = (...edits: Edit[]) =>
  fixDiff(
    { title: "", safety: "safe", edits },
    ({ file }) =>
      (n) =>
        file === "a" ? source[n - 1] : undefined,
  );

test("edits of one line are shown together", () => {
  expect(diff({ span: span("a", 2, 4, 4), newText: "." }, { span: span("a", 2, 1, 2), newText: "T" })).toEqual([
    "-two",
    "+Two.",
  ]);
});
test("edits of several lines follow each other", () => {
  expect(diff({ span: span("a", 4, 1, 1), newText: "<" }, { span: span("a", 1, 4, 4), newText: ">" })).toEqual([
    "-one",
    "+one>",
    "-four",
    "+<four",
  ]);
});
test("a line that is taken away has no counterpart", () => {
  expect(diff({ span: span("a", 2, 1, 1, 3), newText: "" })).toEqual(["-two"]);
});
test("the last line can be taken away too", () => {
  expect(diff({ span: span("a", 4, 5, 5, 5), newText: "" })).toEqual(["-four", "-five", "+four"]);
});
test("lines can be added", () => {
  expect(diff({ span: span("a", 2, 1, 1), newText: "new\r\n" })).toEqual(["+new"]);
});
test("there is none without the source or of lines too many or too long", () => {
  expect(diff({ span: span("b", 1, 1, 1), newText: "x" })).toBeUndefined();
  expect(diff({ span: span("a", 1, 1, 1, 1000), newText: "x" })).toBeUndefined();
  expect(diff({ span: span("a", 1, 1, 1), newText: "x".repeat(2000) })).toBeUndefined();
});
