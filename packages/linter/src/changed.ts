import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Span } from "@dcvlint/core";
import type { Chunk } from "parse-diff";
import { gitTop, realPath } from "./paths.js";
import { UsageError } from "./usage-error.js";

const run = promisify(execFile);

/** One file of a diff: the lines of its new text that are added or changed, and how to get the old text back. */
export interface ChangedFile {
  /** `"all"` for a new or binary file. */
  readonly lines: "all" | ReadonlySet<number>;
  /** The old text, octets as characters; `undefined` where it isn't known or there was none. */
  before(after: string): string | undefined;
}

/** What changed, by real absolute path. */
export type Changes = ReadonlyMap<string, ChangedFile>;

/** The change since a revision: what the work tree holds against where it branched off, untracked files included. */
export async function changesSince(revision: string, cwd: string): Promise<Changes> {
  const top = gitTop(cwd);
  if (!top) throw new UsageError(`--changed-since ${revision}: ${cwd} is in no git repository`);
  const git = async (...args: string[]) =>
    (await run("git", ["-c", "core.quotePath=false", ...args], { cwd: top, encoding: "latin1", maxBuffer: 2 ** 30 }))
      .stdout;
  let base: string;
  try {
    const commit = (await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`)).trim();
    base = await git("merge-base", commit, "HEAD").then(
      (out) => out.trim(),
      () => commit,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new UsageError("--changed-since needs git, which isn't installed");
    throw new UsageError(`--changed-since ${revision}: there is no such revision in this clone`);
  }
  const diff = await git(
    "diff",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--unified=0",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    base,
    "--",
  );
  const changes = new Map(await readDiff(diff, top));
  const untracked = await git("ls-files", "--others", "--exclude-standard", "-z");
  for (const path of untracked.split("\0").filter(Boolean)) changes.set(located(top, decode(path)), NEW_FILE);
  return changes;
}

/** The change that a unified diff describes; its paths are relative to the git top level, or to `cwd` outside of one. */
export async function changesOfDiff(file: string, cwd: string): Promise<Changes> {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), "latin1");
  } catch {
    throw new UsageError(`--diff ${file} can't be read`);
  }
  if (text.trim() !== "" && !/^(diff |--- |@@ )/m.test(text))
    throw new UsageError(`--diff ${file} isn't a unified diff`);
  return new Map(await readDiff(text, gitTop(cwd) ?? cwd));
}

const NEW_FILE: ChangedFile = { lines: "all", before: () => undefined };

/** Octets travel as latin1, so that any file survives; names are UTF-8. */
const decode = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");

function located(top: string, path: string): string {
  const absolute = join(top, path);
  return realPath(absolute) ?? absolute;
}

async function readDiff(text: string, top: string): Promise<[string, ChangedFile][]> {
  const { default: parseDiff } = await import("parse-diff");
  const files: [string, ChangedFile][] = [];
  for (const file of parseDiff(text)) {
    if (!file.to || file.to === "/dev/null") continue;
    const path = located(top, decode(unquote(file.to)));
    if (file.new || file.from === "/dev/null") files.push([path, NEW_FILE]);
    else if (file.chunks.length > 0) files.push([path, changedFile(file.chunks)]);
    else files.push([path, { lines: isBinary(text, file.to) ? "all" : new Set(), before: (after) => after }]);
  }
  return files;
}

const isBinary = (text: string, name: string): boolean => text.includes(`and b/${name} differ`);

/** git writes names with octets beyond ASCII, quotes, backslashes or control characters in C's manner; parse-diff takes off the quotes. */
const unquote = (name: string): string =>
  name.replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, char: string) =>
    octal ? String.fromCharCode(Number.parseInt(octal, 8)) : (C_ESCAPES[char] ?? char),
  );

const C_ESCAPES: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function changedFile(chunks: readonly Chunk[]): ChangedFile {
  const lines = new Set<number>();
  for (const { changes } of chunks) for (const change of changes) if (change.type === "add") lines.add(change.ln);
  return {
    lines,
    before(after) {
      const now = after.split("\n");
      const then: string[] = [];
      let at = 0;
      for (const chunk of chunks) {
        // A chunk without new lines names the line that it stands behind.
        const start = chunk.newLines === 0 ? chunk.newStart : chunk.newStart - 1;
        if (start < at || start > now.length) return undefined;
        then.push(...now.slice(at, start));
        at = start + chunk.newLines;
        for (const change of chunk.changes)
          if (change.type !== "add" && !change.content.startsWith("\\")) then.push(change.content.slice(1));
      }
      then.push(...now.slice(at));
      return then.join("\n");
    },
  };
}

/** Does a finding's place lie on an added or changed line? */
export function isChanged(changes: Changes, root: string, { file, start, end }: Span): boolean {
  const change = changes.get(join(root, file));
  if (!change) return false;
  if (change.lines === "all") return true;
  for (let line = start.line; line <= end.line; line++) if (change.lines.has(line)) return true;
  return false;
}
