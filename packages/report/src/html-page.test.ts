import { expect, test } from "vitest";
import { checkHtml } from "./check/html.js";
import { html } from "./html.js";
import { PALETTES } from "./html-style.js";
import { contextFor, DOTLESS, hostileCheck, hostileRun, LAB, labResult, resultOf } from "./testing.js";

const { result: hostile, context: hostileContext } = hostileRun();
const LINTED = resultOf([DOTLESS, { ...DOTLESS, span: undefined }], [{ what: "a notice", span: DOTLESS.span }]);
const PAGES: readonly (readonly [string, string])[] = [
  ["check's", checkHtml(labResult(...LAB), contextFor())],
  ["check's hostile", checkHtml(hostileCheck(), contextFor())],
  ["lint's", html(LINTED, contextFor())],
  ["lint's clean", html(resultOf([]), contextFor())],
  ["lint's hostile", html({ ...hostile, names: hostileCheck().names }, hostileContext)],
  ["lint's live", html({ ...LINTED, names: labResult(...LAB).names }, contextFor())],
];

/** Every tag that we write, with its attributes; text between them holds no markup. */
const TAG =
  /<(?:!doctype html|\/?[a-z][a-z0-9]*(?: (?:lang|charset|http-equiv|content|name|class|id|href|scope|rowspan|role|tabindex|aria-label|aria-labelledby)="[^"<>]*")*)>/g;
const ELEMENTS = new Set(
  "html head meta title style body main h1 h2 h3 p table caption thead tbody tr th td section div ul li pre code strong small span a b".split(
    " ",
  ),
);
const VOID = new Set(["meta"]);

/** Throws where tags don't nest as they should. */
function elementsOf(page: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  for (const [tag] of page.replace(/<style>[^<]*<\/style>/, "").matchAll(TAG)) {
    const [, slash, name] = /^<(\/?)([a-z0-9]+)/.exec(tag) ?? [];
    if (name === undefined || VOID.has(name)) continue;
    if (slash === "") {
      seen.push(name);
      open.push(name);
    } else if (open.pop() !== name) throw new Error(`${tag} closes nothing`);
  }
  if (open.length > 0) throw new Error(`${open} stay open`);
  return seen;
}

test.each(PAGES)("%s page is well-formed, and holds no tag and no address but ours", (_, page) => {
  const elements = elementsOf(page);
  for (const element of elements) expect(ELEMENTS).toContain(element);
  expect(page.replace(/<style>[^<]*<\/style>/, "").replaceAll(TAG, "")).not.toMatch(/[<>]/);
  // Tags hold no attribute that loads or runs anything, and the style is ours alone.
  expect(/<style>([^<]*)<\/style>/.exec(page)![1]).not.toMatch(/url\(|@import/);
  for (const [, target] of page.matchAll(/href="([^"]*)"/g))
    expect(target).toMatch(/^(?:#(?:name|file)-\d+|https:\/\/\S+)$/);
  expect(page.includes("default-src 'none'")).toBe(true);
});

test.each(PAGES)("%s tables have a caption and heads, headings leave no level out", (_, page) => {
  const tables = page.match(/<table>[\s\S]*?<\/table>/g) ?? [];
  for (const table of tables) {
    expect(table).toMatch(
      /^<table>\n<caption>[^<]+<\/caption>\n<thead><tr>(?:<th scope="col">[^<]+<\/th>)+<\/tr><\/thead>/,
    );
    expect(table).toMatch(/<th scope="row(?:group)?"/);
  }
  const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
  expect(levels[0]).toBe(1);
  for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
});

test("of the lab every name has tables of its own", () => {
  expect(PAGES[0][1].match(/<table>/g)!.length).toBeGreaterThan(LAB.length * 2);
});

test("a finding has its place, its line with carets, its reasons and its fix as a diff", () => {
  const page = html(resultOf([DOTLESS]), contextFor());
  expect(page).toContain(
    '<span class="error">error</span> <a href="https://dcvlint.example/rules/missing-trailing-dot">',
  );
  expect(page).toContain("at <code>dns/a.zone:2:13</code>");
  expect(page).toContain(
    '<pre tabindex="0"><code>2 | _3f2a CNAME 9c1e.sectigo.com\n  |             ^^^^^^^^^^^^^^^^</code></pre>',
  );
  expect(page).toContain("<b>How:</b> Write &#34;9c1e.sectigo.com.&#34;.");
  expect(page).toContain(
    '<pre tabindex="0"><code>-_3f2a CNAME 9c1e.sectigo.com\n+_3f2a CNAME 9c1e.sectigo.com.</code></pre>',
  );
  expect(page).toContain("<li><code>dns/a.zone:1:1</code> the origin</li>");
});

test("files are told apart with their counts, the worst first within each", () => {
  const other = { ...DOTLESS, severity: "warning" as const, span: { ...DOTLESS.span!, file: "dns/b.zone" } };
  const page = html(resultOf([{ ...DOTLESS, severity: "info" }, other, DOTLESS]), contextFor());
  const rows = [...page.matchAll(/<tr><th scope="row"><a href="#file-\d">(.*?)<\/tr>/g)].map(([, row]) =>
    row.replace(/<[^>]*>/g, " "),
  );
  expect(rows.map((row) => row.trim().split(/\s+/))).toEqual([
    ["dns/a.zone", "1", "0", "1"],
    ["dns/b.zone", "0", "1", "0"],
  ]);
  expect([...page.matchAll(/<h3><span class="(\w+)"/g)].map(([, severity]) => severity)).toEqual([
    "error",
    "info",
    "warning",
  ]);
});

test("differing answers are marked in words, not by colour alone", () => {
  const page = checkHtml(labResult("disagree"), contextFor());
  expect(page.match(/<tr class="differs">[^\n]*≠ differs:/g)!.length).toBeGreaterThanOrEqual(2);
});

/** WCAG 2.2, relative luminance. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("text stands out from its paper by day and by night", () => {
  for (const { paper, line: _, ...inks } of Object.values(PALETTES))
    for (const ink of Object.values(inks)) {
      const [dark, light] = [luminance(paper), luminance(ink)].sort((a, b) => a - b);
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(7);
    }
});
