import { join } from "node:path";
import {
  checkOrigin,
  formatRecords,
  load,
  loadConfig,
  type RecordFormat,
  relativePath,
  UsageError,
} from "@dcvlint/linter";
import { forJsonLine } from "@dcvlint/report";
import { complainOf, print, readStdin } from "./output.js";

interface Flags {
  config?: string;
  origin?: string;
  plan: string[];
  varFile: string[];
  stdinFilename?: string;
  format: RecordFormat;
}

/** `dcvlint records`: what a name server would load, one line a record. Returns the exit code. */
export async function recordsCommand(paths: readonly string[], flags: Flags): Promise<number> {
  if (paths.length === 0 && flags.plan.length === 0)
    throw new UsageError("records: give a PATH, a file, folder or glob, or a plan with --plan FILE");
  const cwd = process.cwd();
  const loaded = await load({
    cwd,
    config: await loadConfig(cwd, flags.config),
    paths,
    plans: flags.plan,
    variableFiles: flags.varFile,
    stdin:
      paths.includes("-") || flags.plan.includes("-")
        ? { bytes: await readStdin(), filename: flags.stdinFilename ?? "stdin" }
        : undefined,
    origin: flags.origin === undefined ? undefined : checkOrigin(flags.origin),
    now: 0,
  });
  let chunk = "";
  const safe = flags.format === "jsonl" ? forJsonLine : asData;
  for (const line of formatRecords(loaded, flags.format, (file) => relativePath(cwd, join(loaded.root, file)))) {
    chunk += `${safe(line)}\n`;
    if (chunk.length < 1 << 16) continue;
    await print(chunk);
    chunk = "";
  }
  await print(chunk);
  const unread = loaded.zones.reduce(
    (sum, { zone }) => sum + zone.problems.filter(({ rule }) => rule !== "byte-order-mark").length,
    0,
  );
  if (unread > 0) complainOf(`trouble in ${unread} ${unread === 1 ? "place" : "places"}; dcvlint lint shows it`);
  for (const { explanation } of loaded.findings) complainOf(explanation.what);
  for (const failure of loaded.failures) complainOf(failure);
  loaded.close();
  return loaded.failures.length > 0 ? 2 : 0;
}

/** A record that GitHub's runner would take for a command, in other letters for the same octets. */
const asData = (line: string): string => line.replace(/^:(?=:)/, "\\058").replaceAll("##[", "##\\091");
