// Guards the arrows between the packages: who may import whom, and that core stays pure (no I/O, no Node, no DOM).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { root } from "./lib.mjs";

/** Package folder → our packages that it may import. What isn't a key here wants a decision record first. */
const ARROWS = {
  "packages/core": [],
  "packages/linter": ["@dcvlint/core"],
  "packages/live": ["@dcvlint/core"],
  "packages/report": ["@dcvlint/core"],
  "packages/cli": ["@dcvlint/core", "@dcvlint/linter", "@dcvlint/live", "@dcvlint/report"],
  "actions/check": ["@dcvlint/core", "@dcvlint/linter", "@dcvlint/live", "@dcvlint/report"],
  "packages/lab": ["@dcvlint/core"],
  "packages/bench": [],
};
const PURE = "packages/core";
const SOURCE = /\.[cm]?[jt]s$/;
/** Not part of any build, so not bound by its arrows. */
const TEST = /(\.test\.[cm]?[jt]s|(^|\/)testing\.ts)$/;

/** Every trespass as `file:line: sentence`, paths relative to `top`. */
export function checkBoundaries(top) {
  const found = [];
  for (const folder of packageFolders(top)) {
    const mayImport = ARROWS[folder];
    if (mayImport === undefined) {
      found.push(
        `${folder}/package.json:1: no arrows are drawn for this package; add it to scripts/check-boundaries.mjs`,
      );
      continue;
    }
    for (const file of sourceFiles(join(top, folder, "src"))) {
      const path = relative(top, file).split(sep).join("/");
      const text = readFileSync(file, "utf8");
      const parsed = ts.preProcessFile(text, true, true);
      const report = (pos, what) => found.push(`${path}:${text.slice(0, pos).split("\n").length}: ${what}`);
      for (const { fileName, pos } of parsed.importedFiles) {
        const trespass = judgeImport({ fileName, file, folder, home: join(top, folder), mayImport });
        if (trespass) report(pos, trespass);
      }
      if (folder !== PURE) continue;
      for (const { fileName, pos } of [...parsed.typeReferenceDirectives, ...parsed.libReferenceDirectives]) {
        report(pos, `core compiles without outside types, so it can't reference "${fileName}"`);
      }
    }
  }
  return [...found, ...checkPureConfig(top)];
}

function judgeImport({ fileName, file, folder, home, mayImport }) {
  if (fileName.startsWith(".")) {
    const target = resolve(dirname(file), fileName);
    return target.startsWith(home + sep) ? undefined : `"${fileName}" leaves ${folder}; import the package by its name`;
  }
  if (folder === PURE && isBuiltin(fileName)) return `core is pure and can't import "${fileName}"`;
  const ours = /^(dcvlint|@dcvlint\/[^/]+)(\/|$)/.exec(fileName)?.[1];
  if (ours === undefined || mayImport.includes(ours)) return undefined;
  return `${folder} can't import ${ours}; it may import ${mayImport.join(", ") || "none of our packages"}`;
}

/** With Node's or the DOM's types in reach, `process` or `fetch` would compile in core. */
function checkPureConfig(top) {
  const path = `${PURE}/tsconfig.json`;
  const file = join(top, path);
  if (!existsSync(file)) return [];
  const config = ts.readConfigFile(file, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config ?? {}, ts.sys, dirname(file));
  const found = [];
  if (options.types === undefined || options.types.length > 0) found.push(`${path}:1: core needs "types": []`);
  const libs = options.lib ?? ["the default, DOM included"];
  // `lib` comes back as file names: lib.es2022.d.ts
  if (!libs.every((lib) => /^lib\.es\d+(\.\w+)*\.d\.ts$/.test(lib))) {
    found.push(`${path}:1: core needs "lib" without anything but the language's own: ${libs.join(", ")}`);
  }
  return found;
}

function packageFolders(top) {
  return ["packages", "actions"].flatMap((group) => {
    const dir = join(top, group);
    if (!existsSync(dir)) return [];
    return readdirSync(dir)
      .filter((name) => existsSync(join(dir, name, "package.json")))
      .map((name) => `${group}/${name}`);
  });
}

function sourceFiles(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !TEST.test(file.split(sep).join("/")))
    .sort();
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const found = checkBoundaries(root);
  for (const line of found) console.error(line);
  process.exitCode = found.length > 0 ? 1 : 0;
}
