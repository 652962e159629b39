import { readFileSync, statSync } from "node:fs";
import { UsageError } from "@dcvlint/linter";

/** What the runner tells of the event; texts of the pull request that it holds aren't looked at. */
export interface Event {
  readonly name: string;
  readonly owner: string;
  readonly repo: string;
  /** The commit that the event names as the state before; absent where it names none. */
  readonly base?: string;
  /** The commit that stands for the change: a pull request's own, not the one that merges it. */
  readonly head?: string;
  readonly pullRequest?: number;
}

const COMMIT = /^(?!0+$)[0-9a-f]{40,64}$/;
/** GitHub sends no payload over 25 MB. */
const MOST_OCTETS = 32 * 2 ** 20;

export function readEvent(env: NodeJS.ProcessEnv): Event {
  const payload = readPayload(env.GITHUB_EVENT_PATH);
  const pull = recordOf(payload.pull_request);
  const group = recordOf(payload.merge_group);
  const [owner = "", repo = ""] = (env.GITHUB_REPOSITORY ?? "").split("/");
  const first = (...values: unknown[]) =>
    values.find((value): value is string => typeof value === "string" && COMMIT.test(value));
  return {
    name: env.GITHUB_EVENT_NAME ?? "",
    owner,
    repo,
    base: first(recordOf(pull.base).sha, group.base_sha, payload.before),
    head: first(recordOf(pull.head).sha, group.head_sha, payload.after, env.GITHUB_SHA),
    pullRequest: Number.isSafeInteger(pull.number) ? (pull.number as number) : undefined,
  };
}

export const isPullRequest = ({ name }: Event): boolean => name.startsWith("pull_request");

type Json = Readonly<Record<string, unknown>>;

function readPayload(path: string | undefined): Json {
  if (!path) return {};
  try {
    if (statSync(path).size > MOST_OCTETS) throw new UsageError("the event's payload is too large");
    return recordOf(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError("the event's payload (GITHUB_EVENT_PATH) can't be read");
  }
}

const recordOf = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
