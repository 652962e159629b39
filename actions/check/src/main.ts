import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as core from "@actions/core";
import { type Changes, type LintRun, lint, loadConfig, relativePath, UsageError } from "@dcvlint/linter";
import { formatReport, forTerminal, type ReportContext } from "@dcvlint/report";
import { changesOfEvent } from "./changes.js";
import { type Inputs, readInputs } from "./inputs.js";

const RANK = { info: 1, warning: 2, error: 3 };

async function main(): Promise<void> {
  const inputs = readInputs();
  const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd();
  const cwd = resolve(workspace, inputs.workingDirectory);
  const changes: Changes | undefined = await changesOfEvent(inputs.changedOnly, cwd);
  const run = await lint({
    cwd,
    paths: inputs.paths,
    config: await loadConfig(cwd, inputs.config),
    changes,
    now: Math.floor(Date.now() / 1000),
  });
  // Annotations stand on paths from the repository's top.
  const context = contextOf(run, workspace);
  if (inputs.annotations) process.stdout.write(formatReport("github", run.result, context));
  else process.stdout.write(formatReport("pretty", run.result, context));
  if (inputs.summary && process.env.GITHUB_STEP_SUMMARY) {
    await core.summary.addRaw(formatReport("markdown", run.result, context)).write();
  }
  const failed = writeOutputs(run, inputs, cwd, contextOf(run, cwd));
  for (const failure of run.failures) core.setFailed(forTerminal(failure));
  // The annotations say what is wrong; the exit status is all that is left to say.
  if (failed) process.exitCode = 1;
}

function contextOf(run: LintRun, base: string): ReportContext {
  return {
    tool: { name: "dcvlint", version: process.env.DCVLINT_VERSION ?? "0.0.0" },
    readLine: run.readLine,
    pathFor: (file) => relativePath(base, run.pathOf(file)),
    color: false,
    quiet: false,
  };
}

/** Sets the step's outputs and writes the report files. Returns whether findings reach `fail-on`. */
function writeOutputs(run: LintRun, inputs: Inputs, cwd: string, context: ReportContext): boolean {
  const { summary, findings } = run.result;
  const { failOn } = inputs;
  const failed = failOn !== "never" && findings.some(({ severity }) => RANK[severity] >= RANK[failOn]);
  core.setOutput("errors", summary.errors);
  core.setOutput("warnings", summary.warnings);
  core.setOutput("infos", summary.infos);
  core.setOutput("findings", findings.length);
  core.setOutput("verdict", failed || run.failures.length > 0 ? "fail" : "pass");
  for (const [name, file] of [
    ["sarif", inputs.sarifFile],
    ["json", inputs.jsonFile],
  ] as const) {
    if (!file) continue;
    const path = join(cwd, file);
    try {
      writeFileSync(path, formatReport(name, run.result, context));
    } catch (error) {
      throw new UsageError(`${name}-file ${file} can't be written (${(error as NodeJS.ErrnoException).code})`);
    }
    core.setOutput(`${name}-file`, path);
  }
  return failed;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  core.setFailed(forTerminal(error.message));
}
