import { readFileSync } from "node:fs";
import type { ReportedFinding } from "@dcvlint/core";
import { UsageError } from "./usage-error.js";

/** Known findings, by path and fingerprint: how many of each are tolerated. */
export type Baseline = Map<string, number>;

/** Throws a UsageError where the file isn't a baseline. */
export function readBaseline(path: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "isn't JSON" : "can't be read";
    throw new UsageError(`baseline ${path} ${reason}`);
  }
  const { version, findings } = (value ?? {}) as { version?: unknown; findings?: unknown };
  if (version !== 1 || !Array.isArray(findings) || !findings.every(isEntry)) {
    throw new UsageError(`baseline ${path} isn't one that --write-baseline wrote`);
  }
  return new Map(findings.map(({ path, fingerprint, count }) => [key(path, fingerprint), count]));
}

/** Text of a baseline that tolerates these findings; the same findings give the same text. */
export function formatBaseline(findings: readonly ReportedFinding[]): string {
  const entries = new Map<string, { path: string; rule: string; fingerprint: string; count: number }>();
  for (const { span, rule, fingerprint } of findings) {
    const path = span?.file ?? "";
    const entry = entries.get(key(path, fingerprint));
    if (entry) entry.count++;
    else entries.set(key(path, fingerprint), { path, rule, fingerprint, count: 1 });
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return `${JSON.stringify({ version: 1, findings: sorted }, null, 2)}\n`;
}

/** Splits findings into those that the baseline doesn't know and the number of those that it does. */
export function subtract(
  findings: readonly ReportedFinding[],
  baseline: Baseline,
): { kept: ReportedFinding[]; known: number } {
  const left = new Map(baseline);
  const kept = findings.filter(({ span, fingerprint }) => {
    const id = key(span?.file ?? "", fingerprint);
    const count = left.get(id) ?? 0;
    if (count > 0) left.set(id, count - 1);
    return count === 0;
  });
  return { kept, known: findings.length - kept.length };
}

interface Entry {
  readonly path: string;
  readonly fingerprint: string;
  readonly count: number;
}

const isEntry = (value: Partial<Entry> | null): value is Entry =>
  typeof value?.path === "string" && typeof value.fingerprint === "string" && Number.isInteger(value.count);

const key = (path: string, fingerprint: string): string => `${path}\0${fingerprint}`;
