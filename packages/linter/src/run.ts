import { basename, join } from "node:path";
import {
  applyEdits,
  compareFindings,
  type Facts,
  fillSerial,
  foldLabel,
  issuerDirectory,
  type Level,
  type LintResult,
  type Notice,
  noPublicSuffixes,
  type PublicSuffixes,
  parseName,
  type RawFinding,
  type ReportedFinding,
  RULES,
  runRules,
  Source,
  spanOf,
  type Zone,
} from "@dcvlint/core";
import { type Baseline, subtract } from "./baseline.js";
import { type Changes, isChanged } from "./changed.js";
import { type Discovered, discover, fileEntry, type Input } from "./discover.js";
import type { Config } from "./find-config.js";
import { fingerprint } from "./fingerprint.js";
import { type Kind, tellKind } from "./kinds.js";
import { LIMITS, type Limits } from "./limits.js";
import { nearest } from "./nearest.js";
import { realPath, relativePath } from "./paths.js";
import { readBytes, readZone } from "./readers/zonefile.js";
import { loadSuffixes } from "./suffixes.js";
import { type ReportComment, suppress } from "./suppress.js";
import { UsageError } from "./usage-error.js";

export interface LintOptions {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly config: Config;
  /** What `-` among the paths stands for. */
  readonly stdin?: { readonly bytes: Uint8Array; readonly filename: string };
  /** For zone files that name none. */
  readonly origin?: string;
  /** Levels from the command line; they win over the config's. */
  readonly levels?: ReadonlyMap<string, Level>;
  readonly baseline?: Baseline;
  readonly changes?: Changes;
  /** Texts to judge in place of what is on disk, by a finding's file. */
  readonly overlay?: ReadonlyMap<string, Uint8Array>;
  /** Seconds since 1970. */
  readonly now: number;
}

export interface LintRun {
  readonly result: LintResult;
  /** Why the job couldn't be done in full, a sentence each; what could be linted is in `result`. */
  readonly failures: readonly string[];
  /** A file as its reader saw it; `file` as in the findings. */
  readonly readSource: (file: string) => Source | undefined;
  /** A line of it, from 1, without its end. */
  readonly readLine: (file: string, line: number) => string | undefined;
  /** From a finding's file to the absolute path. */
  readonly pathOf: (file: string) => string;
}

/** A zone that was read, with where it came from. */
export interface LoadedZone {
  readonly zone: Zone;
  readonly input: Input;
}

export interface Loaded {
  readonly zones: readonly LoadedZone[];
  readonly findings: readonly RawFinding[];
  readonly notices: readonly Notice[];
  readonly failures: readonly string[];
  readonly files: number;
  readonly root: string;
}

/** Reads what the paths stand for. Throws a UsageError where the options make no sense. */
export async function load(options: LintOptions): Promise<Loaded> {
  const { cwd, config, overlay } = options;
  const paths = options.paths.filter((path) => path !== "-");
  const found: Discovered =
    paths.length > 0 || !options.stdin ? await discover(paths, cwd, config) : { inputs: [], failures: [], outside: [] };
  // One root for the whole run, so that paths in findings mean one thing: the widest of the inputs' own.
  const root = commonRoot(found.inputs.map(({ root }) => root)) ?? realPath(cwd) ?? cwd;
  const limits: Limits = { ...LIMITS, ...config.limits };
  const zones: LoadedZone[] = [];
  const findings: RawFinding[] = [];
  const failures = [...found.failures];
  const included = new Set<string>();
  let files = 0;

  const read = (input: Input, bytes: Uint8Array, origin: string | undefined) => {
    const zone = readZone({
      path: input.path,
      root: input.root,
      base: root,
      bytes,
      origin,
      cwd,
      limits,
      overlay,
      onInclude: (path) => included.add(path),
    });
    zones.push({ zone, input });
    files++;
  };

  if (options.stdin) {
    const path = join(cwd, options.stdin.filename);
    const input = { path, root, named: true };
    const kind = tellKind(path, options.stdin.bytes.subarray(0, HEAD), true);
    if (kind.kind === "unsupported") findings.push(...unsupported(input, root, kind, options));
    else read(input, options.stdin.bytes, options.origin ?? fileEntry(path, config)?.origin);
  }
  for (const input of found.inputs) {
    const entry = fileEntry(input.path, config);
    const real = realPath(input.path) ?? input.path;
    const changed = overlay?.get(relativePath(root, real));
    const text = changed ?? readBytes(input.path, LIMITS.zoneFile);
    const bytes = typeof text === "string" ? text : fillSerial(text);
    if (typeof bytes === "string") {
      if (input.named) failures.push(`${relativePath(cwd, input.path)}: ${bytes}`);
      continue;
    }
    const kind: Kind =
      entry?.kind === "zonefile" ? { kind: "zonefile" } : tellKind(input.path, bytes.subarray(0, HEAD), input.named);
    if (kind.kind === "zonefile") read(input, bytes, options.origin ?? entry?.origin);
    else if (kind.kind === "unsupported" && input.named) findings.push(...unsupported(input, root, kind, options));
  }
  for (const { path } of found.outside) findings.push(...outsideLink(path, root, options));
  // A file that another one includes speaks there, under the origin it is given there.
  const own = zones.filter(({ input }) => input.named || !included.has(realPath(input.path) ?? input.path));
  const notices: Notice[] = [];
  if (own.length === 0 && findings.length === 0 && failures.length === 0)
    notices.push({ what: "No DNS found: none of the files is a zone file." });
  for (const { zone } of own) {
    if (!zone.originKnown && zone.count > 0) {
      notices.push({
        what: "The file names no origin and neither does its name: what depends on the zone wasn't judged. Give one with --origin or in the config.",
        span: { file: zone.sources[0].file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
      });
    }
  }
  return { zones: own, findings, notices, failures, files: files - (zones.length - own.length), root };
}

const HEAD = 65_536;

/** Reads, judges, and takes off what suppressions, the baseline and the changed lines leave out. */
export async function lint(options: LintOptions): Promise<LintRun> {
  const loaded = await load(options);
  const suffixes = loaded.zones.length > 0 ? await loadSuffixes() : noPublicSuffixes;
  const judged = judge(loaded, options, suffixes);
  let findings = judged.findings;
  let suppressed = judged.suppressed;
  if (options.changes) findings = await onlyChanged(findings, loaded, options, options.changes, suffixes);
  if (options.baseline) {
    const { kept, known } = subtract(findings, options.baseline);
    findings = kept;
    suppressed += known;
  }
  const sources = new Map<string, Source>();
  for (const { zone } of loaded.zones)
    for (const source of zone.sources) if (!source.madeBy) sources.set(source.file, source);
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return {
    result: {
      summary: {
        files: loaded.files,
        records: loaded.zones.reduce((sum, { zone }) => sum + zone.count, 0),
        errors: count("error"),
        warnings: count("warning"),
        infos: count("info"),
        suppressed,
        undecided: 0,
      },
      findings,
      notices: [...loaded.notices, ...judged.notices],
      rules: new Map(RULES.map((rule) => [rule.id, rule.meta])),
    },
    failures: loaded.failures,
    readSource: (file) => sources.get(file),
    readLine: (file, line) => sources.get(file)?.line(line),
    pathOf: (file) => join(loaded.root, file),
  };
}

interface Judged {
  readonly findings: ReportedFinding[];
  readonly notices: Notice[];
  readonly suppressed: number;
}

function judge(loaded: Loaded, options: LintOptions, suffixes: PublicSuffixes): Judged {
  const levels = levelsOf(options);
  const declared = new Map<string, number>();
  for (const { zone } of loaded.zones) {
    if (!zone.originKnown) continue;
    const apex = foldLabel(zone.names.text(zone.apex));
    declared.set(apex, (declared.get(apex) ?? 0) + 1);
  }
  const issuers = issuerDirectory(options.config.cas);
  const isAliasTarget = aliasTargets(loaded.zones);
  const all: RawFinding[] = [...loaded.findings];
  const notices: Notice[] = [];
  let suppressed = 0;
  for (const { zone } of loaded.zones) {
    const apex = foldLabel(zone.names.text(zone.apex));
    const facts: Facts = {
      suffixes,
      issuers,
      isDeclaredZone: (name) => name !== apex && declared.has(name),
      isAliasTarget,
      certificates: options.config.certificates,
      now: options.now,
    };
    const onFolded = (rule: string, count: number) =>
      notices.push({ what: `${rule}: ${count} more in ${zone.sources[0].file}; the first ones are shown.` });
    const raw = runRules(zone, { rules: RULES, facts, levels, onFolded });
    const { kept, count } = suppress(zone, raw, commentReporter(levels));
    all.push(...kept);
    suppressed += count;
  }
  const findings = all.map(({ place: _, ...finding }) => ({ ...finding, fingerprint: fingerprint(finding) }));
  return { findings: findings.sort(compareFindings), notices, suppressed };
}

/** Does a CNAME of the run point at a name? The names are gathered when somebody first asks, which few runs do. */
function aliasTargets(zones: readonly LoadedZone[]): (name: string) => boolean {
  let targets: Set<string> | undefined;
  return (name) => {
    if (!targets) {
      targets = new Set();
      for (const { zone } of zones) {
        for (const id of zone.index.ofType(CNAME))
          if (zone.target[id] >= 0) targets.add(foldLabel(zone.names.text(zone.target[id])));
      }
    }
    return targets.has(name);
  };
}

const CNAME = 5;

/** Findings on changed lines, and those that the base revision doesn't have (that is how a removed line is blamed). */
async function onlyChanged(
  findings: readonly ReportedFinding[],
  loaded: Loaded,
  options: LintOptions,
  changes: Changes,
  suffixes: PublicSuffixes,
): Promise<ReportedFinding[]> {
  const { root } = loaded;
  const touches = ({ span, related }: ReportedFinding) =>
    (span !== undefined && isChanged(changes, root, span)) ||
    related.some((place) => isChanged(changes, root, place.span));
  const rest = findings.filter((finding) => !touches(finding));
  if (rest.length === 0 || changes.size === 0) return findings.filter(touches);
  const overlay = new Map<string, Uint8Array>();
  for (const { zone } of loaded.zones) {
    for (const { file, bytes, madeBy } of zone.sources) {
      const change = madeBy ? undefined : changes.get(join(root, file));
      const before = change?.before(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1"));
      if (before !== undefined) overlay.set(file, new Uint8Array(Buffer.from(before, "latin1")));
    }
  }
  if (overlay.size === 0) return findings.filter(touches);
  const base = judge(await load({ ...options, overlay }), options, suffixes);
  const known = new Set(base.findings.map(({ fingerprint }) => fingerprint));
  return findings.filter((finding) => touches(finding) || !known.has(finding.fingerprint));
}

/** Lints, makes the fixes that were asked for on the texts in memory, and lints again until nothing is left to fix. */
export async function lintAndFix(
  options: LintOptions,
  unsafe: boolean,
): Promise<{ run: LintRun; texts: Map<string, Uint8Array>; made: number }> {
  const texts = new Map<string, Uint8Array>();
  let run = await lint(options);
  let made = 0;
  // Fixes that overlap wait for the next round. Changed lines are those of the text on disk, so with them one round is all.
  for (let round = 0; round < (options.changes ? 1 : 10); round++) {
    const fixed = fixTexts(run, unsafe);
    if (fixed.made === 0) break;
    made += fixed.made;
    for (const [file, bytes] of fixed.texts) texts.set(file, bytes);
    run = await lint({ ...options, overlay: texts });
  }
  return { run, texts, made };
}

/** New octets by file, for what `safe` (and, asked for, `suggestion`) fixes change. */
function fixTexts(run: LintRun, unsafe: boolean): { texts: Map<string, Uint8Array>; made: number } {
  const byFile = new Map<string, ReportedFinding[]>();
  for (const finding of run.result.findings) {
    if (!finding.fix || (finding.fix.safety !== "safe" && !unsafe)) continue;
    const file = finding.fix.edits[0].span.file;
    // A fix that edits several files is left to the reader: half of it would be worse than none.
    if (finding.fix.edits.some(({ span }) => span.file !== file)) continue;
    const list = byFile.get(file) ?? [];
    list.push(finding);
    byFile.set(file, list);
  }
  const texts = new Map<string, Uint8Array>();
  let made = 0;
  for (const [file, fixable] of byFile) {
    const source = run.readSource(file);
    if (!source) continue;
    const { bytes, skipped } = applyEdits(
      source.bytes,
      fixable.map(({ fix }) => fix!.edits),
    );
    made += fixable.length - skipped;
    texts.set(file, bytes);
  }
  return { texts, made };
}

function levelsOf({ config, levels }: LintOptions): Map<string, Level> {
  return new Map([...config.rules, ...(levels ?? [])]);
}

/** `--rule ID=LEVEL`. Throws a UsageError naming what is wrong. */
export function parseRuleLevel(text: string): [string, Level] {
  const [id, level] = text.split("=");
  const rule = RULES.find((rule) => rule.id === id || rule.meta.formerly.includes(id));
  if (!rule) {
    const near = nearest(
      id,
      RULES.map((rule) => rule.id),
    );
    throw new UsageError(`--rule ${text}: there is no rule "${id}"${near ? `; did you mean "${near}"?` : ""}`);
  }
  if (level !== "error" && level !== "warning" && level !== "info" && level !== "off") {
    throw new UsageError(`--rule ${text}: the level is one of error, warning, info, off`);
  }
  return [rule.id, level];
}

export function checkOrigin(origin: string): string {
  const name = parseName(origin);
  if (!name) throw new UsageError(`--origin ${origin}: not a domain name`);
  return name.toString();
}

const commentReporter =
  (levels: ReadonlyMap<string, Level>): ReportComment =>
  (comment, id, message, data) => {
    const finding = standalone(id, message, data, levels);
    return finding ? [{ ...finding, place: comment, span: spanOf(comment) }] : [];
  };

function unsupported(
  input: Input,
  root: string,
  kind: Extract<Kind, { kind: "unsupported" }>,
  options: LintOptions,
): RawFinding[] {
  return atTop(
    "unsupported-source",
    kind.message,
    kind.data,
    relativePath(root, realPath(input.path) ?? input.path),
    options,
  );
}

function outsideLink(path: string, root: string, options: LintOptions): RawFinding[] {
  const data = { path: basename(path), why: "it is a link that leads out of the linted root" };
  return atTop("include-outside-root", "refused", data, relativePath(root, path), options);
}

/** A finding about a file as a whole. */
function atTop(
  id: string,
  message: string,
  data: Record<string, string>,
  file: string,
  options: LintOptions,
): RawFinding[] {
  const finding = standalone(id, message, data, levelsOf(options));
  const source = new Source(file, new Uint8Array());
  const place = { source, start: 0, end: 0 };
  return finding ? [{ ...finding, place, span: spanOf(place) }] : [];
}

function standalone(id: string, message: string, data: Record<string, string>, levels: ReadonlyMap<string, Level>) {
  const rule = RULES.find((rule) => rule.id === id);
  const level = levels.get(id);
  if (!rule || level === "off") return undefined;
  const { severity, ...explanation } = rule.messages[message](data);
  return { rule: id, message, severity: level ?? severity ?? rule.severity, explanation, related: [] };
}

function commonRoot(roots: readonly string[]): string | undefined {
  if (roots.length === 0) return undefined;
  let common = roots[0];
  for (const root of roots)
    while (!`${root}/`.startsWith(common === "/" ? "/" : `${common}/`)) common = join(common, "..");
  return common;
}
