import { readFileSync } from "node:fs";
import type {
  CheckedName,
  CheckResult,
  Evidence,
  LintResult,
  Notice,
  ReportedFinding,
  RuleMeta,
  Span,
} from "@dcvlint/core";
import type { ReportContext } from "./context.js";

/** For this package's own tests. */

export function span(file: string, line: number, column: number, endColumn: number, endLine = line): Span {
  return { file, start: { line, column }, end: { line: endLine, column: endColumn } };
}

export const RULE: RuleMeta = {
  id: "missing-trailing-dot",
  severity: "error",
  summary: "A target that reads as a full name lacks its final dot",
  group: "Names",
  sources: [],
  fixable: true,
  docs: "https://dcvlint.example/rules/missing-trailing-dot",
  formerly: [],
};

export const ZONE = "$ORIGIN example.com.\n_3f2a CNAME 9c1e.sectigo.com\nwww A 192.0.2.1\n";

export const DOTLESS: ReportedFinding = {
  rule: RULE.id,
  message: "originAppended",
  severity: "error",
  explanation: {
    what: '"9c1e.sectigo.com" has no final dot, so it means "9c1e.sectigo.com.example.com.".',
    why: "The CA looks up the name that is published, finds nothing there, and validation stays pending.",
    how: 'Write "9c1e.sectigo.com.".',
  },
  span: span("dns/a.zone", 2, 13, 29),
  record: { owner: "_3f2a.example.com.", type: "CNAME", zone: "example.com.", value: "9c1e.sectigo.com.example.com." },
  related: [{ span: span("dns/a.zone", 1, 1, 21), note: "the origin" }],
  fix: {
    title: 'Add the final dot to "9c1e.sectigo.com"',
    safety: "suggestion",
    edits: [{ span: span("dns/a.zone", 2, 29, 29), newText: "." }],
  },
  fingerprint: "f00d",
};

export function resultOf(findings: readonly ReportedFinding[], notices: readonly Notice[] = []): LintResult {
  const number = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return {
    summary: {
      files: 4,
      records: 120,
      errors: number("error"),
      warnings: number("warning"),
      infos: number("info"),
      suppressed: 0,
      undecided: notices.length,
    },
    findings,
    notices,
    rules: new Map([[RULE.id, RULE]]),
  };
}

export function contextFor(
  sources: Record<string, string> = { "dns/a.zone": ZONE },
  more: Partial<ReportContext> = {},
) {
  const lines = new Map(Object.entries(sources).map(([file, text]) => [file, text.split(/\r?\n/)]));
  const context: ReportContext = {
    tool: { name: "dcvlint", version: "0.1.0" },
    readLine: (file, line) => lines.get(file)?.[line - 1],
    pathFor: (file) => file,
    color: false,
    quiet: false,
    ...more,
  };
  return context;
}

/** What somebody might put into a name, a value, a comment or a file's name. */
export const HOSTILE = [
  "\x1b]0;title\x07\x1b[2J\x9b31m",
  "\r\n::error::pwned",
  "::set-output name=a::b",
  "##[group]x ##[error]y",
  "%0A::warning::z",
  "@everyone @org/team #123 GH-1 user@example.com",
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "]]> --> &amp; &#x41; \"' ",
  "[click](https://evil.example) ![i](//evil.example) www.evil.example",
  "``` ` ~~~ | \\| # * _ $x$",
  "\u202eright\u2066to\u2069left\u200b\u200f\ufeff\u00ad\u2028\u2029",
  "\ud800 lone \udfff \ufffe 😀 👨‍👩‍👧 é \u{e0041}",
  "\0\x01\x08\x0b\x7f\u0085",
].join(" ");

/** A finding, a notice and a source with hostile text in every field that a pull request can reach. */
export function hostileRun(text = HOSTILE): { result: LintResult; context: ReportContext } {
  const file = `dns/${text}.zone`;
  const at = { ...span(file, 1, 3, 9) };
  const finding: ReportedFinding = {
    ...DOTLESS,
    explanation: { what: `what ${text}`, why: `why ${text}`, how: `how ${text}` },
    span: at,
    record: { owner: text, type: text, zone: text, value: text, address: text },
    related: [{ span: at, note: text }],
    fix: { title: text, safety: "safe", edits: [{ span: at, newText: text }] },
  };
  const bySeverity = (["error", "warning", "info"] as const).map((severity) => ({ ...finding, severity }));
  const homeless = { ...finding, span: undefined };
  const result = resultOf([...bySeverity, homeless], [{ what: text, span: at }]);
  return { result, context: contextFor({ [file]: `${text}\n`.repeat(3) }) };
}

/** What GitHub's runner would obey in a log: `::name …::` at a line's start, `##[name]` anywhere in it. */
export function runnerCommands(log: string): string[] {
  return log.split(/\r\n|[\r\n]/).filter((line) => /^\s*::/.test(line) || line.includes("##["));
}

/** Controls, bidi, zero-width and the rest that ought to be visible. Line feeds are layout. */
export const INVISIBLE = /[^\P{C}\n\p{Cn}\p{Co}]|[\p{Zl}\p{Zp}\u00a0]/u;

/** What `check` said of names in the lab, as its JSON reports had it (`test/lab/<scenario>.json`). */
export function labResult(...scenarios: readonly string[]): CheckResult {
  const names = scenarios.map((scenario): CheckedName => {
    const report = JSON.parse(readFileSync(new URL(`../test/lab/${scenario}.json`, import.meta.url), "utf8"));
    const findings = report.findings.map(({ what, why, how, ...found }: Record<string, string>) => ({
      ...found,
      explanation: { what, why, how },
    }));
    return { ...report, findings };
  });
  return { names, notices: [], rules: new Map([[RULE.id, RULE]]) };
}

export const LAB = [
  "good-signed",
  "disagree",
  "rrsig-expired",
  "lame-half",
  "lame-all",
  "v6-dead",
  "caa-tree",
  "wildcard-captures",
] as const;

/** A name whose evidence holds the text wherever a server, a file's name or a redirect may put it. */
export function hostileCheck(text = HOSTILE): CheckResult {
  const shared = { rcode: "NOERROR", ede: [`7 ${text}`, text], ms: 3, source: "live" } as const;
  const evidence: Evidence[] = [
    { ...shared, ask: `NS ${text}.`, of: `the servers of "${text}."`, answer: [`${text}. NS ${text}`] },
    { ...shared, ask: `NS ${text}.`, of: "192.0.2.1:53/tcp", answer: [`${text}. NS other.${text}`, text] },
    {
      ...shared,
      ask: `CAA www.${text}`,
      of: "192.0.2.1:53/udp",
      answer: [`${text} CAA 0 issue "${text}"`],
      note: text,
    },
    { ...shared, ask: `CAA ${text}`, of: text, answer: [], note: text, source: "declared" },
    { ...shared, ask: `TXT ${text}`, of: `192.0.2.1 (${text}, a resolver)`, answer: [`a. CNAME ${text}`] },
    { ...shared, ask: `TXT ${text}`, of: "192.0.2.9:53", answer: [], rcode: undefined, note: text },
    { ...shared, ask: `TXT ${text}`, of: "192.0.2.8:53/udp", answer: [], rcode: text },
    { ...shared, ask: `GET http://${text}/`, of: "192.0.2.1:80", answer: [`302 to ${text}`], rcode: undefined },
    { ...shared, ask: text, answer: [text], rcode: undefined },
  ];
  const finding = { ...DOTLESS, explanation: { what: text, why: text, how: text }, fix: undefined, evidence: [1] };
  const one: CheckedName = {
    name: text,
    wildcard: true,
    ca: text,
    method: text,
    verdict: "will-not-issue",
    findings: [{ ...finding, span: { ...finding.span!, file: text } }],
    reasons: [text],
    evidence,
  };
  return {
    names: [one],
    notices: [],
    rules: new Map([[RULE.id, { ...RULE, docs: `https://example.com/"><b>${text}` }]]),
  };
}
