import * as core from "@actions/core";
import type { LintResult } from "@dcvlint/core";
import type { Inputs } from "./inputs.js";

/** What the step comes to. */
export interface Outcome {
  readonly verdict: "pass" | "fail" | "cannot-tell";
  readonly fails: boolean;
}

/** `result` with every finding in it, those on names too. */
export function outcomeOf(result: LintResult, failures: readonly string[], inputs: Inputs): Outcome {
  const verdicts = (result.names ?? []).map(({ verdict }) => verdict);
  const broken = failures.length > 0 || reaches(result, inputs["fail-on"]) || verdicts.includes("will-not-issue");
  const verdict = broken ? "fail" : verdicts.includes("cannot-tell") ? "cannot-tell" : "pass";
  return { verdict, fails: broken || (verdict === "cannot-tell" && inputs["fail-on-cannot-tell"]) };
}

/** By the summary: it counts what is too much to be listed, too. */
function reaches({ summary }: LintResult, failOn: Inputs["fail-on"]): boolean {
  const { errors, warnings, infos } = summary;
  if (failOn === "never") return false;
  return errors > 0 || (failOn !== "error" && warnings > 0) || (failOn === "info" && infos > 0);
}

export function setOutputs({ summary }: LintResult, { verdict }: Outcome): void {
  const { errors, warnings, infos } = summary;
  core.setOutput("errors", errors);
  core.setOutput("warnings", warnings);
  core.setOutput("infos", infos);
  core.setOutput("findings", errors + warnings + infos);
  core.setOutput("verdict", verdict);
}
