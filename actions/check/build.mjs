// The Action as GitHub runs it: a committed folder, the same bytes whatever Node built it. What few runs need (the live
// checks, the API, Terraform, YAML) is a chunk of its own, loaded when first needed.
import { readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";
import { licensesOf } from "../../scripts/licenses.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
// A test builds elsewhere, to compare.
const { outdir } = parseArgs({ options: { outdir: { type: "string", default: "dist" } } }).values;

/** The live checks' one will do for the toolkit, too: it asks for an older, but calls nothing that has changed. */
const undici = dirname(createRequire(new URL("../../packages/live/package.json", import.meta.url)).resolve("undici"));

await rm(outdir, { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: "src/main.ts" },
  platform: "node",
  // jsonc-parser's CommonJS build requires its own files at run time.
  resolve: { mainFields: ["module", "main"], alias: { undici } },
  transform: { target: "node24", define: { "process.env.DCVLINT_VERSION": JSON.stringify(version) } },
  tsconfig: false,
});
const { output } = await bundle.write({
  dir: outdir,
  format: "esm",
  minify: true,
  comments: false,
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
});
await bundle.close();
writeFileSync(join(outdir, "LICENSES.txt"), licensesOf(output));
