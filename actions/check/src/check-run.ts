import type { LintResult, ReportedFinding } from "@dcvlint/core";
import { annotatedPlace, clip, formatReport, forTerminal, type ReportContext, worstFirst } from "@dcvlint/report";
import type { Published } from "./published.js";
import { refusal } from "./refusal.js";

/** GitHub takes so many in a request. */
const BATCH = 50;
/** Requests of a workflow's token are limited to 1,000 an hour. */
const MOST_BATCHES = 200;
/** Of 65,535 characters. */
const MOST_SUMMARY = 60_000;

/** All findings as a check run of its own, where annotations aren't counted. */
export async function publishCheckRun({ api, event, all, judged, outcome, top, say }: Published): Promise<void> {
  if (!api || event.head === undefined) return say.notice("A check run needs a token and a commit, and there is none.");
  const context = judged.contextFor(top);
  const annotations = worstFirst(all.findings).flatMap((finding) => annotationOf(finding, context));
  const batches: (typeof annotations)[] = [];
  for (let at = 0; at < annotations.length && batches.length < MOST_BATCHES; at += BATCH)
    batches.push(annotations.slice(at, at + BATCH));
  const summary = formatReport("markdown", { ...judged.result, summary: all.summary }, context, MOST_SUMMARY);
  const output = (annotations?: (typeof batches)[number]) => ({ title: titleOf(all), summary, annotations });
  const conclusion = outcome.fails ? "failure" : outcome.verdict === "cannot-tell" ? "neutral" : "success";
  const done = { status: "completed", conclusion } as const;
  const name = `dcvlint (${process.env.GITHUB_JOB || "check"})`;
  try {
    const [first, ...others] = batches;
    const started = others.length > 0 ? ({ status: "in_progress" } as const) : done;
    const id = await api.createCheck({ name, ...started, output: output(first) });
    try {
      for (const [at, batch] of others.entries())
        await api.updateCheck(id, { ...(at === others.length - 1 ? done : {}), output: output(batch) });
    } catch (error) {
      // It isn't left in progress for ever.
      await api.updateCheck(id, { ...done, output: output() }).catch(() => {});
      throw error;
    }
  } catch (error) {
    say.notice(refusal("The check run wasn't written in full", error));
  }
}

const LEVELS = { error: "failure", warning: "warning", info: "notice" } as const;

function annotationOf(finding: ReportedFinding, context: ReportContext) {
  const span = annotatedPlace(finding, context);
  const path = span && context.pathFor(span.file);
  if (!span || !path || path.startsWith("../")) return [];
  const { start, end } = span;
  const { what, why, how } = finding.explanation;
  // A finding ends before the column behind it; GitHub takes columns only within a line, and means the last one.
  const columns =
    start.line === end.line ? { start_column: start.column, end_column: Math.max(start.column, end.column - 1) } : {};
  return [
    {
      path,
      start_line: start.line,
      end_line: end.line,
      ...columns,
      annotation_level: LEVELS[finding.severity],
      title: finding.rule,
      message: [what, why, how].map((text) => forTerminal(clip(text))).join("\n"),
    },
  ];
}

function titleOf({ summary: { errors, warnings, infos } }: LintResult): string {
  const counts = [
    [errors, "error"],
    [warnings, "warning"],
    [infos, "info"],
  ] as const;
  const said = counts.filter(([n]) => n > 0).map(([n, noun]) => `${n} ${noun}${n === 1 ? "" : "s"}`);
  return said.join(", ") || "No problems found";
}
