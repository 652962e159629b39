import type { Evidence } from "./issuance/world.js";

/** The nouns on one page. Everything that crosses a package's border is made of these. */

/** Lines and columns count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `end` is exclusive. `file` is relative to the root, with `/`. */
export interface Span {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/**
 * *error*: as written, the certificate won't be issued or the name won't resolve. *warning*: it fails for some, or
 * depends on something out of sight. *info*: worth knowing; never breaks a build.
 */
export type Severity = "error" | "warning" | "info";

/** What every finding owes its reader: the fact with its names, what the CA or resolver will do, what to write instead. */
export interface Explanation {
  readonly what: string;
  readonly why: string;
  readonly how: string;
}

export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

/** `safe` publishes the same records; `suggestion` guesses at what was meant and is never applied unasked. */
export interface Fix {
  readonly title: string;
  readonly safety: "safe" | "suggestion";
  readonly edits: readonly Edit[];
}

/** The record that a finding is about, as it will be published. */
export interface FindingRecord {
  readonly owner: string;
  readonly type: string;
  readonly zone: string;
  /** RDATA in presentation form; part of the fingerprint, so that a finding is known again after lines have moved. */
  readonly value?: string;
  /** Where the source has addresses of its own: `aws_route53_record.www["a"]`. */
  readonly address?: string;
  /** What a plan will do with it. */
  readonly action?: string;
}

export interface Related {
  readonly span: Span;
  readonly note: string;
}

export interface Finding {
  readonly rule: string;
  /** Id of the message within the rule. */
  readonly message: string;
  readonly severity: Severity;
  readonly explanation: Explanation;
  /** Absent when only the network is to blame. */
  readonly span?: Span;
  readonly record?: FindingRecord;
  readonly related: readonly Related[];
  readonly fix?: Fix;
}

/** Something the reader should know that isn't a finding: what couldn't be decided, and what was passed over. */
export interface Notice {
  readonly what: string;
  readonly span?: Span;
}

/** Where a rule's knowledge comes from. `title` shows a stale number at once. */
export interface Citation {
  readonly label: string;
  readonly title?: string;
  readonly url?: string;
}

/** What a rule says about itself; reports, docs and `dcvlint rules` are made from it. */
export interface RuleMeta {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly group: RuleGroup;
  readonly sources: readonly Citation[];
  readonly fixable: boolean;
  readonly docs: string;
  readonly formerly: readonly string[];
}

export type RuleGroup =
  | "Reading the source"
  | "Names"
  | "Records that contradict each other"
  | "CAA"
  | "Validation records"
  | "Live";

/** A finding as it is reported: with the id by which baselines and GitHub know it again. Made of rule, message, owner, type and value, never of lines. */
export interface ReportedFinding extends Finding {
  readonly fingerprint: string;
}

export interface Summary {
  readonly files: number;
  readonly records: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
  /** What couldn't be judged because a value is unknown. */
  readonly undecided: number;
}

/** What a run of `lint` came to. Paths in it are relative to the root; `report` turns them into what its medium wants. */
export interface LintResult {
  readonly summary: Summary;
  readonly findings: readonly ReportedFinding[];
  readonly notices: readonly Notice[];
  /** Metadata of every rule that ran, by id. */
  readonly rules: ReadonlyMap<string, RuleMeta>;
  /** With `--live`: the certificates that are known, each name of them. */
  readonly names?: readonly CheckedName[];
  /** Which of several runs that share the work this one is; from 1. */
  readonly shard?: { readonly index: number; readonly count: number };
}

/** What `check` says of one name. Paths in it are relative to the root. */
export interface CheckedName {
  /** Without `*.` and without the final dot. */
  readonly name: string;
  readonly wildcard: boolean;
  /** Id of the CA. */
  readonly ca: string;
  /** Absent where none was given and none is known. */
  readonly method?: string;
  readonly verdict: "will-issue" | "will-not-issue" | "cannot-tell";
  readonly findings: readonly CheckFinding[];
  /** Why it can't be told, a sentence each. */
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
}

export interface CheckFinding extends ReportedFinding {
  /** Numbers in the name's evidence. */
  readonly evidence: readonly number[];
}

export interface CheckResult {
  readonly names: readonly CheckedName[];
  readonly notices: readonly Notice[];
  readonly rules: ReadonlyMap<string, RuleMeta>;
}
