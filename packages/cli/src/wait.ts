import { type CheckRun, UsageError } from "@dcvlint/linter";
import { complainOf } from "./output.js";

/** Milliseconds between two looks: from the first to all later ones. */
const PAUSES = [2000, 3000, 5000, 8000, 10_000];

/** `90`, `90s`, `10m`, `1h`: milliseconds. */
export function parseDuration(text: string): number {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text) ?? [];
  const seconds = Number(number) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"];
  if (!(seconds > 0 && seconds <= 7 * 86_400))
    throw new UsageError(`--wait "${text}": give a duration such as 90s, 10m or 1h, a week at most`);
  return seconds * 1000;
}

/**
 * Looks again and again until all names would be issued for, or the time is over; the last look may take one query's time
 * longer. What is missing goes to stderr.
 */
export async function waitUntilIssued(
  look: (ends: number) => Promise<CheckRun>,
  ms: number,
  queryMs: number,
): Promise<CheckRun> {
  const ends = Date.now() + ms;
  let said = "";
  let before: CheckRun | undefined;
  for (let turn = 0; ; turn++) {
    const run = await look(ends + queryMs / 2);
    const open = run.result.names.filter(({ verdict }) => verdict !== "will-issue");
    if (open.length === 0 || run.failures.length > 0) return run;
    const left = ends - Date.now();
    // A look that was broken off knows less than the one before.
    if (left <= 0) return before && isBrokenOff(run) ? before : run;
    const missing = open.map(describe).join("; ");
    if (missing !== said) complainOf(`waiting: ${missing}`);
    said = missing;
    before = run;
    await new Promise((resolve) => setTimeout(resolve, Math.min(PAUSES[Math.min(turn, PAUSES.length - 1)], left)));
  }
}

const isBrokenOff = ({ result }: CheckRun): boolean =>
  result.names.some(({ reasons }) => reasons.some((why) => why.includes("the time is up")));

/** What is still missing, and until when caches may keep it. */
function describe({ name, wildcard, findings, reasons }: CheckRun["result"]["names"][number]): string {
  const [first] = findings.filter(({ severity }) => severity === "error");
  const why = first ? `${first.rule}: ${first.explanation.what}` : (reasons[0] ?? "");
  const stale = findings.find(({ rule }) => rule === "propagation-incomplete");
  return `${wildcard ? "*." : ""}${name}: ${why}${stale ? ` ${stale.explanation.what}` : ""}`;
}
