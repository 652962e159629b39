import { spawn } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { newFolder, type Repository } from "./repository.js";

// The built bundle, run as the runner runs it: its environment variables and files, in a folder that was checked out.

export const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const action = parse(readFileSync(new URL("../action.yml", import.meta.url), "utf8"));

export interface Ran {
  readonly status: number | null;
  readonly log: string;
  readonly outputs: Record<string, string>;
  readonly summary: string;
  /** As the runner reads them. */
  readonly annotations: Annotation[];
}

interface Annotation {
  readonly kind: string;
  readonly properties: Record<string, string>;
  readonly message: string;
}

export interface Event {
  readonly name: string;
  readonly payload: object;
}

export const pullRequest = ({ base, head }: Pick<Repository, "base" | "head">, name = "pull_request"): Event => ({
  name,
  payload: { pull_request: { number: 1, base: { sha: base }, head: { sha: head } } },
});
export const push = (before: string, after: string): Event => ({ name: "push", payload: { before, after } });

/** A run that is ready to be started, here or elsewhere. */
export interface Job {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Record<string, string>;
}

/** Inputs that aren't given have action.yml's defaults; `more` is what else stands in the environment. */
export function prepare(
  cwd: string,
  { name, payload }: Event,
  inputs: Record<string, string> = {},
  more: Record<string, string> = {},
): Job {
  const own = newFolder();
  const files = { output: join(own, "output"), summary: join(own, "summary"), event: join(own, "event.json") };
  writeFileSync(files.output, "");
  writeFileSync(files.summary, "");
  writeFileSync(files.event, JSON.stringify(payload));
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: cwd,
    GITHUB_REPOSITORY: "o/r",
    GITHUB_WORKFLOW: "DNS",
    GITHUB_JOB: "dcvlint",
    GITHUB_ACTION: "__dcvlint",
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_SERVER_URL: "https://github.com",
    // Nothing but what a test puts in its place is reached.
    GITHUB_API_URL: "http://127.0.0.1:9",
  };
  for (const [input, { default: initial }] of Object.entries<{ default: string }>(action.inputs)) {
    // The token's is an expression, which only the runner can work out.
    const value = input === "token" ? "" : initial;
    env[`INPUT_${input.toUpperCase()}`] = inputs[input] ?? value;
  }
  return { command: [join(dist, "main.js")], cwd, env: { ...env, ...more } };
}

export async function run(...what: Parameters<typeof prepare>): Promise<Ran> {
  const job = prepare(...what);
  const { cwd, env, command } = job;
  const child = spawn(process.execPath, command, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  const status = await new Promise<number | null>((done) => child.on("close", done));
  return collect(job, status, log);
}

/** What a job that has run left behind. */
export const collect = ({ env }: Job, status: number | null, log: string): Ran => ({
  status,
  log,
  outputs: statSync(env.GITHUB_OUTPUT).isFile() ? outputsOf(readFileSync(env.GITHUB_OUTPUT, "utf8")) : {},
  summary: statSync(env.GITHUB_STEP_SUMMARY).isFile() ? readFileSync(env.GITHUB_STEP_SUMMARY, "utf8") : "",
  annotations: annotationsOf(log),
});

const outputsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^([a-z-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name, value]),
  );

const decode = (text: string) => text.replace(/%(25|0D|0A|3A|2C)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

/** Everything in a log that the runner takes for a command that annotates. */
function annotationsOf(log: string): Annotation[] {
  return [...log.matchAll(/^::(error|warning|notice)(?: (.*?))?::(.*)$/gm)].map(([, kind, list = "", message]) => ({
    kind,
    properties: Object.fromEntries(
      list
        .split(",")
        .filter(Boolean)
        .map((pair) => [pair.slice(0, pair.indexOf("=")), decode(pair.slice(pair.indexOf("=") + 1))]),
    ),
    message: decode(message),
  }));
}

/** `kind path:line rule` of each annotation that stands somewhere. */
export const places = ({ annotations }: Ran): string[] =>
  annotations
    .filter(({ properties }) => properties.title)
    .map(({ kind, properties: { file, line, title } }) => `${kind} ${file}:${line} ${title}`);
