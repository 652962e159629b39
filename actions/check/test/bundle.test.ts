import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { INPUTS } from "../src/inputs.js";
import { newFolder } from "./repository.js";
import { dist } from "./runner.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const action = parse(readFileSync(join(root, "action.yml"), "utf8"));

const bytesOf = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "latin1")]));

test("the bundle is the one that this source makes", () => {
  const outdir = newFolder();
  execFileSync(process.execPath, ["build.mjs", "--outdir", outdir], { cwd: root });
  expect(Object.keys(bytesOf(outdir)).sort()).toEqual(Object.keys(bytesOf(dist)).sort());
  for (const [name, bytes] of Object.entries(bytesOf(outdir))) expect(bytes === bytesOf(dist)[name], name).toBe(true);
});

test("it has under 2.5 MB of JavaScript", () => {
  const octets = Object.values(bytesOf(dist)).reduce((sum, bytes) => sum + bytes.length, 0);
  expect(octets).toBeLessThan(2_500_000);
});

test("nothing of this machine is in it", () => {
  for (const bytes of Object.values(bytesOf(dist))) expect(bytes).not.toContain(join(root, "../.."));
});

test("action.yml and the schema tell of the same inputs", () => {
  const declared = Object.entries<{ default: string }>(action.inputs).map(([name, input]) => [name, input.default]);
  const read = Object.entries(INPUTS).map(([name, { initial }]) => [
    name,
    name === "token" ? "${".concat("{ github.token }}") : initial,
  ]);
  // Where the event decides, nothing is the default.
  expect(declared).toEqual(read);
});

test("the runner is told of Node 24 and of an entry that is there", () => {
  expect(action.runs).toEqual({ using: "node24", main: "dist/main.js" });
  expect(readdirSync(dist)).toContain("main.js");
});

test("the page about it names every input and output", () => {
  const page = readFileSync(join(root, "README.md"), "utf8");
  for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
    expect(page).toContain(`\`${name}\``);
});
