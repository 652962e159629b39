// The Action as GitHub runs it: a committed folder, the same bytes whatever Node built it. What few runs need (the live
// checks, the API, Terraform, YAML) is a chunk of its own, loaded when first needed.
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
// A test builds elsewhere, to compare.
const { outdir } = parseArgs({ options: { outdir: { type: "string", default: "dist" } } }).values;

/** The live checks' one will do for the toolkit, too: it asks for an older, but calls nothing that has changed. */
const undici = dirname(createRequire(new URL("../../packages/live/package.json", import.meta.url)).resolve("undici"));

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: ["src/main.ts"],
  outdir,
  bundle: true,
  splitting: true,
  chunkNames: "[name]-[hash]",
  format: "esm",
  platform: "node",
  // jsonc-parser's CommonJS build requires its own files at run time.
  mainFields: ["module", "main"],
  alias: { undici },
  target: "node24",
  minify: true,
  legalComments: "none",
  define: { "process.env.DCVLINT_VERSION": JSON.stringify(version) },
  // CommonJS dependencies ask for Node's own modules by require.
  banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
  logLevel: "warning",
});
