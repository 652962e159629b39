// Runs inside the lab: judges each change as a preview, loads it into the server, and judges what is live then.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadZone, readLab } from "../dist/mutate.js";
import { dcvlint } from "./dcvlint.mjs";
import { CHANGES } from "./preview-changes.mjs";

const lab = readLab();
const zone = "preview.test";
const folder = mkdtempSync(join(tmpdir(), "preview-"));
let serial = 100;
const whole = (records) =>
  [
    `$ORIGIN ${zone}.`,
    `@ 60 SOA ns-one.test. hostmaster.${zone}. ${serial++} 3600 900 604800 1`,
    "@ 60 NS ns-one.test.",
    "@ 60 NS ns-two.test.",
    ...records,
    "",
  ].join("\n");

const said = [];
for (const { id, from, to, args } of CHANGES) {
  await loadZone(lab, zone, whole(from));
  const after = whole(to);
  const file = join(folder, `${zone}.zone`);
  writeFileSync(file, after);
  const common = ["check", ...args, "--format", "json"];
  const preview = await dcvlint([...common, "--after", file], { cwd: folder });
  const before = await dcvlint(common);
  await loadZone(lab, zone, after);
  const live = await dcvlint(common);
  said.push({ id, before, preview, live });
}
await new Promise((done) => process.stdout.write(JSON.stringify(said), done));
process.exit();
