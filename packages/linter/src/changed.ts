import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { filesBelow } from "./files-below.js";
import { type Git, gitIn } from "./git.js";
import { MOST_OLD, type OldEntry } from "./old-tree.js";
import { gitTop, isInside, realPath, relativePath } from "./paths.js";
import { textNow } from "./text-now.js";
import { undo } from "./undo-patch.js";
import { UsageError } from "./usage-error.js";

/** A file of the old state. */
export interface OldFile {
  readonly isLink: boolean;
  /** git's name for its octets. */
  readonly blob?: string;
  /** Its octets, where they are at hand; a link's are its target. */
  readonly bytes?: Uint8Array;
}

/** What a run is compared with. Paths are relative to `top`, with `/`; links in `top` itself are resolved. */
export interface Changes {
  readonly top: string;
  /** All files of the old state. */
  readonly old: ReadonlyMap<string, OldFile>;
  /** What differs from it: changed, new and deleted files. What neither this nor `old` has is ignored by git. */
  readonly changed: ReadonlySet<string>;
  /** Where a file that the old state hasn't stood in it, as far as that is known. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** Why the old state isn't known in full. */
  readonly unknown?: string;
  /** Old octets of files that differ, without those that are too large; `undefined` where that is too much together. */
  read(files: readonly OldEntry[], most: number): Promise<Map<string, Uint8Array> | undefined>;
}

/** The change since a revision: what the work tree holds against where it branched off, untracked files included. */
export async function changesSince(revision: string, cwd: string): Promise<Changes> {
  const found = gitTop(cwd);
  if (!found) throw new UsageError(`--changed-since ${revision}: ${cwd} is in no git repository`);
  const top = realPath(found) ?? found;
  const git = gitIn(top);
  const base = await findBase(git, revision);
  const ask = async (...args: string[]): Promise<string[]> => {
    try {
      // Names are UTF-8; NUL ends each.
      return (await git(args)).toString("utf8").split("\0").filter(Boolean);
    } catch (error) {
      throw new UsageError(`--changed-since ${revision}: git ${args[0]} failed (${reasonOf(error)})`);
    }
  };
  const old = new Map<string, OldFile>();
  for (const entry of await ask("ls-tree", "-r", "-z", "--full-tree", base)) {
    const tab = entry.indexOf("\t");
    const [mode, type, blob] = entry.slice(0, tab).split(" ");
    if (type === "blob") old.set(entry.slice(tab + 1), { isLink: mode === "120000", blob });
  }
  const changed = new Set<string>();
  let isAnyGone = false;
  const raw = await ask("diff", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=dirty", base, "--");
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (!/^:\d{6} \d{6} [0-9a-f]+ [0-9a-f]+ [A-Z]$/.test(raw[at]))
      throw new UsageError(`--changed-since ${revision}: git diff said something unknown`);
    changed.add(raw[at + 1]);
    if (raw[at].endsWith("D")) isAnyGone = true;
  }
  const renamed = new Map<string, string>();
  if (isAnyGone && [...changed].some((path) => !old.has(path))) {
    const found = await ask(
      "diff",
      "--name-status",
      "-z",
      "-M",
      "--diff-filter=R",
      "--ignore-submodules=dirty",
      base,
      "--",
    );
    for (let at = 0; at + 2 < found.length; at += 3) renamed.set(found[at + 2], found[at + 1]);
  }
  for (const path of await ask("ls-files", "--others", "--exclude-standard", "-z")) changed.add(path);
  // They say how git turns what it keeps into what stands here, so the same blob may be another text now.
  const unknown = [...changed].some((path) => /(^|\/)\.gitattributes$/.test(path))
    ? "the change touches .gitattributes"
    : undefined;
  return { top, old, changed, renamed, unknown, read: (files, most) => readBlobs(git, files, most) };
}

async function findBase(git: Git, revision: string): Promise<string> {
  const say = async (...args: string[]) => (await git(args)).toString("latin1").trim();
  try {
    const commit = await say("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`);
    return await say("merge-base", commit, "HEAD").catch(() => commit);
  } catch {
    throw new UsageError(`--changed-since ${revision}: there is no such revision in this clone`);
  }
}

const reasonOf = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER" ? "too much output" : `status ${code ?? "unknown"}`;
};

async function readBlobs(
  git: Git,
  files: readonly OldEntry[],
  most: number,
): Promise<Map<string, Uint8Array> | undefined> {
  const texts = new Map<string, Uint8Array>();
  const named = files.filter(([, { blob }]) => blob !== undefined);
  if (named.length === 0) return texts;
  try {
    const list = (blobs: readonly string[]) => blobs.map((blob) => `${blob}\n`).join("");
    const all = [...new Set(named.map(([, { blob }]) => blob!))];
    const sizes = new Map<string, number>();
    let together = 0;
    const checked = await git(["cat-file", "--batch-check"], list(all));
    for (const line of checked.toString("latin1").split("\n")) {
      const [blob, type, size] = line.split(" ");
      if (type !== "blob" || Number(size) > MOST_OLD) continue;
      sizes.set(blob, Number(size));
      together += Number(size) + 100;
    }
    if (together > most) return undefined;
    const bytes = new Map<string, Uint8Array>();
    const out = sizes.size > 0 ? await git(["cat-file", "--batch"], list([...sizes.keys()])) : Buffer.alloc(0);
    for (let at = 0; at < out.length; ) {
      const end = out.indexOf(10, at);
      const [blob, , size] = out.toString("latin1", at, end).split(" ");
      at = end + 1 + Number(size) + 1;
      bytes.set(blob, out.subarray(end + 1, at - 1));
    }
    for (const [path, { blob }] of named) {
      const text = bytes.get(blob!);
      if (text) texts.set(path, text);
    }
    return texts;
  } catch {
    return undefined;
  }
}

/** The change that a unified diff describes; its paths are relative to the git top level, or to `cwd` outside of one. */
export async function changesOfDiff(file: string, cwd: string): Promise<Changes> {
  const refuse = (why: string): never => {
    throw new UsageError(`--diff ${file} ${why}`);
  };
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), "latin1");
  } catch {
    return refuse("can't be read");
  }
  if (text.trim() !== "" && !/^(diff |--- |@@ )/m.test(text)) refuse("isn't a unified diff");
  if (/^(@@@|diff --(cc|combined) )/m.test(text)) refuse("is a combined diff of a merge; give one against one side");
  const found = gitTop(cwd) ?? cwd;
  const top = realPath(found) ?? found;
  const { default: parseDiff } = await import("parse-diff");
  const files = parseDiff(text);
  const hunks = files.reduce((sum, { chunks }) => sum + chunks.length, 0);
  if (hunks !== count(text, /^@@ /gm) || files.length < count(text, /^diff --git /gm))
    refuse("has parts that can't be read");
  const isBinary = /^(Binary files .* differ|GIT binary patch)\r?$/m.test(text);
  const old = new Map<string, OldFile>();
  const changed = new Set<string>();
  let unknown: string | undefined = filesBelow(top, old) ? undefined : "there are too many files";
  for (const part of files) {
    const from = pathOf(part.from, refuse);
    const to = pathOf(part.to, refuse);
    for (const path of [from, to]) {
      if (path === undefined) continue;
      changed.add(path);
      old.delete(path);
    }
    const now = to === undefined ? undefined : textNow(top, to);
    if (to !== undefined && !now) refuse(`speaks of ${to}, which isn't here`);
    if (to === undefined && from !== undefined && textNow(top, from)) refuse(`deletes ${from}, which is still here`);
    if (part.chunks.length === 0 && isBinary) unknown = `${to ?? from} is binary to the diff`;
    const before = undo(part, now?.text ?? "");
    if (before === undefined) refuse(`doesn't fit ${to ?? from} as it is here`);
    if (from === undefined) continue;
    const isLink = now ? now.isLink : part.oldMode === "120000";
    old.set(from, { isLink, bytes: new Uint8Array(Buffer.from(before!, "latin1")) });
  }
  return {
    top,
    old,
    changed,
    unknown,
    read: async (wanted) => new Map(wanted.flatMap(([path, { bytes }]) => (bytes ? [[path, bytes]] : []))),
  };
}

const count = (text: string, what: RegExp): number => {
  let n = 0;
  for (const _ of text.matchAll(what)) n++;
  return n;
};

/** A path of the diff as it stands on disk; `undefined` for a file that isn't there on that side. */
function pathOf(name: string | undefined, refuse: (why: string) => never): string | undefined {
  if (name === "/dev/null") return undefined;
  if (!name) return refuse("has parts that can't be read");
  // Octets travel as latin1, so that any file survives; names are UTF-8.
  const place = resolve("/top", Buffer.from(unquote(name), "latin1").toString("utf8"));
  if (!isInside(resolve("/top"), place) || place.includes("\0")) refuse("speaks of files outside the repository");
  return relativePath(resolve("/top"), place);
}

/** git writes names with octets beyond ASCII, quotes, backslashes or control characters in C's manner; parse-diff takes off the quotes. */
const unquote = (name: string): string =>
  name.replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, char: string) =>
    octal ? String.fromCharCode(Number.parseInt(octal, 8)) : (C_ESCAPES[char] ?? char),
  );

const C_ESCAPES: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
