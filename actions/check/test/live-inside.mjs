// Runs inside the lab: starts the prepared runs of the Action that a file lists, and prints what each said.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const { DCVLINT_NETWORK_PROFILE } = process.env;
const said = [];
for (const { command, cwd, env } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const child = spawn(process.execPath, command, {
    cwd,
    env: { DCVLINT_NETWORK_PROFILE, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      log += text;
    });
  said.push({ status: await new Promise((done) => child.on("close", done)), log });
}
process.stdout.write(JSON.stringify(said));
