import { issuerDirectory, nearest, type Severity } from "@dcvlint/core";
import {
  type Config,
  changesOfDiff,
  changesSince,
  check,
  checkOrigin,
  formatBaseline,
  isInside,
  type LintOptions,
  type LintRun,
  lint,
  lintAndFix,
  loadConfig,
  parseRuleLevel,
  parseShard,
  readBaseline,
  realPath,
  relativePath,
  UsageError,
  writeWhole,
} from "@dcvlint/linter";
import { type FormatName, formatReport, linesForTerminal } from "@dcvlint/report";
import { attempt, complain, complainOf, isObeyed, print, readStdin } from "./output.js";
import { writeReports } from "./reports.js";

interface Flags {
  config?: string;
  origin?: string;
  plan: string[];
  varFile: string[];
  stdinFilename?: string;
  ca: string[];
  rule: string[];
  changedSince?: string;
  diff?: string;
  failOn: Severity | "never";
  fix?: boolean;
  unsafeFixes?: boolean;
  fixDryRun?: boolean;
  baseline?: string;
  writeBaseline?: string;
  format: string[];
  color: string;
  quiet?: boolean;
  stats?: boolean;
  live?: boolean;
  networkProfile?: string;
  shard?: string;
}

/** `dcvlint lint`. Returns the exit code (contract §3). */
export async function lintCommand(paths: readonly string[], flags: Flags): Promise<number> {
  const started = performance.now();
  checkCommand(paths);
  if (flags.networkProfile !== undefined && !flags.live)
    throw new UsageError("--network-profile goes with --live: without it no network is asked");
  const network = flags.live ? await (await import("./live-network.js")).liveNetwork(flags) : undefined;
  const furtherSuffixes = network?.live.publicSuffixes;
  const options = { ...(await optionsOf(paths, flags, network?.live.cas)), furtherSuffixes };
  const fixing = flags.fix || flags.fixDryRun;
  const linted = fixing
    ? await lintAndFix(options, flags.unsafeFixes === true)
    : { run: await lint(options), texts: new Map(), made: 0 };
  const { texts, made } = linted;
  // Of shards the first one asks, for all.
  const run =
    network && (options.shard?.index ?? 1) === 1 ? await withLive(linted.run, options, flags, network) : linted.run;
  if (flags.fixDryRun) await print(await diffOf(run, texts, options.cwd));
  else for (const [file, bytes] of texts) writeFix(run, file, bytes);

  const failures = [...run.failures];
  if (flags.writeBaseline) {
    const file = flags.writeBaseline;
    await attempt(failures, () => writeWhole(file, formatBaseline(run.result.findings)));
  }
  // Nobody shall read "no problems" where nothing could be read.
  const isMute = failures.length > 0 && isEmpty(run);
  const wanted = flags.format.length > 0 ? flags.format : flags.fixDryRun ? [] : ["pretty"];
  const targets = wanted.filter((target) => target !== "pretty" || !isMute);
  const pathFor = (path: string) => relativePath(options.cwd, run.pathOf(path));
  await writeReports<FormatName>(targets, { ...run, pathFor }, flags, failures, (name, context) =>
    formatReport(name, run.result, context),
  );
  if (fixing && !flags.quiet) {
    const more = flags.unsafeFixes ? 0 : run.result.findings.filter(({ fix }) => fix?.safety === "suggestion").length;
    const left = more > 0 ? `; ${more} more with --unsafe-fixes` : "";
    complain(`${made} ${made === 1 ? "fix" : "fixes"} ${flags.fixDryRun ? "would be made" : "made"}${left}`);
  }
  for (const failure of failures) complainOf(failure);
  if (flags.stats) printStats(run, performance.now() - started);
  if (failures.length > 0) return 2;
  if (flags.writeBaseline) return 0;
  return reaches(run, flags.failOn) ? 1 : 0;
}

const isEmpty = ({ result }: LintRun): boolean => result.summary.files === 0 && result.findings.length === 0;

type Network = Awaited<ReturnType<typeof import("./live-network.js").liveNetwork>>;

/** Adds what the CAs will conclude once these files are applied, for every certificate that is known. */
async function withLive(run: LintRun, options: LintOptions, flags: Flags, { live, now }: Network): Promise<LintRun> {
  const after = [...options.paths, ...(options.plans ?? [])].filter((path) => path !== "-");
  const [ca] = flags.ca;
  const checked = await check({ ...options, names: [], allKnown: true, ca, records: [], after, before: [], live, now });
  const { names } = checked.result;
  const none = { what: "no certificate is known from the config or the files, so nothing was asked live" };
  const notices = names.length > 0 ? run.result.notices : [...run.result.notices, none];
  return {
    ...run,
    result: { ...run.result, names, notices },
    failures: [...new Set([...run.failures, ...checked.failures])],
  };
}

async function optionsOf(paths: readonly string[], flags: Flags, cas: Config["cas"] = []): Promise<LintOptions> {
  const cwd = process.cwd();
  if (flags.unsafeFixes && !flags.fix && !flags.fixDryRun)
    throw new UsageError("--unsafe-fixes goes with --fix or --fix-dry-run");
  if (flags.shard !== undefined && (flags.fix || flags.fixDryRun || flags.writeBaseline))
    throw new UsageError("--shard sees a part of the findings; fix or write a baseline without it");
  if (flags.changedSince && flags.diff) throw new UsageError("--changed-since and --diff exclude each other");
  const stdin = paths.includes("-") || flags.plan.includes("-");
  if (stdin && flags.fix && !flags.fixDryRun)
    throw new UsageError("--fix can't change stdin; --fix-dry-run prints the diff");
  const loaded = await loadConfig(cwd, flags.config);
  const config = { ...loaded, cas: [...loaded.cas, ...cas] };
  checkCas(flags.ca, config);
  return {
    cwd,
    config,
    paths: paths.length > 0 ? paths : ["."],
    plans: flags.plan,
    variableFiles: flags.varFile,
    stdin: stdin ? { bytes: await readStdin(), filename: flags.stdinFilename ?? "stdin" } : undefined,
    origin: flags.origin === undefined ? undefined : checkOrigin(flags.origin),
    cas: flags.ca,
    levels: new Map(flags.rule.map(parseRuleLevel)),
    shard: flags.shard === undefined ? undefined : parseShard(flags.shard),
    baseline: flags.baseline === undefined ? undefined : readBaseline(flags.baseline),
    changes: flags.changedSince
      ? await changesSince(flags.changedSince, cwd)
      : flags.diff
        ? await changesOfDiff(flags.diff, cwd)
        : undefined,
    now: Math.floor(Date.now() / 1000),
  };
}

const COMMANDS = ["lint", "records", "expect", "check", "init", "merge-reports", "rules", "explain", "help"];

/** A word that is no command is taken for a path. */
function checkCommand([word]: readonly string[]): void {
  if (word === undefined || !/^[a-z-]+$/.test(word) || realPath(word) !== undefined) return;
  const near = nearest(word, COMMANDS);
  if (near) throw new UsageError(`${word} is no command and no file; did you mean "dcvlint ${near}"?`);
}

function checkCas(ids: readonly string[], { cas }: Config): void {
  const issuers = issuerDirectory(cas);
  for (const id of ids) {
    if (issuers.findCa(id)) continue;
    const near = nearest(id, issuers.ids);
    throw new UsageError(`--ca ${id}: no CA has this id or issuer domain${near ? `; did you mean "${near}"?` : ""}`);
  }
}

/** By the summary: it counts what is too much to be listed, too. */
function reaches({ result }: LintRun, failOn: Flags["failOn"]): boolean {
  const { errors, warnings, infos } = result.summary;
  if (failOn === "never") return false;
  if (result.names?.some(({ verdict }) => verdict === "will-not-issue")) return true;
  return errors > 0 || (failOn !== "error" && warnings > 0) || (failOn === "info" && infos > 0);
}

/** Fixes go nowhere but where the run was allowed to read. */
function writeFix(run: LintRun, file: string, bytes: Uint8Array): void {
  const path = run.pathOf(file);
  const real = realPath(path);
  if (real === undefined || !isInside(run.pathOf(""), real))
    throw new UsageError(`${file} lies outside the linted root`);
  writeWhole(real, bytes);
}

/** What the fixes change, as a unified diff. */
async function diffOf(run: LintRun, texts: ReadonlyMap<string, Uint8Array>, cwd: string): Promise<string> {
  if (texts.size === 0) return "";
  const { createTwoFilesPatch } = await import("diff");
  const { readFileSync } = await import("node:fs");
  let out = "";
  for (const [file, bytes] of texts) {
    const path = run.pathOf(file);
    // Octets travel as latin1, so that any file survives.
    const shown = Buffer.from(relativePath(cwd, path)).toString("latin1");
    const after = Buffer.from(bytes).toString("latin1");
    const before = readFileSync(path, "latin1");
    const patch = createTwoFilesPatch(`a/${shown}`, `b/${shown}`, before, after, undefined, undefined, { context: 3 });
    out += patch.replace(/^=+\n/, "");
  }
  const text = Buffer.from(out, "latin1").toString("utf8");
  if (!isObeyed()) return text;
  return linesForTerminal(text);
}

function printStats({ result }: LintRun, ms: number): void {
  const { files, records } = result.summary;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  complain(`${files} files, ${records} records in ${(ms / 1000).toFixed(2)} s, ${memory} MiB at most`);
}
