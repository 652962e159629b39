import { resolve } from "node:path";
import * as core from "@actions/core";
import { gitTop, UsageError } from "@dcvlint/linter";
import { withFindingsOnNames } from "@dcvlint/report";
import { Api } from "./api.js";
import { changesOfEvent } from "./changes.js";
import { readEvent } from "./event.js";
import { readInputs } from "./inputs.js";
import { judge } from "./judge.js";
import { outcomeOf, setOutputs } from "./outcome.js";
import { Say } from "./say.js";
import { writeFiles, writeLog, writeSummary } from "./write.js";

const say = new Say();

async function main(): Promise<void> {
  const inputs = readInputs();
  const event = readEvent(process.env);
  if (event.name === "pull_request_target" && !inputs["allow-pull-request-target"]) {
    say.warning(
      "Nothing was checked: on pull_request_target a stranger's files meet the rights of this repository. Run on pull_request, or set allow-pull-request-target: true.",
    );
    core.setOutput("verdict", "cannot-tell");
    return;
  }
  const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd();
  const cwd = resolve(workspace, inputs["working-directory"]);
  // Where GitHub's paths begin: a checkout may stand in a folder of the workspace.
  const top = gitTop(cwd) ?? workspace;
  const api = inputs.token && event.owner ? new Api(inputs.token, event) : undefined;

  const changes = await changesOfEvent(event, inputs, cwd, api, say);
  const judged = await judge(inputs, cwd, changes);
  const all = withFindingsOnNames(judged.result);
  const failures = [...judged.failures, ...writeFiles(all, judged, inputs, cwd, top)];
  const outcome = outcomeOf(all, failures, inputs);

  // What can't be refused comes first: with no rights at all that is all there is.
  for (const failure of failures) say.error(failure);
  writeLog(all, judged, inputs, top, say);
  if (inputs.summary) writeSummary(all, judged, inputs, top, say);
  setOutputs(all, outcome);
  const scope = [inputs["working-directory"], ...inputs.paths].join("\n");
  const published = { api, event, all, judged, outcome, scope, top, say };
  if (inputs["check-run"]) await (await import("./check-run.js")).publishCheckRun(published);
  if (inputs["review-suggestions"]) await (await import("./review.js")).publishReview(published);
  if (outcome.fails) process.exitCode = 1;
}

/** One line for whatever went wrong: a stack is nothing that a log's reader can use, and its text isn't ours. */
function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  say.error(error instanceof UsageError ? message : `a fault of dcvlint's own: ${message}`);
  try {
    core.setOutput("verdict", "fail");
  } catch {
    // What went wrong may be that very file.
  }
}

for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error: unknown) => {
    fail(error);
    process.exit(1);
  });
}
await main().catch(fail);
