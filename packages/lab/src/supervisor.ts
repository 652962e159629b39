import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { PATH } from "./run.js";

interface Running {
  readonly name: string;
  readonly child: ChildProcess;
  readonly log: string;
  ended: boolean;
}

/** Server processes in the foreground, each with a log file, all gone in the end. */
export class Supervisor {
  readonly #running: Running[] = [];
  #stopping = false;
  #fail: (error: Error) => void = () => {};
  /** Rejects as soon as a server ends unasked. */
  readonly failure: Promise<never> = new Promise((_, reject) => {
    this.#fail = reject;
  });

  constructor(readonly directory: string) {
    // It may fail when nobody waits for it any more.
    this.failure.catch(() => {});
  }

  start(name: string, command: string, args: readonly string[], env: Record<string, string> = {}): void {
    const log = join(this.directory, `${name}.log`);
    const out = openSync(log, "a");
    const child = spawn(this.#unconfined(command), [...args], {
      stdio: ["ignore", out, out],
      env: { ...process.env, PATH, ...env },
      cwd: this.directory,
    });
    closeSync(out);
    const running: Running = { name, child, log, ended: false };
    this.#running.push(running);
    const ended = (how: string): void => {
      running.ended = true;
      if (this.#stopping) return;
      this.#fail(new Error(`${name} ended (${how}):\n${tail(log)}`));
    };
    child.on("error", (error) => ended(error.message));
    child.on("exit", (code, signal) => ended(signal ?? `exit code ${code}`));
  }

  /** SIGTERM to all, and SIGKILL to those that are still there after two seconds. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const left = this.#running.filter((running) => !running.ended);
    const gone = Promise.all(left.map(({ child }) => new Promise((done) => child.once("exit", done))));
    for (const { child } of left) child.kill("SIGTERM");
    const timer = setTimeout(() => {
      for (const { child, ended } of left) if (!ended) child.kill("SIGKILL");
    }, 2000);
    await gone;
    clearTimeout(timer);
  }

  /** The last lines that every server wrote, for a start that failed. */
  tails(): string {
    return this.#running.map(({ name, log }) => `--- ${name}\n${tail(log)}`).join("\n");
  }

  /**
   * AppArmor confines name servers by the path of their program to files in /etc and /var; a copy of the program
   * somewhere else isn't meant.
   */
  #unconfined(command: string): string {
    const confines =
      existsSync("/sys/kernel/security/apparmor") || readOr("/sys/module/apparmor/parameters/enabled") === "Y";
    if (!confines || isAbsolute(command)) return command;
    const found = PATH.split(":")
      .map((dir) => join(dir, command))
      .find((file) => existsSync(file));
    if (found === undefined) return command;
    const copy = join(this.directory, "bin", basename(command));
    mkdirSync(join(this.directory, "bin"), { recursive: true });
    if (!existsSync(copy)) copyFileSync(found, copy);
    return copy;
  }
}

const tail = (file: string): string => readOr(file).trim().split("\n").slice(-15).join("\n");

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
