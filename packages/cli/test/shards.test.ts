import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bin, scratch } from "./command.js";

const top = scratch("shards");
let folders = 0;

function folder(files: Record<string, string>): string {
  const path = join(top, `f${folders++}`);
  mkdirSync(join(path, ".git"), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

function dcvlint(cwd: string, ...args: string[]) {
  const env = { PATH: process.env.PATH };
  return spawnSync(process.execPath, [bin, ...args], { cwd, encoding: "utf8", env, maxBuffer: 1 << 28 });
}

const SOA = "$TTL 3600\n@ IN SOA ns1 host 1 7200 900 1209600 300\n@ IN NS ns1\nns1 IN A 192.0.2.1\n";
const example = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../examples/${path}`, import.meta.url)), "utf8");

/** Faults within files and between them, suppressions, an included file, Terraform, something unreadable, something undecided. */
const FILES: Record<string, string> = {
  "dns/example.com.zone": `${SOA}www IN CNAME lb.example.net.au\n@ IN CAA 0 issue "digicert.com"\n_x IN TXT "a"\n`,
  // Whose set stands in another file.
  "dns/shop.example.com.zone": `${SOA}_0123456789abcdef0123456789abcdef IN CNAME _0123456789abcdef0123456789abcdef.abcdefghij.acm-validations.aws.\n`,
  "dns/example.org.zone": `${SOA}$INCLUDE common.inc\nold IN CNAME old.example.org ; dcvlint-disable-line missing-trailing-dot -- moving\n`,
  "dns/common.inc": "mx IN MX 10 mail.example.org\n",
  "dns/broken.example.zone": `${SOA}a IN A 192.0.2.300\nb IN AAAA x\n`,
  "dns/empty.example.zone": SOA,
  "tf/main.tf": example("terraform-route53-acm/main.tf"),
  "tf/bad.tf": 'resource "x" {\n',
};

const { version: _, ...WHOLE } = JSON.parse(dcvlint(folder(FILES), "--format", "json").stdout);

test.each([1, 2, 3, 9])("%i shards, joined, say what one run says", (count) => {
  const cwd = folder(FILES);
  const reports = Array.from({ length: count }, (_, i) => `report-${i + 1}.json`);
  const codes = reports.map(
    (report, i) => dcvlint(cwd, "--shard", `${i + 1}/${count}`, "--format", `json=${report}`).status,
  );
  expect(codes.every((code) => code === 0 || code === 1)).toBe(true);
  expect(codes).toContain(1);
  const { status, stdout, stderr } = dcvlint(cwd, "merge-reports", ...reports, "--format", "json");
  expect([status, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toEqual({ version: 1, ...WHOLE });
  const summaries = reports.map((report) => JSON.parse(readFileSync(join(cwd, report), "utf8")).summary);
  if (count === 3) expect(summaries.filter(({ records }) => records > 0)).toHaveLength(3);
});

test("the whole has what only several files together tell", () => {
  const rules = WHOLE.findings.map(({ rule }: { rule: string }) => rule);
  for (const rule of ["caa-excludes-ca", "missing-trailing-dot", "bad-rdata", "syntax-error"])
    expect(rules).toContain(rule);
  expect(WHOLE.summary).toMatchObject({ suppressed: 1, files: 7 });
});

test("every format comes out of joined reports as out of the run, with the lines themselves", () => {
  const cwd = folder(FILES);
  dcvlint(cwd, "--shard", "1/2", "--format", "json=1.json");
  dcvlint(cwd, "--shard", "2/2", "--format", "json=2.json");
  for (const format of ["pretty", "github", "junit", "markdown", "html", "sarif"]) {
    const { stdout } = dcvlint(cwd, "merge-reports", "1.json", "2.json", "--format", format);
    expect(stdout, format).toBe(dcvlint(cwd, "--format", format).stdout);
  }
  // From a folder within, paths are that folder's.
  const { stdout } = dcvlint(join(cwd, "dns"), "merge-reports", "../1.json", "../2.json", "--format", "json");
  expect(JSON.parse(stdout).findings).toHaveLength(WHOLE.findings.length);
});

test("a folder with nothing in a shard is no trouble, and what doesn't go with it is said", () => {
  const cwd = folder({ "example.com.zone": SOA });
  expect(dcvlint(cwd, "--shard", "2/2")).toMatchObject({
    status: 0,
    stdout: "No file with DNS was read\n",
  });
  for (const shard of ["0/2", "3/2", "1", "a/b", "1/0", "-1/2", "1/5000"]) {
    const { status, stderr } = dcvlint(cwd, "--shard", shard);
    expect([status, stderr.trim().split("\n").length]).toEqual([2, 1]);
    expect(stderr).toContain(`--shard ${shard}`);
  }
  for (const option of [["--fix"], ["--fix-dry-run"], ["--write-baseline", "b.json"]])
    expect(dcvlint(cwd, "--shard", "1/2", ...option).status).toBe(2);
});

test("reports that are none end it with a sentence that names the file", () => {
  const cwd = folder({ "example.com.zone": `${SOA}w IN MX 10 mail.example.com\n` });
  dcvlint(cwd, "--format", "json=good.json");
  const good = JSON.parse(readFileSync(join(cwd, "good.json"), "utf8"));
  const cases: readonly (readonly [string, string])[] = [
    ["{", "is no JSON"],
    ["[]", "no JSON report of lint"],
    ["null", "no JSON report of lint"],
    ['{"version":1,"names":[]}', "summary"],
    [JSON.stringify({ ...good, version: 2 }), "version"],
    [JSON.stringify({ ...good, findings: [{ ...good.findings[0], location: { path: 1 } }] }), "findings.0.location"],
    [JSON.stringify({ ...good, summary: { ...good.summary, errors: -1 } }), "summary.errors"],
  ];
  for (const [text, said] of cases) {
    writeFileSync(join(cwd, "bad.json"), text);
    const { status, stdout, stderr } = dcvlint(cwd, "merge-reports", "good.json", "bad.json");
    expect([status, stdout, stderr.trim().split("\n").length], text).toEqual([2, "", 1]);
    expect(stderr).toContain("bad.json");
    expect(stderr).toContain(said);
  }
  expect(dcvlint(cwd, "merge-reports", "missing.json")).toMatchObject({ status: 2, stdout: "" });
  expect(dcvlint(cwd, "merge-reports")).toMatchObject({ status: 2, stdout: "" });
});

test("a report shows no file from outside the repository, nor what git keeps", () => {
  writeFileSync(join(top, "secret"), "s3cret\n");
  const cwd = folder({ "example.com.zone": `${SOA}w IN MX 10 mail.example.com\n`, "x.tfvars": 's3cret = "s3cret"\n' });
  writeFileSync(join(cwd, ".git", "config"), "s3cret\n");
  symlinkSync(join(top, "secret"), join(cwd, "link"));
  dcvlint(cwd, "--format", "json=good.json");
  const good = JSON.parse(readFileSync(join(cwd, "good.json"), "utf8"));
  for (const path of ["../secret", join(top, "secret"), "link", ".git/config", "x.tfvars", "/dev/zero", "missing"]) {
    const location = { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 3 };
    writeFileSync(join(cwd, "r.json"), JSON.stringify({ ...good, findings: [{ ...good.findings[0], location }] }));
    const { status, stdout } = dcvlint(cwd, "merge-reports", "r.json");
    expect(status).toBe(0);
    expect(stdout).toContain("missing-trailing-dot");
    expect(stdout).not.toContain("s3cret");
  }
});

test("a shard whose report is missing, or there twice, is told: the report isn't the whole", () => {
  const cwd = folder(FILES);
  for (const i of [1, 2, 3]) dcvlint(cwd, "--shard", `${i}/3`, "--format", `json=${i}.json`);
  const partly = dcvlint(cwd, "merge-reports", "1.json", "3.json", "--format", "json");
  expect(partly.status).toBe(2);
  expect(partly.stderr).toContain("of 3 shards one is missing (2)");
  expect(JSON.parse(partly.stdout).notices[0].what).toContain("Not the whole: of 3 shards one is missing (2)");
  const twice = dcvlint(cwd, "merge-reports", "1.json", "2.json", "3.json", "1.json");
  expect([twice.status, twice.stderr]).toEqual([2, expect.stringContaining("the same shard is there more than once")]);
  dcvlint(cwd, "--shard", "1/2", "--format", "json=other.json");
  expect(dcvlint(cwd, "merge-reports", "1.json", "other.json").stderr).toContain("different numbers of shards");
});

test("a JSON file that is no report of lint is named, with what it lacks", () => {
  const cwd = folder({ "a.json": '{ "version": 1 }' });
  const { status, stderr } = dcvlint(cwd, "merge-reports", "a.json");
  expect([status, stderr]).toEqual([2, 'dcvlint: a.json: it is no JSON report of lint: "summary" is missing\n']);
});
