import * as core from "@actions/core";
import type { Severity } from "@dcvlint/core";
import { UsageError } from "@dcvlint/linter";

export interface Inputs {
  readonly paths: readonly string[];
  readonly plans: readonly string[];
  readonly config?: string;
  readonly workingDirectory: string;
  /** `undefined`: as the event suggests. */
  readonly changedOnly?: boolean;
  readonly failOn: Severity | "never";
  readonly annotations: boolean;
  readonly summary: boolean;
  readonly sarifFile?: string;
  readonly jsonFile?: string;
  readonly allowPullRequestTarget: boolean;
}

const LEVELS = ["error", "warning", "info", "never"] as const;

/** The step's inputs. Throws a UsageError that names the one that is wrong. */
export function readInputs(): Inputs {
  const text = (name: string) => core.getInput(name) || undefined;
  const flag = (name: string): boolean | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (/^(true|True|TRUE)$/.test(value)) return true;
    if (/^(false|False|FALSE)$/.test(value)) return false;
    throw new UsageError(`input ${name} is true or false, not "${value}"`);
  };
  const failOn = text("fail-on") ?? "error";
  const level = LEVELS.find((level) => level === failOn);
  if (!level) throw new UsageError(`input fail-on is one of ${LEVELS.join(", ")}, not "${failOn}"`);
  const paths = core.getMultilineInput("paths");
  return {
    paths: paths.length > 0 ? paths : ["."],
    plans: core.getMultilineInput("plan"),
    config: text("config"),
    workingDirectory: text("working-directory") ?? ".",
    changedOnly: flag("changed-only"),
    failOn: level,
    annotations: flag("annotations") ?? true,
    summary: flag("summary") ?? true,
    sarifFile: text("sarif-file"),
    jsonFile: text("json-file"),
    allowPullRequestTarget: flag("allow-pull-request-target") ?? false,
  };
}
