import { type Git, gitIn, gitTop, realPath } from "@dcvlint/linter";
import type { Api } from "./api.js";
import type { Event } from "./event.js";

/** In ms. A base of a large repository takes seconds. */
const FETCH_TIMEOUT = 60_000;

export interface Base {
  /** The state before the change. */
  readonly commit: string;
  /** In the clone, so that git can tell the change. */
  readonly isHere: boolean;
}

/**
 * The commit that the work tree's change is to be compared with. On a pull request the runner checks out a commit that merges
 * it, whose first parent is exactly the state before, even where a shallow clone doesn't hold it; where the pull request's own
 * head is checked out, it is the point where that branched off.
 */
export async function findBase(event: Event, cwd: string, api: Api | undefined, token?: string): Promise<Base> {
  const named = event.base!;
  const top = gitTop(cwd);
  if (top === undefined) return { commit: (await mergeBase(event, api)) ?? named, isHere: false };
  const git = gitIn(realPath(top) ?? top, { timeout: FETCH_TIMEOUT });
  const parent = await mergedInto(git, event);
  if (parent === undefined && event.pullRequest !== undefined && (await isThere(git, named))) {
    if (await branchesOff(git, named)) return { commit: named, isHere: true };
  }
  const commit = parent ?? (event.pullRequest === undefined ? named : await mergeBase(event, api));
  if (commit === undefined) return { commit: named, isHere: false };
  const isHere = (await isThere(git, commit)) || (await fetchCommit(git, top, commit, token));
  return { commit, isHere };
}

/** The first parent of a checked-out commit that merges the pull request, as the commit itself says it: shallow clones hide it. */
async function mergedInto(git: Git, { pullRequest, head }: Event): Promise<string | undefined> {
  if (pullRequest === undefined) return undefined;
  const text = await say(git, "cat-file", "commit", "HEAD");
  const parents = [...(text?.split("\n\n", 1)[0] ?? "").matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, commit]) => commit);
  return parents.length === 2 && parents[1] === head ? parents[0] : undefined;
}

const isThere = async (git: Git, commit: string): Promise<boolean> =>
  (await say(git, "cat-file", "-e", `${commit}^{commit}`)) !== undefined;

/** Does the clone hold the place where both branched off? */
const branchesOff = async (git: Git, commit: string): Promise<boolean> =>
  (await say(git, "merge-base", commit, "HEAD")) !== undefined;

async function mergeBase({ base, head, pullRequest }: Event, api: Api | undefined): Promise<string | undefined> {
  if (!api || pullRequest === undefined || head === undefined) return undefined;
  return api.mergeBase(base!, head).catch(() => undefined);
}

/** Fetches one commit from where the clone came from, with nobody asked for anything. */
async function fetchCommit(git: Git, top: string, commit: string, token: string | undefined): Promise<boolean> {
  const credentials = await credentialsFor(git, token);
  const asking = credentials ? gitIn(realPath(top) ?? top, { timeout: FETCH_TIMEOUT, env: credentials }) : git;
  const args = ["fetch", "--depth=1", "--no-tags", "--no-recurse-submodules", "--quiet", "origin", commit];
  return (await say(asking, ...args)) !== undefined && (await isThere(git, commit));
}

/** Of the step, where the checkout left none behind: by the environment, so that no process list shows them. */
export async function credentialsFor(git: Git, token: string | undefined): Promise<Record<string, string> | undefined> {
  const server = process.env.GITHUB_SERVER_URL ?? "";
  const remote = await say(git, "config", "--get", "remote.origin.url");
  if (!token || !server.startsWith("https://") || !remote?.startsWith(`${server}/`)) return undefined;
  const key = `http.${server}/.extraheader`;
  if ((await say(git, "config", "--get-all", key)) !== undefined) return undefined;
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: key, GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}` };
}

const say = (git: Git, ...args: string[]): Promise<string | undefined> =>
  git(args).then(
    (output) => output.toString("utf8").trim(),
    () => undefined,
  );
