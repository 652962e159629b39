import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** For the tests of one file; deleted behind them. */
export const folder = mkdtempSync(join(tmpdir(), "dcvlint-action-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
export const newFolder = (): string => {
  const path = join(folder, `r${made++}`);
  mkdirSync(path);
  return path;
};

/** Text by path; `null` deletes. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

/** A git repository whose `main` is the base and whose `change` is what a pull request asks for. */
export class Repository {
  readonly path = newFolder();
  readonly base: string;
  head: string;

  constructor(base: Files, head: Files) {
    this.git("init", "-q", "-b", "main");
    this.git("config", "uploadpack.allowAnySHA1InWant", "true");
    this.base = this.commit(base);
    this.git("checkout", "-q", "-b", "change");
    this.head = this.commit(head);
  }

  git(...args: string[]): string {
    return gitIn(this.path, ...args).trim();
  }

  commit(files: Files): string {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.path, name);
      if (text === null) rmSync(path);
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
    }
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", "x");
    this.head = this.git("rev-parse", "HEAD");
    return this.head;
  }

  /** What main becomes meanwhile; the work tree is the change's again afterwards. */
  commitToMain(files: Files): string {
    const { head } = this;
    this.git("checkout", "-q", "main");
    const commit = this.commit(files);
    this.git("checkout", "-q", "change");
    this.head = head;
    return commit;
  }

  /** As actions/checkout does on `pull_request`: the commit that merges the change into main, and nothing else. */
  checkOutMerge(depth = 1): string {
    this.git("checkout", "-q", "-B", "merge", "main");
    this.git("merge", "-q", "--no-ff", "-m", "merge", "change");
    const merge = this.git("rev-parse", "HEAD");
    this.git("update-ref", "refs/pull/1/merge", merge);
    this.git("checkout", "-q", "change");
    return this.clone("refs/pull/1/merge", depth);
  }

  /** A clone that holds one ref, and as much of what came before as `depth` says; 0 is all. */
  clone(ref: string, depth: number): string {
    const path = newFolder();
    const git = (...args: string[]) => gitIn(path, ...args);
    git("init", "-q");
    git("remote", "add", "origin", `file://${this.path}`);
    const all = ["+refs/heads/*:refs/remotes/origin/*", `+${ref}:refs/checked-out`];
    git(
      "fetch",
      "-q",
      ...(depth > 0 ? [`--depth=${depth}`, "origin", `+${ref}:refs/checked-out`] : ["origin", ...all]),
    );
    git("checkout", "-q", "refs/checked-out");
    return path;
  }
}

export const gitIn = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "core.quotePath=false", ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "pipe"],
  });
