import { UsageError } from "@dcvlint/linter";
import { forTerminal, linesForTerminal } from "@dcvlint/report";
import pc from "picocolors";

/** Writes to stdout and waits until it is taken: large reports outrun a pipe. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (text === "" || !process.stdout.writable) return resolve();
    process.stdout.write(text, () => resolve());
  });
}

/** Says something on stderr, a sentence or several lines. What it quotes may come from strangers: controls are shown, not obeyed. */
export function complain(text: string): void {
  process.stderr.write(`${linesForTerminal(text)}\n`);
}

/** The same with the name in front, and what could be a line break of somebody else's shown. */
export function complainOf(sentence: string): void {
  complain(`dcvlint: ${forTerminal(sentence)}`);
}

/** A report that can't be written keeps none of the others back: why is added to `failures`. */
export async function attempt(failures: string[], write: () => void | Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    failures.push(error.message);
  }
}

/** Does what is printed go to a terminal, or to a log that GitHub's runner reads commands from? */
export const isObeyed = (): boolean => process.stdout.isTTY === true || process.env.GITHUB_ACTIONS !== undefined;

export function readStdin(): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    process.stdin.on("data", (chunk: Buffer) => chunks.push(chunk));
    process.stdin.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    process.stdin.on("error", reject);
  });
}

/** Of commands without `--color`. A log of CI is a file like any other, whatever picocolors makes of `CI`. */
export const colorsOfStdout = (): ReturnType<typeof pc.createColors> => pc.createColors(wantsColor("auto"));

export function wantsColor(when: string, stream: NodeJS.WriteStream = process.stdout): boolean {
  if (when !== "auto") return when === "always";
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}
