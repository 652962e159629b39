import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { OldFile } from "./changed.js";
import { relativePath } from "./paths.js";

const MOST_FILES = 1_000_000;

/** Notes every file below a folder; returns whether that is all of them. */
export function filesBelow(top: string, found: Map<string, OldFile>): boolean {
  const folders = [top];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    let entries: import("node:fs").Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      return false;
    }
    for (const entry of entries) {
      if (entry.name === ".git" || entry.name === "node_modules") continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else found.set(relativePath(top, path), { isLink: entry.isSymbolicLink() });
      if (found.size > MOST_FILES) return false;
    }
  }
  return true;
}
