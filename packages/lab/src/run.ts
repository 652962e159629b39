import { execFile } from "node:child_process";

/** Debian puts servers where only root's PATH looks. */
const SBIN = ["/usr/local/sbin", "/usr/sbin", "/sbin"];
export const PATH = [process.env.PATH ?? "", ...SBIN].join(":");

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool to its end, for at most `timeoutMs`; never throws on the tool's account. */
export function run(
  command: string,
  args: readonly string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<Ran> {
  return new Promise((done) => {
    const child = execFile(
      command,
      [...args],
      {
        env: { ...process.env, PATH },
        timeout: options.timeoutMs ?? 20_000,
        maxBuffer: 1 << 26,
        killSignal: "SIGKILL",
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
        done({ code, stdout, stderr: stderr === "" && error !== null ? error.message : stderr });
      },
    );
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input ?? "");
  });
}

/** The same, where a failure is ours. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: { input?: string } = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0)
    throw new Error(`${command} ${args.join(" ")} failed (${code}): ${(stderr || stdout).trim().slice(-2000)}`);
  return stdout;
}

/** At most `limit` at a time; results in the order of the items. */
export async function pooled<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
