// Makes the inputs once and keeps them: the same options give the same bytes on every platform.
import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
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
  make("gen-zone.mjs", file, { records, seed, shape, defects, origin: ORIGIN, manifest });
  return { file, manifest };
}

/** A plan of so many changes, with its size in octets. */
export function makePlan({ records, seed, defects = 0 }) {
  const name = `plan-${records}-seed-${seed}${defects > 0 ? `-defects-${defects}` : ""}`;
  const file = join(DIR, `${name}.json`);
  const manifest = join(DIR, `${name}.manifest.json`);
  make("gen-plan.mjs", file, { records, seed, defects, origin: ORIGIN, manifest });
  return { file, manifest, bytes: statSync(file).size };
}

/** A folder of Terraform sources, and the files in it. */
export function makeSources({ records, seed, files, defects = 0 }) {
  const name = `sources-${records}-seed-${seed}${defects > 0 ? `-defects-${defects}` : ""}`;
  const folder = join(DIR, name);
  const manifest = join(DIR, `${name}.manifest.json`);
  make("gen-tf.mjs", folder, { records, seed, files, defects, origin: ORIGIN, manifest });
  // One by one: of a folder nothing is read that Git ignores, as it does all of this.
  const paths = readdirSync(folder)
    .sort()
    .map((file) => join(folder, file));
  return { folder, paths, manifest };
}

/** The same zone without its CAA records, for a checker that doesn't know the type. */
export async function withoutCaa(zone) {
  const file = zone.replace(/\.zone$/, "-without-caa.zone");
  if (isFresh(file, "gen-zone.mjs")) return file;
  const lines = createInterface({ input: createReadStream(zone), crlfDelay: Number.POSITIVE_INFINITY });
  const kept = async function* () {
    for await (const line of lines) if (!/\sIN CAA\s/.test(line)) yield `${line}\n`;
  };
  await pipeline(kept, createWriteStream(`${file}.part`));
  renameSync(`${file}.part`, file);
  return file;
}

/** An interrupted run must not leave half an input behind. */
function make(generator, path, options) {
  if (isFresh(path, generator)) return;
  mkdirSync(DIR, { recursive: true });
  const part = `${path}.part`;
  rmSync(part, { recursive: true, force: true });
  rmSync(path, { recursive: true, force: true });
  const args = Object.entries({ ...options, out: part }).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const child = spawnSync(process.execPath, [join(GENERATORS, generator), ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (child.status !== 0) throw new Error(`could not make ${path}`);
  renameSync(part, path);
}

/** Made by the generators as they are now. */
function isFresh(path, generator) {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return [generator, "prng.mjs"].every((name) => statSync(join(GENERATORS, name)).mtimeMs < made);
}
