import { join } from "node:path";
import {
  type CheckOptions,
  checkDeclared,
  checkOrigin,
  loadConfig,
  relativePath,
  UsageError,
  writeWhole,
} from "@dcvlint/linter";
import { type CheckFormatName, formatCheck, type ReportContext } from "@dcvlint/report";
import { VERSION } from "./main.js";
import { complainOf, print, wantsColor } from "./output.js";

interface Flags {
  config?: string;
  origin?: string;
  varFile: string[];
  ca?: string;
  method?: string;
  account?: string;
  record: string[];
  after: string[];
  before: string[];
  offline?: boolean;
  format: string[];
  color: string;
}

/** `dcvlint check`. Returns the exit code (contract §3). */
export async function checkCommand(names: readonly string[], flags: Flags): Promise<number> {
  if (!flags.offline)
    throw new UsageError(
      "check: live checks aren't there yet; --offline --after PATH tells what a CA will conclude once these files are applied",
    );
  if (flags.after.length === 0) throw new UsageError("check --offline: give the files with --after PATH");
  const cwd = process.cwd();
  const options: CheckOptions = {
    cwd,
    config: await loadConfig(cwd, flags.config),
    names,
    ca: flags.ca,
    method: flags.method,
    account: flags.account,
    records: flags.record,
    after: flags.after,
    before: flags.before,
    variableFiles: flags.varFile,
    origin: flags.origin === undefined ? undefined : checkOrigin(flags.origin),
    now: Math.floor(Date.now() / 1000),
  };
  const run = await checkDeclared(options);
  for (const target of flags.format.length > 0 ? flags.format : ["pretty"]) {
    const [name, ...rest] = target.split("=");
    const file = rest.join("=");
    const context: ReportContext = {
      tool: { name: "dcvlint", version: VERSION },
      readLine: run.readLine,
      pathFor: (path) => relativePath(cwd, join(run.root, path)),
      color: name === "pretty" && wantsColor(file ? "never" : flags.color),
      quiet: false,
    };
    const text = formatCheck(name as CheckFormatName, run.result, context);
    if (file) writeWhole(file, text);
    else await print(text);
  }
  for (const failure of run.failures) complainOf(failure);
  if (run.failures.length > 0) return 2;
  const verdicts = run.result.names.map(({ verdict }) => verdict);
  return verdicts.includes("will-not-issue") ? 1 : verdicts.includes("cannot-tell") ? 3 : 0;
}
