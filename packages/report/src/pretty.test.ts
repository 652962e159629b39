import { describe, expect, test } from "vitest";
import { pretty } from "./pretty.js";
import { contextFor, DOTLESS, hostileRun, INVISIBLE, resultOf, runnerCommands, span } from "./testing.js";

describe("a finding", () => {
  test("says where, what, why and how, shows the lines and names its fix", () => {
    expect(pretty(resultOf([DOTLESS]), contextFor())).toBe(`\
dns/a.zone:2:13 error missing-trailing-dot
  "9c1e.sectigo.com" has no final dot, so it means "9c1e.sectigo.com.example.com.".
  2 | _3f2a CNAME 9c1e.sectigo.com
    |             ^^^^^^^^^^^^^^^^
  dns/a.zone:1:1 the origin
  1 | $ORIGIN example.com.
    | ^^^^^^^^^^^^^^^^^^^^
  why: The CA looks up the name that is published, finds nothing there, and validation stays pending.
  how: Write "9c1e.sectigo.com.".
  fix: Add the final dot to "9c1e.sectigo.com" (fixable with --fix --unsafe-fixes)

1 error in 4 files (120 records)
`);
  });
  test("names the option for a safe fix", () => {
    const fix = { ...DOTLESS.fix!, safety: "safe" as const };
    expect(pretty(resultOf([{ ...DOTLESS, fix }]), contextFor())).toContain("(fixable with --fix)\n");
  });
  test("names the address of its record in a plan", () => {
    const record = { ...DOTLESS.record!, address: 'aws_route53_record.www["a"]' };
    expect(pretty(resultOf([{ ...DOTLESS, record }]), contextFor())).toContain('\n  in aws_route53_record.www["a"]\n');
  });
  test("has no frame when its source isn't at hand", () => {
    expect(pretty(resultOf([DOTLESS]), contextFor({}))).not.toContain("|");
  });
  test("begins with the owner when no file is to blame", () => {
    const text = pretty(resultOf([{ ...DOTLESS, span: undefined, related: [] }]), contextFor());
    expect(text).toMatch(/^_3f2a\.example\.com\. error missing-trailing-dot\n/);
  });
  test("shows only the first of many related places", () => {
    const related = Array.from({ length: 9 }, () => DOTLESS.related[0]);
    const text = pretty(resultOf([{ ...DOTLESS, related }]), contextFor());
    expect(text.match(/the origin/g)).toHaveLength(5);
    expect(text).toContain("… and 4 more places");
  });
  test("of text in several lines keeps them indented", () => {
    const explanation = { ...DOTLESS.explanation, how: "Write\nx.zone:1:1 error forged" };
    const text = pretty(resultOf([{ ...DOTLESS, explanation }]), contextFor());
    expect(text).toContain("  how: Write\n       x.zone:1:1 error forged\n");
  });
  test("is wrapped to the terminal's width when that is known", () => {
    const text = pretty(resultOf([DOTLESS]), contextFor(undefined, { width: 60 }));
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(text).toContain("  why: The CA looks up the name that is published, finds\n       nothing there,");
  });
  test("is placed relative to the working directory", () => {
    const text = pretty(resultOf([DOTLESS]), contextFor(undefined, { pathFor: (file) => `../${file}` }));
    expect(text).toMatch(/^\.\.\/dns\/a\.zone:2:13 error/);
  });
});

describe("the end", () => {
  test("says so when nothing was found", () => {
    expect(pretty(resultOf([]), contextFor())).toBe("No problems found in 4 files (120 records)\n");
  });
  test("counts each severity, and what wasn't judged", () => {
    const findings = (["error", "error", "warning", "info"] as const).map((severity) => ({ ...DOTLESS, severity }));
    const notices = [{ what: "could not decide x", span: span("dns/a.zone", 3, 1, 4) }, { what: "y" }];
    const text = pretty(resultOf(findings, notices), contextFor());
    expect(text.split("\n\n").slice(-2)).toEqual([
      "notice: dns/a.zone:3:1 could not decide x\nnotice: y",
      "2 errors, 1 warning, 1 info in 4 files (120 records), 2 undecided\n",
    ]);
  });
  test("quiet shows errors alone, and nothing when there are none", () => {
    const warning = { ...DOTLESS, severity: "warning" as const };
    const quiet = contextFor(undefined, { quiet: true });
    const text = pretty(resultOf([warning, DOTLESS], [{ what: "y" }]), quiet);
    expect(text).not.toMatch(/notice|warning missing/);
    expect(text).toContain("error missing-trailing-dot");
    expect(pretty(resultOf([warning]), quiet)).toBe("");
  });
});

test("colours are used when asked for, and only then", () => {
  const colored = pretty(resultOf([DOTLESS]), contextFor(undefined, { color: true }));
  expect(colored).toContain("\x1b[31merror\x1b[39m");
  expect(colored.replace(/\x1b\[\d+m/g, "")).toBe(pretty(resultOf([DOTLESS]), contextFor()));
});

test("hostile text is shown, not obeyed", () => {
  const { result, context } = hostileRun();
  const text = pretty(result, context);
  expect(text).not.toMatch(INVISIBLE);
  expect(runnerCommands(text)).toEqual([]);
  expect(text).toContain("\\x1b]0;title\\x07");
});

test("5,000 findings on lines of 100,000 characters take little time", () => {
  const line = `${"\u202ea例\t".repeat(25_000)}\n`;
  const findings = Array.from({ length: 5000 }, (_, i) => ({
    ...DOTLESS,
    span: span("long", (i % 20) + 1, 50_000, 90_000),
  }));
  const before = performance.now();
  const text = pretty(resultOf(findings), contextFor({ long: line.repeat(20), "dns/a.zone": "x".repeat(100_000) }));
  expect(performance.now() - before).toBeLessThan(5000);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(250);
});
