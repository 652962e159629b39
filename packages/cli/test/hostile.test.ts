import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, scratch } from "./command.js";

// Files of strangers: what they hold, and what stands where the command writes.

const top = scratch("hostile");
let folders = 0;

function folder(files: Record<string, string> = {}): string {
  const path = join(top, `f${folders++}`);
  mkdirSync(join(path, ".git"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

function dcvlint(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { PATH: process.env.PATH, ...env },
  });
}

const SOA = `$ORIGIN example.com.
$TTL 3600
@    IN SOA ns1 hostmaster 1 7200 900 1209600 300
     IN NS  ns1
     IN NS  ns2.example.net.
ns1  IN A   192.0.2.1
`;
const BAD = `${SOA}www IN CNAME lb.example.net.au\n`;
const RUNNER = /^\s*::[a-z-]+[ :]|##\[/m;

describe("stderr", () => {
  test("shows what names would have a terminal or a runner do", () => {
    const cwd = folder({ "z.zone": SOA });
    const evil = "\u001b[31mx\n::error::owned ##[error]y";
    for (const args of [
      [evil],
      ["--rule", evil],
      ["--config", evil],
      ["--origin", `${evil}..x`],
      ["--diff", evil],
      ["--baseline", evil],
      [`--${evil}`],
      ["--format", `json=${evil}/x`],
      ["explain", evil],
      ["records", evil],
      ["records", "z.zone", "--format", evil],
    ]) {
      const { status, stderr } = dcvlint(cwd, args);
      expect(status).toBeGreaterThan(0);
      expect(stderr).not.toContain("\u001b");
      expect(stderr).not.toMatch(RUNNER);
      expect(stderr).toMatch(/\\x1b|owned/);
    }
  });
});

describe("records", () => {
  test("speak to no runner, and mean the same octets", () => {
    const cwd = folder({
      "z.zone": `${SOA}$ORIGIN .\n\\:\\:error\\ x\\:\\:y.example.com. 60 TXT "##[error]x" "::z"\n`,
    });
    const { stdout, status } = dcvlint(cwd, ["records", "z.zone"]);
    expect([status, stdout]).toEqual([0, expect.not.stringMatching(RUNNER)]);
    writeFileSync(join(cwd, "y.zone"), stdout);
    expect(dcvlint(cwd, ["records", "y.zone", "--origin", "example.com"]).stdout).toBe(stdout);
    const jsonl = dcvlint(cwd, ["records", "z.zone", "--format", "jsonl"]).stdout;
    expect(jsonl).not.toMatch(RUNNER);
    expect(jsonl.trim().split("\n")).toHaveLength(5);
    expect(JSON.parse(jsonl.trim().split("\n")[4]).rdata).toContain("##[error]x");
  });
});

describe("the fixes' diff", () => {
  const text = `${SOA}t IN TXT "\u001b[31m ##[error]x" ; x\nwww IN CNAME lb.example.net.au\n ::error::owned\n`;
  test("is raw in a file, and shown where something obeys it", () => {
    const cwd = folder({ "z.zone": text });
    const args = ["--fix-dry-run", "--unsafe-fixes"];
    expect(dcvlint(cwd, args).stdout).toContain("\u001b[31m ##[error]x");
    const { stdout } = dcvlint(cwd, args, { GITHUB_ACTIONS: "true" });
    expect(stdout).toContain("+www IN CNAME lb.example.net.au.");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toMatch(RUNNER);
  });
});

describe("files that are written", () => {
  test("a link in a report's place is replaced, one that leads out or into .git is refused", () => {
    const outside = folder({ "precious.txt": "precious" });
    const cwd = folder({ "z.zone": BAD });
    mkdirSync(join(cwd, ".git/hooks"));
    symlinkSync(join(outside, "precious.txt"), join(cwd, "out.json"));
    symlinkSync(outside, join(cwd, "reports"));
    symlinkSync(".git/hooks", join(cwd, "hooks"));
    expect(dcvlint(cwd, ["z.zone", "--format", "json=out.json"]).status).toBe(1);
    expect(lstatSync(join(cwd, "out.json")).isFile()).toBe(true);
    for (const place of ["reports/out.json", "hooks/post-checkout", "reports/precious.txt"]) {
      for (const args of [
        ["--format", `json=${place}`],
        ["--write-baseline", place],
      ]) {
        const { status, stderr } = dcvlint(cwd, ["z.zone", ...args]);
        expect([place, status, stderr]).toEqual([place, 2, expect.stringContaining("link")]);
      }
    }
    expect(readFileSync(join(outside, "precious.txt"), "utf8")).toBe("precious");
    expect(existsSync(join(outside, "out.json"))).toBe(false);
    expect(existsSync(join(cwd, ".git/hooks/post-checkout"))).toBe(false);
  });
  test("elsewhere a link is followed", () => {
    const cwd = folder({ "z.zone": BAD });
    const plain = join(top, "plain");
    mkdirSync(plain);
    writeFileSync(join(plain, "real.json"), "");
    symlinkSync("real.json", join(plain, "out.json"));
    expect(dcvlint(cwd, ["z.zone", "--format", `json=${join(plain, "out.json")}`]).status).toBe(1);
    expect(JSON.parse(readFileSync(join(plain, "real.json"), "utf8")).version).toBe(1);
  });
  test("--fix writes to what a link inside the root leads to, and to nothing else", () => {
    const cwd = folder({ "data.txt": BAD });
    symlinkSync("data.txt", join(cwd, "z.zone"));
    expect(dcvlint(cwd, ["z.zone", "--fix", "--unsafe-fixes"]).status).toBe(0);
    expect(readFileSync(join(cwd, "data.txt"), "utf8")).toContain("lb.example.net.au.");
    expect(lstatSync(join(cwd, "z.zone")).isSymbolicLink()).toBe(true);
  });
});

describe("suppressions", () => {
  const lint = (lines: string) => {
    const { stdout } = dcvlint(folder({ "z.zone": SOA + lines }), ["z.zone", "--format", "json"]);
    return JSON.parse(stdout) as {
      findings: { rule: string; what: string }[];
      summary: Record<string, number>;
      notices: { what: string }[];
    };
  };
  const rules = (report: { findings: { rule: string }[] }) => report.findings.map(({ rule }) => rule);
  test("of a whole file silence trouble in reading only by name", () => {
    const bad = "www A nowhere\napi CNAME lb.example.net.au\n";
    expect(rules(lint(`; dcvlint-disable-file -- all of it\n${bad}`))).toEqual(["bad-rdata"]);
    expect(rules(lint(`; dcvlint-disable-file bad-rdata, missing-trailing-dot -- both\n${bad}`))).toEqual([]);
    expect(rules(lint("www A nowhere ; dcvlint-disable-line -- this one\n"))).toEqual([]);
  });
  test("name unknown rules in one finding, however many there are", () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `r${i}`).join(" ");
    const report = lint(`www A 192.0.2.2 ; dcvlint-disable-line ${names} -- x\n`);
    expect(rules(report)).toEqual(["unused-suppression"]);
    expect(report.findings[0].what.length).toBeLessThan(300);
    expect(report.findings[0].what).toContain("(19995 more)");
  });
  test("of several lines, of records of several lines, and beside each other", () => {
    const next = "; dcvlint-disable-next-line missing-trailing-dot -- x\n";
    expect(rules(lint(`${next}\n; words\na CNAME (\n b.example.net.au )\nc CNAME d.example.net.au\n`))).toEqual([
      "missing-trailing-dot",
    ]);
    expect(rules(lint(`${next}${next}a CNAME b.example.net.au\n`))).toEqual(["unused-suppression"]);
    expect(rules(lint(`a CNAME b.example.net.au\n${next}`)).sort()).toEqual([
      "missing-trailing-dot",
      "unused-suppression",
    ]);
    expect(rules(lint(`${next}a CNAME b.example.net.au ; dcvlint-disable-line dangling-target -- y\n`))).toEqual([
      "unused-suppression",
    ]);
    expect(rules(lint("a CNAME b.example.net.au ; dcvlint-disable-lines missing-trailing-dot -- y\n"))).toEqual([
      "missing-trailing-dot",
    ]);
  });
  test("take no quadratic time", () => {
    const started = performance.now();
    lint(`a A 192.0.2.2 ; dcvlint-disable-line ${" ".repeat(900_000)}x\n`);
    lint(`a A 192.0.2.2 ; dcvlint-disable-line ${"- ".repeat(400_000)}x\n`);
    lint(`${"; dcvlint-disable-next-line missing-trailing-dot -- x\n".repeat(50_000)}a CNAME b.example.net.au\n`);
    lint(
      Array.from(
        { length: 50_000 },
        (_, i) => `h${i} CNAME b.example.net.au ; dcvlint-disable-line missing-trailing-dot -- x\n`,
      ).join(""),
    );
    lint(
      Array.from(
        { length: 20_000 },
        (_, i) => `; dcvlint-disable-next-line missing-trailing-dot -- x\nh${i} CNAME b.example.net.au\n`,
      ).join(""),
    );
    expect(performance.now() - started).toBeLessThan(20_000);
  });
  test("that do nothing are counted when they are too many to list", () => {
    const report = lint("; dcvlint-disable-file bad-rdata -- x\n".repeat(12_000));
    expect([report.findings.length, report.summary.warnings]).toEqual([10_000, 12_000]);
    expect(report.notices[0].what).toContain("unused-suppression: 2000 more");
  });
});

test("findings that are too many to list fail the run", () => {
  const cwd = folder({ "z.zone": `${SOA}x` });
  const lines = Array.from({ length: 10_050 }, (_, i) => `h${i} A nowhere\n`).join("");
  writeFileSync(join(cwd, "z.zone"), SOA + lines);
  dcvlint(cwd, ["z.zone", "--write-baseline", "b.json"]);
  const { status, stdout } = dcvlint(cwd, ["z.zone", "--baseline", "b.json", "--format", "json"]);
  expect([status, JSON.parse(stdout).summary.errors]).toEqual([1, 50]);
});
