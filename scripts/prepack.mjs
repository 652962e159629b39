// What npm runs in a package's folder before it packs it, and with --undo behind: the licence goes along with each, and
// the command shows the repository's README, whose links then lead there.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib.mjs";

const REPOSITORY = "https://github.com/dcvlint/dcvlint/blob/main/";

const undo = process.argv.includes("--undo");
const { name } = JSON.parse(readFileSync("package.json", "utf8"));
const copies = { LICENSE: readFileSync(join(root, "LICENSE"), "utf8") };
if (name === "dcvlint") {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  copies["README.md"] = readme.replace(/\]\((?!https?:|#)/g, `](${REPOSITORY}`);
}

for (const [file, text] of Object.entries(copies)) {
  if (undo) rmSync(file, { force: true });
  else if (existsSync(file) && readFileSync(file, "utf8") !== text) throw new Error(`${name}: ${file} is in the way`);
  else writeFileSync(file, text);
}
