import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { bin, scratch } from "./command.js";

// The built command as its users run it.

const top = scratch("cli");
let folders = 0;

function folder(files: Record<string, string> = {}): string {
  const path = join(top, `f${folders++}`);
  mkdirSync(path);
  // A git top level of its own, so that nothing above counts.
  mkdirSync(join(path, ".git"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

function dcvlint(cwd: string, args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    input,
    encoding: "utf8",
    env: { PATH: process.env.PATH },
  });
  return { status, stdout, stderr };
}

function json(cwd: string, args: readonly string[], input = "") {
  const run = dcvlint(cwd, [...args, "--format", "json"], input);
  return { ...run, report: JSON.parse(run.stdout) };
}

const SOA = `$ORIGIN example.com.
$TTL 3600
@    IN SOA ns1 hostmaster 1 7200 900 1209600 300
     IN NS  ns1
     IN NS  ns2.example.net.
ns1  IN A   192.0.2.1
`;
const BAD = `${SOA}www IN CNAME lb.example.net.au\n`;
const WARN = `${SOA}a 60 IN TXT "x"\na 90 IN TXT "y"\n`;

describe("exit codes", () => {
  test("0 for a clean file, 1 for an error, and --fail-on moves the line", () => {
    const cwd = folder({ "good.zone": SOA, "bad.zone": BAD, "warn.zone": WARN });
    expect(dcvlint(cwd, ["good.zone"]).status).toBe(0);
    expect(dcvlint(cwd, ["bad.zone"]).status).toBe(1);
    expect(dcvlint(cwd, ["lint", "bad.zone", "--fail-on", "never"]).status).toBe(0);
    expect(dcvlint(cwd, ["warn.zone"]).status).toBe(0);
    expect(dcvlint(cwd, ["warn.zone", "--fail-on", "warning"]).status).toBe(1);
  });
  test("2 and one sentence where the job can't be done; what could be linted is reported", () => {
    const cwd = folder({ "bad.zone": BAD, "broken.json": "{", "list.json": "[]" });
    for (const args of [
      ["gone.zone"],
      ["*.nothing"],
      ["--rule", "no-such-rule=off"],
      ["--rule", "missing-trailing-dot=fatal"],
      ["--fail-on", "fatal"],
      ["--format", "xml"],
      ["--no-such-option"],
      ["--origin", "a..b"],
      ["--ca", "nobody"],
      ["--config", "gone.yaml"],
      ["--config", "broken.json"],
      ["--baseline", "list.json"],
      ["--changed-since", "HEAD"],
      ["--diff", "gone.diff"],
      ["--unsafe-fixes"],
      ["--format", "json=no/such/folder/out.json"],
    ]) {
      const { status, stderr } = dcvlint(cwd, args);
      expect([args.join(" "), status]).toEqual([args.join(" "), 2]);
      expect(stderr).toMatch(/\S/);
    }
    const { status, report, stderr } = json(cwd, ["gone.zone", "bad.zone"]);
    expect([status, report.summary.errors, stderr]).toEqual([2, 1, "dcvlint: gone.zone doesn't exist\n"]);
  });
  test("a slip in a command's name, or in an option, is told with where to look", () => {
    const cwd = folder({ "bad.zone": BAD });
    expect(dcvlint(cwd, ["chek", "example.com"])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: 'dcvlint: chek is no command and no file; did you mean "dcvlint check"?\n',
    });
    expect(dcvlint(cwd, ["--foo"]).stderr).toMatch(/dcvlint lint --help lists its options/);
    expect(dcvlint(cwd, ["expect", "example.com"]).stderr).toMatch(/dcvlint expect --help lists its options/);
    expect(dcvlint(cwd, ["--help"]).stdout).toMatch(/dcvlint lint --help/);
    // A folder may be called like that.
    mkdirSync(join(cwd, "chek"));
    expect(dcvlint(cwd, ["chek"]).status).toBe(0);
  });
  test("a dry run that fixes nothing says what it would with --unsafe-fixes", () => {
    const cwd = folder({ "bad.zone": BAD });
    expect(dcvlint(cwd, ["--fix-dry-run"]).stderr).toMatch(
      /^0 fixes would be made; [1-9]\d* more with --unsafe-fixes$/m,
    );
    expect(dcvlint(cwd, ["--fix-dry-run", "--unsafe-fixes"]).stderr).not.toMatch(/ more with/);
  });
  test("a folder without DNS is 0, with a notice", () => {
    const { status, report } = json(folder({ "a.md": "x" }), []);
    expect([status, report.notices[0].what]).toEqual([
      0,
      "No DNS found: no zone file, and no records in Terraform sources or plans.",
    ]);
  });
});

describe("what is linted", () => {
  test("a folder: zones are told by content, ignored and foreign files are passed over", () => {
    const cwd = folder({
      ".gitignore": "vendor/\n",
      "dns/example.com": BAD,
      "dns/db.example.org": "www 300 IN A 192.0.2.1\n",
      "vendor/x.zone": BAD,
      "node_modules/y/x.zone": BAD,
      "main.tf": 'resource "aws_route53_record" "x" {}\n',
      "script.pl": "$TTL = 300;\n",
      "notes.txt": "some words about DNS\n",
      "data.db": "SQLite format 3\0",
      "zone.j2": "$ORIGIN {{ zone }}.\nwww A 192.0.2.1\n",
    });
    const { report } = json(cwd, []);
    expect(report.summary.files).toBe(3);
    expect(report.findings.map((f: { location: { path: string } }) => f.location.path)).toEqual(["dns/example.com"]);
  });
  test("what is named and can't be judged gets one warning", () => {
    const cwd = folder({
      "plan.log": '{"@level":"info","@message":"Terraform 1.9.8","type":"version"}\n{"@level":"info"}\n',
      "terraform.tfstate": '{"version":4,"terraform_version":"1.9.8","serial":3,"lineage":"x","resources":[]}',
      "z.zone.j2": "$ORIGIN {{ zone }}.\nwww A 192.0.2.1\n",
      tfplan: "PK\u0003\u0004\0x",
    });
    for (const file of ["plan.log", "terraform.tfstate", "z.zone.j2", "tfplan"]) {
      const { status, report } = json(cwd, [file]);
      expect([file, status, report.findings.map((f: { rule: string }) => f.rule)]).toEqual([
        file,
        0,
        ["unsupported-source"],
      ]);
    }
    expect(json(cwd, ["."]).report.findings).toEqual([]);
  });
  test("stdin, with a name", () => {
    const { status, report } = json(folder(), ["-", "--stdin-filename", "dns/in.zone"], BAD);
    expect([status, report.findings[0].location.path, report.findings[0].location.startLine]).toEqual([
      1,
      "dns/in.zone",
      7,
    ]);
  });
  test("globs, and paths relative to where it runs", () => {
    const cwd = folder({ "dns/a.zone": BAD, "dns/b.zone": SOA });
    expect(json(cwd, ["dns/*.zone"]).report.summary).toMatchObject({ files: 2, errors: 1 });
    expect(json(join(cwd, "dns"), ["a.zone"]).report.findings[0].location.path).toBe("a.zone");
  });
  test("an included file is judged where it is included, not by itself", () => {
    const cwd = folder({
      "example.com.zone": `${SOA}$INCLUDE hosts.zone dev\n`,
      "hosts.zone": "$TTL 60\nwww IN CNAME lb.example.net.au\n",
    });
    const { report } = json(cwd, []);
    expect(report.summary.files).toBe(1);
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({
      location: { path: "hosts.zone", startLine: 2 },
      record: { owner: "www.dev.example.com.", zone: "example.com." },
    });
  });
  test("an SOA that was cut out to be included is no zone, whatever its file is called", () => {
    const cwd = folder({
      "example.com.zone":
        "$ORIGIN example.com.\n$TTL 60\n$INCLUDE soa.inc\n$INCLUDE soa.common\n@ NS ns1.example.net.\n",
      "soa.inc": "@ SOA ns1.example.net. hm.example.net. 1 2 3 4 5\n",
      "soa.common": "@ TXT x\n@ SOA ns1.example.net. hm.example.net. 1 2 3 4 5\n",
      "lone.common": "$TTL 60\n@ SOA ns1.example.net. hm.example.net. 1 2 3 4 5\n",
      "db.example.org": "$TTL 60\n@ SOA ns1.example.net. hm.example.net. 1 2 3 4 5\n@ NS ns1.example.net.\n",
      "index.zone": "$INCLUDE db.example.org example.org.\n",
    });
    const { report } = json(cwd, []);
    const told = report.findings.map((f: { rule: string; location: { path: string } }) => [f.rule, f.location.path]);
    expect(told.filter(([rule]: string[]) => rule === "missing-apex-ns")).toEqual([["missing-apex-ns", "lone.common"]]);
    // A whole zone stays one beside what includes it.
    expect(dcvlint(cwd, ["records", "."]).stdout).toContain("example.org. 60 IN NS");
  });
  test("nothing outside the root is opened", () => {
    const outside = folder({ "secret.zone": "top secret ( " });
    const cwd = folder({
      "z.zone": `${SOA}$INCLUDE ${join(outside, "secret.zone")}\n$INCLUDE ../${outside.split("/").pop()}/secret.zone\n$INCLUDE link.zone\n`,
    });
    symlinkSync(join(outside, "secret.zone"), join(cwd, "link.zone"));
    const { report, stdout } = json(cwd, []);
    expect(report.findings.map((f: { rule: string }) => f.rule)).toEqual(Array(4).fill("include-outside-root"));
    expect(stdout).not.toContain("top secret");
  });
});

describe("the origin", () => {
  const relative = "$TTL 60\n@ IN SOA ns1 hm 1 2 3 4 5\n@ IN NS ns1\nns1 IN A 192.0.2.1\nwww IN A 192.0.2.2\n";
  const zoneOf = (cwd: string, args: string[]) => dcvlint(cwd, ["records", ...args]).stdout.split(" ")[0];
  test("from --origin, the config, the SOA, the file's name, in this order", () => {
    const cwd = folder({
      "db.example.org": relative,
      "x.txt": relative,
      "y.zone": relative.replace("@ IN SOA", "example.info. IN SOA"),
      "dcvlint.config.json": '{"files":[{"match":"x.txt","origin":"example.net"}]}',
    });
    expect(zoneOf(cwd, ["db.example.org"])).toBe("example.org.");
    expect(zoneOf(cwd, ["db.example.org", "--origin", "example.edu"])).toBe("example.edu.");
    expect(zoneOf(cwd, ["x.txt"])).toBe("example.net.");
    expect(zoneOf(cwd, ["y.zone"])).toBe("example.info.");
  });
  test("one that nobody names is said, and nothing is made up", () => {
    const { report } = json(folder({ "zone.txt": "www 60 IN A 192.0.2.1\n" }), ["zone.txt"]);
    expect(report.findings).toEqual([]);
    expect(report.notices[0].what).toContain("--origin");
  });
});

describe("records", () => {
  test("one line a record, as a server would load them", () => {
    const cwd = folder({
      "z.zone": `${SOA}www 60 A 192.0.2.2\nWWW 60 A 192.0.2.2\nelsewhere.example.org. A 192.0.2.3\nbad A 1\n*.w CNAME www\n`,
    });
    const { stdout, status, stderr } = dcvlint(cwd, ["records", "z.zone"]);
    expect(stdout.split("\n").slice(4)).toEqual([
      "www.example.com. 60 IN A 192.0.2.2",
      "*.w.example.com. 3600 IN CNAME www.example.com.",
      "",
    ]);
    expect([status, stderr]).toEqual([0, "dcvlint: trouble in 1 place; dcvlint lint shows it\n"]);
    const lines = dcvlint(cwd, ["records", "z.zone", "--format", "jsonl"])
      .stdout.trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines[4]).toMatchObject({
      owner: "www.example.com.",
      ttl: 60,
      type: "A",
      rdata: "192.0.2.2",
      zone: "example.com.",
      location: { path: "z.zone", startLine: 7 },
    });
  });
});

describe("rules and explain", () => {
  test("the catalogue in three forms", () => {
    const cwd = folder();
    const { rules } = JSON.parse(dcvlint(cwd, ["rules", "--format", "json"]).stdout);
    expect(rules.length).toBeGreaterThan(50);
    expect(dcvlint(cwd, ["rules"]).stdout).toContain("missing-trailing-dot");
    expect(dcvlint(cwd, ["rules", "--format", "markdown"]).stdout).toContain("| [missing-trailing-dot](");
  });
  test("a rule's page; 1 and a sentence where nothing is known", () => {
    const cwd = folder();
    expect(dcvlint(cwd, ["explain", "missing-trailing-dot"])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("## What happens"),
    });
    expect(dcvlint(cwd, ["explain", "missing-trailing-dott"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('did you mean "missing-trailing-dot"'),
    });
  });
  test("what a CA printed: causes with their rules, the likeliest first; from standard input too", () => {
    const cwd = folder();
    const text = "urn:ietf:params:acme:error:caa :: CAA record for shop.example.net prevents issuance";
    const run = dcvlint(cwd, ["explain", text]);
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.stdout).toMatch(/1\. caa-excludes-ca\n +cause: .+\n +fix: .+\n +source: .+\n/);
    expect(dcvlint(cwd, ["explain", ...text.split(" ")]).stdout).toBe(run.stdout);
    const errors = JSON.stringify({ result: { validation_errors: [{ message: text }] } }, null, 2);
    expect(dcvlint(cwd, ["explain", "-"], errors).stdout).toBe(run.stdout);
    expect(dcvlint(cwd, ["explain", "rate-limited-duplicate"]).stdout).toMatch(/^rate-limited-duplicate\n +cause: /);
  });
  test("1 and one sentence where nothing is known about the text", () => {
    const cwd = folder();
    for (const text of ["good morning", "CAA record for example.com permits issuance", "x\u001b[2Jy\nz", " "]) {
      const run = dcvlint(cwd, ["explain", "-"], text);
      expect(run, text).toMatchObject({ status: 1, stdout: "" });
      expect(run.stderr, text).toMatch(/^dcvlint: [^\n\u001b]+\n$/);
    }
    const began = performance.now();
    expect(dcvlint(cwd, ["explain", "-"], "CAA record for example.com ".repeat(40_000)).status).toBe(1);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe("suppressions", () => {
  const lint = (lines: string) => json(folder({ "z.zone": SOA + lines }), ["z.zone"]).report;
  const rules = (report: { findings: { rule: string }[] }) => report.findings.map(({ rule }) => rule);
  test("a line, the next record, the file", () => {
    const bad = "www CNAME lb.example.net.au";
    for (const text of [
      `${bad} ; dcvlint-disable-line missing-trailing-dot -- on purpose\n`,
      `; dcvlint-disable-next-line missing-trailing-dot -- on purpose\n${bad}\n`,
      `; dcvlint-disable-next-line missing-trailing-dot -- on purpose\nwww CNAME (\n lb.example.net.au )\n`,
      `${bad}\n; dcvlint-disable-file missing-trailing-dot -- on purpose\n`,
      `${bad} ; dcvlint-disable-line -- all rules\n`,
    ]) {
      const report = lint(text);
      expect([text, rules(report), report.summary.suppressed]).toEqual([text, [], 1]);
    }
  });
  test("a related line counts too", () => {
    expect(
      rules(
        lint(
          '_acme-challenge CNAME x.example.net.\n_acme-challenge TXT "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs" ; dcvlint-disable-line cname-and-other-data, challenge-in-code -- moving\n',
        ),
      ),
    ).toEqual([]);
  });
  test("one without a reason, one that does nothing, one with a rule that isn't", () => {
    expect(rules(lint("www CNAME lb.example.net.au ; dcvlint-disable-line missing-trailing-dot\n"))).toEqual([
      "suppression-without-reason",
    ]);
    expect(rules(lint("www A 192.0.2.2 ; dcvlint-disable-line missing-trailing-dot -- x\n"))).toEqual([
      "unused-suppression",
    ]);
    expect(rules(lint("www CNAME lb.example.net.au ; dcvlint-disable-line no-such -- x\n")).sort()).toEqual([
      "missing-trailing-dot",
      "unused-suppression",
    ]);
  });
});

describe("baseline", () => {
  test("what it knows is left out, however the lines move, and what comes on top isn't", () => {
    const cwd = folder({ "z.zone": BAD });
    expect(dcvlint(cwd, ["--write-baseline", "base.json"]).status).toBe(0);
    expect(json(cwd, ["--baseline", "base.json"])).toMatchObject({
      status: 0,
      report: { summary: { errors: 0, suppressed: 1 } },
    });
    writeFileSync(join(cwd, "z.zone"), BAD.replace("www", "; moved\n\nwww"));
    expect(json(cwd, ["--baseline", "base.json"]).status).toBe(0);
    writeFileSync(join(cwd, "z.zone"), `${BAD}new CNAME lb.example.net.au\n`);
    expect(json(cwd, ["--baseline", "base.json"])).toMatchObject({
      status: 1,
      report: { summary: { errors: 1, suppressed: 1 } },
    });
  });
});

describe("changed lines", () => {
  function repository(before: string, after: string, name = "z.zone"): string {
    const cwd = folder({ [name]: before });
    rmSync(join(cwd, ".git"), { recursive: true });
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "base");
    writeFileSync(join(cwd, name), after);
    return cwd;
  }
  const count = (cwd: string, args: string[]) =>
    json(cwd, args).report.findings.map(
      (f: { rule: string; location: { startLine: number } }) => `${f.location.startLine} ${f.rule}`,
    );
  test("only findings on changed lines, related ones included", () => {
    const cwd = repository(BAD, `${BAD}x CNAME y.example.net.au\n`);
    expect(count(cwd, [])).toEqual(["7 missing-trailing-dot", "8 missing-trailing-dot"]);
    expect(count(cwd, ["--changed-since", "HEAD"])).toEqual(["8 missing-trailing-dot"]);
    const conflict = repository(
      `${SOA}c CNAME x.example.net.\n`,
      `${SOA}c CNAME x.example.net.\nd A 192.0.2.3\nc A 192.0.2.3\n`,
    );
    expect(count(conflict, ["--changed-since", "HEAD"])).toEqual(["7 cname-and-other-data"]);
  });
  test("a removed line is blamed for what it leaves behind", () => {
    const cwd = repository(`${SOA}a CNAME b\nb A 192.0.2.2\n`, `${SOA}a CNAME b\n`);
    expect(count(cwd, ["--changed-since", "HEAD"])).toEqual(["7 dangling-target"]);
  });
  test("a diff file says the same as git; names with blanks and beyond ASCII", () => {
    const name = "z\u00fc b.zone";
    const cwd = repository(BAD, `${BAD}x CNAME y.example.net.au\n`, name);
    writeFileSync(join(cwd, "change.diff"), execFileSync("git", ["diff"], { cwd }));
    expect(count(cwd, ["--diff", "change.diff"])).toEqual(["8 missing-trailing-dot"]);
    expect(count(cwd, ["--changed-since", "HEAD"])).toEqual(["8 missing-trailing-dot"]);
  });
  test("an untracked file is all new", () => {
    const cwd = repository(SOA, SOA);
    writeFileSync(join(cwd, "new.zone"), BAD.replaceAll("example.com", "example.org"));
    expect(count(cwd, ["--changed-since", "HEAD"])).toEqual(["7 missing-trailing-dot"]);
  });
});

describe("fixes", () => {
  test("--fix leaves guesses alone, --unsafe-fixes makes them, --fix-dry-run only shows", () => {
    const cwd = folder({ "z.zone": BAD });
    expect(dcvlint(cwd, ["--fix"]).status).toBe(1);
    expect(readFileSync(join(cwd, "z.zone"), "utf8")).toBe(BAD);
    const dry = dcvlint(cwd, ["--fix-dry-run", "--unsafe-fixes"]);
    expect(dry).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("-www IN CNAME lb.example.net.au\n+www IN CNAME lb.example.net.au.\n"),
    });
    expect(dry.stdout).toMatch(/^--- a\/z\.zone.*\n\+\+\+ b\/z\.zone.*\n@@ /);
    expect(readFileSync(join(cwd, "z.zone"), "utf8")).toBe(BAD);
    expect(dcvlint(cwd, ["--fix", "--unsafe-fixes"]).status).toBe(0);
    expect(readFileSync(join(cwd, "z.zone"), "utf8")).toBe(BAD.replace(".au", ".au."));
    expect(readdirSync(cwd).sort()).toEqual([".git", "z.zone"]);
  });
  test("octets around a fix stay as they are", () => {
    const cwd = folder();
    const bytes = Buffer.concat([
      Buffer.from(`${SOA}t TXT "`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"\r\nwww CNAME lb.example.net.au\r\n'),
    ]);
    writeFileSync(join(cwd, "z.zone"), bytes);
    dcvlint(cwd, ["--fix", "--unsafe-fixes"]);
    expect(readFileSync(join(cwd, "z.zone"))).toEqual(
      Buffer.concat([bytes.subarray(0, bytes.length - 2), Buffer.from(".\r\n")]),
    );
  });
});

describe("reports", () => {
  test("one that can't be written keeps none of the others back", () => {
    const cwd = folder({ "bad.zone": BAD });
    const { status, stderr } = dcvlint(cwd, [
      ...["bad.zone", "--write-baseline", "no/b", "--format", "sarif=no/s.json", "--format", "json=r.json"],
    ]);
    expect(status).toBe(2);
    expect(stderr.trim().split("\n")).toEqual([
      expect.stringMatching(/^dcvlint: no\/b can't be written/),
      expect.stringMatching(/^dcvlint: no\/s\.json can't be written/),
    ]);
    expect(JSON.parse(readFileSync(join(cwd, "r.json"), "utf8")).summary.errors).toBe(1);
    const check = dcvlint(cwd, [
      ...["check", "example.com", "--ca", "letsencrypt", "--offline", "--after", "bad.zone"],
      ...["--format", "html=no/x.html", "--format", "json=c.json"],
    ]);
    expect([check.status, existsSync(join(cwd, "c.json"))]).toEqual([2, true]);
  });
  test("where nothing could be read, nobody is told that there are no problems", () => {
    const { status, stdout, stderr } = dcvlint(folder(), ["gone.zone"]);
    expect([status, stdout, stderr]).toEqual([2, "", "dcvlint: gone.zone doesn't exist\n"]);
  });
  test("several at once, in files that are whole or not there", () => {
    const cwd = folder({ "z.zone": BAD });
    const { status, stdout } = dcvlint(cwd, [
      "--format",
      "pretty",
      "--format",
      "sarif=o.sarif",
      "--format",
      "junit=o.xml",
      "--format",
      "markdown=o.md",
      "--format",
      "github=o.txt",
      "--format",
      "json=o.json",
      "--format",
      "html=o.html",
    ]);
    expect([status, stdout.includes("1 error")]).toEqual([1, true]);
    expect(JSON.parse(readFileSync(join(cwd, "o.sarif"), "utf8")).runs[0].results).toHaveLength(1);
    for (const file of ["o.xml", "o.md", "o.txt", "o.json", "o.html"])
      expect(readFileSync(join(cwd, file), "utf8")).toContain("missing-trailing-dot");
    expect(existsSync(join(cwd, "no"))).toBe(false);
  });
  test("colours only when asked for", () => {
    const cwd = folder({ "z.zone": BAD });
    expect(dcvlint(cwd, []).stdout).not.toContain("\u001b");
    expect(dcvlint(cwd, ["--color", "always"]).stdout).toContain("\u001b");
  });
  test("--quiet shows errors only, --stats prints figures to stderr", () => {
    const cwd = folder({ "z.zone": WARN });
    expect(dcvlint(cwd, ["--quiet"]).stdout).toBe("");
    expect(dcvlint(cwd, ["--stats"]).stderr).toMatch(/1 files?, 6 records in [\d.]+ s/);
  });
});

describe("the config", () => {
  const problem = (name: string, text: string) => dcvlint(folder({ "z.zone": SOA, [name]: text }), []).stderr;
  test("levels, ignored paths and origins", () => {
    const cwd = folder({
      "z.zone": BAD,
      "old/z.zone": BAD,
      "dcvlint.config.jsonc": '// ours\n{ "rules": { "missing-trailing-dot": "warning" }, "ignore": ["old/**"], }\n',
    });
    expect(json(cwd, [])).toMatchObject({ status: 0, report: { summary: { files: 1, warnings: 1, errors: 0 } } });
    expect(json(cwd, ["--rule", "missing-trailing-dot=off", "--rule", "dangling-target=off"]).report.findings).toEqual(
      [],
    );
  });
  test("what is wrong in it is said with its line", () => {
    expect(problem("dcvlint.config.yaml", "rules:\n  missing-dot: off\n")).toContain(
      "dcvlint.config.yaml:2: there is no rule",
    );
    expect(problem("dcvlint.config.yaml", "ignore: []\nrulez: {}\n")).toContain(
      'dcvlint.config.yaml:2: unknown key "rulez"; did you mean "rules"?',
    );
    expect(problem("dcvlint.config.json", '{\n  "rules": {\n    "missing-trailing-dot": "fatal"\n  }\n}\n')).toContain(
      "dcvlint.config.json:3:",
    );
    expect(problem("dcvlint.config.json", '{\n  "rules": \n')).toContain("dcvlint.config.json:");
    expect(problem("dcvlint.config.yml", "files:\n  - match: x\n    origin: a..b\n")).toContain(
      'dcvlint.config.yml:3: "a..b" is not a domain name',
    );
    expect(problem("dcvlint.config.yaml", `x: &a [1]\ny: [${Array(200).fill("*a").join()}]\n`)).toMatch(/\S/);
    expect(problem("dcvlint.config.yaml", "#".repeat(1 << 21))).toContain("octets");
  });
  test("one that is a link to outside the root is refused", () => {
    const outside = folder({ "c.yaml": "rules: {}\n" });
    const cwd = folder({ "z.zone": SOA });
    symlinkSync(join(outside, "c.yaml"), join(cwd, "dcvlint.config.yaml"));
    expect(dcvlint(cwd, [])).toMatchObject({ status: 2, stderr: expect.stringContaining("link") });
  });
});

test("check --offline looks at the options of the network, too, and takes CAs, suffixes and time from its profile", () => {
  const cwd = folder({
    "here.zone": `${SOA.replaceAll("example.com.", "example.test.")}@ CAA 0 issue "pebble.test"\n`,
    "p.json": JSON.stringify({ cas: [{ id: "pebble", issuerDomains: ["pebble.test"] }], publicSuffixes: ["test"] }),
  });
  const offline = ["check", "--offline", "--after", "here.zone", "example.test", "--method", "dns-01"];
  const profiled = dcvlint(cwd, [...offline, "--ca", "pebble", "--network-profile", "p.json"]);
  expect([profiled.status, profiled.stderr]).toEqual([0, ""]);
  expect(dcvlint(cwd, [...offline, "--ca", "pebble"]).stderr).toMatch(/no CA has the id or issuer domain "pebble"/);
  for (const [option, value] of [
    ["--timeout", "abc"],
    ["--resolver", "foo://1"],
    ["--network-profile", "gone.json"],
    ["--unique", "x"],
  ]) {
    const { status, stderr } = dcvlint(cwd, [...offline, "--ca", "letsencrypt", option, value]);
    expect([status, stderr.includes(option)]).toEqual([2, true]);
  }
  expect(dcvlint(cwd, [".", "--network-profile", "p.json"])).toMatchObject({
    status: 2,
    stderr: "dcvlint: --network-profile goes with --live: without it no network is asked\n",
  });
});

test("--plan takes nothing but a plan; what people take for one gets advice", () => {
  const cwd = folder({
    "x.json": '{"a":1}',
    "s.json": '{"version":4,"terraform_version":"1.9.0","serial":1,"lineage":"x"}',
  });
  for (const run of [dcvlint(cwd, ["--plan", "x.json"]), dcvlint(cwd, ["--plan", "-"], "[]")])
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining("is no plan: --plan takes what")]);
  const state = json(cwd, ["--plan", "s.json"]);
  expect([state.status, state.report.findings[0].message]).toEqual([0, "stateFile"]);
});

test("Terraform that is nested too deeply to be read is a finding, as in a plan", () => {
  const deep = (levels: number) => `locals {\n  a = ${"[".repeat(levels)}${"]".repeat(levels)}\n}\n`;
  const { report } = json(folder({ "a.tf": deep(300), "b.tf": deep(100) }), ["."]);
  expect(report.findings).toMatchObject([
    { rule: "syntax-error", severity: "error", location: { path: "a.tf", startLine: 2 } },
  ]);
});

test("records reads a plan alone, and wants something to read", () => {
  const plan = fileURLToPath(new URL("../../../examples/terraform-route53-acm/plan.json", import.meta.url));
  const { status, stdout } = dcvlint(folder(), ["records", "--plan", plan]);
  expect([status, stdout]).toEqual([0, expect.stringContaining("www.example.com. 300 IN CNAME balancer.\n")]);
  expect(dcvlint(folder(), ["records"])).toMatchObject({ status: 2, stderr: expect.stringContaining("give a PATH") });
});

test("an account that is no URI is bad usage", () => {
  for (const command of [
    ["check", "--offline", "--after", "."],
    ["expect", "--method", "dns-persist-01"],
  ])
    expect(dcvlint(folder(), [...command, "example.com", "--ca", "letsencrypt", "--account", "me"])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^dcvlint: --account me: not a URI/),
    });
});

test("--version and --help", () => {
  expect(dcvlint(top, ["--version"]).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const { status, stdout } = dcvlint(top, ["--help"]);
  expect([status, /lint .*records|records/.test(stdout)]).toEqual([0, true]);
  expect(dcvlint(top, ["lint", "--help"]).stdout).toContain("--changed-since");
});

test.each([
  ["explain", "SERVFAIL looking up CAA for example.com"],
  ["rules"],
  ["expect", "example.com", "--ca", "letsencrypt"],
])("%s writes no colours into a pipe, in CI neither", (...args) => {
  const env = { ...process.env, CI: "true", FORCE_COLOR: undefined, NO_COLOR: undefined };
  const { stdout } = spawnSync(process.execPath, [bin, ...args], { encoding: "utf8", env });
  expect(stdout).not.toContain("\u001b");
});
