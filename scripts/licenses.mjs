// The licences of what a bundle holds of other people's packages, as one text to lie beside it (docs/adr/0008).
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const LICENSE = /^(?:licen[cs]e|copying|notice)/i;

/** `output`: the chunks that Rolldown has written. Throws where a package has neither a text nor a name of its licence. */
export function licensesOf(output) {
  const folders = new Set(
    output
      .flatMap(({ moduleIds = [] }) => moduleIds)
      .filter((id) => /[\\/]node_modules[\\/]/.test(id))
      .map((id) => folderOf(id.replace(/^\0+/, ""))),
  );
  const packages = [...folders].map(readPackage);
  const byName = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));
  const parts = [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { name, version, license, text }]) => `${name} ${version} (${license})\n\n${text.trim()}\n`);
  return `This bundle holds parts of these packages, each under its own licence. tldts holds the Public Suffix List
(https://publicsuffix.org/list/public_suffix_list.dat), which is under the Mozilla Public License 2.0.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

/** The package that a file belongs to: the folder below the last node_modules. */
function folderOf(file) {
  const [, folder] = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file) ?? [];
  if (folder === undefined) throw new Error(`${file} belongs to no package`);
  return folder;
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => LICENSE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n"));
  if (typeof license !== "string") throw new Error(`${name} doesn't say its licence`);
  return { name, version, license, text: texts.join("\n") || "Its package holds no text of it." };
}
