// Makes the inputs once and keeps them: the same options give the same bytes on every platform.
import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";

export const ORIGIN = "example.net";
export const DIR = fileURLToPath(new URL("../inputs/", import.meta.url));
const GENERATORS = fileURLToPath(new URL("./generators/", import.meta.url));

/** A zone file of so many records: its path, and with defects the path of the answer key. */
export function makeZone({ records, seed, shape = "realistic", defects = 0 }) {
  const name = `${shape}-${records}-seed-${seed}${defects > 0 ? `-defects-${defects}` : ""}`;
  const file = join(DIR, `${name}.zone`);
  const manifest = join(DIR, `${name}.json`);
  make(file, (part) => {
    const options = { records, seed, shape, defects, origin: ORIGIN, out: part, manifest };
    const args = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
    const child = spawnSync(process.execPath, [join(GENERATORS, "gen-zone.mjs"), ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (child.status !== 0) throw new Error(`could not make ${name}`);
  });
  return { file, manifest };
}

/** The same zone without its CAA records, for a checker that doesn't know the type. */
export async function withoutCaa(zone) {
  const file = zone.replace(/\.zone$/, "-without-caa.zone");
  if (isFresh(file)) return file;
  const lines = createInterface({ input: createReadStream(zone), crlfDelay: Number.POSITIVE_INFINITY });
  const kept = async function* () {
    for await (const line of lines) if (!/\sIN CAA\s/.test(line)) yield `${line}\n`;
  };
  await pipeline(kept, createWriteStream(`${file}.part`));
  renameSync(`${file}.part`, file);
  return file;
}

/** An interrupted run must not leave half an input behind. */
function make(file, write) {
  if (isFresh(file)) return;
  mkdirSync(DIR, { recursive: true });
  const part = `${file}.part`;
  rmSync(part, { force: true });
  write(part);
  renameSync(part, file);
}

/** Made by the generators as they are now. */
function isFresh(file) {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return ["gen-zone.mjs", "prng.mjs"].every((name) => statSync(join(GENERATORS, name)).mtimeMs < made);
}
