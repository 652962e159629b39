import { spawnSync } from "node:child_process";

/** Is the command there? With DCVLINT_REQUIRE_TOOLS=1 a missing one is a failure, not a skip. */
export function hasTool(command: string, ask = "-v"): boolean {
  const there = spawnSync(command, [ask], { stdio: "ignore" }).error === undefined;
  if (!there && process.env.DCVLINT_REQUIRE_TOOLS === "1")
    throw new Error(`${command} is required here and isn't installed`);
  return there;
}
