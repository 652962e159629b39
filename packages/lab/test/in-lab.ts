import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const LAB = fileURLToPath(new URL("../bin/lab.js", import.meta.url));

/** Why the lab can't run here; undefined where it can. Where the run must have all its tools, that is an error. */
export function findObstacle(): string | undefined {
  const { status, stdout } = spawnSync(process.execPath, [LAB, "doctor"], { encoding: "utf8" });
  if (status === 0) return undefined;
  const why = stdout
    .split("\n")
    .filter((line) => line.startsWith("missing"))
    .join("; ");
  if (process.env.DCVLINT_REQUIRE_TOOLS === "1") throw new Error(`the lab can't run: ${why}`);
  console.warn(`skipped: no lab. ${why}`);
  return why;
}

/** Runs a command inside a lab of its own, and returns what it printed. */
export function inLab(command: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [LAB, "exec", "--", ...command], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((done) => child.on("close", (code) => done({ code, stdout, stderr })));
}
