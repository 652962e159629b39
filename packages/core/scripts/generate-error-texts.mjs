// Gathers knowledge/error-texts/*.json into a TypeScript module, so that core reads no files.
//   node packages/core/scripts/generate-error-texts.mjs
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const knowledge = fileURLToPath(new URL("../src/knowledge/", import.meta.url));
const FILE = "error-texts.gen.ts";

const read = (file) => JSON.parse(readFileSync(join(knowledge, "error-texts", file), "utf8"));
const list = (name, type, items) =>
  `export const ${name}: readonly ${type}[] = [\n${items.map((x) => `  ${JSON.stringify(x)},\n`).join("")}];\n`;

/** Name and text of the module that is made, from the files as they are now. One entry a line. */
export function generate() {
  const files = readdirSync(join(knowledge, "error-texts")).filter((file) => file.endsWith(".json"));
  const causes = read("causes.json").causes.map(({ checkedOn: _, ...cause }) => cause);
  const texts = files
    .filter((file) => file !== "causes.json")
    .sort()
    .flatMap((file) => {
      const { printedBy, texts, status, sources } = read(file);
      return texts.map((text) => ({ printedBy, ...text, status: text.status ?? status, sources }));
    });
  return {
    [FILE]: [
      "// Made by scripts/generate-error-texts.mjs from the JSON files beside it. Change those, then run it.\n",
      "// biome-ignore-all format: generated\n// biome-ignore-all lint: generated\n",
      'import type { Cause, ErrorText } from "./error-text-schema.js";\n\n',
      `${list("CAUSES", "Cause", causes)}\n${list("ERROR_TEXTS", "ErrorText", texts)}`,
    ].join(""),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [file, text] of Object.entries(generate())) writeFileSync(join(knowledge, file), text);
}
