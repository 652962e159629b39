// Runs commands and says what they cost.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const TIME = "/usr/bin/time";
/** GNU time, that is: BSD's has no -f and can't tell the peak memory this way. */
export const hasTime = spawnSync(TIME, ["-q", "-f", "%M", "true"], { stdio: "ignore" }).status === 0;

export const isInstalled = (command) => spawnSync(command, ["-h"], { stdio: "ignore" }).error?.code !== "ENOENT";

/** One run: wall and user time in seconds, peak memory in MiB, exit code. Without GNU time only the wall time is known. */
function measure(argv, cwd) {
  const dir = mkdtempSync(join(tmpdir(), "dcvlint-bench-"));
  const note = join(dir, "time");
  const [command, ...args] = hasTime ? [TIME, "-q", "-o", note, "-f", "%U %M", ...argv] : argv;
  try {
    const start = performance.now();
    const child = spawnSync(command, args, { cwd, stdio: "ignore" });
    // GNU time knows only hundredths of a second, too coarse for a start-up.
    const wall = (performance.now() - start) / 1000;
    if (child.error) throw child.error;
    if (!hasTime) return { wall, code: child.status };
    const [user, kib] = readFileSync(note, "utf8").trim().split(" ").map(Number);
    return { wall, user, peak: kib / 1024, code: child.status };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * Each program once, then each again: what else the machine does meanwhile falls on all of them alike.
 * Returns medians by name, with the least wall time and every exit code that was seen.
 */
export function alternate(programs, runs, cwd) {
  const samples = new Map(programs.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const { name, argv } of programs) samples.get(name).push(measure(argv, cwd));
  }
  return Object.fromEntries([...samples].map(([name, list]) => [name, summarise(list)]));
}

function summarise(list) {
  const of = (key) => (list[0][key] === undefined ? undefined : median(list.map((sample) => sample[key])));
  return {
    wall: of("wall"),
    least: Math.min(...list.map((sample) => sample.wall)),
    user: of("user"),
    peak: of("peak"),
    codes: [...new Set(list.map((sample) => sample.code))],
  };
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
