import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

// The built bundle, run as the runner runs it: its environment variables, on a real git repository.

const bundle = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dcvlint-action-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let repositories = 0;

const ZONE = `$ORIGIN example.com.
$TTL 3600
@    IN SOA ns1 hostmaster 1 7200 900 1209600 300
     IN NS  ns1
     IN NS  ns2.example.net.
ns1  IN A   192.0.2.1
old  IN CNAME lb.example.com.au
`;
const MISSING_DOT =
  "_a79865eb4cd1a6ab990a45779b4e0b96 IN CNAME _424c7224e9b0146f9a8808af955727d0.hkvuiqjoua.acm-validations.aws\n";

/** A repository with a base commit and a head commit. */
function repository(
  base: Record<string, string>,
  head: Record<string, string | null>,
): { path: string; base: string; head: string } {
  const path = join(folder, `r${repositories++}`);
  mkdirSync(path);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: path,
      encoding: "utf8",
    }).trim();
  const commit = (files: Record<string, string | null>): string => {
    for (const [name, text] of Object.entries(files)) {
      if (text === null) rmSync(join(path, name));
      else {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
    }
    git("add", "-A");
    git("commit", "-q", "-m", "x");
    return git("rev-parse", "HEAD");
  };
  git("init", "-q", "-b", "main");
  return { path, base: commit(base), head: commit(head) };
}

/** Runs the Action; inputs that aren't given have the defaults of action.yml. */
function run(path: string, event: object, inputs: Record<string, string> = {}, more: Record<string, string> = {}) {
  const files = {
    output: join(path, "../output"),
    summary: join(path, "../summary"),
    event: join(path, "../event.json"),
  };
  writeFileSync(files.output, "");
  writeFileSync(files.summary, "");
  writeFileSync(files.event, JSON.stringify(event));
  const defaults: Record<string, string> = {};
  const yaml = readFileSync(new URL("../action.yml", import.meta.url), "utf8").split("outputs:")[0];
  for (const [, name, value] of yaml.matchAll(/^ {2}([a-z-]+):\n(?: {4}.*\n)*? {4}default: "?([^"\n]*)"?$/gm))
    defaults[name] = value;
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: path,
    GITHUB_REPOSITORY: "o/r",
    GITHUB_EVENT_NAME: "pull_request" in event ? "pull_request" : "push",
    GITHUB_EVENT_PATH: files.event,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
  };
  for (const [name, value] of Object.entries({ ...defaults, ...inputs }))
    env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] = value;
  Object.assign(env, more);
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle], { cwd: path, env, encoding: "utf8" });
  const outputs = Object.fromEntries(
    [...readFileSync(files.output, "utf8").matchAll(/^([a-z-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(
      ([, name, , value]) => [name, value],
    ),
  );
  return {
    status,
    log: stdout + stderr,
    outputs,
    summary: readFileSync(files.summary, "utf8"),
    annotations: stdout.match(/^::(error|warning|notice) .*$/gm) ?? [],
  };
}

describe("the Action", () => {
  test("annotates the added line that lacks its dot, and fails", () => {
    const { path, base } = repository({ "dns/example.com.zone": ZONE }, { "dns/example.com.zone": ZONE + MISSING_DOT });
    const { status, annotations, outputs, summary } = run(path, { pull_request: { base: { sha: base } } });
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatch(/^::error .*file=dns\/example\.com\.zone,line=8,/);
    expect(annotations[0]).toContain("acm-validations.aws.example.com.");
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ errors: "1", findings: "1", verdict: "fail" });
    expect(summary).toContain("missing-trailing-dot");
  });
  test("what stood there before isn't this change's, unless all is asked for", () => {
    const { path, base } = repository(
      { "example.com.zone": ZONE },
      { "example.com.zone": `${ZONE}www IN A 192.0.2.2\n` },
    );
    expect(run(path, { pull_request: { base: { sha: base } } })).toMatchObject({ status: 0, annotations: [] });
    expect(run(path, { pull_request: { base: { sha: base } } }, { "changed-only": "false" })).toMatchObject({
      status: 1,
      outputs: { errors: "1" },
    });
    expect(run(path, { before: base })).toMatchObject({ status: 1 });
  });
  test("a CNAME beside an unchanged TXT is this change's", () => {
    const txt = `${ZONE}_acme-challenge.www IN TXT "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs"\n`;
    const { path, base } = repository(
      { "z.zone": txt },
      { "z.zone": `${txt}_acme-challenge.www IN CNAME x.acme-dns.example.net.\n` },
    );
    const { status, annotations } = run(path, { pull_request: { base: { sha: base } } });
    expect(annotations.filter((a) => a.includes("cname-and-other-data"))).toHaveLength(1);
    expect(status).toBe(1);
  });
  test("a removed line is blamed for what breaks without it", () => {
    const { path, base } = repository(
      { "z.zone": `${ZONE}a CNAME b\nb A 192.0.2.2\n` },
      { "z.zone": `${ZONE}a CNAME b\n` },
    );
    const { annotations } = run(path, { pull_request: { base: { sha: base } } }, { "fail-on": "warning" });
    expect(annotations).toEqual([expect.stringMatching(/dangling-target/)]);
  });
  test("a base that isn't in the clone is said, and everything is reported", () => {
    const { path } = repository({ "z.zone": ZONE }, { "z.zone": `${ZONE}www IN A 192.0.2.2\n` });
    const { status, log } = run(path, { pull_request: { base: { sha: "0123456789012345678901234567890123456789" } } });
    expect(log).toMatch(/isn't in the clone/);
    expect(status).toBe(1);
  });
  test("no DNS in the repository is a clear sentence and a success", () => {
    const { path, base } = repository({ "README.md": "x" }, { "README.md": "y" });
    const { status, log } = run(path, { pull_request: { base: { sha: base } } });
    expect(log).toMatch(/No DNS found/);
    expect(status).toBe(0);
  });
  test("a broken config fails the step with its line", () => {
    const { path, base } = repository({ "z.zone": ZONE }, { "dcvlint.config.yaml": "rules:\n  missing-dot: off\n" });
    const { status, log } = run(path, { pull_request: { base: { sha: base } } });
    expect(log).toMatch(/::error::config dcvlint\.config\.yaml:2: there is no rule "missing-dot"/);
    expect(status).toBe(1);
  });
  test("a wrong input is named", () => {
    const { path } = repository({ "z.zone": ZONE }, { "a.md": "" });
    expect(run(path, {}, { "fail-on": "fatal" })).toMatchObject({
      status: 1,
      log: expect.stringContaining("input fail-on"),
    });
  });
  test("reports are written where they were asked for", () => {
    const { path } = repository({ "dns/z.zone": ZONE }, { "a.md": "" });
    const { outputs } = run(
      path,
      {},
      { "sarif-file": "out.sarif", "json-file": "out.json", "working-directory": "dns", paths: "z.zone" },
    );
    expect(JSON.parse(readFileSync(join(path, "dns/out.sarif"), "utf8")).version).toBe("2.1.0");
    expect(JSON.parse(readFileSync(outputs["json-file"], "utf8")).findings[0].location.path).toBe("z.zone");
  });
  test("text of the pull request can't speak to the runner", () => {
    const hostile = `${ZONE}x IN CNAME "a%0A::error::owned"\n"::set-output name=x::y" IN CNAME ##[error]x.example.com.au\n`;
    const { path, base } = repository({ "z.zone": ZONE }, { "z.zone": hostile });
    const { log } = run(path, { pull_request: { base: { sha: base } } });
    for (const line of log.split("\n")) {
      expect(line).not.toMatch(/^::(?!error |warning |notice |error::config)/);
      expect(line).not.toContain("##[");
    }
  });
  test("a report's place that is a link is replaced, one behind a link that leads out is refused", () => {
    const { path } = repository({ "z.zone": ZONE }, { "a.md": "" });
    const outside = join(folder, "outside");
    mkdirSync(outside, { recursive: true });
    writeFileSync(join(outside, "precious"), "precious");
    symlinkSync(join(outside, "precious"), join(path, "out.sarif"));
    symlinkSync(outside, join(path, "reports"));
    run(path, {}, { "sarif-file": "out.sarif" });
    expect(JSON.parse(readFileSync(join(path, "out.sarif"), "utf8")).version).toBe("2.1.0");
    expect(run(path, {}, { "json-file": "reports/precious" })).toMatchObject({
      status: 1,
      log: expect.stringMatching(/^::error::json-file: .*link/m),
    });
    expect(readFileSync(join(outside, "precious"), "utf8")).toBe("precious");
  });
  test("on pull_request_target it stops with a warning, unless that is allowed", () => {
    const { path, base } = repository({ "z.zone": ZONE }, { "z.zone": ZONE + MISSING_DOT });
    const event = { pull_request: { base: { sha: base } } };
    const name = { GITHUB_EVENT_NAME: "pull_request_target" };
    expect(run(path, event, {}, name)).toMatchObject({
      status: 0,
      log: expect.stringMatching(/^::warning::Nothing was checked.*allow-pull-request-target/m),
      outputs: { verdict: "cannot-tell" },
    });
    expect(run(path, event, { "allow-pull-request-target": "true" }, name)).toMatchObject({
      status: 1,
      outputs: { errors: "1" },
    });
  });
  test("what it didn't foresee is one error, not a stack", () => {
    const { path } = repository({ "z.zone": ZONE }, { "a.md": "" });
    // The summary can't be written to a folder.
    const { status, log } = run(path, {}, {}, { GITHUB_STEP_SUMMARY: folder });
    expect([status, log.match(/^::error::/gm)]).toEqual([1, ["::error::"]]);
    expect(log).not.toMatch(/^\s+at /m);
  });
  test("an included file that the change deletes is the change's", () => {
    const { path, base } = repository(
      { "z.zone": `${ZONE}$INCLUDE hosts.inc\n`, "hosts.inc": "a IN A 192.0.2.2\n" },
      { "hosts.inc": null },
    );
    const { status, annotations } = run(path, { pull_request: { base: { sha: base } } });
    expect([status, annotations]).toEqual([1, [expect.stringContaining("include-not-found")]]);
  });
});
