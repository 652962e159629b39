import { existsSync, realpathSync } from "node:fs";
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

/** The nearest folder at or above `from` that holds one of `names`; `undefined` where none does. */
export function findUp(names: readonly string[], from: string, stopAt?: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
    if (folder === stopAt || dirname(folder) === folder) return undefined;
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
