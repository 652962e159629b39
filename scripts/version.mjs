// What the release workflow runs in place of `changeset version`: versions, changelog, lock file, and the bundle that
// holds the version.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitCode, root } from "./lib.mjs";

const run = (command, ...args) => {
  const code = exitCode(spawnSync(command, args, { cwd: root, stdio: "inherit" }));
  if (code !== 0) process.exit(code);
};
const versionNow = () => JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8")).version;

const before = versionNow();
run("node", "scripts/changelog.mjs");
run("npx", "changeset", "version");
const version = versionNow();
if (version !== before) {
  const file = join(root, "CHANGELOG.md");
  const today = new Date().toISOString().slice(0, 10);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("## Unreleased\n", `## Unreleased\n\n## ${version} – ${today}\n`));
}
run("npm", "install", "--package-lock-only", "--ignore-scripts");
run("npm", "run", "build");
