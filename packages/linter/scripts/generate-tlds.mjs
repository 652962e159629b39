// Gathers the top-level domains of the public suffix list as tldts has it, so that most runs need no more of the list.
//   node packages/linter/scripts/generate-tlds.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const ICANN = 1;

/** The text of the module, from the list that is installed. */
export function generate() {
  const require = createRequire(import.meta.url);
  const home = dirname(dirname(dirname(require.resolve("tldts"))));
  const trie = createRequire(join(home, "package.json"))(join(home, "dist/cjs/src/data/trie.js"));
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const { nodeFlags, edgeStart, edgeLength, edgeChild, labelText, rulesRoot } = trie;
  const offsets = [];
  for (let edge = 0, offset = 0; edge < edgeLength.length; offset += edgeLength[edge++]) offsets.push(offset);
  const children = (node) =>
    Array.from({ length: edgeStart[node + 1] - edgeStart[node] }, (_, i) => {
      const edge = edgeStart[node] + i;
      return [labelText.slice(offsets[edge], offsets[edge] + edgeLength[edge]), edgeChild[edge]];
    });
  const holdsRules = (node) =>
    children(node).some(([, child]) => (nodeFlags[child] & ICANN) !== 0 || holdsRules(child));
  const flat = [];
  const deep = [];
  const without = [];
  for (const [label, node] of children(rulesRoot)) {
    const list = !(nodeFlags[node] & ICANN) ? without : holdsRules(node) ? deep : flat;
    list.push(label);
  }
  const line = (labels) => `"${labels.sort().join(" ")}"`;
  return [
    "// Made by scripts/generate-tlds.mjs; don't edit.",
    `// Source: the public suffix list in tldts ${version}.`,
    "",
    "/** Top-level domains under which the list has no rule of ICANN's part. */",
    `export const FLAT =\n  ${line(flat)};`,
    "",
    "/** Those under which it has some. */",
    `export const DEEP =\n  ${line(deep)};`,
    "",
    "/** Those that are no suffix by themselves. */",
    `export const WITHOUT_RULE =\n  ${line(without)};`,
    "",
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(join(here, "../src/tlds.gen.ts"), generate());
