import { describe, expect, test } from "vitest";
import { explainSyntaxErrors } from "../../src/terraform/source-errors.js";
import { findOracle } from "./oracles.js";
import { place, read } from "./reading.js";

describe("syntax errors in hashicorp/hcl's own words", () => {
  const bad =
    'resource "a" "é😀" {\n  x = "é😀" 2\n}\n\nresource "a" "ok" {}\n\n  resource "a" "later" {\n  y = [1 2]\n}\n';

  test.skipIf(!findOracle("@cdktn/hcl2json"))("each with its own place, columns in UTF-16 units", async () => {
    const { problems, resources } = read(bad);
    expect(resources.map(({ address }) => address)).toEqual(["a.ok"]);
    const explained = await explainSyntaxErrors(problems);
    expect(explained.map(({ summary, detail, span }) => [summary, detail, place(span)])).toEqual([
      ["Missing newline after argument", "An argument definition must end with a newline.", "main.tf:2:13-14"],
      ["Missing item separator", "Expected a comma to mark the beginning of the next item.", "main.tf:8:10-11"],
    ]);
  });

  test("where it isn't installed, ours stand", async () => {
    const { problems } = read(bad);
    expect(await explainSyntaxErrors(problems, async () => undefined)).toEqual(problems);
  });

  test("what it says nothing of, or fails on, stays as it is", async () => {
    const { problems } = read(bad);
    for (const parse of [
      async () => ({}),
      () => Promise.reject(new RangeError("Maximum call stack size exceeded")),
      () => Promise.reject("odd"),
    ]) {
      expect(await explainSyntaxErrors(problems, async () => ({ parse }))).toEqual(problems);
    }
  });

  test("it is loaded only when there is an error, and asked about few", async () => {
    let loaded = 0;
    let asked = 0;
    const load = async () => {
      loaded++;
      return { parse: async () => void asked++ };
    };
    await explainSyntaxErrors(read("a {\n  b = 1\n  b = 2\n}\n").problems, load);
    expect([loaded, asked]).toEqual([0, 0]);
    await explainSyntaxErrors(read('resource "a" "b" {\n  x = = 1\n}\n'.repeat(100)).problems, load);
    expect([loaded, asked]).toEqual([1, 20]);
  });
});
