// npm start: builds, then shows what dcvlint says about examples/, or lints what is named: npm start -- PATH...
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { exitCode, root, turbo } from "./lib.mjs";

const build = turbo(["build", "--filter=dcvlint...", "--output-logs=errors-only"], { stdio: "pipe", encoding: "utf8" });
if (build.status !== 0) {
  process.stderr.write(`${build.stdout ?? ""}${build.stderr ?? ""}${build.error?.message ?? ""}\nThe build failed.\n`);
  process.exit(2);
}

const args = process.argv.slice(2);
const cli = join(root, "packages", "cli", "bin", "dcvlint.js");
const dcvlint = (argv, cwd) => exitCode(spawnSync(process.execPath, [cli, ...argv], { cwd, stdio: "inherit" }));

if (args.length > 0) {
  // npm changes to the repository's root; the user's paths are relative to where npm was called.
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: this script isn't one of turbo's tasks
  process.exitCode = dcvlint(args, process.env.INIT_CWD ?? process.cwd());
} else {
  process.exitCode = dcvlint(["lint", "examples", "--fail-on", "never"], root);
  console.log("\nThe faults in examples/ are there on purpose. Your own files: npm start -- PATH...");
}
