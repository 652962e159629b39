import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";
import { expect, test } from "vitest";
import { json } from "./json.js";
import { contextFor, DOTLESS, HOSTILE, hostileRun, INVISIBLE, resultOf, runnerCommands, span } from "./testing.js";

const ajv = new Ajv2020({ allErrors: true, strict: true });
formatsPlugin.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL("../schema/lint-report.schema.json", import.meta.url), "utf8")),
);
const errorsIn = (report: unknown) => (validate(report) ? [] : validate.errors);

test("a report has every field of version 1", () => {
  const notices = [{ what: "could not decide x", span: span("dns/a.zone", 3, 1, 4) }, { what: "y" }];
  const context = contextFor(undefined, { pathFor: (file) => `../${file}` });
  const path = "../dns/a.zone";
  const report = JSON.parse(json(resultOf([DOTLESS], notices), context));
  expect(report).toEqual({
    version: 1,
    tool: { name: "dcvlint", version: "0.1.0" },
    summary: { files: 4, records: 120, errors: 1, warnings: 0, infos: 0, suppressed: 0, undecided: 2 },
    findings: [
      {
        rule: "missing-trailing-dot",
        message: "originAppended",
        severity: "error",
        ...DOTLESS.explanation,
        location: { path, startLine: 2, startColumn: 13, endLine: 2, endColumn: 29 },
        record: DOTLESS.record,
        related: [{ note: "the origin", location: { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 21 } }],
        fix: {
          title: 'Add the final dot to "9c1e.sectigo.com"',
          safety: "suggestion",
          edits: [{ path, startLine: 2, startColumn: 29, endLine: 2, endColumn: 29, newText: "." }],
        },
        fingerprint: "f00d",
        docs: "https://dcvlint.example/rules/missing-trailing-dot",
      },
    ],
    notices: [
      { what: "could not decide x", location: { path, startLine: 3, startColumn: 1, endLine: 3, endColumn: 4 } },
      { what: "y" },
    ],
  });
  expect(errorsIn(report)).toEqual([]);
});

test("what doesn't apply is absent", () => {
  const bare = { ...DOTLESS, span: undefined, record: undefined, fix: undefined, related: [] };
  const report = JSON.parse(json(resultOf([bare]), contextFor()));
  expect(Object.keys(report.findings[0])).not.toContain("location");
  expect(Object.keys(report.findings[0])).not.toContain("record");
  expect(Object.keys(report.findings[0])).not.toContain("fix");
  expect(report.findings[0].related).toEqual([]);
  expect(errorsIn(report)).toEqual([]);
});

test("the schema refuses what isn't a report", () => {
  const report = JSON.parse(json(resultOf([DOTLESS]), contextFor()));
  expect(errorsIn({ ...report, version: 2 })).not.toEqual([]);
  expect(errorsIn({ ...report, extra: 1 })).not.toEqual([]);
  report.findings[0].location.startLine = 0;
  expect(errorsIn(report)).not.toEqual([]);
});

test("hostile text arrives as it was, and is harmless to print", () => {
  const { result, context } = hostileRun();
  const text = json(result, context);
  expect(text).not.toMatch(INVISIBLE);
  expect(runnerCommands(text)).toEqual([]);
  const report = JSON.parse(text);
  expect(report.findings[0].what).toBe(`what ${HOSTILE}`);
  expect(report.findings[0].fix.edits[0].newText).toBe(HOSTILE);
  expect(errorsIn(report)).toEqual([]);
});
