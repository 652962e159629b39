import { join } from "node:path";
import { issuerDirectory, type LintResult, RULES, type Severity, type Source, type Span } from "@dcvlint/core";
import { subtract } from "./baseline.js";
import { judge } from "./judge.js";
import { checkCertificateCas } from "./known-cas.js";
import { type Loaded, load } from "./load.js";
import { OldState, onlyChanged, UNTOUCHED } from "./only-changed.js";
import type { LintOptions } from "./options.js";
import { shareOf } from "./shard.js";
import { withSuffixes } from "./suffixes.js";

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
  /** Does a place lie on an added or changed line? Absent where nothing was compared. */
  readonly isChanged?: (span: Span) => boolean;
  /** Is any file that was read part of the change? True where nothing was compared. */
  readonly isTouched: boolean;
}

/** Reads, judges, and takes off what suppressions, the baseline and the changed lines leave out. */
export async function lint(options: LintOptions): Promise<LintRun> {
  const { config, cwd } = options;
  if (config.certificates.length > 0) checkCertificateCas(config, issuerDirectory(config.cas), cwd);
  const loaded = await load(options);
  try {
    return await report(loaded, options);
  } finally {
    loaded.close();
  }
}

async function report(loaded: Loaded, options: LintOptions): Promise<LintRun> {
  const suffixes = withSuffixes(options.furtherSuffixes ?? []);
  const { changes } = options;
  const old = changes && new OldState(loaded, options, changes, suffixes);
  const judged = judge(old ? await old.withBefore() : loaded, options, suffixes);
  let findings = judged.findings;
  let suppressed = judged.suppressed;
  const share = shareOf(loaded, options.shard);
  const zones = loaded.zones.filter(({ zone }) => share.has(zone));
  const others = loaded.zones.filter(({ zone, input }) => input && !share.has(zone));
  const files = share.rest ? loaded.files - others.length : zones.length;
  const notices = [...(share.rest ? loaded.notices : []), ...judged.notices];
  let isChanged: LintRun["isChanged"];
  let isTouched = true;
  if (changes && old) {
    const only = await onlyChanged(judged, loaded, changes, old);
    ({ findings, isChanged, isTouched } = only);
    // Where nothing was read that is said already; that files are gone is not.
    if (only.notice && (loaded.files > 0 || only.notice !== UNTOUCHED)) notices.push(only.notice);
  }
  if (options.baseline) {
    const { kept, known } = subtract(findings, options.baseline);
    findings = kept;
    suppressed += known;
  }
  const sources = new Map(loaded.texts.map((source) => [source.file, source]));
  const withheld = linesOfSecrets(findings);
  const count = (severity: Severity) =>
    findings.reduce((sum, finding) => sum + (finding.severity === severity ? 1 : 0), judged.folded[severity]);
  return {
    result: {
      summary: {
        files,
        records: zones.reduce((sum, { zone }) => sum + zone.count, 0),
        errors: count("error"),
        warnings: count("warning"),
        infos: count("info"),
        suppressed,
        undecided: share.rest ? loaded.undecided : 0,
      },
      findings,
      notices,
      shard: options.shard,
      rules: new Map(RULES.map((rule) => [rule.id, rule.meta])),
    },
    failures: loaded.failures,
    readSource: (file) => sources.get(file),
    readLine: (file, line) => (withheld.has(`${file}:${line}`) ? undefined : sources.get(file)?.line(line)),
    pathOf: (file) => join(loaded.root, file),
    isChanged,
    isTouched,
  };
}

/** Lines of variables' values that can't be read: whose values they are, sensitive ones perhaps, nobody can tell. */
function linesOfSecrets(findings: LintResult["findings"]): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const { rule, span } of findings) {
    if (rule !== "syntax-error" || !span || !/\.tfvars(?:\.json)?$/i.test(span.file)) continue;
    for (let line = span.start.line; line <= span.end.line; line++) lines.add(`${span.file}:${line}`);
  }
  return lines;
}
