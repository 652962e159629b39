// npm run bench: installs the checkers that dcvlint is measured against, builds, measures. Options: packages/bench.
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { exitCode, root, turbo } from "./lib.mjs";
import { SBIN, setUpTools } from "./setup-tools.mjs";

if (!setUpTools(["bench"])) process.exit(1);
const build = turbo(["build", "--filter=dcvlint...", "--output-logs=errors-only"]);
if (build.status !== 0) process.exit(exitCode(build));

const bench = spawnSync(
  process.execPath,
  [join(root, "packages", "bench", "src", "run.mjs"), ...process.argv.slice(2)],
  {
    stdio: "inherit",
    env: { ...process.env, PATH: [process.env.PATH, ...SBIN].join(delimiter) },
  },
);
process.exitCode = exitCode(bench);
