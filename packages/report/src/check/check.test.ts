import { readFileSync } from "node:fs";
import type { CheckResult } from "@dcvlint/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";
import { expect, test } from "vitest";
import { formatCheck } from "./check.js";
import { contextFor, DOTLESS, HOSTILE, INVISIBLE, RULE, runnerCommands } from "../testing.js";

const ajv = new Ajv2020({ allErrors: true, strict: true });
formatsPlugin.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL("../../schema/check-report.schema.json", import.meta.url), "utf8")),
);
const errorsIn = (report: unknown) => (validate(report) ? [] : validate.errors);

const resultOf = (text = "example.com"): CheckResult => ({
  names: [
    {
      name: text,
      wildcard: true,
      ca: "letsencrypt",
      method: "dns-01",
      verdict: "will-not-issue",
      findings: [{ ...DOTLESS, explanation: { what: text, why: text, how: text }, fix: undefined, evidence: [1] }],
      reasons: [],
      evidence: [
        { ask: `CAA ${text}`, of: "dns/a.zone", rcode: "NOERROR", answer: [], ede: [], source: "declared" },
        { ask: "CAA com.", answer: [], ede: [], note: text, source: "declared" },
      ],
    },
    {
      name: "example.net",
      wildcard: false,
      ca: "amazon",
      verdict: "cannot-tell",
      findings: [],
      reasons: ["The method isn't known."],
      evidence: [],
    },
  ],
  notices: [],
  rules: new Map([[RULE.id, RULE]]),
});

test("JSON has every field of version 1", () => {
  const report = JSON.parse(
    formatCheck("json", resultOf(), contextFor(undefined, { pathFor: (file) => `../${file}` })),
  );
  expect(errorsIn(report)).toEqual([]);
  expect(report.names[0]).toMatchObject({
    name: "example.com",
    wildcard: true,
    ca: "letsencrypt",
    method: "dns-01",
    verdict: "will-not-issue",
    findings: [{ rule: RULE.id, severity: "error", evidence: [1], location: { path: "../dns/a.zone", startLine: 2 } }],
    evidence: [
      { ask: "CAA example.com", of: "../dns/a.zone", rcode: "NOERROR", source: "declared" },
      { ask: "CAA com." },
    ],
  });
  expect(report.names[1]).not.toHaveProperty("method");
  expect(report.names[1].reasons).toEqual(["The method isn't known."]);
});

test("text and Markdown say the verdict of each name, why, and what was asked", () => {
  for (const format of ["pretty", "markdown"] as const) {
    const text = formatCheck(format, resultOf(), contextFor());
    expect(text).toMatch(/\*\.example\.com.*will not issue/);
    expect(text).toMatch(/example\.net.*cannot tell/);
    expect(text).toMatch(/2 names: 1 will not, 1 can't be told/);
    expect(text).toMatch(/The method isn't known/);
    expect(text).toMatch(/CAA example\.com: NODATA/);
  }
});

test("hostile text is harmless to print", () => {
  for (const format of ["pretty", "markdown", "json"] as const) {
    const text = formatCheck(format, resultOf(HOSTILE), contextFor());
    expect(text).not.toMatch(INVISIBLE);
    expect(runnerCommands(text)).toEqual([]);
  }
});
