import { type Changes, changesOfPatches, changesSince } from "@dcvlint/linter";
import type { Api } from "./api.js";
import { findBase } from "./base.js";
import { type Event, isPullRequest } from "./event.js";
import type { Inputs } from "./inputs.js";
import type { Say } from "./say.js";

/** What the event's change touches; `undefined` where everything is to be reported, which is never silent where it was wanted. */
export async function changesOfEvent(
  event: Event,
  inputs: Inputs,
  cwd: string,
  api: Api | undefined,
  say: Say,
): Promise<Changes | undefined> {
  if (!(inputs["changed-only"] ?? isPullRequest(event))) return undefined;
  if (event.base === undefined) {
    say.notice("This event names no base to compare with, so everything is reported.");
    return undefined;
  }
  let why = "the base isn't in the clone, and can't be fetched";
  try {
    const { commit, isHere } = await findBase(event, cwd, api, inputs.token);
    if (isHere) return await changesSince(commit, cwd);
    if (api) {
      const files = await api.changedFiles();
      if (files) return await changesOfPatches(files, cwd, (path) => api.oldText(path, commit));
      why += ", and the change has too many files for the API";
    }
  } catch (error) {
    why += ` (${reasonOf(error)})`;
  }
  say.notice(
    `What this change touches can't be told: ${why}. So everything is reported. Check out with fetch-depth: 0 to see only what changed.`,
  );
  return undefined;
}

/** What a server answered is no text to print; its status is. */
function reasonOf(error: unknown): string {
  const { status, name, message } = error as { status?: unknown; name?: string; message?: string };
  if (typeof status === "number") return `the API answers ${status}`;
  return name === "UsageError" ? (message ?? "") : "the API doesn't answer";
}
