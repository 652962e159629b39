import { expect, test } from "vitest";
import { contextFor, hostileCheck, INVISIBLE, LAB, labResult } from "../testing.js";
import { checkMarkdown } from "./markdown.js";

test("verdict, findings and, folded, what was asked with a picture of the way", () => {
  expect(checkMarkdown(labResult("disagree"), contextFor())).toMatchSnapshot();
});

test("a long report is cut to its limit: verdicts and findings before what was asked", () => {
  const names = Array.from({ length: 400 }, () => labResult("disagree").names[0]);
  const result = { ...labResult(), names };
  for (const limit of [3000, 65_536, 500_000, undefined]) {
    const text = checkMarkdown(result, contextFor(), limit);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(limit ?? 1024 * 1024);
    const sections = text.match(/^### /gm)?.length ?? 0;
    const details = text.match(/^<details>/gm)?.length ?? 0;
    expect(text.match(/^<\/details>/gm)?.length ?? 0).toBe(details);
    expect(sections).toBeGreaterThan(0);
    if (sections < 400) {
      expect(details).toBe(0);
      expect(text.endsWith(`\n\n${400 - sections} more names not shown in full\n`)).toBe(true);
    }
  }
});

/** All that may stand in the picture: our words, and labels in which nothing but letters, digits and escapes is. */
const LABEL = /(?:[A-Za-z0-9 .,:()/-]|#\d+;|<br\/>)*/.source;
const PICTURE = new RegExp(
  `^(?:flowchart TD|  [zc]\\d+\\["${LABEL}"\\]|  [zc]\\d+ --> [zc]\\d+|  classDef differs [a-z0-9:,-]+|  class [zc\\d,]+ differs)$`,
);

test("hostile text breaks out of no cell, no fence and no label of the picture", () => {
  const text = checkMarkdown(hostileCheck(), contextFor());
  expect(text).not.toMatch(INVISIBLE);
  const pictures = [...text.matchAll(/^(`{3,})mermaid\n([\s\S]*?)\n\1$/gm)];
  expect(pictures).toHaveLength(1);
  for (const line of pictures[0][2].split("\n")) expect(line).toMatch(PICTURE);
  const rows = text.match(/^\| .*$/gm)!;
  expect(rows.length).toBeGreaterThan(9);
  for (const row of rows) expect([5, 7 - 1]).toContain(row.split("|").length - 1);
  const ours = text
    .replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, "")
    .replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, "")
    .replaceAll(/^<details><summary>What was asked: \d+ answers<\/summary>$|^<\/details>$/gm, "")
    .replaceAll(/<br>|\*\*|^#+ |\||^.+---.*$/gm, "");
  expect(ours).not.toMatch(/[@#<>&*_[\]~`\\{}$]|:\S|www\./);
});

test("every picture of the lab is one that Mermaid's grammar takes", () => {
  const text = checkMarkdown(labResult(...LAB), contextFor());
  const pictures = [...text.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)];
  expect(pictures).toHaveLength(LAB.length);
  for (const [, picture] of pictures) for (const line of picture.split("\n")) expect(line).toMatch(PICTURE);
});
