import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import * as core from "@actions/core";
import { UsageError, writeWhole } from "@dcvlint/linter";
import { formatReport, github, type JudgedResult } from "@dcvlint/report";
import type { Inputs } from "./inputs.js";
import type { Judged } from "./judge.js";
import type { Say } from "./say.js";

/** The log, which holds the annotations. `all`: with the findings on names; paths stand from the repository's top. */
export function writeLog(all: JudgedResult, judged: Judged, inputs: Inputs, workspace: string, say: Say): void {
  const context = judged.contextFor(workspace);
  // A review and a check run may each be refused later.
  const reserved = Number(inputs["review-suggestions"]) + Number(inputs["check-run"]) + 1;
  process.stdout.write(
    inputs.annotations
      ? github(all, context, say.roomLeft(reserved))
      : formatReport("pretty", { ...judged.result, summary: all.summary }, context),
  );
}

export function writeSummary(all: JudgedResult, judged: Judged, workspace: string, say: Say): void {
  const path = process.env.GITHUB_STEP_SUMMARY;
  if (!path) return;
  // Findings on names stand with their names.
  const text = formatReport("markdown", { ...judged.result, summary: all.summary }, judged.contextFor(workspace));
  try {
    appendFileSync(path, text);
  } catch {
    say.notice("The job summary can't be written.");
  }
}

/** The reports that were asked for; each one's path is an output. Returns a sentence for each that couldn't be written. */
export function writeFiles(all: JudgedResult, judged: Judged, inputs: Inputs, cwd: string): string[] {
  const context = judged.contextFor(cwd);
  const failures: string[] = [];
  for (const [name, input, result] of [
    ["sarif", "sarif-file", all],
    ["json", "json-file", judged.result],
  ] as const) {
    const file = inputs[input];
    if (!file) continue;
    const path = resolve(cwd, file);
    try {
      writeWhole(path, formatReport(name, result, context));
      core.setOutput(input, path);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.push(`${input}: ${error.message}`);
    }
  }
  return failures;
}
