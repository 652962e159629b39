import { expect, test } from "vitest";
import { linesNow } from "./lines-now.js";

const text = (lines: string) => Buffer.from(lines.split(" ").join("\n").concat("\n"));

/** `2` where a line is, `(2)` where it was. */
function now(before: string, after: string): string {
  const lineNow = linesNow(text(before), text(after));
  return before
    .split(" ")
    .map((_, i) => lineNow(i + 1))
    .map(({ line, isGone }) => (isGone ? `(${line})` : `${line}`))
    .join(" ");
}

test("what begins and ends alike moves by the lines between", () => {
  expect(now("a b c", "a b c")).toBe("1 2 3");
  expect(now("a b c", "x a b c")).toBe("2 3 4");
  expect(now("a b c", "a x y c")).toBe("1 (2) 4");
});

test("a line that is gone is told where it was", () => {
  expect(now("a b c d", "a d")).toBe("1 (2) (2) 2");
  expect(now("a b", "a")).toBe("1 (1)");
  expect(now("a b c d e f", "a x c y f")).toBe("1 (2) 3 (4) (4) 5");
});

test("nothing is left, nothing was there, and CR LF", () => {
  expect(linesNow(text("a b"), Buffer.from(""))(2)).toEqual({ line: 1, isGone: true });
  expect(linesNow(Buffer.from(""), text("a b"))(1)).toEqual({ line: 1, isGone: true });
  expect(linesNow(Buffer.from("a\r\nb\r\n"), Buffer.from("b\n"))(2)).toEqual({ line: 1, isGone: false });
});
