// Loads the chunks of dist, with the bytecode that the build left for this very Node where it did (docs/adr/0016).
// V8 refuses bytecode that doesn't fit and compiles the source, so a wrong file costs time and nothing else.
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

const DIST = join(__dirname, "..", "dist");
const BYTECODE = join(DIST, "bytecode", `${process.version}-${process.platform}-${process.arch}`);

/** @type {Map<string, { exports: any, script: Script }>} */
const chunks = new Map();
const hasBytecode = existsSync(BYTECODE);

/** The exports of a chunk, which runs when it is first loaded. */
function load(name) {
  const known = chunks.get(name);
  if (known) return known.exports;
  const filename = join(DIST, name);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, "utf8")}\n})`,
    {
      filename,
      cachedData: bytecodeOf(name),
    },
  );
  const module = { exports: {}, script };
  chunks.set(name, module);
  script.runInThisContext()(module.exports, requireFromChunk, module, filename, DIST);
  return module.exports;
}

function bytecodeOf(name) {
  const file = join(BYTECODE, `${name}.bin`);
  return hasBytecode && existsSync(file) ? readFileSync(file) : undefined;
}

function requireFromChunk(id) {
  return id.startsWith("./") ? load(id.slice(2)) : require(id);
}

module.exports = { load, chunks, BYTECODE };
