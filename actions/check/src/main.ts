import { resolve } from "node:path";
import * as core from "@actions/core";
import { context as event } from "@actions/github";
import { type Changes, type LintRun, lint, loadConfig, relativePath, UsageError, writeWhole } from "@dcvlint/linter";
import { formatReport, forTerminal, type ReportContext } from "@dcvlint/report";
import { changesOfEvent } from "./changes.js";
import { type Inputs, readInputs } from "./inputs.js";

async function main(): Promise<void> {
  const inputs = readInputs();
  if (event.eventName === "pull_request_target" && !inputs.allowPullRequestTarget) {
    core.warning(
      "Nothing was checked: on pull_request_target a stranger's files meet the rights of this repository. Run on pull_request, or set allow-pull-request-target: true.",
    );
    core.setOutput("verdict", "cannot-tell");
    return;
  }
  const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd();
  const cwd = resolve(workspace, inputs.workingDirectory);
  const changes: Changes | undefined = await changesOfEvent(inputs.changedOnly, cwd);
  const run = await lint({
    cwd,
    paths: inputs.paths,
    plans: inputs.plans,
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
  const { summary } = run.result;
  const { failOn } = inputs;
  // By the summary: it counts what is too much to be listed, too.
  const failed =
    failOn !== "never" &&
    (summary.errors > 0 || (failOn !== "error" && summary.warnings > 0) || (failOn === "info" && summary.infos > 0));
  core.setOutput("errors", summary.errors);
  core.setOutput("warnings", summary.warnings);
  core.setOutput("infos", summary.infos);
  core.setOutput("findings", summary.errors + summary.warnings + summary.infos);
  core.setOutput("verdict", failed || run.failures.length > 0 ? "fail" : "pass");
  for (const [name, file] of [
    ["sarif", inputs.sarifFile],
    ["json", inputs.jsonFile],
  ] as const) {
    if (!file) continue;
    const path = resolve(cwd, file);
    try {
      writeWhole(path, formatReport(name, run.result, context));
    } catch (error) {
      if (error instanceof UsageError) throw new UsageError(`${name}-file: ${error.message}`);
      throw error;
    }
    core.setOutput(`${name}-file`, path);
  }
  return failed;
}

/** One line for whatever went wrong: a stack is nothing that a log's reader can use, and its text isn't ours. */
function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  core.setFailed(forTerminal(error instanceof UsageError ? message : `a fault of dcvlint's own: ${message}`));
}

for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error: unknown) => {
    fail(error);
    process.exit(1);
  });
}
await main().catch(fail);
