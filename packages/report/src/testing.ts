import type { CheckedName, LintResult, Notice, ReportedFinding, RuleMeta, Span } from "@dcvlint/core";
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

/** A live verdict; `text` stands wherever an answer or a name can put it. */
export function checkedName(text = "", more: Partial<CheckedName> = {}): CheckedName {
  const live = { ede: [], ms: 1, source: "live" } as const;
  return {
    name: `example.com${text}`,
    wildcard: false,
    ca: "letsencrypt",
    method: "dns-01",
    verdict: "will-not-issue",
    findings: [{ ...DOTLESS, span: undefined, fingerprint: "cafe", evidence: [1] }],
    reasons: text ? [text] : [],
    evidence: [
      {
        ask: "NS example.com.",
        of: 'the servers of "com."',
        rcode: "NOERROR",
        answer: ["example.com. NS ns1.example.com."],
        ...live,
      },
      {
        ask: `CAA shop.example.com${text}.`,
        of: "192.0.2.53:53/udp",
        rcode: "NOERROR",
        answer: [],
        ...live,
      },
      {
        ask: "CAA example.com.",
        of: "192.0.2.53:53/udp",
        rcode: "NOERROR",
        answer: [`example.com. CAA 0 issue "${text || ";"}"`],
        ...live,
      },
    ],
    ...more,
  };
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
