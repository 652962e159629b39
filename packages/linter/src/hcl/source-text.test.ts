import { expect, test } from "vitest";
import { SourceText } from "./source-text.js";

test("every offset has the line and column that counting gives", () => {
  const texts = [
    "",
    "\n",
    "a\n\nb",
    "x".repeat(2000),
    "\n".repeat(2000),
    `${"ab\r\n".repeat(300)}${"y".repeat(600)}\n${"z\n".repeat(700)}end`,
    `${"q".repeat(511)}\n${"r".repeat(512)}\n`,
  ];
  for (const text of texts) {
    const source = new SourceText(text, "a");
    let line = 1;
    let column = 1;
    for (let offset = 0; offset <= text.length; offset++) {
      expect(source.position(offset)).toEqual({ line, column });
      expect(source.span(Math.max(0, offset - 5), offset).end).toEqual({ line, column });
      if (text[offset] === "\n") {
        line++;
        column = 1;
      } else column++;
    }
  }
});

test("a BOM is no character, and what isn't UTF-8 is told", () => {
  const bom = SourceText.decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), "a");
  expect([bom.text, bom.lossy]).toEqual(["a", false]);
  expect(SourceText.decode(Uint8Array.of(0x61, 0xff), "a").lossy).toBe(true);
});
