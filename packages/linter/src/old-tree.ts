import {
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { Changes, OldFile } from "./changed.js";
import { worthOpening } from "./kinds.js";
import { isInside, realPath, relativePath } from "./paths.js";

/** The old state as a folder that can be linted like any other. */
export interface CheckedOut {
  readonly folder: string;
  /** Deletes it. */
  remove(): void;
}

const MOST_FILES = 200_000;
const MOST_COPIED = 2 ** 31;
/** Of one old text, and of all of them. */
export const MOST_OLD = 64 * 2 ** 20;
const MOST_OLD_TOGETHER = 256 * 2 ** 20;

/**
 * Writes the old state into a folder of its own: files that didn't change as hard links or copies of what is there, the
 * others from their old octets. Only what can hold DNS, and what `opened` names (from the top), is needed. Returns a
 * sentence's part on why not.
 */
export async function checkOut(changes: Changes, opened: ReadonlySet<string>): Promise<CheckedOut | string> {
  if (changes.unknown) return changes.unknown;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dcvlint-base-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(join(folder, ".git"));
    const why = await fill(folder, changes, opened);
    if (why === undefined) return { folder, remove };
    remove();
    return why;
  } catch (error) {
    remove();
    return `it can't be written out (${(error as NodeJS.ErrnoException).code ?? "failed"})`;
  }
}

async function fill(folder: string, changes: Changes, opened: ReadonlySet<string>): Promise<string | undefined> {
  const { top, old, changed } = changes;
  const wanted = [...old].filter(([path, { isLink }]) => isLink || opened.has(path) || mayMatter(path));
  if (wanted.length > MOST_FILES) return `it has more than ${MOST_FILES} files`;
  if (wanted.some(([path]) => !isPlain(path))) return "a file's name in it isn't one";
  const differing = wanted.filter(([path]) => changed.has(path));
  const texts = await changes.read(differing, MOST_OLD_TOGETHER);
  if (!texts) return "its files are too large, or not in the clone";
  // Files first, links last: nothing is ever written through a link.
  const links: [string, string][] = [];
  let copied = 0;
  for (const [path, { isLink }] of wanted) {
    const place = join(folder, path);
    if (changed.has(path)) {
      const bytes = texts.get(path);
      if (!bytes) return `${path} is too large, or not in the clone`;
      if (isLink) links.push([place, Buffer.from(bytes).toString("utf8")]);
      else {
        if (isStandIn(bytes)) return `${path} is kept elsewhere (Git LFS)`;
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, bytes, { flag: "wx" });
      }
      continue;
    }
    const now = join(top, path);
    const stat = lstatSync(now, { throwIfNoEntry: false });
    // A sparse checkout lacks files on both sides.
    if (!stat) continue;
    if (stat.isSymbolicLink()) links.push([place, readlinkSync(now)]);
    else if (stat.isFile()) copied += copy(now, place, stat.size);
    if (copied > MOST_COPIED) return "its files are too large";
  }
  // What git ignores is no part of the change: the old state is taken to have held it too.
  for (const path of opened) {
    if (old.has(path) || changed.has(path) || !isPlain(path)) continue;
    copied += copy(join(top, path), join(folder, path), 0);
  }
  for (const [place, target] of links) {
    mkdirSync(dirname(place), { recursive: true });
    if (!isInside(folder, realPath(dirname(place)) ?? "/")) return "a link in it leads out";
    symlinkSync(isAbsolute(target) && isInside(top, target) ? join(folder, relativePath(top, target)) : target, place);
  }
  return undefined;
}

/** Returns how many octets it took. */
function copy(from: string, to: string, size: number): number {
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
    return 0;
  } catch {
    copyFileSync(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    return size;
  }
}

const mayMatter = (path: string): boolean =>
  basename(path) === ".gitignore" || (worthOpening(path) && !/(^|\/)node_modules\//.test(path));

/** Does a path from a tree, which a stranger may have made, stay in its folder? */
const isPlain = (path: string): boolean =>
  !path.includes("\0") &&
  !(process.platform === "win32" && /[\\:]/.test(path)) &&
  path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && part.toLowerCase() !== ".git");

const STAND_IN = "version https://git-lfs.github.com/spec/";

const isStandIn = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, STAND_IN.length)).toString("latin1") === STAND_IN;

export type OldEntry = readonly [path: string, file: OldFile];
