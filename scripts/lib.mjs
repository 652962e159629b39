// What the scripts share: where the repository is and how its tools are started.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const require = createRequire(import.meta.url);

/**
 * Starts a tool of node_modules through its own JavaScript entry: a shell or a `.cmd` shim would need other quoting on
 * Windows. `options` are those of spawnSync; `env` is added to ours.
 */
export function runTool(pkg, args, { env = {}, ...options } = {}) {
  const manifest = require.resolve(`${pkg}/package.json`);
  const { bin, name } = require(manifest);
  const entry = typeof bin === "string" ? bin : (bin[name] ?? Object.values(bin)[0]);
  return spawnSync(process.execPath, [join(dirname(manifest), entry), ...args], {
    cwd: root,
    stdio: "inherit",
    ...options,
    env: { ...process.env, ...env },
  });
}

/** `turbo run` with telemetry off, and as many tasks at once as there are cores (its own default is ten). */
export function turbo(args, { env = {}, ...options } = {}) {
  const concurrency = args.some((a) => a.startsWith("--concurrency"))
    ? []
    : [`--concurrency=${availableParallelism()}`];
  return runTool("turbo", ["run", ...concurrency, ...args], {
    ...options,
    env: { ...env, TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1", DO_NOT_TRACK: "1" },
  });
}

/** The exit code that a child leaves to its parent: its own, or 1 when it couldn't start or a signal ended it. */
export const exitCode = (child) => child.status ?? 1;
