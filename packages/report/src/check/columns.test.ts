import { expect, test } from "vitest";
import { alignCells, fitColumns, shorten } from "./columns.js";

test("what is cut keeps both its ends", () => {
  expect(shorten("abcdefghijkl", 9)).toBe("abcdef…kl");
  expect(shorten("abc", 3)).toBe("abc");
  expect(shorten("abcdef", 1)).toBe("…");
  expect(shorten("abcdef", 0)).toBe("");
  for (let width = 0; width < 20; width++) expect(shorten("x".repeat(15), width).length).toBeLessThanOrEqual(width);
});

test("the widest columns give way, and short ones stay whole", () => {
  const row = ["192.0.2.1", "NOERROR", "x".repeat(200), "12 ms"];
  const widths = fitColumns([row, ["a", "b", "c", "d"]], 80);
  expect(widths).toEqual([9, 7, 53, 5]);
  expect(alignCells(row, widths).join("  ")).toHaveLength(80);
});

test("an empty column takes no room, and blanks trail nowhere", () => {
  const rows = [["a", "", "ccc", ""]];
  expect(alignCells(rows[0], fitColumns(rows, 80))).toEqual(["a", "ccc"]);
});

test("columns that can't fit stop at their least", () => {
  const rows = [["x".repeat(50), "y".repeat(50)]];
  expect(fitColumns(rows, 3)).toEqual([8, 8]);
  expect(fitColumns([], 80)).toEqual([]);
});
