import type { CheckedName, CheckFinding, CheckResult, Severity } from "@dcvlint/core";
import pc from "picocolors";
import type { ReportContext } from "../context.js";
import { forTerminal, splitLines } from "../escape.js";
import { clip, place, wrap } from "../text.js";
import { pathOf } from "./evidence-path.js";
import { prettyPath } from "./pretty-path.js";
import { askedName, VERDICTS, verdictSummary } from "./verdicts.js";

/** Per name: the verdict, what is wrong and what to do, what isn't known, and the way that the questions took. */
export function checkPretty({ names }: CheckResult, context: ReportContext): string {
  const colors = pc.createColors(context.color);
  const paint = { "will-issue": colors.green, "will-not-issue": colors.red, "cannot-tell": colors.yellow } as const;
  const severityColor: Record<Severity, (text: string) => string> = {
    error: colors.red,
    warning: colors.yellow,
    info: colors.cyan,
  };

  const prose = (text: string, indent: number, label = ""): string[] => {
    const room = context.width === undefined ? undefined : Math.max(40, context.width - indent - label.length);
    const lines = splitLines(clip(text)).flatMap((line) => wrap(forTerminal(line), room));
    const blank = " ".repeat(label.length);
    return lines.map((line, i) => `${" ".repeat(indent)}${i === 0 ? colors.dim(label) : blank}${line}`);
  };

  const finding = ({ severity, rule, span, explanation }: CheckFinding): string[] => [
    `  ${span ? `${forTerminal(place(span, context))} ` : ""}${severityColor[severity](severity)} ${forTerminal(rule)}`,
    ...prose(explanation.what, 4),
    ...prose(explanation.why, 4, "why: "),
    ...prose(explanation.how, 4, "how: "),
  ];

  const block = (one: CheckedName): string => {
    const by = one.method ? ` by ${forTerminal(clip(one.method))}` : "";
    const head = `${colors.bold(forTerminal(clip(askedName(one))))} ${forTerminal(clip(one.ca))}${by}`;
    const path = prettyPath(pathOf(one, context), context);
    const told = one.findings.length + one.reasons.length > 0;
    return [
      `${head}: ${paint[one.verdict](colors.bold(VERDICTS[one.verdict]))}`,
      ...one.findings.flatMap(finding),
      ...one.reasons.flatMap((reason) => prose(reason, 2)),
      ...(told && path.length > 0 ? ["", ...path] : path),
    ].join("\n");
  };

  return `${[...names.map(block), verdictSummary(names)].join("\n\n")}\n`;
}
