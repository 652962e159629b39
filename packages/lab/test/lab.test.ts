import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { WEB } from "../src/addresses.js";
import { differences } from "../src/compare.js";
import type { Observed } from "../src/observe.js";
import { SCENARIOS } from "../src/scenarios/index.js";
import { findObstacle, inLab, LAB } from "./in-lab.js";

const obstacle = findObstacle();

describe.skipIf(obstacle !== undefined)("in one lab", () => {
  let said: { observed: Record<string, Observed>; changed: Record<string, unknown>; encrypted: [string, string][] };
  beforeAll(async () => {
    const inside = fileURLToPath(new URL("inside.mjs", import.meta.url));
    const { code, stdout, stderr } = await inLab([process.execPath, inside]);
    if (code !== 0) throw new Error(`the lab ended with ${code}: ${stderr}`);
    said = JSON.parse(stdout);
  }, 180_000);

  test.for(SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
    "%s: servers, resolvers, validator and CA say what is expected",
    ([id, scenario]) => {
      expect(said.observed[id].probes).toHaveLength(scenario.probes.length);
      expect(differences(scenario, said.observed[id])).toEqual([]);
    },
  );

  test("a TXT record is set and deleted, and every server and resolver sees it at once", () => {
    const value = 'a "b" \\c';
    expect(said.changed).toMatchObject({ before: "ENOTFOUND", set: [[value], [value], [value]], first: [value] });
    expect(said.changed.gone).toBe("ENOTFOUND");
  });

  test("an update that a server refuses or ignores is an error", () => {
    expect(said.changed.readOnly).toMatch(/REFUSED/);
  });

  test("a zone is replaced on all servers, and resolvers forget the old one", () => {
    expect(said.changed.old).toEqual(Array(5).fill([WEB.serves]));
    expect(said.changed.replaced).toEqual(Array(5).fill([WEB.servesToo]));
  });

  test("text that isn't a zone doesn't replace one", () => {
    expect(said.changed.broken).toMatch(/bad dotted quad/);
    expect(said.changed.kept).toEqual(said.changed.replaced);
  });

  test("the profile's resolvers over TLS and HTTPS answer, with certificates that its CA file vouches for", () => {
    expect(said.encrypted).toEqual([
      ["doh", WEB.serves],
      ["dot", WEB.serves],
    ]);
  });
});

describe.skipIf(obstacle !== undefined)("a lab of its own", () => {
  test("the command's exit code is handed on, and nothing but loopback can be reached", async () => {
    const { code, stdout } = await inLab(["sh", "-c", "ip -o link | wc -l; ip route | wc -l; exit 7"]);
    expect([code, stdout.trim().split(/\s+/)]).toEqual([7, ["1", "0"]]);
  });

  test("a lab whose owner is killed leaves no server and no file behind", async () => {
    const command = ["sh", "-c", "echo $DCVLINT_LAB; sleep 300"];
    const child = spawn(process.execPath, [LAB, "exec", "--", ...command], { stdio: ["ignore", "pipe", "inherit"] });
    const infoFile = await new Promise<string>((done) =>
      child.stdout.once("data", (data) => done(String(data).trim())),
    );
    const directory = dirname(infoFile);
    expect(processesOf(directory).length).toBeGreaterThanOrEqual(8);
    child.kill("SIGKILL");
    await expect.poll(() => [processesOf(directory), existsSync(directory)], { timeout: 10_000 }).toEqual([[], false]);
  });
});

test("without its tools the lab says what to install, and runs nothing", () => {
  // Some of them are found in /usr/sbin all the same; dig never is.
  const env = { PATH: "/nonexistent" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAB, "exec", "--", "echo", "ran"], {
    env,
    encoding: "utf8",
  });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^lab: not installed: .*\bdig\b.*apt-get install .*\bbind9-dnsutils\b/);
});

/** Command lines of all processes that were started with files of this directory. */
const processesOf = (directory: string): string[] =>
  readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(commandLine)
    .filter((line) => line.includes(directory));

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // It has ended meanwhile.
  }
}
