import { Source } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { isOfGone, SourceThen } from "./source-then.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** Where a piece of the old text is shown in the new one: `line:column-column`, with what isn't there any more marked. */
function shown(before: string, after: string, piece: string): string {
  const now = new Source("a.zone", bytes(after));
  const start = before.indexOf(piece);
  const span = new SourceThen(new Source("a.zone", bytes(before)), now).span(start, start + piece.length);
  return `${span.start.line}:${span.start.column}-${span.end.column}${isOfGone(span) ? " gone" : ""}`;
}

describe("a piece of the old text", () => {
  test.each([
    ["a\nb\nc\n", "a\nb\nc\n", "b", "2:1-2"],
    ["a\nb\nc\n", "a\nc\n", "b", "2:1-1 gone"],
    ["a\nb\nc\n", "a\nc\n", "c", "2:1-2"],
    ["a\nb\n", "a\n", "b", "1:1-1 gone"],
    ["a\n", "", "a", "1:1-1 gone"],
    ["a\nb", "a\nb\n", "b", "2:1-2"],
    ["a\nb\nc\n", "x\ny\na\nb\nc\n", "b", "4:1-2"],
    ["a\nbb x\nc\n", "z\nc\nbb x\n", "x", "3:4-5"],
    ["a\nb\nc\nd\ne\n", "a\nX\nc\nY\ne\n", "d", "4:1-1 gone"],
    ["a\nb\nc\nd\ne\n", "a\nX\nc\nY\ne\n", "b", "2:1-1 gone"],
    ["a\r\nb\r\nc\r\n", "a\nc\nb\n", "b", "3:1-2"],
    ["ab\nb\n", "ab\nab\nb\n", "b\n", "1:2-1"],
    ["one\ntwo\n", "one\ntwo three\n", "two", "2:1-1 gone"],
    ["", "a\n", "", "1:1-1"],
  ])("%j, now %j: %j", (before, after, piece, place) => {
    expect(shown(before, after, piece)).toBe(place);
  });
});

test("a text that is all new costs no more than its lines", () => {
  const line = (at: number) => `host${at} A 192.0.2.1\n`;
  const before = Array.from({ length: 3_000 }, (_, at) => line(at)).join("");
  const after = Array.from({ length: 3_000 }, (_, at) => line(at + 10_000)).join("");
  expect(shown(before, after, "host2999")).toBe("1:1-1 gone");
});
