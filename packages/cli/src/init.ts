import { join } from "node:path";
import { planInit, relativePath, writeNew } from "@dcvlint/linter";
import { forTerminal } from "@dcvlint/report";
import { print } from "./output.js";

/** `dcvlint init`: a config file and a workflow, each written only where nothing is. Returns the exit code. */
export async function initCommand(): Promise<number> {
  const cwd = process.cwd();
  const { top, files, remarks } = await planInit(cwd, Math.floor(Date.now() / 1000));
  const said = [...remarks];
  for (const { path, text } of files) {
    const file = join(top, path);
    const shown = relativePath(cwd, file);
    said.push(writeNew(file, text) ? `Wrote ${shown}.` : `${shown} is there already and stays as it is.`);
  }
  if (files.length > 0) said.push("Next: look them through, and run dcvlint.");
  await print(said.map((sentence) => `${forTerminal(sentence)}\n`).join(""));
  return 0;
}
