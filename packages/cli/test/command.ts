import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

// For tests only: what all that run the built command need.

export const bin = fileURLToPath(new URL("../bin/dcvlint.js", import.meta.url));

/** A folder of its own for a test file, gone when its tests are over. */
export function scratch(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `dcvlint-${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
