import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { parseName } from "@dcvlint/core";
import { exchange } from "../src/dns/exchange.js";
import type { Server } from "../src/dns/message.js";

/** Debian puts servers where only root's PATH looks. */
const env = { ...process.env, PATH: `${process.env.PATH ?? ""}:/usr/local/sbin:/usr/sbin:/sbin` };

/** Is the server there? With DCVLINT_REQUIRE_TOOLS=1 a missing one is a failure, not a skip. */
export function lacksServer(command: string, ask: string): boolean {
  const missing = spawnSync(command, [ask], { stdio: "ignore", env }).error !== undefined;
  if (missing && process.env.DCVLINT_REQUIRE_TOOLS === "1") throw new Error(`${command} is not installed`);
  return missing;
}

/** Servers that a test has started; `stop` ends them. */
export class RunningServers {
  private readonly children: ChildProcess[] = [];

  /** Starts a server that stays in the foreground, and waits until it answers at `server`. */
  async start(command: string, args: readonly string[], server: Server): Promise<void> {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    this.children.push(child);
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (log += text));
    const query = { name: parseName("example.")!, type: 6, recursionDesired: false };
    for (let i = 0; i < 100 && child.exitCode === null; i++) {
      const reply = await exchange(server, query, { queryMs: 500, tries: 1, tcpMs: 500 });
      if (reply.kind === "message") return;
      await setTimeout(100);
    }
    throw new Error(`${command} doesn't answer:\n${log.slice(-4_000)}`);
  }

  async stop(): Promise<void> {
    for (const child of this.children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
  }
}
