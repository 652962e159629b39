import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { changesOfPatches } from "../src/changes-of-patches.js";

const folder = mkdtempSync(join(tmpdir(), "dcvlint-patches-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, ".git"));
mkdirSync(join(folder, "dns"));
writeFileSync(join(folder, "dns/a.zone"), "a\nnew\nc\n");
writeFileSync(join(folder, "dns/é b.zone"), "é\nx\n");
writeFileSync(join(folder, "same.zone"), "same\n");

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("utf8");
const asked: string[] = [];
const readOld = async (path: string) => {
  asked.push(path);
  return path === "large.zone" ? new Uint8Array(Buffer.from("large\n")) : undefined;
};

test("old texts are what the patches undo, and what no patch tells is asked for", async () => {
  const changes = await changesOfPatches(
    [
      { path: "dns/a.zone", oldPath: "dns/a.zone", patch: "@@ -1,3 +1,3 @@\n a\n-old\n+new\n c" },
      { path: "dns/é b.zone", oldPath: "old.zone", patch: "@@ -1 +1,2 @@\n é\n+x" },
      { oldPath: "gone.zone", patch: "@@ -1 +0,0 @@\n-gone" },
      { path: "large.zone", oldPath: "large.zone" },
    ],
    folder,
    readOld,
  );
  expect([...changes.old.keys()].sort()).toEqual(["dns/a.zone", "gone.zone", "large.zone", "old.zone", "same.zone"]);
  expect([...changes.changed].sort()).toEqual(["dns/a.zone", "dns/é b.zone", "gone.zone", "large.zone", "old.zone"]);
  const read = await changes.read(
    [...changes.old].filter(([path]) => changes.changed.has(path)),
    1000,
  );
  expect(Object.fromEntries([...read!].map(([path, bytes]) => [path, text(bytes)]))).toEqual({
    "dns/a.zone": "a\nold\nc\n",
    "old.zone": "é\n",
    "gone.zone": "gone\n",
    "large.zone": "large\n",
  });
  expect(asked).toEqual(["large.zone"]);
});

test("a patch that doesn't fit what is here isn't believed", async () => {
  const file = { path: "dns/a.zone", oldPath: "dns/a.zone", patch: "@@ -1,3 +1,3 @@\n x\n-old\n+new\n c" };
  const changes = await changesOfPatches([file], folder, readOld);
  expect([...(await changes.read([...changes.old], 1000))!.keys()]).not.toContain("dns/a.zone");
});

test("a path that leads out, or new attributes, leave the old state unknown", async () => {
  const of = async (path: string) => (await changesOfPatches([{ path, oldPath: path }], folder, readOld)).unknown;
  expect(await of("../x.zone")).toMatch(/name/);
  expect(await of("dns/.gitattributes")).toMatch(/attributes/);
});

test("more than may be read is nothing", async () => {
  const changes = await changesOfPatches([{ path: "large.zone", oldPath: "large.zone" }], folder, readOld);
  expect(
    await changes.read(
      [...changes.old].filter(([path]) => path === "large.zone"),
      3,
    ),
  ).toBeUndefined();
});
