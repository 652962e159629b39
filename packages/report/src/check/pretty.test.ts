import type { CheckResult } from "@dcvlint/core";
import { expect, test } from "vitest";
import { contextFor, hostileCheck, LAB, labResult } from "../testing.js";
import { pathOf } from "./evidence-path.js";
import { checkPretty } from "./pretty.js";
import { prettyPath } from "./pretty-path.js";

test("servers that disagree stand below one another, marked", () => {
  expect(checkPretty(labResult("disagree"), contextFor())).toMatchSnapshot();
});

test("a failing resolver's reason stands below it, with who gave it", () => {
  expect(checkPretty(labResult("rrsig-expired"), contextFor())).toMatchSnapshot();
});

test("what files declare reads as plainly", () => {
  const declared = { of: "dns/a.zone", ede: [], source: "declared" } as const;
  const result: CheckResult = {
    names: [
      {
        name: "www.example.com",
        wildcard: false,
        ca: "amazon",
        method: "dns-cname",
        verdict: "cannot-tell",
        findings: [],
        reasons: ["What is above the files isn't known."],
        evidence: [
          { ...declared, ask: "CAA www.example.com.", rcode: "NOERROR", answer: [] },
          { ...declared, ask: "CAA example.com.", rcode: "NOERROR", answer: ['example.com. CAA 0 issue "amazon.com"'] },
          { ask: "CAA com.", answer: [], note: "taken to hold no CAA", ede: [], source: "declared" },
        ],
      },
    ],
    notices: [],
    rules: new Map(),
  };
  expect(checkPretty(result, contextFor())).toMatchInlineSnapshot(`
    "www.example.com amazon by dns-cname: cannot tell
      What is above the files isn't known.

      CAA, from the name upwards
        www.example.com.  nothing (NODATA)      dns/a.zone
        example.com.      0 issue "amazon.com"  dns/a.zone
        com.              taken to hold no CAA

    1 name: 1 can't be told
    "
  `);
});

test("the path fits the terminal, and 100 columns where nobody knows how wide it is", () => {
  for (const one of [...labResult(...LAB).names, ...hostileCheck().names])
    for (const width of [60, 80, 132, undefined]) {
      const context = contextFor(undefined, { width });
      const lines = prettyPath(pathOf(one, context), context);
      expect(lines.length).toBeGreaterThan(5);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width ?? 100);
    }
});

test("colours are only where they are wanted, and say nothing that text doesn't", () => {
  const plain = checkPretty(labResult(...LAB), contextFor());
  const colored = checkPretty(labResult(...LAB), contextFor(undefined, { color: true }));
  expect(plain).not.toContain("\x1b");
  expect(colored).toContain("\x1b");
  expect(colored.replace(/\x1b\[\d+m/g, "")).toBe(plain);
});
