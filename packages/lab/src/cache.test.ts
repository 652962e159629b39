import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cached } from "./cache.js";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder of this life twice or more, and tells how often it was really made. */
async function timesMade(lasts: Parameters<typeof cached>[1], atOnce = false): Promise<number> {
  const what = [randomUUID()];
  let times = 0;
  const make = (): Promise<string> =>
    cached(what, lasts, async (draft) => {
      times++;
      writeFileSync(join(draft, "file"), "content");
    });
  const folders = atOnce ? await Promise.all([make(), make(), make()]) : [await make(), await make()];
  made.push(...folders);
  expect(new Set(folders).size).toBe(1);
  expect(readFileSync(join(folders[0], "file"), "utf8")).toBe("content");
  return times;
}

test("what lasts is made once", async () => {
  expect(await timesMade("for ever")).toBe(1);
  expect(await timesMade({ days: 10, spareDays: 5 })).toBe(1);
});

test("what has too few days left is made anew", async () => {
  expect(await timesMade({ days: 2, spareDays: 5 })).toBe(2);
});

test("labs that start side by side agree on one", async () => {
  expect(await timesMade("for ever", true)).toBe(3);
});

test("what couldn't be made leaves nothing behind", async () => {
  let draft = "";
  const failing = cached([randomUUID()], "for ever", async (folder) => {
    draft = folder;
    throw new Error("no key");
  });
  await expect(failing).rejects.toThrow("no key");
  expect(existsSync(draft)).toBe(false);
});
