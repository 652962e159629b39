import { randomBytes } from "node:crypto";
import { lstatSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { UsageError } from "@dcvlint/linter";

/** Writes to stdout and waits until it is taken: large reports outrun a pipe. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (text === "" || !process.stdout.writable) return resolve();
    process.stdout.write(text, () => resolve());
  });
}

/** Replaces a file as a whole or not at all. Throws a UsageError where it can't be written; nothing half-written is left. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  try {
    // A device, a pipe or a link is written to, not replaced.
    if (stat && (!stat.isFile() || lstatSync(path).isSymbolicLink())) {
      writeFileSync(path, content);
      return;
    }
    const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      writeFileSync(temporary, content, { mode: stat?.mode, flag: "wx" });
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    throw new UsageError(`${path} can't be written (${(error as NodeJS.ErrnoException).code ?? "failed"})`);
  }
}

export function readStdin(): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    process.stdin.on("data", (chunk: Buffer) => chunks.push(chunk));
    process.stdin.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    process.stdin.on("error", reject);
  });
}

export function wantsColor(when: string, stream: NodeJS.WriteStream = process.stdout): boolean {
  if (when !== "auto") return when === "always";
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}
