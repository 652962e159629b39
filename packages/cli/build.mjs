// The command as one small entry and chunks that load when first needed: start-up is a budget (docs/adr/0008).

import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/**
 * The public suffix list is large and rarely needed: it has a file of its own that is read when it is first asked
 * (docs/adr/0008). Asked at once, so it can't be a chunk, which would have to be waited for.
 */
const SUFFIXES = "suffixes.cjs";
const lazySuffixes = {
  name: "lazy-suffixes",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^tldts$/ }, ({ kind }) =>
      kind === "import-statement" ? { path: "tldts", namespace: "lazy" } : undefined,
    );
    onResolve({ filter: /suffixes\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: "lazy" }, () => ({
      contents: `let suffixes; export const parse = (...args) => (suffixes ??= require("./${SUFFIXES}")).parse(...args);`,
    }));
  },
};

await rm("dist", { recursive: true, force: true });
await build({
  stdin: { contents: 'export { parse } from "tldts";', resolveDir: import.meta.dirname },
  outfile: `dist/${SUFFIXES}`,
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  minify: true,
  logLevel: "warning",
});
await build({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  // jsonc-parser's CommonJS build requires its own files at run time.
  mainFields: ["module", "main"],
  target: "node20",
  minify: true,
  legalComments: "none",
  define: { "process.env.DCVLINT_VERSION": JSON.stringify(version) },
  // CommonJS dependencies ask for Node's own modules by require.
  banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
  plugins: [lazySuffixes],
  logLevel: "warning",
});
