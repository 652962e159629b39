// Leaves V8's bytecode of the chunks beside them, made after runs of the command so that it holds the functions that
// runs call, which V8 would otherwise compile one by one (docs/adr/0016).
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BYTECODE, chunks, load } from "./bin/load.js";

const EXAMPLES = "../../examples";
const { main } = load("main.cjs");
for (const format of ["json", "sarif", "github", "pretty"])
  await main(["lint", EXAMPLES, "--fail-on", "never", "--format", format]);
await main(["records", EXAMPLES]);
load("suffixes.cjs");

mkdirSync(BYTECODE, { recursive: true });
for (const [name, { script }] of chunks) writeFileSync(join(BYTECODE, `${name}.bin`), script.createCachedData());
