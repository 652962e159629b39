import { expect, test } from "vitest";
import { type FormatName, formatReport, formats } from "./formats.js";
import { contextFor, DOTLESS, hostileRun, resultOf } from "./testing.js";

const names = Object.keys(formats) as FormatName[];

test("every format ends in a line feed, with findings and without", () => {
  for (const name of names) {
    expect(formatReport(name, resultOf([DOTLESS]), contextFor())).toMatch(/[^\n]\n$/);
    expect(formatReport(name, resultOf([]), contextFor())).toMatch(/[^\n]\n$/);
  }
});

test("5,000 findings take no format long", () => {
  const findings = Array.from({ length: 5000 }, () => DOTLESS);
  for (const name of names) {
    const before = performance.now();
    formatReport(name, resultOf(findings), contextFor());
    expect(performance.now() - before, name).toBeLessThan(3000);
  }
});

test("fields of 100,000 hostile characters are no trouble", () => {
  for (const piece of ["x", "`", "\x1b", "::error::", "##[group]", '")', "\n", "😀", "|", "@a ", "]]>"]) {
    const { result, context } = hostileRun(piece.repeat(100_000 / piece.length));
    for (const name of names) {
      const before = performance.now();
      formatReport(name, result, context);
      expect(performance.now() - before, `${name} ${piece}`).toBeLessThan(3000);
    }
  }
});
