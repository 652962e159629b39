import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CACHE = fileURLToPath(new URL("../node_modules/.cache/lab", import.meta.url));
const DAY = 86_400_000;

/**
 * A folder made once by `make` and named by what it was made of. It is made anew when less than `spareDays` of its
 * `days` are left. Labs that start side by side make it twice and agree on the first.
 */
export async function cached(
  what: readonly string[],
  lasts: { days: number; spareDays: number } | "for ever",
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash("sha256")
    .update(JSON.stringify([what, lasts]))
    .digest("hex")
    .slice(0, 32);
  const folder = join(CACHE, hash);
  const stamp = join(folder, "until");
  const isFresh = (): boolean => existsSync(stamp) && Number(readFileSync(stamp, "utf8")) > Date.now();
  if (isFresh()) return folder;
  const draft = join(CACHE, `${hash}.${randomBytes(6).toString("hex")}`);
  mkdirSync(draft, { recursive: true });
  try {
    await make(draft);
    const until = lasts === "for ever" ? Number.MAX_SAFE_INTEGER : Date.now() + (lasts.days - lasts.spareDays) * DAY;
    writeFileSync(join(draft, "until"), String(until));
    if (!isFresh()) rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another lab was first.
    if (!isFresh()) throw error;
  }
  return folder;
}
