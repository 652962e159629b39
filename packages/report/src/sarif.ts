import type { Edit, Fix, LintResult, Notice, ReportedFinding, RuleMeta, Severity, Span } from "@dcvlint/core";
import type * as Sarif from "sarif";
import type { ReportContext } from "./context.js";
import { forSarifMessage, toJson } from "./escape.js";
import { worstFirst } from "./text.js";

/** GitHub's limits for an upload: results in a run, and locations in a result. */
const MOST_RESULTS = 25_000;
const MOST_LOCATIONS = 1_000;

const LEVEL = { error: "error", warning: "warning", info: "note" } as const satisfies Record<Severity, string>;

/** SARIF 2.1.0. Paths stay relative to the root, whatever the working directory is. */
export function sarif(result: LintResult, context: ReportContext): string {
  const rules = [...result.rules.values()];
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const notShown = Math.max(0, result.findings.length - MOST_RESULTS);
  const findings = notShown > 0 ? worstFirst(result.findings).slice(0, MOST_RESULTS) : result.findings;
  const log: Sarif.Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: context.tool.name, version: context.tool.version, rules: rules.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: result.notices.map(notification) }],
        results: findings.map((finding) => resultOf(finding, indexes.get(finding.rule))),
        properties: notShown > 0 ? { findingsNotShown: notShown } : undefined,
      },
    ],
  };
  return toJson(log);
}

function descriptor({ id, severity, summary, group, docs }: RuleMeta): Sarif.ReportingDescriptor {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: { text: `${summary}. See ${docs}` },
    helpUri: docs,
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: ["dns", "tls", group] },
  };
}

function resultOf(finding: ReportedFinding, ruleIndex: number | undefined): Sarif.Result {
  const { span, fix, related, explanation } = finding;
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVEL[finding.severity],
    message: message(`${explanation.what}\n${explanation.why}\n${explanation.how}`),
    locations: span && [location(span)],
    relatedLocations: related.length > 0 ? relatedLocations(related) : undefined,
    partialFingerprints: { "dcvlint/v1": finding.fingerprint },
    fixes: fix && [fixOf(fix)],
  };
}

const message = (text: string): Sarif.Message => ({ text: forSarifMessage(text) });

function location(span: Span): Sarif.Location {
  return { physicalLocation: { artifactLocation: artifact(span.file), region: region(span) } };
}

/** Numbered, because SARIF wants them unique and two records may stand in one place. */
function relatedLocations(related: ReportedFinding["related"]): Sarif.Location[] {
  const shown = related.slice(0, MOST_LOCATIONS);
  return shown.map(({ span, note }, index) => ({ id: index + 1, ...location(span), message: message(note) }));
}

function artifact(file: string): Sarif.ArtifactLocation {
  return { uri: file.split("/").map(encodeSegment).join("/"), uriBaseId: "%SRCROOT%" };
}

/** A lone surrogate has no UTF-8 form, and encodeURIComponent throws on it. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, "\ufffd"));
}

function region({ start, end }: Span): Sarif.Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function fixOf({ title, safety, edits }: Fix): Sarif.Fix {
  const files = new Map<string, Edit[]>();
  for (const edit of edits) files.set(edit.span.file, [...(files.get(edit.span.file) ?? []), edit]);
  return {
    description: message(title),
    artifactChanges: [...files].map(([file, changes]) => ({
      artifactLocation: artifact(file),
      replacements: changes.map(({ span, newText }) => ({
        deletedRegion: region(span),
        insertedContent: { text: newText },
      })),
    })),
    properties: { safety },
  };
}

function notification({ what, span }: Notice): Sarif.Notification {
  return { level: "note", message: message(what), locations: span && [location(span)] };
}
