import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, scratch } from "./command.js";

// What a change is to blame for: whatever a stranger does to a repository, what breaks by it is reported.

const top = scratch("changes");
let folders = 0;

type Files = Record<string, string | { link: string }>;

function write(cwd: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    rmSync(join(cwd, name), { force: true });
    if (typeof text === "string") writeFileSync(join(cwd, name), text);
    else symlinkSync(text.link, join(cwd, name));
  }
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
}

function repository(files: Files): string {
  const cwd = join(top, `r${folders++}`);
  mkdirSync(cwd);
  write(cwd, files);
  git(cwd, "init", "-q", "-b", "main");
  git(cwd, "add", "-A");
  git(cwd, "commit", "-q", "-m", "base");
  return cwd;
}

function dcvlint(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args, "--format", "json"], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { PATH: process.env.PATH, ...env },
  });
  return { status, stderr, report: stdout ? JSON.parse(stdout) : undefined };
}

const rulesOf = ({ report }: ReturnType<typeof dcvlint>) => report.findings.map(({ rule }: { rule: string }) => rule);

const SOA = `$ORIGIN example.com.
$TTL 3600
@    IN SOA ns1 hostmaster 1 7200 900 1209600 300
     IN NS  ns1
     IN NS  ns2.example.net.
ns1  IN A   192.0.2.1
`;
const BAD = "www IN CNAME lb.example.net.au\n";
const FAULT = `${SOA}${BAD}`;

describe("--changed-since blames the change for", () => {
  /** The plain run and the one on the change agree that it fails; without the change nothing is said. */
  function blames(files: Files, change: (cwd: string) => void, rule: string, args: string[] = []) {
    const cwd = repository(files);
    expect(dcvlint(cwd, ["--changed-since", "HEAD", ...args])).toMatchObject({ status: 0, report: { findings: [] } });
    change(cwd);
    expect(dcvlint(cwd, args).status).toBe(1);
    const run = dcvlint(cwd, ["--changed-since", "HEAD", ...args]);
    expect([run.status, rulesOf(run)]).toEqual([1, expect.arrayContaining([rule])]);
    git(cwd, "add", "-A");
    git(cwd, "commit", "-q", "-m", "change");
    expect(dcvlint(cwd, ["--changed-since", "HEAD~1", ...args]).status).toBe(1);
    expect(dcvlint(cwd, ["--changed-since", "HEAD", ...args]).status).toBe(0);
    return run;
  }

  describe("Terraform:", () => {
    const main = `variable "target" {}
resource "google_dns_record_set" "www" {
  managed_zone = "main"
  name         = "www.example.com."
  type         = "CNAME"
  rrdatas      = [var.target]
}
module "api" {
  source = "./alias"
  target = var.target
}
`;
    const alias = `variable "target" {}
resource "google_dns_record_set" "this" {
  managed_zone = "main"
  name         = "api.example.com."
  type         = "CNAME"
  rrdatas      = [var.target]
}
`;
    const files = { "main.tf": main, "alias/main.tf": alias, "terraform.tfvars": 'target = "lb.example.net."\n' };

    test("a variable's value, at the value", () => {
      const { report } = blames(
        files,
        (cwd) => write(cwd, { "terraform.tfvars": 'target = "lb.example.net"\n' }),
        "missing-trailing-dot",
      );
      expect(report.findings.map((f: { location: { path: string } }) => f.location.path)).toEqual([
        "terraform.tfvars",
        "terraform.tfvars",
      ]);
    });
    test("a module that has another meaning than before", () => {
      blames(
        { ...files, "alias/main.tf": alias.replace("[var.target]", '["lb.example.net."]') },
        (cwd) => write(cwd, { "alias/main.tf": alias.replace("[var.target]", '[trimsuffix(var.target, ".")]') }),
        "missing-trailing-dot",
      );
    });
    test("a record beside one that was there, in another file", () => {
      const zone = 'resource "aws_route53_zone" "main" {\n  name = "example.com"\n}\n';
      const record = (name: string, type: string, data: string) =>
        `resource "aws_route53_record" "${name}" {\n  zone_id = aws_route53_zone.main.zone_id\n  name    = "_acme-challenge"\n  type    = "${type}"\n  records = ["${data}"]\n}\n`;
      blames(
        { "main.tf": zone + record("a", "CNAME", "x.acme-dns.example.net") },
        (cwd) => write(cwd, { "new.tf": record("b", "TXT", "gfj9Xq-Rg85nM_evaGxfADs6PSRb2LAv9IZf17Dt3jU") }),
        "cname-and-other-data",
      );
    });
  });

  test("an included file that it deletes or renames", () => {
    const files = { "z.zone": `${SOA}$INCLUDE hosts.inc\n`, "hosts.inc": "a IN A 192.0.2.2\n" };
    blames(files, (cwd) => unlinkSync(join(cwd, "hosts.inc")), "include-not-found");
    blames(files, (cwd) => renameSync(join(cwd, "hosts.inc"), join(cwd, "others.inc")), "include-not-found");
  });
  test("an old text that nothing linted until a new zone includes it", () => {
    blames(
      { "frag.inc": BAD, "a.md": "" },
      (cwd) => write(cwd, { "z.zone": `${SOA}$INCLUDE frag.inc\n` }),
      "missing-trailing-dot",
    );
  });
  test("another text behind a link", () => {
    blames(
      { "db.example.com": { link: "data/good" }, "data/good": SOA, "data/.bad": FAULT },
      (cwd) => write(cwd, { "db.example.com": { link: "data/.bad" } }),
      "missing-trailing-dot",
      ["db.example.com"],
    );
  });
  test("a file that it renames, when its name is the zone's", () => {
    const relative =
      "$TTL 60\n@ IN SOA ns1 hm 1 2 3 4 5\n@ IN NS ns1\n@ IN NS ns2\nns1 IN A 192.0.2.1\nns2 IN A 192.0.2.2\n";
    blames(
      { "db.example.org": relative + BAD },
      (cwd) => renameSync(join(cwd, "db.example.org"), join(cwd, "db.example.com")),
      "missing-trailing-dot",
    );
  });
  test("files that git takes for binary, and odd names", () => {
    blames(
      { ".gitattributes": "*.zone -diff\n", "z.zone": SOA },
      (cwd) => write(cwd, { "z.zone": FAULT }),
      "missing-trailing-dot",
    );
    for (const name of [
      "it's.zone'.zone",
      "x'.zone",
      'q"q.zone',
      "t\tb.zone",
      "2024-01-01 00:00:00.0 +0000.zone",
      "z\u00fc \\n.zone",
      "l\nf.zone",
    ]) {
      blames({ [name]: SOA }, (cwd) => write(cwd, { [name]: FAULT }), "missing-trailing-dot");
    }
  });
  test("a file that it un-ignores", () => {
    const cwd = repository({ ".gitignore": "old/\n", "z.zone": SOA });
    write(cwd, { "old/x.zone": FAULT.replaceAll("example.com", "example.org") });
    git(cwd, "add", "-f", "old");
    git(cwd, "commit", "-q", "-m", "x");
    write(cwd, { ".gitignore": "" });
    expect(dcvlint(cwd, ["--changed-since", "HEAD"]).status).toBe(1);
  });
  test("a config that gives another origin", () => {
    const text =
      "$TTL 60\n@ IN SOA ns1 hm 1 2 3 4 5\n@ IN NS ns1\n@ IN NS ns2\nns1 IN A 192.0.2.1\nns2 IN A 192.0.2.2\nwww.example.com. IN A 192.0.2.3\n";
    const config = (origin: string) => `files:\n  - match: x.txt\n    kind: zonefile\n    origin: ${origin}\n`;
    blames(
      { "x.txt": text, "dcvlint.config.yaml": config("example.com") },
      (cwd) => write(cwd, { "dcvlint.config.yaml": config("example.net") }),
      "out-of-zone",
    );
  });
  test("a suppression that it takes away", () => {
    blames(
      { "z.zone": `${SOA}; dcvlint-disable-next-line missing-trailing-dot -- x\n${BAD}` },
      (cwd) => write(cwd, { "z.zone": FAULT }),
      "missing-trailing-dot",
    );
  });
  test("a second place of what stood in one", () => {
    const including = `${SOA}$INCLUDE f.inc\n`;
    blames(
      { "z.zone": including, "f.inc": "v IN CNAME a.example.net.au\n", "internal/example.com.zone": SOA },
      (cwd) => write(cwd, { "internal/example.com.zone": `${SOA}$INCLUDE ../f.inc\n` }),
      "missing-trailing-dot",
    );
  });
});

describe("--changed-since knows what a zone file lost", () => {
  const ACM =
    "_3f2ad1c7b8e94f60a1b2c3d4e5f60718  CNAME  _0f1e2d3c4b5a69788796a5b4c3d2e1f0.abcdefghij.acm-validations.aws.\n";
  const LE = '@  CAA  0 issue "letsencrypt.org"\n';
  const since = (before: Files, after: Files, args: readonly string[] = ["."]) => {
    const cwd = repository(before);
    for (const name of Object.keys(before)) if (!(name in after)) unlinkSync(join(cwd, name));
    write(cwd, after);
    return dcvlint(cwd, ["lint", ...args, "--changed-since", "HEAD"]);
  };
  const placesOf = ({ report }: ReturnType<typeof dcvlint>) =>
    report.findings.map(
      ({
        rule,
        severity,
        location,
      }: {
        rule: string;
        severity: string;
        location: { path: string; startLine: number };
      }) => `${rule} ${severity} ${location.path}:${location.startLine}`,
    );

  test("a validation record, at the line that stands in its place", () => {
    const after = `${SOA}www  A  45.33.32.156\n`;
    const run = since({ "example.com.zone": `${SOA}${ACM}www  A  45.33.32.156\n` }, { "example.com.zone": after });
    expect(placesOf(run)).toEqual(["validation-record-removed warning example.com.zone:7"]);
  });

  test("one that a certificate of the config needs", () => {
    const config = "certificates:\n  - names: [example.com]\n    ca: amazon\n    method: dns-cname\n";
    const run = since(
      { "dcvlint.config.yaml": config, "example.com.zone": `${SOA}${ACM}` },
      { "dcvlint.config.yaml": config, "example.com.zone": SOA },
    );
    expect(run.status).toBe(1);
    expect(placesOf(run)).toContain("validation-record-removed error example.com.zone:6");
  });

  test("but not one whose certificate the config gives up along with it", () => {
    const config = (names: string) => `certificates:\n  - names: [${names}]\n    ca: amazon\n    method: dns-cname\n`;
    const www = ACM.replace("  CNAME", ".www  CNAME");
    const run = since(
      {
        "dcvlint.config.yaml": `${config("example.com")}  - names: [www.example.com]\n    ca: amazon\n`,
        "example.com.zone": `${SOA}${ACM}${www}`,
      },
      { "dcvlint.config.yaml": config("www.example.com"), "example.com.zone": `${SOA}${www}` },
    );
    expect(rulesOf(run)).not.toContain("validation-record-removed");
  });

  test("a CA, the wildcard, and what an included file held", () => {
    const digicert = '@  CAA  0 issue "digicert.com"\n';
    expect(
      placesOf(since({ "example.com.zone": `${SOA}${LE}${digicert}` }, { "example.com.zone": `${SOA}${digicert}` })),
    ).toEqual(["caa-tightened warning example.com.zone:7"]);
    expect(
      placesOf(
        since(
          { "example.com.zone": `${SOA}${LE}` },
          { "example.com.zone": `${SOA}${LE}@  CAA  0 issuewild "digicert.com"\n` },
        ),
      ),
    ).toEqual(["caa-tightened warning example.com.zone:7"]);
    const zone = `${SOA}$INCLUDE acm.inc\n`;
    const run = since(
      { "example.com.zone": zone, "acm.inc": ACM },
      { "example.com.zone": zone, "acm.inc": "; nothing any more\n" },
      ["example.com.zone"],
    );
    expect(placesOf(run)).toEqual(["validation-record-removed warning acm.inc:1"]);
  });

  test("also where a file has another name now, or an $ORIGIN moved what stands there still", () => {
    const run = since(
      { "example.com.zone": `${SOA}${ACM}www  A  45.33.32.156\n` },
      { "zones/db.example.com": `${SOA}www  A  45.33.32.156\n` },
    );
    expect(placesOf(run)).toEqual(["validation-record-removed warning zones/db.example.com:7"]);
    const moved = since(
      { "example.com.zone": `${SOA}www  A  45.33.32.156\n${ACM}` },
      { "example.com.zone": `${SOA}www  A  45.33.32.156\n$ORIGIN www.example.com.\n${ACM}` },
    );
    expect(placesOf(moved)).toContain("validation-record-removed warning example.com.zone:9");
  });

  test("and nothing that is only written elsewhere, otherwise, or swallowed by an open quote", () => {
    const before = { "example.com.zone": `${SOA}${ACM}${LE}` };
    const acm = ACM.replace("_3f2a", "_3F2A")
      .replace("  CNAME  ", ".example.com. 60 IN CNAME ( ")
      .replace("\n", " )\n");
    const states: readonly Record<string, string>[] = [
      { "example.com.zone": `${SOA}${LE}; moved down\n${acm}` },
      { "example.com.zone": `${SOA}$INCLUDE more/acm.inc\n${LE}`, "more/acm.inc": ACM },
      { "db.example.com": `${SOA}${ACM}${LE}` },
      { "example.com.zone": `${SOA}_3f2ad1c7b8e94f60a1b2c3d4e5f60718  NS  ns1.example.org.\n${LE}` },
      { "example.com.zone": `${SOA}${ACM}` },
    ];
    for (const after of states)
      expect(rulesOf(since(before, after)).filter((rule: string) => /removed|tightened/.test(rule))).toEqual([]);
    const open = since(before, { "example.com.zone": `${SOA}@  TXT  ( "open"\n${ACM}${LE}` });
    expect(rulesOf(open)).toContain("syntax-error");
    expect(rulesOf(open)).not.toContain("validation-record-removed");
  });
});

test("--changed-since says which files with DNS are gone, for nothing in them is judged", () => {
  const cwd = repository({
    "a.zone": SOA,
    "b.zone": SOA.replaceAll("example.com", "example.org"),
    "c.txt": "",
    "d.tf": "",
  });
  for (const name of ["b.zone", "c.txt", "d.tf"]) rmSync(join(cwd, name));
  const { status, report } = dcvlint(cwd, ["--changed-since", "HEAD"]);
  expect([status, report.findings]).toEqual([0, []]);
  expect(report.notices.map(({ what }: { what: string }) => what)).toEqual([
    "The change deletes b.zone, d.tf: whether the records in there are still needed wasn't judged.",
  ]);
  rmSync(join(cwd, "a.zone"));
  expect(dcvlint(cwd, ["--changed-since", "HEAD"]).report.notices.map(({ what }: { what: string }) => what)).toEqual([
    "No DNS found: no zone file, and no records in Terraform sources or plans.",
    "The change deletes a.zone, b.zone, d.tf: whether the records in there are still needed wasn't judged.",
  ]);
  git(cwd, "checkout", "-q", "--", ".");
  git(cwd, "mv", "b.zone", "moved.zone");
  expect(dcvlint(cwd, ["--changed-since", "HEAD"]).report.notices).toEqual([]);
});

describe("--changed-since doesn't blame it for", () => {
  test("what stood there before, wherever the run starts and however it names its files", () => {
    const cwd = repository({ "dns/z.zone": FAULT, "a.md": "x", "dns/sub/y.zone": SOA.replaceAll("com", "org") });
    write(cwd, { "a.md": "y", "dns/z.zone": `; moved\n${FAULT}` });
    const dns = join(cwd, "dns");
    for (const [from, args] of [
      [cwd, []],
      [cwd, ["dns/*.zone"]],
      [cwd, [dns]],
      [dns, ["z.zone"]],
      [dns, [".."]],
      [join(dns, "sub"), ["../z.zone", "y.zone"]],
    ] as const) {
      expect(dcvlint(from, args).status).toBe(1);
      expect(dcvlint(from, ["--changed-since", "HEAD", ...args])).toMatchObject({ status: 0, report: { notices: [] } });
    }
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("dcvlint-base-"))).toEqual([]);
  });
  test("lines that only got other ends", () => {
    const cwd = repository({ "z.zone": FAULT });
    write(cwd, { "z.zone": FAULT.replaceAll("\n", "\r\n") });
    expect(dcvlint(cwd, ["--changed-since", "HEAD"]).status).toBe(0);
  });
  test("a large file: 130,000 lines, and one of them is wrong", () => {
    const lines = Array.from({ length: 130_000 }, (_, i) => `h${i} IN A 192.0.2.7\n`);
    const cwd = repository({ "z.zone": SOA + BAD + lines.join("") });
    lines[60_000] = "x IN CNAME y.example.net.au\n";
    write(cwd, { "z.zone": SOA + BAD + lines.join("") });
    write(cwd, { "c.diff": git(cwd, "diff") });
    for (const args of [
      ["--changed-since", "HEAD"],
      ["--diff", "c.diff"],
    ]) {
      const { status, report } = dcvlint(cwd, [...args, "z.zone"]);
      expect([status, report.findings.map((f: { location: { startLine: number } }) => f.location.startLine)]).toEqual([
        1,
        [60_008],
      ]);
    }
  });
});

describe("where the old state can't be had", () => {
  test("everything is reported, with a notice", () => {
    const cwd = repository({
      "z.zone": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
      "y.zone": FAULT,
    });
    write(cwd, { "z.zone": SOA.replaceAll("example.com", "example.org") });
    const run = dcvlint(cwd, ["--changed-since", "HEAD"]);
    expect([run.status, rulesOf(run), run.report.notices[0].what]).toEqual([
      1,
      ["missing-trailing-dot"],
      expect.stringContaining("everything is reported"),
    ]);
  });
  test("nor when git may turn the same blobs into other texts", () => {
    const cwd = repository({ "z.zone": FAULT });
    write(cwd, { ".gitattributes": "*.zone working-tree-encoding=UTF-16LE\n" });
    expect(dcvlint(cwd, ["--changed-since", "HEAD"])).toMatchObject({ status: 1, report: { notices: [{}] } });
  });
  test("a broken config of then is no reason to stop", () => {
    const cwd = repository({ "z.zone": FAULT, "dcvlint.config.json": "{" });
    write(cwd, { "dcvlint.config.json": "{}" });
    expect(dcvlint(cwd, ["--changed-since", "HEAD"])).toMatchObject({ status: 1, report: { notices: [{}] } });
  });
});

describe("git", () => {
  test("is never taken from the repository, and starts nothing of it", () => {
    const cwd = repository({ "z.zone": FAULT });
    const evil = "#!/bin/sh\ntouch owned\nexit 0\n";
    write(cwd, { git: evil, "bin/git": evil, "hook.sh": evil, "z.zone": `${FAULT}; x\n` });
    for (const name of ["git", "bin/git", "hook.sh"]) chmodSync(join(cwd, name), 0o755);
    git(cwd, "config", "core.fsmonitor", "./hook.sh");
    const path = `.:${cwd}:${join(cwd, "bin")}::${process.env.PATH}`;
    expect(dcvlint(cwd, ["--changed-since", "HEAD"], { PATH: path }).status).toBe(0);
    expect(dcvlint(cwd, ["--changed-since", "HEAD"], { PATH: `.:${cwd}` })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("git"),
    });
    expect(existsSync(join(cwd, "owned"))).toBe(false);
  });
  test("a tree with names that leave it writes nothing", () => {
    const cwd = repository({ "z.zone": SOA });
    const blob = git(cwd, "hash-object", "-w", "z.zone").trim();
    const tree = execFileSync("git", ["mktree"], {
      cwd,
      input: `100644 blob ${blob}\t..\n100644 blob ${blob}\tz.zone\n`,
      encoding: "utf8",
    }).trim();
    const commit = git(cwd, "commit-tree", tree, "-m", "x").trim();
    write(cwd, { "z.zone": FAULT, "y.zone": FAULT });
    expect(dcvlint(cwd, ["--changed-since", commit]).status).toBe(1);
  });
});

describe("--diff", () => {
  const after = `${FAULT}x IN CNAME y.example.net.au\n`;
  const diffOf = (files: Files, change: (cwd: string) => void) => {
    const cwd = repository(files);
    change(cwd);
    git(cwd, "add", "-A", "-N");
    writeFileSync(join(cwd, "c.diff"), execFileSync("git", ["diff", "--no-renames", "HEAD"], { cwd }));
    return cwd;
  };
  test("knows deleted files, new ones, and what a removed line leaves behind", () => {
    const deleted = diffOf({ "z.zone": `${SOA}$INCLUDE h.inc\n`, "h.inc": "a A 192.0.2.2\n" }, (cwd) =>
      unlinkSync(join(cwd, "h.inc")),
    );
    expect(rulesOf(dcvlint(deleted, ["--diff", "c.diff"]))).toContain("include-not-found");
    const added = diffOf({ "frag.inc": BAD }, (cwd) => write(cwd, { "z.zone": `${SOA}$INCLUDE frag.inc\n` }));
    expect(rulesOf(dcvlint(added, ["--diff", "c.diff"]))).toEqual(["missing-trailing-dot"]);
    const old = diffOf({ "z.zone": FAULT }, (cwd) => write(cwd, { "z.zone": `${FAULT}; x\n` }));
    expect(rulesOf(dcvlint(old, ["--diff", "c.diff"]))).toEqual([]);
  });
  test("2 for one that doesn't fit, or that can't be read in full", () => {
    const cwd = diffOf({ "z.zone": FAULT }, (cwd) => write(cwd, { "z.zone": after }));
    const good = git(cwd, "diff");
    const says = (text: string) => {
      write(cwd, { "c.diff": text });
      return dcvlint(cwd, ["--diff", "c.diff", "z.zone"]).status;
    };
    expect(says(good)).toBe(1);
    expect(says(good.replace("+x IN", "+y IN"))).toBe(2);
    expect(says(good.replace(/^@@ .*@@/m, "@@ -5,3 +5,40 @@"))).toBe(2);
    expect(says(good.replace(/^@@ .*@@/m, "@@@ -5,3 -5,3 +5,4 @@@"))).toBe(2);
    expect(says(good.replaceAll("z.zone", "y.zone"))).toBe(2);
    expect(says(good.replaceAll("z.zone", "../z.zone"))).toBe(2);
    expect(says(good.replace("+++ b/z.zone", "+++ /dev/null"))).toBe(2);
  });
  test("odd names are understood or refused, never passed over", () => {
    for (const name of ["x'.zone", 'q"q.zone', "t\tb.zone", "2024-01-01 00:00:00.0 +0000.zone", "a b.zone"]) {
      const cwd = diffOf({ [name]: SOA }, (cwd) => write(cwd, { [name]: FAULT }));
      expect([name, dcvlint(cwd, ["--diff", "c.diff"]).status]).not.toEqual([name, 0]);
    }
  });
});
