import { lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** Relative to `base` with `/`, as reports show it. */
export function relativePath(base: string, path: string): string {
  const text = relative(base, path);
  return (sep === "/" ? text : text.split(sep).join("/")) || ".";
}

export function isInside(folder: string, path: string): boolean {
  const text = relative(folder, path);
  return text === "" || (!text.startsWith(`..${sep}`) && text !== ".." && !isAbsolute(text));
}

/**
 * The nearest folder at or above `from` that holds one of `names`; `undefined` where none does. A link that leads nowhere
 * counts: it is there, and what can't be read is to be said.
 */
export function findUp(names: readonly string[], from: string, stopAt?: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of names) if (isThere(join(folder, name))) return join(folder, name);
    if (folder === stopAt || dirname(folder) === folder) return undefined;
  }
}

/** A link that leads nowhere is there, too. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The top of the git work tree that holds `from`; `.git` is a folder, or a file in worktrees and submodules. */
export function gitTop(from: string): string | undefined {
  const found = findUp([".git"], resolve(from));
  return found && dirname(found);
}

/** The path with every link in it resolved, `undefined` where it doesn't exist. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/**
 * The folder that a path says it lies in, and by a link doesn't: one of the git work trees around it, or `also`. Work trees
 * within others count each, or else a link to a foreign work tree would make that one the root.
 */
export function escapedFrom(path: string, also?: string): string | undefined {
  const real = realPath(path);
  if (real === undefined) return undefined;
  const leaves = (folder: string) => !isInside(realPath(folder) ?? folder, real);
  if (also && isInside(also, path) && leaves(also)) return also;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const top = gitTop(folder);
    if (top === undefined) return undefined;
    if (leaves(top)) return top;
    folder = top;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Does the path lead into git's own folder, which holds credentials? Also by the names that Windows and macOS take for it. */
export function isGitInternal(root: string, path: string): boolean {
  const inside = isInside(root, path) ? relative(root, path) : path;
  return inside.split(/[\\/]/).some((part) => GIT_FOLDER.test(part.replace(INVISIBLE, "").replace(/[. ]+$/, "")));
}

const GIT_FOLDER = /^(\.git|git~\d)(:.*)?$/i;
const INVISIBLE = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
