// Adds up the JSON reports that vitest leaves in every package.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Every folder that holds a package or, like scripts/, tests of its own. */
export function testFolders(top) {
  const below = (group) =>
    existsSync(join(top, group)) ? readdirSync(join(top, group)).map((name) => join(top, group, name)) : [];
  return [...below("packages"), ...below("actions"), join(top, "scripts")];
}

/** An old report must not be counted for tests that didn't run. turbo puts a cached task's report back. */
export function removeReports(top) {
  for (const folder of testFolders(top)) rmSync(join(folder, "reports"), { recursive: true, force: true });
}

/** Totals over all reports, and the folders that have a test script but left no report. */
export function readReports(top) {
  const total = { passed: 0, failed: 0, skipped: 0, silent: [] };
  for (const folder of testFolders(top)) {
    const dir = join(folder, "reports");
    const reports = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith(".json")) : [];
    if (reports.length === 0 && hasTests(folder)) total.silent.push(folder.slice(top.length + 1));
    for (const name of reports) addReport(total, JSON.parse(readFileSync(join(dir, name), "utf8")));
  }
  return total;
}

function hasTests(folder) {
  const manifest = join(folder, "package.json");
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).scripts?.test !== undefined;
}

function addReport(total, report) {
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
  // A file that doesn't even load has no tests to count as failed; it is one failure itself.
  const broken = (report.testResults ?? []).filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  total.failed += broken.length;
}

/** The last line of a test run. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
