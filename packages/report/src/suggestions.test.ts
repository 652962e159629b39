import type { Edit, ReportedFinding } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { suggestionsOf } from "./suggestions.js";
import { contextFor, DOTLESS, hostileRun, INVISIBLE, resultOf, span } from "./testing.js";

const fixing = (...edits: Edit[]): ReportedFinding => ({
  ...DOTLESS,
  fix: { title: "t", safety: "safe", edits },
});
const edit = (line: number, from: number, to: number, newText: string, file = "dns/a.zone", endLine = line): Edit => ({
  span: span(file, line, from, to, endLine),
  newText,
});
const blockOf = (body: string) => /```suggestion\n([\s\S]*?)```/.exec(body)![1];

describe("a suggestion", () => {
  test("is the line in its new form, with what is wrong", () => {
    const [{ file, start, end, body }] = suggestionsOf(resultOf([DOTLESS]), contextFor());
    expect({ file, start, end }).toEqual({ file: "dns/a.zone", start: 2, end: 2 });
    expect(body).toMatch(/^\*\*error\*\* \[missing-trailing-dot\]/);
    expect(blockOf(body)).toBe("_3f2a CNAME 9c1e.sectigo.com.\n");
  });
  test("that takes a line away is an empty block", () => {
    const [{ start, end, body }] = suggestionsOf(resultOf([fixing(edit(2, 1, 1, "", "dns/a.zone", 3))]), contextFor());
    expect([start, end, blockOf(body)]).toEqual([2, 2, ""]);
  });
  test("that adds a line keeps the one before which it stands", () => {
    const [{ start, end, body }] = suggestionsOf(resultOf([fixing(edit(2, 1, 1, "new\n"))]), contextFor());
    expect([start, end, blockOf(body)]).toEqual([2, 2, "new\n_3f2a CNAME 9c1e.sectigo.com\n"]);
  });
  test("two fixes of one line are one", () => {
    const found = suggestionsOf(
      resultOf([DOTLESS, fixing(edit(2, 1, 6, "_x")), fixing(edit(2, 2, 4, "y"))]),
      contextFor(),
    );
    expect(found).toHaveLength(1);
    expect(blockOf(found[0].body)).toBe("_x CNAME 9c1e.sectigo.com.\n");
    expect(found[0].findings).toHaveLength(2);
  });
  test("none is half of a fix, nor of what isn't at hand", () => {
    expect(suggestionsOf(resultOf([fixing(edit(1, 1, 1, "x"), edit(3, 1, 1, "y"))]), contextFor())).toEqual([]);
    expect(suggestionsOf(resultOf([fixing(edit(1, 1, 1, "x"), edit(1, 1, 1, "y", "b.zone"))]), contextFor())).toEqual(
      [],
    );
    expect(suggestionsOf(resultOf([fixing(edit(1, 1, 1, "x", "b.zone"))]), contextFor())).toEqual([]);
  });
  test("what Markdown wouldn't show as it is isn't suggested", () => {
    const context = contextFor({ "dns/a.zone": "$ORIGIN example.com.\n_3f2a\u202e CNAME 9c1e.sectigo.com\n" });
    expect(suggestionsOf(resultOf([DOTLESS]), context)).toEqual([]);
  });
  test("hostile lines can't close the block", () => {
    const context = contextFor({ "dns/a.zone": "a\n``` @everyone <b> ````\n" });
    const [{ body }] = suggestionsOf(resultOf([fixing(edit(2, 1, 1, "x"))]), context);
    expect(body).toContain("\n`````suggestion\nx``` @everyone <b> ````\n`````");
    const hostile = hostileRun();
    for (const { body } of suggestionsOf(hostile.result, hostile.context)) expect(body).not.toMatch(INVISIBLE);
  });
});
