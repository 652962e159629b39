import { describe, expect, test } from "vitest";
import { codeFrame } from "./frame.js";
import { span } from "./testing.js";

/** The frame of a span in a one-line source, as text. */
function frame(line: string, column: number, endColumn: number, width = 80): string[] {
  const rows = codeFrame(span("a", 1, column, endColumn), (number) => (number === 1 ? line : undefined), width);
  return rows.flatMap(({ text, marks }) => [text, marks]);
}

describe("carets", () => {
  test("stand under exactly the span", () => {
    expect(frame("www CNAME target", 11, 17)).toEqual(["www CNAME target", "          ^^^^^^"]);
  });
  test("an empty span gets one, also at the line's end and past it", () => {
    expect(frame("abc", 2, 2)).toEqual(["abc", " ^"]);
    expect(frame("abc", 4, 4)).toEqual(["abc", "   ^"]);
    expect(frame("abc", 40, 50)).toEqual(["abc", "   ^"]);
    expect(frame("", 1, 1)).toEqual(["", "^"]);
  });
  test("tabs are shown as spaces up to the next stop", () => {
    expect(frame("ab\tCNAME\tx", 10, 11)).toEqual(["ab      CNAME   x", "                ^"]);
    expect(frame("\tx", 1, 3)).toEqual(["        x", "^^^^^^^^^"]);
  });
  test("wide characters take two columns, combining marks none", () => {
    expect(frame("例え A x", 6, 7)).toEqual(["例え A x", "       ^"]);
    expect(frame("例え A x", 1, 3)).toEqual(["例え A x", "^^^^"]);
    expect(frame("😀 x", 4, 5)).toEqual(["😀 x", "   ^"]);
    expect(frame("e\u0301 x", 4, 5)).toEqual(["e\u0301 x", "  ^"]);
    expect(frame("한국 x", 4, 5)).toEqual(["한국 x", "     ^"]);
  });
  test("escaped characters take what their escape takes", () => {
    expect(frame("\x1b\u202e x", 4, 5)).toEqual(["\\x1b\\u202e x", "           ^"]);
    expect(frame("##[a] x", 7, 8)).toEqual(["\\x23#[a] x", "         ^"]);
    expect(frame("a\ud800b", 3, 4)).toEqual(["a\\ud800b", "       ^"]);
  });
});

describe("long lines", () => {
  const long = `${"a".repeat(50_000)}BAD${"c".repeat(50_000)}`;

  test("are cut around the span", () => {
    const [text, marks] = frame(long, 50_001, 50_004, 60);
    expect(text).toMatch(/^…a+BADc+…$/);
    expect(text.length).toBeLessThanOrEqual(60);
    expect(text.slice(marks.indexOf("^"), marks.length)).toBe("BAD");
  });
  test("show their head when the span is there", () => {
    const [text, marks] = frame(`BAD${"c".repeat(100)}`, 1, 4, 60);
    expect(text).toMatch(/^BADc+…$/);
    expect(marks).toBe("^^^");
  });
  test("show more before a span at the end", () => {
    const [text] = frame(`${"a".repeat(100)}BAD`, 101, 104, 60);
    expect(text).toBe(`…${"a".repeat(55)}BAD`);
  });
  test("a span longer than the room is marked as far as it is shown", () => {
    const [text, marks] = frame(`${"a".repeat(100)}${"B".repeat(500)}`, 101, 601, 60);
    expect(text).toMatch(/^…a+B+…$/);
    expect(marks.length).toBe(text.length - 1);
  });
  test("wide characters and pairs are never split", () => {
    for (let width = 20; width < 30; width++) {
      const [text] = frame("😀".repeat(1000), 1001, 1003, width);
      expect(text).toMatch(/^…(😀)+…$/u);
    }
  });
});

describe("several lines", () => {
  const source = ["www TXT ( one", "\ttwo", "three", "four", "five )", "end"];
  const rows = (line: number, column: number, endLine: number, endColumn: number) =>
    codeFrame(span("a", line, column, endColumn, endLine), (number) => source[number - 1], 80);

  test("each is marked from its first to its last character", () => {
    expect(rows(1, 9, 3, 4)).toEqual([
      { number: 1, text: "www TXT ( one", marks: "        ^^^^^" },
      { number: 2, text: "        two", marks: "        ^^^" },
      { number: 3, text: "three", marks: "^^^" },
    ]);
  });
  test("a line that the span doesn't enter isn't shown", () => {
    expect(rows(4, 1, 5, 1).map(({ number }) => number)).toEqual([4]);
  });
  test("the middle of many is left out", () => {
    expect(rows(1, 1, 6, 4).map(({ number, text }) => number ?? text)).toEqual([1, 2, 3, "…", 6]);
    expect(rows(1, 1, 1e9, 4).map(({ number, text }) => number ?? text)).toEqual([1, 2, 3, "…"]);
  });
  test("there is no frame without the source", () => {
    expect(rows(7, 1, 7, 2)).toEqual([]);
  });
});

test("senseless spans don't throw", () => {
  for (const n of [-5, 0, 1, 3, 1e9, Number.NaN]) {
    for (const m of [-5, 0, 1, 3, 1e9, Number.NaN]) expect(() => frame("abc", n, m)).not.toThrow();
    expect(() => codeFrame(span("a", 3, 2, n, n), () => "abc", n)).not.toThrow();
  }
});
