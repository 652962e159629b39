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
  type PublicSuffixes,
  parseName,
  type RawFinding,
  type ReportedFinding,
  RULES,
  runRules,
  type Severity,
  Source,
  spanOf,
  type Zone,
} from "@dcvlint/core";
import { type Baseline, subtract } from "./baseline.js";
import type { Changes } from "./changed.js";
import { discover, fileEntry, type Input, noneDiscovered, remarksOn } from "./discover.js";
import { type Config, remarkOnConfig } from "./find-config.js";
import { fingerprint } from "./fingerprint.js";
import { isMissed, type Kind, tellKind } from "./kinds.js";
import { LIMITS, type Limits } from "./limits.js";
import { nearest } from "./nearest.js";
import { onlyChanged } from "./only-changed.js";
import { realPath, relativePath } from "./paths.js";
import { IncludedTexts, openFile, readZone, tooLarge } from "./readers/zonefile.js";
import { publicSuffixes } from "./suffixes.js";
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
  const found = paths.length > 0 || !options.stdin ? await discover(paths, cwd, config) : noneDiscovered();
  // One root for the whole run, so that paths in findings mean one thing: the widest of the inputs' own.
  const root = commonRoot(found.inputs.map(({ root }) => root)) ?? realPath(cwd) ?? cwd;
  const limits: Limits = { ...LIMITS, ...config.limits };
  const zones: LoadedZone[] = [];
  const findings: RawFinding[] = [];
  const failures = [...found.failures];
  const included = new IncludedTexts();
  const includedBy = new Map<Zone, Set<string>>();
  let octets = 0;

  const read = (input: Input, bytes: Uint8Array, origin: string | undefined) => {
    const includes = new Set<string>();
    const zone = readZone({
      path: input.path,
      root: input.root,
      base: root,
      bytes,
      origin,
      cwd: realPath(cwd) ?? cwd,
      limits,
      overlay,
      onInclude: (path) => includes.add(path),
      included,
    });
    included.generated += countGenerated(zone);
    includedBy.set(zone, includes);
    zones.push({ zone, input });
  };

  if (options.stdin) {
    const { filename, bytes } = options.stdin;
    const path = join(cwd, filename);
    const input = { path, root, named: true };
    const filled = fillSerial(bytes);
    const kind = tellKind(path, (length) => filled.subarray(0, length), bytes.length, true);
    if (kind.kind === "unsupported") findings.push(...unsupported(input, root, kind, options));
    else read(input, filled, options.origin ?? fileEntry(path, config)?.origin);
  }
  const noZoneText: string[] = [];
  const ofConfig = config.path && realPath(config.path);
  for (const input of found.inputs) {
    const entry = fileEntry(input.path, config);
    const real = realPath(input.path) ?? input.path;
    const shown = relativePath(root, real);
    const changed = overlay?.get(shown);
    const file = changed ? { size: changed.length, head: of(changed), close: () => {} } : openFile(real);
    if (typeof file === "string") {
      if (input.named || isMissed(input.path)) failures.push(`${relativePath(cwd, input.path)}: ${file}`);
      continue;
    }
    try {
      // The config describes the files: where a glob of the user's takes it in, it is none of them.
      const kind: Kind =
        entry?.kind === "zonefile"
          ? { kind: "zonefile" }
          : real === ofConfig
            ? { kind: "other" }
            : tellKind(input.path, (length) => fillSerial(file.head(length)), file.size, input.named);
      if (kind.kind === "zonefile") {
        octets += file.size;
        if (file.size > LIMITS.zoneFile) failures.push(`${shown}: ${tooLarge(file.size, LIMITS.zoneFile)}`);
        else if (octets > LIMITS.zoneFile)
          failures.push(`${shown}: the run's zone files have over ${LIMITS.zoneFile} octets`);
        else read(input, fillSerial(file.head()), options.origin ?? entry?.origin);
      } else if (kind.kind === "unsupported" && input.named) findings.push(...unsupported(input, root, kind, options));
      else if (isMissed(input.path)) noZoneText.push(shown);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!code) throw error;
      failures.push(`${shown}: it can't be read (${code})`);
    } finally {
      file.close();
    }
  }
  for (const { path } of found.outside) findings.push(...outsideLink(path, root, options));
  const own = standing(zones, includedBy);
  const notices: Notice[] = [];
  if (own.length === 0 && findings.length === 0 && failures.length === 0)
    notices.push({ what: "No DNS found: none of the files is a zone file." });
  if (noZoneText.length > 0) found.passed.set("a template, or no zone text", noZoneText);
  for (const what of [remarkOnConfig(config, cwd), ...remarksOn(found)]) if (what) notices.push({ what });
  for (const { zone } of own) {
    if (!zone.originKnown && zone.count > 0) {
      notices.push({
        what: "The file names no origin and neither does its name: what depends on the zone wasn't judged. Give one with --origin or in the config.",
        span: { file: zone.sources[0].file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
      });
    }
  }
  return { zones: own, findings, notices, failures, files: own.length, root };
}

const of = (bytes: Uint8Array) => (length?: number) => bytes.subarray(0, length);

/**
 * A file that another one includes speaks there, under the origin it is given there: by itself it counts only where the
 * user named it, where it is a zone of its own, or where none of the zones that stay has read it.
 */
function standing(zones: readonly LoadedZone[], includedBy: ReadonlyMap<Zone, ReadonlySet<string>>): LoadedZone[] {
  const covered = new Set<string>();
  const stays = new Set<LoadedZone>();
  const keep = (loaded: LoadedZone) => {
    stays.add(loaded);
    for (const path of includedBy.get(loaded.zone) ?? []) covered.add(path);
  };
  const pathOf = ({ input }: LoadedZone) => realPath(input.path) ?? input.path;
  const all = new Set<string>();
  for (const loaded of zones) {
    const own = pathOf(loaded);
    for (const path of includedBy.get(loaded.zone) ?? []) if (path !== own) all.add(path);
  }
  for (const loaded of zones)
    if (loaded.input.named || isOwnZone(loaded.zone) || !all.has(pathOf(loaded))) keep(loaded);
  // What is left is included; of files that include each other the first one stays.
  for (const loaded of zones) if (!stays.has(loaded) && !covered.has(pathOf(loaded))) keep(loaded);
  return zones.filter((loaded) => stays.has(loaded));
}

/** An SOA of its own, and it says whose: one without an origin was cut out to stand in many zones. */
function isOwnZone(zone: Zone): boolean {
  if (!zone.whole || !zone.originKnown) return false;
  for (let id = 0; id < zone.count; id++) if (zone.type[id] === SOA_TYPE) return zone.source[id] === 0;
  return false;
}

const SOA_TYPE = 6;

function countGenerated(zone: Zone): number {
  if (!zone.sources.some(({ madeBy }) => madeBy)) return 0;
  let count = 0;
  for (let id = 0; id < zone.count; id++) if (zone.sources[zone.source[id]].madeBy) count++;
  return count;
}

/** Reads, judges, and takes off what suppressions, the baseline and the changed lines leave out. */
export async function lint(options: LintOptions): Promise<LintRun> {
  const loaded = await load(options);
  const judged = judge(loaded, options, publicSuffixes);
  let findings = judged.findings;
  let suppressed = judged.suppressed;
  const notices = [...loaded.notices, ...judged.notices];
  if (options.changes) {
    const only = await onlyChanged(judged, loaded, options, options.changes, publicSuffixes);
    findings = only.findings;
    if (only.notice) notices.push(only.notice);
  }
  if (options.baseline) {
    const { kept, known } = subtract(findings, options.baseline);
    findings = kept;
    suppressed += known;
  }
  const sources = new Map<string, Source>();
  for (const { zone } of loaded.zones)
    for (const source of zone.sources) if (!source.madeBy) sources.set(source.file, source);
  const count = (severity: Severity) =>
    findings.reduce((sum, finding) => sum + (finding.severity === severity ? 1 : 0), judged.folded[severity]);
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
      notices,
      rules: new Map(RULES.map((rule) => [rule.id, rule.meta])),
    },
    failures: loaded.failures,
    readSource: (file) => sources.get(file),
    readLine: (file, line) => sources.get(file)?.line(line),
    pathOf: (file) => join(loaded.root, file),
  };
}

export interface Judged {
  readonly findings: ReportedFinding[];
  readonly notices: Notice[];
  readonly suppressed: number;
  /** Findings that were counted, not made: they fail the run like any other, whatever a baseline knows. */
  readonly folded: Record<Severity, number>;
}

/** What the rules say of what was read, suppressions heeded. */
export function judge(loaded: Loaded, options: LintOptions, suffixes: PublicSuffixes): Judged {
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
  const folded = { error: 0, warning: 0, info: 0 };
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
    const onFolded = (rule: string, severity: Severity, count: number) => {
      folded[severity] += count;
      notices.push({
        what: `${rule}: ${count} more (${severity}) in ${zone.sources[0].file}; the first ones are shown.`,
      });
    };
    const raw = runRules(zone, { rules: RULES, facts, levels, onFolded });
    const { kept, count, folded: ofComments } = suppress(zone, raw, commentReporter(levels));
    for (const finding of kept) all.push(finding);
    for (const { rule, severity, count } of countByRule(ofComments)) onFolded(rule, severity, count);
    suppressed += count;
  }
  const findings = all.map(({ place: _, ...finding }) => ({ ...finding, fingerprint: fingerprint(finding) }));
  return { findings: findings.sort(compareFindings), notices, suppressed, folded };
}

function countByRule(findings: readonly RawFinding[]): Iterable<{ rule: string; severity: Severity; count: number }> {
  const counts = new Map<string, { rule: string; severity: Severity; count: number }>();
  for (const { rule, severity } of findings) {
    const entry = counts.get(`${rule} ${severity}`);
    if (entry) entry.count++;
    else counts.set(`${rule} ${severity}`, { rule, severity, count: 1 });
  }
  return counts.values();
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

/** Lints, makes the fixes that were asked for on the texts in memory, and lints again until nothing is left to fix. */
export async function lintAndFix(
  options: LintOptions,
  unsafe: boolean,
): Promise<{ run: LintRun; texts: Map<string, Uint8Array>; made: number }> {
  const texts = new Map<string, Uint8Array>();
  let run = await lint(options);
  let made = 0;
  // Fixes that overlap wait for the next round. With changes every round lints the old state too, so one is all.
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
