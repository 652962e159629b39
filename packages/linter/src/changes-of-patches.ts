import type { File } from "parse-diff";
import type { Changes, OldFile } from "./changed.js";
import { filesBelow } from "./files-below.js";
import { MOST_OLD } from "./old-tree.js";
import { gitTop, isInside, realPath } from "./paths.js";
import { textNow } from "./text-now.js";
import { undo } from "./undo-patch.js";

/** A file that a change touches, as a forge tells it; paths are from the repository's top, with `/`. */
export interface PatchedFile {
  /** Absent where the change deletes it. */
  readonly path?: string;
  /** Where it stood before; absent where the change adds it. */
  readonly oldPath?: string;
  /** Its hunks, without a head; absent where the forge leaves them out, as of large and of binary files. */
  readonly patch?: string;
}

/**
 * The change that a forge describes, on a work tree that holds the new state. `readOld` is asked for old octets that no
 * patch tells. A file that isn't here as the forge says leaves the old state unknown.
 */
export async function changesOfPatches(
  files: readonly PatchedFile[],
  cwd: string,
  readOld: (path: string) => Promise<Uint8Array | undefined>,
): Promise<Changes> {
  const found = gitTop(cwd) ?? cwd;
  const top = realPath(found) ?? found;
  const old = new Map<string, OldFile>();
  const changed = new Set<string>();
  const patches = new Map<string, PatchedFile>();
  const renamed = new Map<string, string>();
  let unknown: string | undefined = filesBelow(top, old) ? undefined : "there are too many files";
  for (const file of files) {
    const { path, oldPath } = file;
    for (const each of [path, oldPath]) {
      if (each === undefined) continue;
      if (!isPlain(each)) unknown = "a file's name in it isn't one";
      changed.add(each);
      old.delete(each);
      if (/(^|\/)\.gitattributes$/.test(each)) unknown = "the change touches .gitattributes";
    }
    if (oldPath === undefined) continue;
    patches.set(oldPath, file);
    if (path !== undefined && path !== oldPath) renamed.set(path, oldPath);
  }
  for (const oldPath of patches.keys()) old.set(oldPath, { isLink: false });
  const { default: parseDiff } = await import("parse-diff");
  const read: Changes["read"] = async (wanted, most) => {
    const texts = new Map<string, Uint8Array>();
    let left = most;
    for (const [path] of wanted) {
      const file = patches.get(path);
      const bytes = (file && undone(file, top, parseDiff)) ?? (await readOld(path));
      if (!bytes || bytes.length > MOST_OLD) continue;
      left -= bytes.length;
      if (left < 0) return undefined;
      texts.set(path, bytes);
    }
    return texts;
  };
  return { top, old, changed, renamed, unknown, read };
}

/** The octets before; `undefined` where the patch is missing or doesn't fit what is here. */
function undone({ path, patch }: PatchedFile, top: string, parse: (text: string) => File[]): Uint8Array | undefined {
  if (patch === undefined) return undefined;
  const now = path === undefined ? "" : textNow(top, path)?.text;
  if (now === undefined) return undefined;
  // Octets are compared; a forge that shows them as UTF-8 with replacements won't fit.
  const hunks = Buffer.from(patch, "utf8").toString("latin1");
  const [part] = parse(`--- a/x\n+++ b/x\n${hunks}\n`);
  const before = part && undo(part, now);
  return before === undefined ? undefined : new Uint8Array(Buffer.from(before, "latin1"));
}

const isPlain = (path: string): boolean => isInside("/top", `/top/${path}`) && !path.includes("\0");
