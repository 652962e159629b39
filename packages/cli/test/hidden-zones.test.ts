import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, scratch } from "./command.js";

// What a pull request may hold that would rather not be linted, reads what it shouldn't, or asks for very much time.

const top = scratch("hidden-zones");
let folders = 0;

type Files = Record<string, string | { link: string }>;

function folder(files: Files = {}, isWorkTree = true): string {
  const path = join(top, `f${folders++}`);
  mkdirSync(path);
  if (isWorkTree) mkdirSync(join(path, ".git"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    if (typeof text === "string") writeFileSync(join(path, name), text);
    else symlinkSync(text.link, join(path, name));
  }
  return path;
}

function lint(cwd: string, ...args: string[]) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args, "--format", "json"], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH },
    timeout: 30_000,
    maxBuffer: 2 ** 30,
  });
  const seconds = (performance.now() - started) / 1000;
  const report = JSON.parse(stdout || '{"findings":[],"notices":[]}');
  const rules: string[] = report.findings.map(({ rule }: { rule: string }) => rule);
  const notices: string[] = report.notices.map(({ what }: { what: string }) => what);
  return { status, stderr, seconds, rules, notices };
}

const HEAD = "$TTL 300\n@ IN SOA ns1 host 1 2 3 4 5\n@ IN NS ns1\nns1 A 192.0.2.1\n";
const BAD = "_3f2a CNAME 9c1e.sectigo.com\n";
const FOUND = "missing-trailing-dot";

describe("a zone can't pass for something else", () => {
  const disguises: Record<string, string> = {
    "a Jinja placeholder as an owner": `${HEAD}${BAD}{{a}} TXT x\n`,
    "a Go placeholder as a value": `${HEAD}${BAD}x TXT {{}}\n`,
    "an autoconf placeholder as an owner": `${HEAD}${BAD}@ABC@ TXT x\n`,
    "a shell placeholder as an owner": `${HEAD}${BAD}\${ABC} A 192.0.2.1\n`,
    "a shell placeholder as a value": `${HEAD}${BAD}x TXT \${ABC}\n`,
    "Jinja that reads as a record": `${HEAD}${BAD}{% TXT x %}\n`,
    "control lines within a parenthesis": `${HEAD}${BAD}x TXT (\n{% for %}\n)\n`,
    "a list in front": `[a] 300 IN TXT "x"\n${HEAD}${BAD}`,
    "an object in front": `{a} 300 IN TXT "x"\n${HEAD}${BAD}`,
    "comments in front": `${"; nothing\n".repeat(10_000)}${HEAD}${BAD}`,
    "its class by number":
      "@ 9 CLASS1 SOA ns1 host 1 2 3 4 5\n@ 9 CLASS1 NS ns1\nns1 9 CLASS1 A 192.0.2.1\n_3f2a 9 CLASS1 CNAME 9c1e.sectigo.com\n",
    "a NUL in a comment": `; \0\n${HEAD}${BAD}`,
  };
  for (const [name, text] of Object.entries(disguises)) {
    test(`by ${name}`, () => {
      const cwd = folder({ "example.com.zone": text });
      expect(lint(cwd, "example.com.zone").rules).toContain(FOUND);
      expect(lint(cwd).rules).toContain(FOUND);
    });
  }
  test("a template is a template, and a walk says that it passed over it", () => {
    for (const text of [
      `${HEAD}{% for h in hosts %}\n{{ h.name }} A {{ h.ip }}\n{% endfor %}\n`,
      `{% set x = 1 %}\n${HEAD}`,
      "$TTL 300\n@ IN SOA ns1.{{ domain }}. host 1 2 3 4 5\n",
      "$TTL %ttl%\n@ %nsttl% IN SOA %nameserver%. %rpemail%. ( 1 2 3 4 5 )\n%domain%. IN A %ip%\n",
      "$TTL 300\n@ IN SOA %nameserver%. %rpemail%. ( 1 2 3 4 5 )\n",
      `${HEAD}www A $PUBLIC_IPV4\n`,
      `${HEAD}www 60 IN AAAA {{ address }}\n`,
    ]) {
      const cwd = folder({ "example.com.zone": text });
      expect(lint(cwd, "example.com.zone").rules).toEqual(["unsupported-source"]);
      const walked = lint(cwd);
      expect([walked.status, walked.rules]).toEqual([0, []]);
      expect(walked.notices.join()).toContain("example.com.zone");
    }
  });
  test("per cents alone make no template", () => {
    const text = `${HEAD}a TXT http://example.com/%C3%A4%20b%\n@ TXT "v=spf1 exists:%{i}._spf.%{d} -all"\n${BAD}`;
    expect(lint(folder({ "example.com.zone": text }), "example.com.zone").rules).toContain(FOUND);
  });
  test("something is said of every text that was named", () => {
    const cwd = folder({ "a.json": "{}", "b.yaml": "a: b\n", "c.zone": "[1, 2]" });
    for (const name of ["a.json", "b.yaml", "c.zone"]) expect(lint(cwd, name).rules).toEqual(["unsupported-source"]);
    expect(lint(cwd).notices.join()).toContain("c.zone");
  });
  test("db.example.pl is a zone, db.pl and db.test.ts are programs", () => {
    const cwd = folder({ "db.example.pl": `${HEAD}${BAD}`, "db.pl": "$x = 1;\n", "db.test.ts": "const a = 1;\n" });
    writeFileSync(join(cwd, "named.conf.local"), 'zone "example.com" { type primary; };\n');
    const { rules, notices } = lint(cwd);
    expect(rules).toContain(FOUND);
    expect(notices).toEqual([]);
  });
});

describe("a zone can't be made to vanish", () => {
  test("by a file that includes itself and the zone", () => {
    const junk = "$INCLUDE junk.zone\n$INCLUDE example.com.zone\n";
    expect(lint(folder({ "junk.zone": junk, "example.com.zone": `${HEAD}${BAD}` })).rules).toContain(FOUND);
  });
  test("by two fragments that include each other", () => {
    const cwd = folder({ "a.zone": `$INCLUDE b.zone\n${BAD}`, "b.zone": `$INCLUDE a.zone\n${BAD}` });
    expect(lint(cwd).rules).toContain("include-loop");
  });
  test("without a word", () => {
    const bad = `${HEAD}${BAD}`;
    const cwd = folder({
      ".gitignore": "hidden.zone\n",
      "hidden.zone": bad,
      ".dot.zone": bad,
      "node_modules/x/module.zone": bad,
      [`${"d/".repeat(70)}deep.zone`]: bad,
      "passed.zone": bad,
      "dcvlint.config.yaml": "ignore: [passed.zone]\nrules:\n  missing-trailing-dot: off\n  challenge-in-code: info\n",
    });
    const { notices } = lint(cwd);
    for (const name of ["hidden.zone", ".dot.zone", "module.zone", "deep.zone", "passed.zone"])
      expect(notices.join()).toContain(name);
    expect(notices).toContain("dcvlint.config.yaml turns off: missing-trailing-dot; sets to info: challenge-in-code.");
  });
});

describe("nothing outside the root is read or written", () => {
  const outside = folder({ "x.zone": `${HEAD}${BAD}` });
  test("by a named link, a linked folder, a glob", () => {
    const cwd = folder({
      "example.com.zone": { link: join(outside, "x.zone") },
      zones: { link: outside },
      "in.zone": `${HEAD}${BAD}`,
      "globbed.zone": { link: "in.zone" },
    });
    for (const path of ["example.com.zone", "zones", "zones/x.zone", "example*.zone"]) {
      const { rules, status } = lint(cwd, path, "--fix", "--unsafe-fixes");
      expect([rules, status]).toEqual([["include-outside-root"], 1]);
    }
    expect(readFileSync(join(outside, "x.zone"), "utf8")).toBe(`${HEAD}${BAD}`);
    expect(lint(cwd, "glob*.zone").rules).toContain(FOUND);
  });
  test("a named link is followed where there is no root to leave", () => {
    const cwd = folder({ "x.zone": { link: join(outside, "x.zone") } }, false);
    expect(lint(cwd, "x.zone").rules).toContain(FOUND);
  });
  test("git's own folder is closed, and secrets aren't quoted", () => {
    const cwd = folder({
      "example.com.zone": `${HEAD}$INCLUDE .git/config\n$INCLUDE .GIT/config\n$INCLUDE .env\n$INCLUDE l\n`,
      ".env": "TOKEN=c2VjcmV0\n",
      l: { link: ".git/config" },
      "git.zone": { link: ".git/config" },
    });
    writeFileSync(join(cwd, ".git/config"), "[http]\n\textraheader = basic c2VjcmV0\n");
    for (const path of ["example.com.zone", ".", "git.zone", ".git/config", ".git"]) {
      const run = spawnSync(process.execPath, [bin, path], { cwd, encoding: "utf8" });
      expect(run.stdout + run.stderr).not.toMatch(/c2VjcmV0|TOKEN/);
    }
    const { rules } = lint(cwd, "example.com.zone");
    expect(rules.filter((rule) => rule === "include-outside-root")).toHaveLength(3);
    expect(rules.filter((rule) => rule === "include-not-found")).toHaveLength(1);
  });
});

describe("the config", () => {
  test("is refused in a sentence, whatever it is", () => {
    const cases: [Files, RegExp][] = [
      [{ "dcvlint.config.json": { link: "dcvlint.config.json" } }, /can't be read/],
      [{ "dcvlint.config.json/x": "" }, /no regular file/],
      [{ "dcvlint.config.yaml": { link: ".git/config" } }, /git's own folder/],
      [{ "dcvlint.config.json": "[".repeat(100_000) }, /nested/],
      [{ "dcvlint.config.json": `${"]".repeat(1000)}${"[".repeat(1000)}` }, /nested/],
      [{ "dcvlint.config.yaml": "a: *b\n" }, /anchor/],
      [{ "dcvlint.config.yaml": "ignore: [x]\nignore: [y]\n" }, /:2: "ignore" stands there twice/],
      [{ "dcvlint.config.yaml": "[".repeat(500_000) }, /nested|:1: /],
      [{ "dcvlint.config.yaml": Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join("\n") }, /unknown key/],
      [{ "dcvlint.config.yaml": "limits: {includeDepth: 1000}\n" }, /at most 32/],
      [{ "dcvlint.config.yaml": `ignore: ["${"*a".repeat(40)}"]\n` }, /stars/],
    ];
    for (const [files, message] of cases) {
      const cwd = folder({ ...files, "a.zone": HEAD });
      writeFileSync(join(cwd, ".git/config"), "");
      const { status, stderr } = lint(cwd);
      expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
      expect(stderr.trim().split("\n")).toHaveLength(1);
    }
  });
  test("braces in its strings are no nesting", () => {
    const config = `{"ignore": ["${"[".repeat(100)}"]} // ${"{".repeat(100)}\n`;
    expect(lint(folder({ "dcvlint.config.json": config, "a.zone": HEAD })).stderr).toBe("");
  });
});

describe("little text asks for little time", () => {
  test("a pipe isn't waited for", () => {
    const cwd = folder({ "a.zone": `${HEAD}$INCLUDE pipe\n` });
    execFileSync("mkfifo", [join(cwd, "pipe"), join(cwd, "dcvlint.config.yaml"), join(cwd, "b.zone")]);
    expect(lint(cwd).status).toBe(2);
    rmSync(join(cwd, "dcvlint.config.yaml"));
    expect(lint(cwd).rules).toContain("include-not-found");
  });
  test("heads that were made to be read again and again", () => {
    for (const unit of ["(\n", '"\n', ")\n", "{{\n", "{%", "\n", " ", "[", '{"', "@A", "${A", "x ( ;\n", "\\"]) {
      const cwd = folder({ "a.zone": unit.repeat(1 << 20).slice(0, 1 << 20), "a.yaml": unit.repeat(65_536) });
      expect(lint(cwd).seconds).toBeLessThan(10);
    }
  });
  test("zones that include the same text over and over", () => {
    const cwd = folder({ "big.inc": Array.from({ length: 60_000 }, (_, i) => `h${i} A 192.0.2.1\n`).join("") });
    for (let i = 0; i < 20; i++) writeFileSync(join(cwd, `z${i}.zone`), `${HEAD}${"$INCLUDE big.inc\n".repeat(50)}`);
    expect(lint(cwd).rules).toContain("include-not-found");
  });
  test("$INCLUDEs of what isn't there", () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `$INCLUDE nope${i}\n`).join("");
    expect(lint(folder({ "a.zone": `${HEAD}${lines}` })).seconds).toBeLessThan(15);
  });
  test(".gitignore patterns full of stars", () => {
    const cwd = folder({ ".gitignore": `${"*a*a*b\n".repeat(1000)}${"*a".repeat(100)}b\n` });
    for (let i = 0; i < 200; i++) writeFileSync(join(cwd, `${"a".repeat(200)}${i}.zone`), "");
    writeFileSync(join(cwd, "example.com.zone"), `${HEAD}${BAD}`);
    const { rules, notices } = lint(cwd);
    expect(rules).toContain(FOUND);
    expect(notices.join()).toContain(".gitignore");
  });
});
