import { join } from "node:path";
import {
  type CheckOptions,
  type CheckRun,
  check,
  checkAccount,
  checkOrigin,
  loadConfig,
  relativePath,
  UsageError,
} from "@dcvlint/linter";
import { type CheckFormatName, formatCheck } from "@dcvlint/report";
import { liveNetwork, type NetworkFlags, tellsNetwork } from "./live-network.js";
import { complainOf } from "./output.js";
import { writeReports } from "./reports.js";
import { parseDuration, waitUntilIssued } from "./wait.js";

interface Flags extends NetworkFlags {
  config?: string;
  origin?: string;
  varFile: string[];
  ca?: string;
  method?: string;
  account?: string;
  record: string[];
  httpFile?: string;
  csr?: string;
  unique?: string;
  after: string[];
  before: string[];
  offline?: boolean;
  wait?: string;
  format: string[];
  color: string;
}

/** `dcvlint check`. Returns the exit code (contract §3). */
export async function checkCommand(words: readonly string[], flags: Flags): Promise<number> {
  if (flags.offline && flags.after.length === 0)
    throw new UsageError("check --offline: give the files with --after PATH");
  if (flags.offline && flags.wait !== undefined)
    throw new UsageError("check --wait: with --offline nothing is asked, so there is nothing to wait for");
  if (flags.before.length > 0 && flags.after.length === 0)
    throw new UsageError("check --before: it is what --after PATH replaces, so give that too");
  if (flags.unique !== undefined && flags.csr === undefined)
    throw new UsageError("check --unique: it goes into what is made of a CSR, so give that with --csr FILE");
  const cwd = process.cwd();
  const asked = flags.csr === undefined ? undefined : await askedByCsr(flags, words);
  const options: CheckOptions = {
    cwd,
    config: await loadConfig(cwd, flags.config),
    names: words.length > 0 ? words : (asked?.names ?? []),
    ca: flags.ca,
    method: flags.method ?? asked?.method,
    account: checkAccount(flags.account),
    records: [...flags.record, ...(asked?.records ?? [])],
    httpFile: flags.httpFile ?? asked?.httpFile,
    after: flags.after,
    before: flags.before,
    variableFiles: flags.varFile,
    origin: flags.origin === undefined ? undefined : checkOrigin(flags.origin),
    now: Math.floor(Date.now() / 1000),
  };
  const wait = flags.wait === undefined ? undefined : parseDuration(flags.wait);
  const run = flags.offline ? await checkOffline(options, flags) : await checkLive(options, flags, wait);
  const targets = flags.format.length > 0 ? flags.format : ["pretty"];
  const pathFor = (path: string) => relativePath(cwd, join(run.root, path));
  const failures = [...run.failures];
  await writeReports<CheckFormatName>(targets, { ...run, pathFor }, flags, failures, (name, context) =>
    formatCheck(name, run.result, context),
  );
  for (const failure of failures) complainOf(failure);
  if (failures.length > 0) return 2;
  return codeOf(run);
}

const codeOf = ({ result }: CheckRun): number => {
  const verdicts = result.names.map(({ verdict }) => verdict);
  return verdicts.includes("will-not-issue") ? 1 : verdicts.includes("cannot-tell") ? 3 : 0;
};

/** Asks nobody; what the network's profile says beside its servers (CAs, suffixes, the time) holds all the same. */
async function checkOffline(options: CheckOptions, flags: Flags): Promise<CheckRun> {
  if (!tellsNetwork(flags)) return check(options);
  const { live, now } = await liveNetwork(flags);
  const config = { ...options.config, cas: [...options.config.cas, ...live.cas] };
  return check({ ...options, config, furtherSuffixes: live.publicSuffixes, now });
}

async function checkLive(options: CheckOptions, flags: Flags, wait: number | undefined): Promise<CheckRun> {
  const { live, until, now, queryMs } = await liveNetwork(flags);
  if (wait === undefined) return check({ ...options, now, live });
  return waitUntilIssued((ends) => check({ ...options, now, live: until(ends) }), wait, queryMs);
}

/** What a CA that works by the request's hashes asks for, and the names of the request. */
async function askedByCsr(flags: Flags, words: readonly string[]) {
  if (flags.ca === undefined) throw new UsageError("check --csr: which CA? Give it with --ca");
  const { expectedByCsr } = await import("./expect.js");
  return expectedByCsr({ ...flags, ca: flags.ca, csr: flags.csr! }, words);
}
