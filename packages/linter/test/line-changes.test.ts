import { expect, test } from "vitest";
import { changedLines } from "../src/line-changes.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const lines = (before: string, after: string) => {
  const changed = changedLines(bytes(before), bytes(after));
  return changed === "all" ? changed : [...changed];
};

test("the lines that weren't there", () => {
  expect(lines("a\nb\n", "a\nb\n")).toEqual([]);
  expect(lines("a\nb\n", "a\nx\nb\n")).toEqual([2]);
  expect(lines("a\nb\n", "a\nb\nb\n")).toEqual([3]);
  expect(lines("a\nb\n", "a\n")).toEqual([]);
  expect(lines("", "a\nb")).toEqual([1, 2]);
  expect(lines("a", "a\n")).toEqual([]);
  expect(lines("a\nbc\nd\n", "a\nbxc\nd\n")).toEqual([2]);
  expect(lines("a\nb\nc\n", "x\nb\ny\n")).toEqual([1, 3]);
  expect(lines("a\r\nb\r\n", "a\nb\nc\n")).toEqual([3]);
});

test("too many are all", () => {
  expect(lines("", "\n".repeat(1_100_000))).toBe("all");
});

test("every line that occurs more often than before is told, whatever the texts", () => {
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed % n;
  };
  const text = () => Array.from({ length: random(12) }, () => "abc"[random(3)].repeat(random(3))).join("\n");
  for (let i = 0; i < 20_000; i++) {
    const [before, after] = [text(), text()];
    const told = lines(before, after) as number[];
    const all = after.split("\n");
    const times = (list: readonly string[], line: string) => list.filter((other) => other === line).length;
    for (const line of new Set(all)) {
      if (line === "") continue;
      const more = times(all, line) - times(before.split("\n"), line);
      const toldOfIt = told.filter((number) => all[number - 1] === line).length;
      expect([before, after, line, toldOfIt >= more]).toEqual([before, after, line, true]);
    }
  }
});
