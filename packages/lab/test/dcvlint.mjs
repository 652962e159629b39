import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const DCVLINT = fileURLToPath(new URL("../../cli/bin/dcvlint.js", import.meta.url));

/** Runs the command as a user would. */
export function dcvlint(args, options = {}) {
  const child = spawn(process.execPath, [DCVLINT, ...args], { stdio: ["ignore", "pipe", "pipe"], ...options });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  return new Promise((done) => child.on("close", (code) => done({ code, stdout, stderr })));
}

/** So many at once. */
export async function inTurns(count, list, work) {
  const left = [...list];
  const run = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: count }, run));
}
