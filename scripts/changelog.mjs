// npm run changelog: writes the pending changesets into CHANGELOG.md, below "Unreleased".
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib.mjs";

const dir = join(root, ".changeset");
/** A changeset is front matter (which package, which bump) and then the text for the changelog. */
const textOf = (name) => readFileSync(join(dir, name), "utf8").replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, "");
const pending = readdirSync(dir)
  .filter((name) => name.endsWith(".md") && name !== "README.md")
  .sort()
  .map((name) => `${textOf(name).trim()}\n\n`);

const file = join(root, "CHANGELOG.md");
const [head, ...sections] = readFileSync(file, "utf8").split(/^(?=## )/m);
const released = sections.filter((section) => !section.startsWith("## Unreleased"));
writeFileSync(file, `${[head, "## Unreleased\n\n", ...pending, ...released].join("").trimEnd()}\n`);
