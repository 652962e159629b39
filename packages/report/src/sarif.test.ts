import { readFileSync } from "node:fs";
import Draft04 from "ajv-draft-04";
import formatsPlugin from "ajv-formats";
import type { Log } from "sarif";
import { expect, test } from "vitest";
import { sarif } from "./sarif.js";
import { contextFor, DOTLESS, hostileRun, INVISIBLE, resultOf, runnerCommands, span } from "./testing.js";

// The OASIS schema as @microsoft/jest-sarif ships it (draft-04). One of its patterns isn't valid with the u flag.
const ajv = new Draft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
formatsPlugin.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL("../test/sarif-schema-2.1.0.json", import.meta.url), "utf8")),
);
const errorsIn = (log: unknown) => (validate(log) ? [] : validate.errors);

function runOf(text: string) {
  const log: Log = JSON.parse(text);
  expect(errorsIn(log)).toEqual([]);
  return log.runs[0];
}

test("a result names its rule, place, related places, fix and fingerprint", () => {
  const run = runOf(sarif(resultOf([DOTLESS]), contextFor(undefined, { pathFor: (file) => `../${file}` })));
  const artifactLocation = { uri: "dns/a.zone", uriBaseId: "%SRCROOT%" };
  expect(run.columnKind).toBe("utf16CodeUnits");
  expect(run.results).toEqual([
    {
      ruleId: "missing-trailing-dot",
      ruleIndex: 0,
      level: "error",
      message: { text: Object.values(DOTLESS.explanation).join("\n") },
      locations: [
        {
          physicalLocation: { artifactLocation, region: { startLine: 2, startColumn: 13, endLine: 2, endColumn: 29 } },
        },
      ],
      relatedLocations: [
        {
          id: 1,
          message: { text: "the origin" },
          physicalLocation: { artifactLocation, region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 21 } },
        },
      ],
      partialFingerprints: { "dcvlint/v1": "f00d" },
      fixes: [
        {
          description: { text: 'Add the final dot to "9c1e.sectigo.com"' },
          artifactChanges: [
            {
              artifactLocation,
              replacements: [
                {
                  deletedRegion: { startLine: 2, startColumn: 29, endLine: 2, endColumn: 29 },
                  insertedContent: { text: "." },
                },
              ],
            },
          ],
          properties: { safety: "suggestion" },
        },
      ],
    },
  ]);
});

test("every rule that ran is described", () => {
  const { driver } = runOf(sarif(resultOf([]), contextFor())).tool;
  expect(driver).toMatchObject({ name: "dcvlint", version: "0.1.0" });
  expect(driver.rules).toMatchObject([
    {
      id: "missing-trailing-dot",
      helpUri: "https://dcvlint.example/rules/missing-trailing-dot",
      shortDescription: { text: "A target that reads as a full name lacks its final dot" },
      defaultConfiguration: { level: "error" },
      properties: { tags: ["dns", "tls", "Names"] },
    },
  ]);
});

test("severities are SARIF's levels", () => {
  const findings = (["error", "warning", "info"] as const).map((severity) => ({ ...DOTLESS, severity }));
  const levels = runOf(sarif(resultOf(findings), contextFor())).results!.map(({ level }) => level);
  expect(levels).toEqual(["error", "warning", "note"]);
});

test("a path is percent-encoded part by part", () => {
  const at = span("a b/ü#?%:\ud800.tf", 1, 1, 2);
  const run = runOf(sarif(resultOf([{ ...DOTLESS, span: at }]), contextFor()));
  const { uri } = run.results![0].locations![0].physicalLocation!.artifactLocation!;
  expect(uri).toBe("a%20b/%C3%BC%23%3F%25%3A%EF%BF%BD.tf");
});

test("a finding without a place has no location", () => {
  const run = runOf(sarif(resultOf([{ ...DOTLESS, span: undefined }]), contextFor()));
  expect(run.results![0].locations).toBeUndefined();
});

test("the same related place twice is still valid", () => {
  const related = [...DOTLESS.related, ...DOTLESS.related];
  expect(runOf(sarif(resultOf([{ ...DOTLESS, related }]), contextFor())).results![0].relatedLocations).toHaveLength(2);
});

test("a fix in two files changes two artifacts", () => {
  const edits = ["a", "b", "a"].map((file, i) => ({ span: span(file, i + 1, 1, 1), newText: "x" }));
  const fix = { title: "t", safety: "safe" as const, edits };
  const [change] = runOf(sarif(resultOf([{ ...DOTLESS, fix }]), contextFor())).results![0].fixes!;
  expect(change.artifactChanges.map(({ replacements }) => replacements.length)).toEqual([2, 1]);
});

test("notices are notifications of the run", () => {
  const notices = [{ what: "could not decide x", span: span("dns/a.zone", 3, 1, 4) }, { what: "y" }];
  const [invocation] = runOf(sarif(resultOf([], notices), contextFor())).invocations!;
  expect(invocation.toolExecutionNotifications!.map(({ message }) => message.text)).toEqual([
    "could not decide x",
    "y",
  ]);
});

test("past 25,000 results the errors stay, and the rest is counted", () => {
  const findings = Array.from({ length: 25_002 }, (_, i) => {
    return { ...DOTLESS, related: [], fix: undefined, severity: i === 25_001 ? ("error" as const) : ("info" as const) };
  });
  const run: Log["runs"][0] = JSON.parse(sarif(resultOf(findings), contextFor())).runs[0];
  expect(run.results).toHaveLength(25_000);
  expect(run.results![0].level).toBe("error");
  expect(run.properties).toEqual({ findingsNotShown: 2 });
});

test("hostile text makes valid SARIF without links", () => {
  const { result, context } = hostileRun();
  const text = sarif(result, context);
  const run = runOf(text);
  expect(text).not.toMatch(INVISIBLE);
  expect(runnerCommands(text)).toEqual([]);
  expect(run.results![0].message.text).not.toMatch(/\]\(|[\x1b\u202e\u200b]/);
});
