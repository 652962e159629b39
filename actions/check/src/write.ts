import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import * as core from "@actions/core";
import type { LintResult } from "@dcvlint/core";
import { UsageError, writeWhole } from "@dcvlint/linter";
import { formatCheck, formatReport, github, type ReportContext, relocated } from "@dcvlint/report";
import type { Inputs } from "./inputs.js";
import type { Judged } from "./judge.js";
import type { Say } from "./say.js";

/** The log, which holds the annotations. `all`: with the findings on names; paths stand from the repository's top. */
export function writeLog(all: LintResult, judged: Judged, inputs: Inputs, top: string, say: Say): void {
  const context = judged.contextFor(top);
  // A review and a check run may each be refused later.
  const reserved = Number(inputs["review-suggestions"]) + Number(inputs["check-run"]) + 1;
  const { result } = judged;
  if (inputs.annotations) process.stdout.write(github(all, context, say.roomLeft(reserved)));
  else if (inputs.mode !== "live")
    process.stdout.write(formatReport("pretty", { ...result, names: undefined }, context));
  const { names, notices, rules } = result;
  if (names && names.length > 0) process.stdout.write(formatCheck("pretty", { names, notices, rules }, context));
}

export function writeSummary(all: LintResult, judged: Judged, inputs: Inputs, top: string, say: Say): void {
  const path = process.env.GITHUB_STEP_SUMMARY;
  if (!path) return;
  const context = judged.contextFor(top);
  // Findings on names stand with their names; where nothing else was looked at, that is all there is.
  const text = toRead("markdown", { ...judged.result, summary: all.summary }, inputs, context);
  try {
    appendFileSync(path, text);
  } catch {
    say.notice("The job summary can't be written.");
  }
}

/** For people: what was linted, or in the live mode the verdicts alone. */
function toRead(name: "markdown" | "html", result: LintResult, { mode }: Inputs, context: ReportContext): string {
  const { names, notices, rules } = result;
  return mode === "live" && names
    ? formatCheck(name, { names, notices, rules }, context)
    : formatReport(name, result, context);
}

/** The reports that were asked for; each one's path is an output. Returns a sentence for each that couldn't be written. */
export function writeFiles(all: LintResult, judged: Judged, inputs: Inputs, cwd: string, top: string): string[] {
  const context = judged.contextFor(top);
  const failures: string[] = [];
  for (const [input, write] of [
    ["sarif-file", () => formatReport("sarif", relocated(all, context.pathFor), context)],
    ["json-file", () => formatReport("json", judged.result, context)],
    ["html-file", () => toRead("html", judged.result, inputs, context)],
  ] as const) {
    const file = inputs[input];
    if (!file) continue;
    const path = resolve(cwd, file);
    try {
      writeWhole(path, write());
      core.setOutput(input, path);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.push(`${input}: ${error.message}`);
    }
  }
  return failures;
}
