import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkBoundaries } from "../check-boundaries.mjs";
import { readReports, removeReports, summaryLine } from "../summary.mjs";

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "house-"));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(files: Record<string, unknown>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), typeof content === "string" ? content : JSON.stringify(content));
  }
}

describe("package boundaries", () => {
  const core = {
    "packages/core/package.json": {},
    "packages/core/tsconfig.json": { compilerOptions: { types: [], lib: ["ES2022"] } },
  };

  it("says nothing where the arrows are kept", () => {
    write({
      ...core,
      "packages/core/src/a.ts": `import { b } from "./b.js"; // import "node:fs"`,
      "packages/core/src/a.test.ts": `import "node:fs";`,
      "packages/linter/package.json": {},
      "packages/linter/src/index.ts": `import { readFileSync } from "node:fs";\nexport * from "@dcvlint/core";`,
      "packages/cli/package.json": {},
      "packages/cli/src/main.ts": `const report = await import("@dcvlint/report");`,
    });
    expect(checkBoundaries(top)).toEqual([]);
  });

  it("names file and line of every import against an arrow", () => {
    write({
      ...core,
      "packages/core/src/a.ts": `\nimport fs from "fs";\nexport * from "@dcvlint/linter";`,
      "packages/report/package.json": {},
      "packages/report/src/index.ts": `// text\n\nconst l = import("@dcvlint/linter");`,
      "actions/check/package.json": {},
      "actions/check/src/main.ts": `import { run } from "dcvlint/run";\nimport "../../../packages/core/src/a.js";`,
    });
    expect(checkBoundaries(top)).toEqual([
      'packages/core/src/a.ts:2: core is pure and can\'t import "fs"',
      "packages/core/src/a.ts:3: packages/core can't import @dcvlint/linter; it may import none of our packages",
      "packages/report/src/index.ts:3: packages/report can't import @dcvlint/linter; it may import @dcvlint/core",
      expect.stringMatching(/^actions\/check\/src\/main\.ts:1: actions\/check can't import dcvlint;/),
      expect.stringMatching(/^actions\/check\/src\/main\.ts:2: .* leaves actions\/check/),
    ]);
  });

  it("keeps Node's and the DOM's types out of core", () => {
    write({
      ...core,
      "packages/core/tsconfig.json": { compilerOptions: { types: ["node"], lib: ["ES2022", "DOM"] } },
      "packages/core/src/a.ts": `/// <reference types="node" />\nexport {};`,
    });
    expect(checkBoundaries(top)).toEqual([
      expect.stringMatching(/^packages\/core\/src\/a\.ts:1: /),
      expect.stringMatching(/^packages\/core\/tsconfig\.json:1: .*"types": \[\]/),
      expect.stringMatching(/^packages\/core\/tsconfig\.json:1: .*lib\.dom\.d\.ts/),
    ]);
  });

  it("wants an arrow drawn for a new package", () => {
    write({ "packages/extra/package.json": {} });
    expect(checkBoundaries(top)).toEqual([expect.stringMatching(/^packages\/extra\/package\.json:1: /)]);
  });
});

describe("the summary of a test run", () => {
  const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };

  it("adds up every report and counts what was skipped", () => {
    write({
      "packages/a/reports/a.json": report,
      "actions/b/reports/b.json": report,
      "scripts/reports/s.json": report,
    });
    expect(summaryLine(readReports(top))).toBe("9 passed, 3 failed, 9 skipped");
  });

  it("counts a test file that doesn't load as failed", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{ status: "failed" }] },
    ];
    write({ "packages/a/reports/a.json": { ...report, numPendingTests: 0, numTodoTests: 0, testResults } });
    expect(summaryLine(readReports(top))).toBe("3 passed, 2 failed");
  });

  it("notices a package with tests that left no report", () => {
    write({
      "packages/a/package.json": { scripts: { test: "vitest run" } },
      "packages/a/reports/a.json": report,
      "packages/plain/package.json": {},
    });
    expect(readReports(top).silent).toEqual([]);
    removeReports(top);
    expect(readReports(top)).toEqual({ passed: 0, failed: 0, skipped: 0, silent: [join("packages", "a")] });
  });
});

describe("setting up tools", () => {
  // An empty PATH: no tool is found, and no apt-get either, so nothing can be installed.
  const setUp = (env: Record<string, string>) =>
    spawnSync(process.execPath, [join(import.meta.dirname, "..", "setup-tools.mjs"), "test"], {
      env: { PATH: top, ...env },
      encoding: "utf8",
    });

  it("prints the one command to run and goes on", () => {
    const run = setUp({});
    expect(run.stderr).toMatch(/^Not installed: .*\bgit, openssl\b.*\. What needs them is skipped/);
    expect(run.stderr).toMatch(/^ {2}sudo apt-get install .*\bgit openssl\b/m);
    expect(run.status).toBe(0);
  });

  it("fails where every tool is asked for", () => {
    expect(setUp({ DCVLINT_REQUIRE_TOOLS: "1" }).status).toBe(1);
  });
});

describe("what is published", () => {
  const packages = fileURLToPath(new URL("../../packages/", import.meta.url));

  it.each(["core", "linter", "live", "report", "cli"])(
    "%s has its licence and a README, and leaves neither behind",
    (name) => {
      const cwd = join(packages, name);
      const before = readdirSync(cwd);
      const { stdout, status } = spawnSync("npm", ["pack", "--dry-run", "--json"], {
        cwd,
        encoding: "utf8",
        shell: process.platform === "win32",
      });
      expect(status).toBe(0);
      const files = JSON.parse(stdout.slice(stdout.indexOf("[")))[0].files.map(({ path }: { path: string }) => path);
      expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
      expect(files.filter((path: string) => /\.test\.|^src|bytecode\//.test(path))).toEqual([]);
      expect(readdirSync(cwd)).toEqual(before);
    },
  );

  it("bundles come with the licences of what is in them", () => {
    const texts = ["packages/cli/dist", "actions/check/dist"].map((folder) =>
      readFileSync(join(packages, "..", folder, "LICENSES.txt"), "utf8"),
    );
    for (const name of ["tldts", "yaml", "undici", "valibot"])
      for (const text of texts) expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)\\n\\n\\S`, "m"));
    expect(texts[0]).toMatch(/^pkijs .*\n\n[\s\S]*?Redistribution/m);
    expect(texts[1]).toMatch(/^@actions\/core /m);
  });
});
