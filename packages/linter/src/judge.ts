import {
  compareFindings,
  type Facts,
  foldLabel,
  issuerDirectory,
  type Level,
  type Notice,
  type PublicSuffixes,
  type RawFinding,
  type ReportedFinding,
  RULES,
  runRules,
  type Severity,
  type Span,
  spanOf,
} from "@dcvlint/core";
import { findingsOnCertificates, issuanceOf } from "./certificates.js";
import { fingerprint } from "./fingerprint.js";
import type { Loaded, LoadedZone } from "./load.js";
import { type LintOptions, levelsOf } from "./options.js";
import { shareOf } from "./shard.js";
import { isOfGone } from "./source-then.js";
import { standalone } from "./standalone.js";
import { type Commented, commentsOfZone, type ReportComment, suppress } from "./suppress.js";

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
  const issuance = issuanceOf(loaded, options, { issuers, suffixes });
  const isAliasTarget = aliasTargets(loaded.zones);
  const zones = loaded.zones.map(({ zone }) => zone);
  const share = shareOf(loaded, options.shard);
  const all: RawFinding[] = share.rest ? [...loaded.findings] : [];
  const notices: Notice[] = [];
  const folded = { error: 0, warning: 0, info: 0 };
  let suppressed = 0;
  const ofTerraform: RawFinding[] = [];
  const report = commentReporter(levels);
  const onFolded = (rule: string, severity: Severity, count: number, where: string) => {
    folded[severity] += count;
    notices.push({ what: `${rule}: ${count} more (${severity})${where}; the first ones are shown.` });
  };
  const heed = (commented: Commented, raw: readonly RawFinding[], where: string) => {
    const { kept, count, folded: ofComments } = suppress(commented, raw, report);
    for (const finding of kept) all.push(finding);
    for (const { rule, severity, count } of countByRule(ofComments)) onFolded(rule, severity, count, where);
    suppressed += count;
  };
  for (const { zone, before, certificates } of loaded.zones) {
    if (!share.has(zone)) continue;
    const apex = foldLabel(zone.names.text(zone.apex));
    const facts: Facts = {
      suffixes,
      issuers,
      isDeclaredZone: (name) => name !== apex && declared.has(name),
      isAliasTarget,
      certificates: certificates ? [...options.config.certificates, ...certificates.stay] : options.config.certificates,
      goneCertificates: certificates?.gone,
      before,
      zones,
      issuance,
      now: options.now,
    };
    const where = ` in ${zone.sources[0].file}`;
    const raw = runRules(zone, {
      rules: RULES,
      facts,
      levels,
      onFolded: (rule, severity, count) => onFolded(rule, severity, count, where),
    });
    if (zone.made) for (const finding of raw) ofTerraform.push(finding);
    else heed(commentsOfZone(zone), before ? raw.map(withoutGone) : raw, where);
  }
  if (share.rest) for (const finding of findingsOnCertificates(issuance, levels, false)) all.push(finding);
  const { terraform } = loaded;
  if (terraform && share.rest) {
    for (const finding of findingsOnCertificates(issuance, levels, true)) ofTerraform.push(finding);
    // What a plan holds was asked for, wherever it was written.
    const asked = ({ span, related, record }: RawFinding) =>
      record?.action !== undefined ||
      [span, ...related.map(({ span }) => span)].some((span) => span && !terraform.isContext(span.file));
    heed(terraform.comments, onceEach(ofTerraform.filter(asked).map(settled)), "");
  }
  const findings = all.map(({ place: _, ...finding }) => ({ ...finding, fingerprint: fingerprint(finding) }));
  return { findings: findings.sort(compareFindings), notices, suppressed, folded };
}

/** Of a record that is gone there is no place to show beside the one that is to blame. */
const withoutGone = (finding: RawFinding): RawFinding => ({
  ...finding,
  related: finding.related.filter(({ span }) => !isOfGone(span)),
});

/** With places that have been looked for: a plan is closed when the run is over. */
const settled = (finding: RawFinding): RawFinding => ({
  ...finding,
  span: finding.span && plain(finding.span),
  related: finding.related.map(({ span, note }) => ({ span: plain(span), note })),
});

const plain = ({ file, start, end }: Span): Span => ({ file, start, end });

/** A module that several others call, or that several plans are made of, is wrong in the same way each time. */
function onceEach(findings: readonly RawFinding[]): RawFinding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const { span, message, record } = finding;
    const key = `${fingerprint(finding)} ${message} ${record?.address} ${span?.file}:${span?.start.line}:${span?.start.column}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
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

const commentReporter =
  (levels: ReadonlyMap<string, Level>): ReportComment =>
  (comment, id, message, data) => {
    const finding = standalone(id, message, data, levels);
    return finding ? [{ ...finding, place: comment, span: spanOf(comment) }] : [];
  };
