import { expect, test } from "vitest";
import { type FormatName, formatReport, formats } from "./formats.js";
import { contextFor, DOTLESS, hostileRun, LAB, labResult, resultOf } from "./testing.js";

const names = Object.keys(formats) as FormatName[];

test("every format ends in a line feed, with findings and without", () => {
  for (const name of names) {
    expect(formatReport(name, resultOf([DOTLESS]), contextFor())).toMatch(/[^\n]\n$/);
    expect(formatReport(name, resultOf([]), contextFor())).toMatch(/[^\n]\n$/);
  }
});

test("findings and verdicts together fit into a job summary, or what else there is room for", () => {
  const verdicts = Array.from({ length: 300 }, () => labResult(...LAB).names).flat();
  const result = { ...resultOf(Array.from({ length: 3000 }, () => DOTLESS)), names: verdicts };
  for (const most of [1024 * 1024, 60_000]) {
    const text = formatReport("markdown", result, contextFor(), most === 60_000 ? most : undefined);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
    expect(text).toMatch(/more findings not shown/);
    expect(text).toContain("**will not issue**");
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
