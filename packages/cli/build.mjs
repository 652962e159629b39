// The command as one small entry and chunks that load when first needed: start-up is a budget (docs/adr/0008).

import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** The public suffix list is large and rarely needed: it is evaluated when first asked (docs/adr/0008). */
const lazyTldts = {
  name: "lazy-tldts",
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^tldts$/ }, ({ kind, ...rest }) =>
      kind === "import-statement" ? { path: "tldts", namespace: "lazy", pluginData: rest } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "lazy" }, async ({ pluginData: { resolveDir } }) => {
      const { path } = await resolve("tldts", { kind: "require-call", resolveDir });
      return {
        contents: `let tldts; export const parse = (...args) => (tldts ??= require(${JSON.stringify(path)})).parse(...args);`,
        resolveDir,
      };
    });
  },
};

await rm("dist", { recursive: true, force: true });
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
  plugins: [lazyTldts],
  logLevel: "warning",
});
