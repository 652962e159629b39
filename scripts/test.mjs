// npm test: tools, build, types, tests, arrows, style; the last line counts the tests.
//   npm test -- --filter=@dcvlint/core     what follows -- is turbo's
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkBoundaries } from "./check-boundaries.mjs";
import { exitCode, root, runTool, turbo } from "./lib.mjs";
import { findTool, setUpTools, TOOLS } from "./setup-tools.mjs";
import { readReports, removeReports, summaryLine } from "./summary.mjs";

const narrowed = process.argv.slice(2);
const strict = process.env.DCVLINT_REQUIRE_TOOLS === "1";
const failures = [];

if (!setUpTools(["test"])) failures.push("a tool is missing");
removeReports(root);

// Tests that miss a tool skip, so what is at hand belongs to turbo's cache key, as does the Node that ran them.
const tools = TOOLS.filter((tool) => tool.group === "test" && findTool(tool.command)).map((tool) => tool.command);
const corpus = existsSync(join(root, "..", "shared", "corpus")) ? ["corpus"] : [];
const host = [`node ${process.version}`, ...tools, ...corpus].join(", ");
// One broken package doesn't hide what the others' tests say.
const flags = ["--continue=dependencies-successful", "--output-logs=new-only"];
const run = turbo(["build", "typecheck", "test", ...flags, ...narrowed], { env: { DCVLINT_TEST_HOST: host } });
if (exitCode(run) !== 0) failures.push("build, typecheck or test");

if (narrowed.length === 0) {
  const own = runTool("vitest", ["run", "--config", "../vitest.config.ts"], { cwd: join(root, "scripts") });
  if (exitCode(own) !== 0) failures.push("tests of scripts/");
  // The rule pages are made from the rules; a stale one is a fault like any other.
  const docs = spawnSync(process.execPath, [join(root, "scripts", "docs.mjs"), "--check"], { stdio: "inherit" });
  if (exitCode(docs) !== 0) failures.push("rule pages");
  if (exitCode(runTool("@biomejs/biome", ["check", "."])) !== 0) failures.push("biome");
}
const trespasses = checkBoundaries(root);
for (const line of trespasses) console.error(line);
if (trespasses.length > 0) failures.push("package boundaries");

const total = readReports(root);
if (narrowed.length === 0 && total.silent.length > 0) failures.push(`no test report from ${total.silent.join(", ")}`);
if (strict && total.skipped > 0) failures.push("DCVLINT_REQUIRE_TOOLS=1 allows no skipped test");
if (total.passed === 0 && narrowed.length === 0) failures.push("no test ran");

console.log(failures.length > 0 ? `\nFailed: ${failures.join("; ")}` : "");
console.log(summaryLine(total));
process.exitCode = failures.length > 0 || total.failed > 0 ? 1 : 0;
