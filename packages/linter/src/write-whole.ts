import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isInside, realPath } from "./paths.js";
import { UsageError } from "./usage-error.js";

/**
 * Replaces a file as a whole or not at all. Throws a UsageError where it can't be written; nothing half-written is left.
 * In a git work tree links come from strangers: one that stands in the file's place is replaced, and one on the way that
 * leads out of the work tree, or into its `.git`, is refused. Elsewhere a device, a pipe or a link is written to.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const place = resolve(path);
  const tops = workTreesAbove(place);
  refuseWayOut(path, dirname(place), tops);
  try {
    const link = lstatSync(place, { throwIfNoEntry: false });
    const stat = link?.isSymbolicLink() && tops.length === 0 ? statSync(place, { throwIfNoEntry: false }) : link;
    const isReplaced = !link || link.isFile() || (link.isSymbolicLink() && tops.length > 0);
    if (!isReplaced) {
      writeFileSync(place, content);
      return;
    }
    const temporary = `${place}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      writeFileSync(temporary, content, { mode: stat?.isFile() ? stat.mode : undefined, flag: "wx" });
      renameSync(temporary, place);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    throw new UsageError(`${path} can't be written (${(error as NodeJS.ErrnoException).code ?? "failed"})`);
  }
}

/** Writes a file where nothing is, with the folders that it needs; `false` where something is. Throws a UsageError like `writeWhole`. */
export function writeNew(path: string, content: string): boolean {
  const place = resolve(path);
  let folder = dirname(place);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  refuseWayOut(path, folder, workTreesAbove(place));
  try {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content, { flag: "wx" });
    return true;
  } catch (error) {
    const { code = "failed" } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && lstatSync(place, { throwIfNoEntry: false })) return false;
    throw new UsageError(`${path} can't be written (${code})`);
  }
}

function refuseWayOut(path: string, folder: string, tops: readonly string[]): void {
  const parent = realPath(folder);
  if (parent !== undefined && tops.some((top) => !isInside(top, parent) || isInside(join(top, ".git"), parent)))
    throw new UsageError(`${path} can't be written: a link on its way leads out of the work tree`);
}

/** Every folder above a path that holds a `.git`, links resolved. */
function workTreesAbove(path: string): string[] {
  const tops: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) tops.push(realPath(folder) ?? folder);
    if (dirname(folder) === folder) return tops;
  }
}
