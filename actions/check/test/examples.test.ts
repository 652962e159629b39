import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { gitIn, newFolder } from "./repository.js";
import { places, run } from "./runner.js";

// Each example as a repository of its own, in a pull request that brings it, with the inputs that its workflow gives.

const examples = fileURLToPath(new URL("../../../examples/", import.meta.url));

function inputsOf(example: string): Record<string, string> {
  const folder = join(examples, example, ".github/workflows");
  const [file] = readdirSync(folder);
  const { jobs } = parse(readFileSync(join(folder, file), "utf8"));
  const steps = Object.values<{ steps: { uses?: string; with?: object }[] }>(jobs).flatMap(({ steps }) => steps);
  const { with: inputs = {} } = steps.find(({ uses }) => uses?.startsWith("dcvlint/dcvlint/actions/check@"))!;
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]));
}

/** A repository with an empty base, and the example as the change. */
function pullRequestOf(example: string) {
  const path = newFolder();
  const git = (...args: string[]) => gitIn(path, ...args).trim();
  git("init", "-q", "-b", "main");
  git("commit", "-q", "--allow-empty", "-m", "x");
  const base = git("rev-parse", "HEAD");
  cpSync(join(examples, example), path, { recursive: true });
  git("add", "-A");
  git("commit", "-q", "-m", "x");
  const head = git("rev-parse", "HEAD");
  return {
    path,
    event: { name: "pull_request", payload: { pull_request: { number: 1, base: { sha: base }, head: { sha: head } } } },
  };
}

const EXPECTED: Record<string, string[]> = {
  "zone-files": [
    "error dns/example.com.zone:20 missing-trailing-dot",
    "error dns/example.com.zone:23 doubled-domain",
    "error dns/example.com.zone:26 cname-and-other-data",
    "error dns/example.com.zone:33 occluded-by-delegation",
    "warning dns/example.com.zone:14 caa-unknown-tag",
    "warning dns/example.com.zone:36 reserved-address",
  ],
  "terraform-route53-acm": [
    "error main.tf:27 duplicate-validation-record",
    "error main.tf:27 foreign-name-in-zone",
    "error main.tf:44 validation-in-private-zone",
    "error main.tf:58 single-label-target",
  ],
  "terraform-cloudflare": ["error main.tf:18 validation-record-proxied", "error main.tf:29 cname-and-other-data"],
};

test.for(Object.entries(EXPECTED))("%s", async ([example, expected]) => {
  const { path, event } = pullRequestOf(example);
  const ran = await run(path, event, inputsOf(example));
  expect(places(ran).filter((place) => !place.startsWith("notice"))).toEqual(expected);
  expect([ran.status, ran.outputs.verdict]).toEqual([1, "fail"]);
});
