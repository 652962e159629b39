import type { LintResult, ReportedFinding } from "@dcvlint/core";
import type { ReportContext } from "./context.js";
import { forXml } from "./escape.js";

/** A suite for each file with findings, a case for each finding. An info passes, with its text as output. */
export function junit(result: LintResult, context: ReportContext): string {
  const { name } = context.tool;
  const suites = new Map<string, ReportedFinding[]>();
  for (const finding of result.findings) {
    const suite = finding.span ? context.pathFor(finding.span.file) : name;
    const cases = suites.get(suite);
    if (cases) cases.push(finding);
    else suites.set(suite, [finding]);
  }
  // Some readers take a report without a single case for a broken run.
  const body = suites.size > 0 ? [...suites].flatMap(([suite, findings]) => suiteOf(suite, findings)) : clean(name);
  const counts = { tests: Math.max(1, result.findings.length), failures: failuresIn(result.findings), errors: 0 };
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    element("testsuites", { name, ...counts }),
    ...body,
    "</testsuites>",
  ].join("\n")}\n`;
}

function suiteOf(name: string, findings: readonly ReportedFinding[]): string[] {
  const counts = { tests: findings.length, failures: failuresIn(findings), errors: 0, skipped: 0 };
  // Jenkins' schema (junit-10.xsd) knows the file of a suite, but neither file nor line of a case.
  const where: Record<string, string> = findings[0].span ? { file: name } : {};
  return [
    `  ${element("testsuite", { name, ...counts, ...where })}`,
    ...findings.flatMap((finding) => caseOf(name, finding)),
    "  </testsuite>",
  ];
}

function caseOf(suite: string, finding: ReportedFinding): string[] {
  const { rule, severity, span, record, explanation } = finding;
  const at = span ? `${span.start.line}:${span.start.column}` : record?.owner;
  const attributes = { classname: suite, name: at ? `${rule} at ${at}` : rule };
  const text = forXml(`${explanation.what}\n${explanation.why}\n${explanation.how}`);
  const failure = element("failure", { type: rule, message: `${severity}: ${explanation.what}` });
  return [
    `    ${element("testcase", attributes)}`,
    `      ${severity === "info" ? `<system-out>${text}</system-out>` : `${failure}${text}</failure>`}`,
    "    </testcase>",
  ];
}

function clean(name: string): string[] {
  return [
    `  ${element("testsuite", { name, tests: 1, failures: 0, errors: 0, skipped: 0 })}`,
    `    ${element("testcase", { classname: name, name })}</testcase>`,
    "  </testsuite>",
  ];
}

function element(tag: string, attributes: Record<string, string | number>): string {
  const list = Object.entries(attributes).map(([name, value]) => `${name}="${forXml(String(value))}"`);
  return `<${[tag, ...list].join(" ")}>`;
}

function failuresIn(findings: readonly ReportedFinding[]): number {
  return findings.filter(({ severity }) => severity !== "info").length;
}
