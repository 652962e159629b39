import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const { load, chunks, BYTECODE } = createRequire(import.meta.url)("../bin/load.js");

/** The built command somewhere else, where its files can be spoilt. */
function copy(): { bytecode: string; lint: () => { status: number | null; stdout: string; stderr: string } } {
  const folder = mkdtempSync(join(tmpdir(), "dcvlint-bytecode-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of ["bin", "dist"]) cpSync(join(root, part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, "a.zone"), "$ORIGIN example.org.\n@ IN MX 10 mail.example.org\n");
  return {
    bytecode: join(folder, "dist", "bytecode", basename(BYTECODE)),
    lint: () => spawnSync(process.execPath, ["bin/dcvlint.js", "a.zone"], { cwd: folder, encoding: "utf8" }),
  };
}

test("this Node takes up all bytecode that the build left for it", () => {
  const names = readdirSync(BYTECODE).map((name) => name.replace(/\.bin$/, ""));
  expect(names).toContain("main.cjs");
  for (const name of names) load(name);
  for (const name of names) expect(chunks.get(name).script.cachedDataRejected, name).toBe(false);
});

test("no chunk asks for a module by import(), which bytecode can't", () => {
  const chunks = readdirSync(join(root, "dist")).filter((name) => name.endsWith(".cjs"));
  expect(chunks.length).toBeGreaterThan(10);
  for (const name of chunks) expect(readFileSync(join(root, "dist", name), "latin1"), name).not.toMatch(/\bimport\(/);
});

test("without bytecode, and with bytecode that doesn't fit, the command says the same", () => {
  const { bytecode, lint } = copy();
  const proper = lint();
  expect(proper.status).toBe(1);
  expect(proper.stdout).toContain("missing-trailing-dot");
  expect(proper.stderr).toBe("");

  const files = readdirSync(bytecode).map((name) => join(bytecode, name));
  for (const file of files) writeFileSync(file, "not made by V8");
  expect(lint()).toMatchObject({ status: 1, stdout: proper.stdout, stderr: "" });
  for (const file of files) truncateSync(file, 0);
  expect(lint()).toMatchObject({ status: 1, stdout: proper.stdout, stderr: "" });
  rmSync(bytecode, { recursive: true });
  expect(lint()).toMatchObject({ status: 1, stdout: proper.stdout, stderr: "" });
});
