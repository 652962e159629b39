import { expect, test } from "vitest";
import { MappedText } from "./mapped-source.js";

const at = (line: number, column: number, length = 1) => ({
  file: "main.tf",
  start: { line, column },
  end: { line, column: column + length },
});

test("made text leads to where each piece was written", () => {
  const text = new MappedText<string>();
  text.record("first", at(1, 1, 40));
  text.mapped("www", at(2, 10, 3), "www", true);
  text.plain(" A ");
  text.mapped("ü\\010", at(3, 10, 4), "ü\n", false);
  text.plain("\n");
  text.record("second", at(5, 1, 40));
  text.mapped("host.example.", at(6, 4, 12), "host.example", false);
  text.plain("\n");
  const source = text.finish("main.tf");
  expect(new TextDecoder().decode(source.bytes)).toBe("www A ü\\010\nhost.example.\n");
  // Of exact text pieces have places of their own; what spans several pieces is the record.
  expect(source.span(1, 3)).toEqual(at(2, 11, 2));
  expect(source.edit(1, 3, "x")).toEqual({ span: at(2, 11, 2), newText: "x" });
  expect(source.span(7, 9)).toEqual(at(3, 10, 4));
  expect(source.edit(7, 9, "x")).toBeUndefined();
  expect(source.span(0, 9)).toEqual(at(1, 1, 40));
  expect([source.written(0, 3), source.written(6, 12), source.written(13, 26)]).toEqual(["www", "ü\n", "host.example"]);
  expect([source.originAt(0), source.originAt(12), source.originAt(13)]).toEqual(["first", "first", "second"]);
});

test("what a record came from is found in whatever order it is asked for", () => {
  const text = new MappedText<number>();
  text.plain("$ORIGIN example.\n");
  const starts: number[] = [];
  for (let i = 0; i < 50; i++) {
    starts.push("$ORIGIN example.\n".length + starts.length * "www A\n".length);
    text.record(i, at(i + 1, 1));
    text.mapped("www", at(i + 1, 1, 3), "www", true);
    text.plain(" A\n");
  }
  const source = text.finish("main.tf");
  expect(source.originAt(3)).toBeUndefined();
  const mixed = starts.map((_, i) => (i * 37) % 50);
  for (const i of [...starts.keys(), ...mixed, ...[...starts.keys()].reverse()]) {
    expect(source.originAt(starts[i] + 4)).toBe(i);
    expect(source.span(starts[i], starts[i] + 3)).toEqual(at(i + 1, 1, 3));
  }
  expect(source.originAt(0)).toBeUndefined();
});
