import { join } from "node:path";
import { checkOrigin, formatRecords, load, loadConfig, type RecordFormat, relativePath } from "@dcvlint/linter";
import { print, readStdin } from "./output.js";

interface Flags {
  config?: string;
  origin?: string;
  stdinFilename?: string;
  format: RecordFormat;
}

/** `dcvlint records`: what a name server would load, one line a record. Returns the exit code. */
export async function recordsCommand(paths: readonly string[], flags: Flags): Promise<number> {
  const cwd = process.cwd();
  const loaded = await load({
    cwd,
    config: await loadConfig(cwd, flags.config),
    paths,
    stdin: paths.includes("-") ? { bytes: await readStdin(), filename: flags.stdinFilename ?? "stdin" } : undefined,
    origin: flags.origin === undefined ? undefined : checkOrigin(flags.origin),
    now: 0,
  });
  let chunk = "";
  for (const line of formatRecords(loaded, flags.format, (file) => relativePath(cwd, join(loaded.root, file)))) {
    chunk += `${line}\n`;
    if (chunk.length < 1 << 16) continue;
    await print(chunk);
    chunk = "";
  }
  await print(chunk);
  const unread = loaded.zones.reduce(
    (sum, { zone }) => sum + zone.problems.filter(({ rule }) => rule !== "byte-order-mark").length,
    0,
  );
  if (unread > 0)
    process.stderr.write(`dcvlint: trouble in ${unread} ${unread === 1 ? "place" : "places"}; dcvlint lint shows it\n`);
  for (const { explanation } of loaded.findings) process.stderr.write(`dcvlint: ${explanation.what}\n`);
  for (const failure of loaded.failures) process.stderr.write(`dcvlint: ${failure}\n`);
  return loaded.failures.length > 0 ? 2 : 0;
}
