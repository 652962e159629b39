import * as core from "@actions/core";
import { context } from "@actions/github";
import { type Changes, changesSince, UsageError } from "@dcvlint/linter";

/** What the event's change touches; `undefined` where everything is to be reported. */
export async function changesOfEvent(changedOnly: boolean | undefined, cwd: string): Promise<Changes | undefined> {
  const base: unknown =
    context.payload.pull_request?.base?.sha ?? context.payload.merge_group?.base_sha ?? context.payload.before;
  const wanted = changedOnly ?? context.payload.pull_request !== undefined;
  if (!wanted) return undefined;
  if (typeof base !== "string" || /^0*$/.test(base)) {
    core.notice("This event names no base to compare with, so everything is reported.");
    return undefined;
  }
  try {
    return await changesSince(base, cwd);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    core.notice(
      "The base of this change isn't in the clone, so everything is reported. Check out with fetch-depth: 0 to see only what changed.",
    );
    return undefined;
  }
}
