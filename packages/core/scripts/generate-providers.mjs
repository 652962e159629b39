// Gathers knowledge/providers/*.json into a TypeScript module, so that core reads no files.
//   node packages/core/scripts/generate-providers.mjs
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const knowledge = fileURLToPath(new URL("../src/knowledge/", import.meta.url));
const FILE = "providers.gen.ts";
const ADDED = "added-caa.gen.ts";

/** Name and text of every module that is made, from the files as they are now. */
export function generate() {
  const providers = readdirSync(join(knowledge, "providers"))
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(knowledge, "providers", file), "utf8")));
  const adding = providers.flatMap(({ addsCaa }) => (addsCaa?.nameServers ? [bare(addsCaa)] : []));
  return {
    [FILE]: module("Provider", "PROVIDERS", providers.map(bare)),
    [ADDED]: module("AddedCaa", "ADDED_CAA", adding),
  };
}

/** What readers don't need stays in the files. */
const KEPT_BACK = ["notes", "sources", "checkedOn", "snapshots"];

function bare(x) {
  if (Array.isArray(x)) return x.map(bare);
  if (typeof x !== "object" || x === null) return x;
  const kept = Object.entries(x).filter(([key]) => !KEPT_BACK.includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, bare(value)]));
}

/** One entry a line, so that a change of one is a change of one line. */
function module(type, name, entries) {
  return [
    "// Made by scripts/generate-providers.mjs from the JSON files beside it. Change those, then run it.\n",
    "// biome-ignore-all format: generated\n// biome-ignore-all lint: generated\n",
    `import type { ${type} } from "./provider-schema.js";\n\n`,
    `export const ${name}: readonly ${type}[] = [\n`,
    ...entries.map((entry) => `  ${JSON.stringify(entry)},\n`),
    "];\n",
  ].join("");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [file, text] of Object.entries(generate())) writeFileSync(join(knowledge, file), text);
}
