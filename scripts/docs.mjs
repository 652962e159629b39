// npm run docs: makes docs/rules/ and what `dcvlint explain` prints from the rules' metadata and their doc.md, and
// docs/failures.md from the table of failures that the linter's tests go through.
//   --check compares instead, and names what is stale.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./lib.mjs";

const { RULES } = await import(pathToFileURL(join(root, "packages/core/dist/index.js")).href);
const check = process.argv.includes("--check");
const folder = join(root, "docs/rules");

const page = ({ meta }) => {
  const { id, severity, summary, group, sources, fixable, formerly } = meta;
  const doc = readFileSync(join(root, "packages/core/src/rules", id, "doc.md"), "utf8").trim();
  const cited = sources.map(({ label, title, url }) => {
    const text = title ? `${label}, ${title}` : label;
    return `- ${url ? `[${text}](${url})` : text}`;
  });
  return [
    `# ${id}`,
    `${summary}.`,
    `*${group}* · **${severity}**${fixable ? " · fixable" : ""}${formerly.length > 0 ? ` · formerly ${formerly.join(", ")}` : ""}`,
    doc,
    `## Sources\n\n${cited.join("\n")}`,
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
};

const pages = new Map(RULES.map((rule) => [`${rule.id}.md`, page(rule)]));
let index = "# Rules\n\nMade by `npm run docs` from the rules' own folders.\n";
let group = "";
for (const { meta } of RULES) {
  if (meta.group !== group) index += `\n## ${meta.group}\n\n| rule | severity | fix | |\n|---|---|---|---|\n`;
  group = meta.group;
  index += `| [${meta.id}](${meta.id}.md) | ${meta.severity} | ${meta.fixable ? "yes" : ""} | ${meta.summary} |\n`;
}
pages.set("README.md", index);

const docs = Object.fromEntries(RULES.map((rule) => [rule.id, pages.get(`${rule.id}.md`)]));
const wanted = new Map([...pages].map(([name, text]) => [join(folder, name), text]));
wanted.set(
  join(root, "packages/cli/src/docs.gen.ts"),
  `// Made by \`npm run docs\` from the rules' doc.md. Don't edit.\n/** What \`dcvlint explain\` prints, by rule id. */\nexport const RULE_DOCS: Readonly<Record<string, string>> = ${JSON.stringify(docs, null, 2)};\n`,
);

const { parse } = createRequire(join(root, "packages/linter/package.json"))("yaml");
const failures = join(root, "packages/linter/test/failures");
let table = `# What goes wrong, and which rule sees it

Made by \`npm run docs\` from packages/linter/test/failures, whose cases are tests: each shows a rule on its line.
`;
for (const file of readdirSync(failures)
  .filter((name) => name.endsWith(".yaml"))
  .sort()) {
  table += `\n## ${file.replace(".yaml", "")}\n\n| failure | what one sees | in files | live | where files don't tell |\n|---|---|---|---|---|\n`;
  for (const { id, symptom, rules = [], live = [], reason = "" } of parse(readFileSync(join(failures, file), "utf8"))) {
    const links = (ids) => ids.map((rule) => `[${rule}](rules/${rule}.md)`).join(", ");
    const cells = [id, symptom, links(rules), links(live), reason].map((cell) => cell.replaceAll("|", "\\|"));
    table += `| ${cells.join(" | ")} |\n`;
  }
}
wanted.set(join(root, "docs/failures.md"), table);

const stale = [...wanted].filter(([path, text]) => {
  try {
    return readFileSync(path, "utf8") !== text;
  } catch {
    return true;
  }
});
mkdirSync(folder, { recursive: true });
const left = readdirSync(folder).filter((name) => !pages.has(name));
if (check) {
  for (const [path] of stale) console.error(`${path} is stale: run npm run docs`);
  for (const name of left) console.error(`docs/rules/${name} belongs to no rule`);
  process.exitCode = stale.length + left.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) writeFileSync(path, text);
  for (const name of left) rmSync(join(folder, name));
  console.log(`${stale.length} files written, ${left.length} removed`);
}
