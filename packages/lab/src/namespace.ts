import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { allAddresses } from "./addresses.js";
import { mustRun, PATH } from "./run.js";

/** Says to the entry that it already stands inside. */
export const INSIDE = "DCVLINT_LAB_INSIDE";
export const isInside = (): boolean => process.env[INSIDE] === "1";

const UNSHARE = ["--net", "--pid", "--fork", "--mount-proc", "--kill-child"];
export type Mode = { readonly kind: "root" | "user"; readonly flags: readonly string[] };

/** How namespaces can be made here, or why they can't. */
export function findMode(): Mode | { readonly kind: "none"; readonly why: string } {
  if (process.platform !== "linux")
    return { kind: "none", why: `the lab needs Linux, and this is ${process.platform}` };
  const attempts: Mode[] = [
    ...(process.getuid?.() === 0 ? [{ kind: "root", flags: UNSHARE } as const] : []),
    { kind: "user", flags: ["--user", "--map-root-user", ...UNSHARE] },
  ];
  let said = "";
  for (const mode of attempts) {
    const tried = spawnSync("unshare", [...mode.flags, "ip", "link", "set", "lo", "up"], {
      encoding: "utf8",
      env: { ...process.env, PATH },
    });
    if (tried.status === 0) return mode;
    said = tried.error?.message ?? tried.stderr.trim();
  }
  const advice = restrictsUsers()
    ? "This system keeps unprivileged users from making namespaces (kernel.apparmor_restrict_unprivileged_userns=1); use sudo."
    : "It takes root with CAP_SYS_ADMIN, or a kernel that lets users make namespaces.";
  return { kind: "none", why: `namespaces can't be made: ${said}. ${advice}` };
}

function restrictsUsers(): boolean {
  try {
    return readFileSync("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "utf8").trim() === "1";
  } catch {
    return false;
  }
}

/**
 * Runs this command again as the first process of new network and process namespaces: whatever it starts ends with it.
 * It ends, too, when this process does, however that may be: it holds the other end of a pipe. `onReady` gets the lab's
 * process id as seen from here. Returns the exit code.
 */
export function runInside(
  mode: Mode,
  args: readonly string[],
  onReady: (pid: number | undefined) => void,
): Promise<number> {
  const entry = fileURLToPath(new URL("../bin/lab.js", import.meta.url));
  const child = spawn("unshare", [...mode.flags, process.execPath, entry, ...args], {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    env: { ...process.env, PATH, [INSIDE]: "1" },
  });
  const line = child.stdio[3] as Socket;
  line.on("error", () => {}).on("data", () => onReady(childOf(child.pid)));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  // The terminal's signals reach the inside by themselves; a lone kill of this process shows as the pipe's end.
  for (const signal of signals) process.on(signal, () => line.end(String(128 + constants.signals[signal])));
  return new Promise((done) => {
    child.on("error", (error) => {
      console.error(`lab: ${error.message}`);
      done(2);
    });
    child.on("exit", (code, signal) => done(code ?? 128 + (constants.signals[signal ?? "SIGKILL"] ?? 0)));
  });
}

function childOf(pid: number | undefined): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return children === "" ? undefined : Number(children.split(" ")[0]);
  } catch {
    return undefined;
  }
}

/** Puts every address of the lab on the loopback interface, the only one there is. */
export async function addAddresses(): Promise<void> {
  await mustRun("ip", ["link", "set", "lo", "up"]);
  const lines = allAddresses().map((address) =>
    address.includes(":") ? `addr add ${address}/128 dev lo nodad` : `addr add ${address}/32 dev lo`,
  );
  await mustRun("ip", ["-batch", "-"], { input: `${lines.join("\n")}\n` });
}
