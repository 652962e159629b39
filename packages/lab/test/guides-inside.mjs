// Runs inside the lab: plays each case, and asks the command. Its argument is a file with the cases.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { loadZone, readLab } from "../dist/mutate.js";
import { webFile } from "../dist/web.js";
import { dcvlint } from "./dcvlint.mjs";

const lab = readLab();
const said = [];
for (const { id, zone, web = [], args } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  if (zone !== undefined) await loadZone(lab, "preview.test", zone.join("\n"));
  const files = web.map(({ host, path, content }) => ({ at: webFile(lab.webRoot, host, path), content }));
  for (const { at, content } of files) {
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, content);
  }
  const told = args.map((arg) => arg.replace("{stale}", lab.profiles.stale));
  said.push({ id, ...(await dcvlint(told, { cwd: dirname(process.argv[2]) })) });
  for (const { at } of files) rmSync(at);
}
await new Promise((done) => process.stdout.write(JSON.stringify(said), done));
process.exit();
