import { join, resolve } from "node:path";
import { Source } from "@dcvlint/core";
import { gitTop, isInside, LIMITS, readBytes, realPath, relativePath, UsageError } from "@dcvlint/linter";
import { type FormatName, formatReport, relocated } from "@dcvlint/report";
import { gapsOf, mergeResults, readReport } from "@dcvlint/report/read";
import { complainOf } from "./output.js";
import { writeReports } from "./reports.js";

interface Flags {
  format: string[];
  color: string;
}

/** V8's longest string has as many UTF-16 units, about. */
const LARGEST = 500_000_000;

/** `dcvlint merge-reports`: one report of several. Returns the exit code. Throws a UsageError where one can't be read. */
export async function mergeReportsCommand(files: readonly string[], flags: Flags): Promise<number> {
  const cwd = process.cwd();
  const results = files.map((file) => {
    const bytes = readBytes(resolve(cwd, file), LARGEST);
    const result = typeof bytes === "string" ? bytes : readReport(Buffer.from(bytes).toString("utf8"));
    if (typeof result === "string") throw new UsageError(`${file}: ${result}`);
    return result;
  });
  // Within a run paths are relative to its root, in a JSON report to the working directory.
  const root = gitTop(cwd) ?? cwd;
  const gaps = gapsOf(results);
  const whole = mergeResults(results);
  // Whoever reads the report shall know it, too.
  const told = gaps ? { ...whole, notices: [{ what: `Not the whole: ${gaps}.` }, ...whole.notices] } : whole;
  const merged = relocated(told, (file) => relativePath(root, resolve(cwd, file)));
  const pathFor = (file: string) => relativePath(cwd, join(root, file));
  const targets = flags.format.length > 0 ? flags.format : ["pretty"];
  const failures: string[] = gaps ? [`merge-reports: ${gaps}`] : [];
  await writeReports<FormatName>(targets, { readLine: linesBelow(root), pathFor }, flags, failures, (name, context) =>
    formatReport(name, merged, context),
  );
  for (const failure of failures) complainOf(failure);
  return failures.length > 0 ? 2 : 0;
}

/**
 * Lines of the files that the reports speak of, where they are at hand. Whoever wrote a report may have named any file,
 * so none is opened outside the root; values of Terraform's variables may be secrets, of which a report says nothing.
 */
function linesBelow(root: string): (file: string, line: number) => string | undefined {
  const sources = new Map<string, Source | undefined>();
  return (file, line) => {
    if (!sources.has(file)) sources.set(file, open(root, file));
    return sources.get(file)?.line(line);
  };
}

function open(root: string, file: string): Source | undefined {
  const real = realPath(join(root, file));
  const base = realPath(root) ?? root;
  if (real === undefined || !isInside(base, real) || isInside(join(base, ".git"), real)) return undefined;
  if (/\.tfvars(?:\.json)?$/i.test(real)) return undefined;
  const bytes = readBytes(real, LIMITS.otherSource);
  return typeof bytes === "string" ? undefined : new Source(file, bytes);
}
