import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Real-world DNS as code that may lie beside the project; `undefined` where it doesn't. */
export const CORPUS: string | undefined = [fileURLToPath(new URL("../../../../shared/corpus", import.meta.url))].find(
  (folder) => existsSync(folder),
);

/** Says that tests are missing, which is neither a pass nor a failure. */
export function sayAbsent(what: string): void {
  console.warn(`The corpus isn't beside the project: ${what} not tested.`);
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
