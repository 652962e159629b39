import {
  type CheckedName,
  compareFindings,
  type LintResult,
  type Notice,
  type ReportedFinding,
  RULES,
  type Span,
  type Summary,
} from "@dcvlint/core";
import * as v from "valibot";

// A door of its own (`@dcvlint/report/read`), since hardly any run reads a report.

const number = v.pipe(v.number(), v.integer(), v.minValue(0));
const ordinal = v.pipe(v.number(), v.integer(), v.minValue(1));
const severity = v.picklist(["error", "warning", "info"]);
const place = { path: v.string(), startLine: ordinal, startColumn: ordinal, endLine: ordinal, endColumn: ordinal };
const location = v.object(place);
const finding = {
  rule: v.string(),
  message: v.string(),
  severity,
  what: v.string(),
  why: v.string(),
  how: v.string(),
  location: v.optional(location),
  record: v.optional(
    v.object({
      owner: v.string(),
      type: v.string(),
      zone: v.string(),
      value: v.optional(v.string()),
      address: v.optional(v.string()),
    }),
  ),
  related: v.array(v.object({ note: v.string(), location })),
  fix: v.optional(
    v.object({
      title: v.string(),
      safety: v.picklist(["safe", "suggestion"]),
      edits: v.array(v.object({ ...place, newText: v.string() })),
    }),
  ),
  fingerprint: v.string(),
};
const name = v.object({
  name: v.string(),
  wildcard: v.boolean(),
  ca: v.string(),
  method: v.optional(v.string()),
  verdict: v.picklist(["will-issue", "will-not-issue", "cannot-tell"]),
  findings: v.array(v.object({ ...finding, evidence: v.array(number) })),
  reasons: v.array(v.string()),
  evidence: v.array(
    v.object({
      ask: v.string(),
      of: v.optional(v.string()),
      rcode: v.optional(v.string()),
      answer: v.array(v.string()),
      note: v.optional(v.string()),
      ede: v.array(v.string()),
      ms: v.optional(v.pipe(v.number(), v.minValue(0))),
      source: v.picklist(["live", "declared"]),
    }),
  ),
});
const summary = v.object({
  files: number,
  records: number,
  errors: number,
  warnings: number,
  infos: number,
  suppressed: number,
  undecided: number,
});
/** What `schema/lint-report.schema.json` describes, but for fields that a later version may add. */
const report = v.object({
  version: v.literal(1, "is another version than 1"),
  shard: v.optional(v.object({ index: ordinal, count: ordinal })),
  summary,
  findings: v.array(v.object(finding)),
  names: v.optional(v.array(name)),
  notices: v.array(v.object({ what: v.string(), location: v.optional(location) })),
});

/** What `lint` said, taken from its JSON report; or a sentence's part on why the text is none. Paths are the report's own. */
export function readReport(text: string): LintResult | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return "it is no JSON, or cut off";
  }
  const parsed = v.safeParse(report, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return `it is no JSON report of lint: "${v.getDotPath(issue) ?? "the whole"}" ${describe(issue)}`;
  }
  const { shard, summary, findings, names, notices } = parsed.output;
  return {
    shard,
    summary,
    findings: findings.map(toFinding),
    names: names?.map(
      (one): CheckedName => ({
        ...one,
        findings: one.findings.map((found) => ({ ...toFinding(found), evidence: found.evidence })),
      }),
    ),
    notices: notices.map(({ what, location }): Notice => ({ what, span: location && toSpan(location) })),
    rules: new Map(RULES.map(({ id, meta }) => [id, meta])),
  };
}

const describe = ({ message, expected, received }: v.BaseIssue<unknown>): string =>
  expected !== null && received === "undefined"
    ? "is missing"
    : message.startsWith("Invalid")
      ? `is ${received} where ${expected} is wanted`
      : message;

/** What is wrong with reports of shards, a sentence: some are missing, or one is there twice. `undefined`: nothing. */
export function gapsOf(results: readonly LintResult[]): string | undefined {
  const shards = results.flatMap(({ shard }) => shard ?? []);
  if (shards.length === 0) return undefined;
  const [{ count }] = shards;
  if (shards.some((shard) => shard.count !== count)) return "the reports are of runs with different numbers of shards";
  const given = new Set(shards.map(({ index }) => index));
  if (given.size < shards.length) return "the same shard is there more than once, so its findings count more than once";
  const missing = Array.from({ length: Math.min(count, MOST_SHARDS) }, (_, i) => i + 1).filter((i) => !given.has(i));
  if (missing.length === 0) return undefined;
  const named = missing.slice(0, MOST_NAMED).join(", ") + (missing.length > MOST_NAMED ? ", …" : "");
  return `of ${count} shards ${missing.length === 1 ? "one is" : `${missing.length} are`} missing (${named}), and what was found there with ${missing.length === 1 ? "it" : "them"}`;
}

/** `--shard` takes no more. */
const MOST_SHARDS = 1_000;
const MOST_NAMED = 10;

/** One result of several, as if one run had come to them. */
export function mergeResults(results: readonly LintResult[]): LintResult {
  const names = results.flatMap((result) => result.names ?? []);
  const notices = new Map(
    results.flatMap((result) => result.notices).map((notice) => [JSON.stringify(notice), notice]),
  );
  return {
    summary: results.map((result) => result.summary).reduce(add, NOTHING),
    findings: results.flatMap((result) => result.findings).sort(compareFindings),
    names: results.some((result) => result.names) ? names : undefined,
    notices: [...notices.values()],
    rules: new Map(results.flatMap((result) => [...result.rules])),
  };
}

const NOTHING: Summary = { files: 0, records: 0, errors: 0, warnings: 0, infos: 0, suppressed: 0, undecided: 0 };

function add(one: Summary, other: Summary): Summary {
  const keys = Object.keys(NOTHING) as (keyof Summary)[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as unknown as Summary;
}

type JsonFinding = v.InferOutput<typeof report>["findings"][number];

function toFinding({ what, why, how, location, related, fix, ...told }: JsonFinding): ReportedFinding {
  const { rule, message, severity, record, fingerprint } = told;
  return {
    rule,
    message,
    severity,
    record,
    fingerprint,
    explanation: { what, why, how },
    span: location && toSpan(location),
    related: related.map(({ note, location }) => ({ note, span: toSpan(location) })),
    fix: fix && {
      title: fix.title,
      safety: fix.safety,
      edits: fix.edits.map(({ newText, ...place }) => ({ newText, span: toSpan(place) })),
    },
  };
}

const toSpan = ({ path, startLine, startColumn, endLine, endColumn }: v.InferOutput<typeof location>): Span => ({
  file: path,
  start: { line: startLine, column: startColumn },
  end: { line: endLine, column: endColumn },
});
