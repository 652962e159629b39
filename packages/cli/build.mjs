// The command as a small entry and chunks that load when first needed, and bytecode for the Node that builds: start-up is
// a budget (docs/adr/0008, 0016).
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { rolldown } from "rolldown";
import { licensesOf } from "../../scripts/licenses.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/**
 * The public suffix list is large and rarely needed: it has a file of its own that is read when it is first asked
 * (docs/adr/0008). Asked at once, so it can't be imported, which would have to be waited for.
 */
const SUFFIXES = "./suffixes.cjs";
const lazySuffixes = {
  name: "lazy-suffixes",
  resolveId: (id) => (id === "tldts" ? "\0lazy-suffixes" : undefined),
  load: (id) =>
    id === "\0lazy-suffixes"
      ? `let suffixes; export const parse = (...args) => (suffixes ??= require("${SUFFIXES}")).parse(...args);`
      : undefined,
};

const common = {
  platform: "node",
  // jsonc-parser's CommonJS build requires its own files at run time.
  resolve: { mainFields: ["module", "main"] },
  transform: { target: "node20", define: { "process.env.DCVLINT_VERSION": JSON.stringify(version) } },
  tsconfig: false,
};
const output = {
  dir: "dist",
  format: "cjs",
  strict: true,
  // V8's bytecode doesn't know who answers import().
  dynamicImportInCjs: false,
  minify: true,
  comments: false,
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name]-[hash].cjs",
};

await rm("dist", { recursive: true, force: true });
const written = [];
for (const options of [
  {
    ...common,
    input: { main: "src/main.ts" },
    plugins: [lazySuffixes],
    external: [SUFFIXES],
    makeAbsoluteExternalsRelative: false,
  },
  { ...common, input: { suffixes: "tldts" } },
]) {
  const bundle = await rolldown(options);
  written.push(...(await bundle.write(output)).output);
  await bundle.close();
}

writeFileSync("dist/LICENSES.txt", licensesOf(written));

// In a process of its own, which ends as the command does.
const { status } = spawnSync(process.execPath, ["bytecode.mjs"], { stdio: ["ignore", "ignore", "inherit"] });
process.exitCode = status ?? 1;
