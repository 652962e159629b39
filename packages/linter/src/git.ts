import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { isInside, realPath } from "./paths.js";
import { UsageError } from "./usage-error.js";

/** Runs git in a work tree; what it prints comes back as octets. */
export type Git = (args: readonly string[], input?: string) => Promise<Buffer>;

export interface GitOptions {
  /** Beside the process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** In ms; then it is ended. */
  readonly timeout?: number;
}

/** What git may print at most: the list of all files of a large repository, or the old texts of one round. */
const MOST = 2 ** 30;

/** The git of this machine. The repository's own settings and files start no program: neither hooks nor a file system monitor, nor a `git` that lies in it. */
export function gitIn(top: string, options: GitOptions = {}): Git {
  const git = findGit(top);
  return async (args, input) => {
    // Few runs ask git anything.
    const { execFile } = await import("node:child_process");
    return new Promise((resolve, reject) => {
      const child: ChildProcess = execFile(
        git,
        ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false", ...args],
        {
          cwd: top,
          encoding: "buffer",
          maxBuffer: MOST,
          windowsHide: true,
          timeout: options.timeout,
          env: {
            ...process.env,
            ...options.env,
            LC_ALL: "C",
            GIT_OPTIONAL_LOCKS: "0",
            GIT_TERMINAL_PROMPT: "0",
            NoDefaultCurrentDirectoryInExePath: "1",
          },
        },
        (error, stdout) => (error ? reject(error) : resolve(stdout)),
      );
      // git may end before it has read everything; how it ended says why.
      child.stdin?.on("error", () => {});
      child.stdin?.end(input ?? "");
    });
  };
}

function findGit(top: string): string {
  const names = process.platform === "win32" ? ["git.exe", "git.com"] : ["git"];
  const real = realPath(top) ?? top;
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) {
      const path = join(folder, name);
      const target = realPath(path);
      if (!target || isInside(top, path) || isInside(real, target) || !statSync(target).isFile()) continue;
      return path;
    }
  }
  throw new UsageError("--changed-since needs git, which isn't installed");
}
