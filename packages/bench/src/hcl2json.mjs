// What dcvlint is measured against on Terraform sources: HashiCorp's own parser, built for WebAssembly. It only parses.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@cdktn/hcl2json";

const folder = process.argv[2];
for (const name of readdirSync(folder).sort()) {
  if (name.endsWith(".tf")) await parse(name, readFileSync(join(folder, name), "utf8"));
}
