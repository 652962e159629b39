import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bin, scratch } from "./command.js";

const top = scratch("init");
let folders = 0;

const ZONE = `$ORIGIN example.net.
@ 3600 IN SOA ns1 host 1 7200 900 1209600 300
@ 3600 IN NS ns1
ns1 3600 IN A 192.0.2.1
_0123456789abcdef0123456789abcdef.www 300 IN CNAME _0123456789abcdef0123456789abcdef.abcdefghij.acm-validations.aws.
`;
const CONFIG = "dcvlint.config.yaml";
const WORKFLOW = ".github/workflows/dcvlint.yml";

function repository(files: Record<string, string>, isGit = true): string {
  const path = join(top, `r${folders++}`);
  mkdirSync(path);
  if (isGit) mkdirSync(join(path, ".git"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

function dcvlint(cwd: string, ...args: string[]) {
  const env = { PATH: process.env.PATH };
  return spawnSync(process.execPath, [bin, ...args], { cwd, encoding: "utf8", env });
}

const read = (cwd: string, name: string) => readFileSync(join(cwd, name), "utf8");

test("says what is there, and writes a config that changes nothing and a workflow for these folders", () => {
  const cwd = repository({ "dns/example.net.zone": ZONE, "infra/tf/main.tf": 'resource "null_resource" "x" {}\n' });
  const { status, stdout, stderr } = dcvlint(cwd, "init");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Found 1 zone file and 1 file of Terraform.");
  expect(stdout).toContain("www.example.net (Amazon Trust Services");
  expect(stdout).toContain(`Wrote ${CONFIG}.\nWrote ${WORKFLOW}.\n`);
  expect(read(cwd, WORKFLOW)).toContain('paths: ["dns/**", "**.tf", "**.tf.json", "**.tofu", "**.tfvars", ');
  expect(dcvlint(cwd)).toMatchObject({ status: 0, stderr: "" });
  expect(dcvlint(cwd, "--format", "json").stdout).toContain('"records": 4');
});

test("what is commented out in the config is right once the signs are gone", () => {
  const cwd = repository({ "dns/example.net.zone": ZONE, "dns/hosts.zone": "www A 192.0.2.7\n" });
  dcvlint(cwd, "init");
  const config = read(cwd, CONFIG);
  expect(config).toContain('names: ["example.net", "*.example.net"]');
  expect(config).toContain('- match: "dns/hosts.zone"');
  writeFileSync(join(cwd, CONFIG), config.replace(/^#(?! )/gm, "").replace(/^#( {2,})/gm, "$1"));
  expect(dcvlint(cwd, "records", "dns/hosts.zone").stdout).toMatch(/^www\.example\.com\. \d+ IN A 192\.0\.2\.7$/m);
  expect(dcvlint(cwd, "check", "--offline", "--after", "dns").stdout).toContain("*.example.net");
});

test("from a folder within, it looks at the whole repository", () => {
  const cwd = repository({ "dns/example.net.zone": ZONE, "src/a.txt": "" });
  expect(dcvlint(join(cwd, "src"), "init").stdout).toContain("Wrote ../dcvlint.config.yaml.");
  expect(existsSync(join(cwd, WORKFLOW))).toBe(true);
});

test("never overwrites: not a config of another format, not a workflow of another name that runs the Action", () => {
  const workflow = "jobs: { a: { steps: [{ uses: dcvlint/dcvlint/actions/check@v0 }] } }\n";
  const cwd = repository({ "dcvlint.config.json": "{}", ".github/workflows/dns.yml": workflow });
  const { status, stdout } = dcvlint(cwd, "init");
  expect(status).toBe(0);
  expect(stdout).toContain("dcvlint.config.json is there already and stays as it is.");
  expect(stdout).toContain(".github/workflows/dns.yml is there already and stays as it is.");
  expect([CONFIG, WORKFLOW].map((name) => existsSync(join(cwd, name)))).toEqual([false, false]);

  const again = repository({ [WORKFLOW]: "mine", [CONFIG]: "ignore: []\n" });
  expect(dcvlint(again, "init").stdout).toContain(`${WORKFLOW} is there already`);
  expect([read(again, WORKFLOW), read(again, CONFIG)]).toEqual(["mine", "ignore: []\n"]);
});

test("writes through no link: neither one in a file's place nor one on the way", () => {
  const outside = join(top, "outside");
  mkdirSync(outside);
  const cwd = repository({ "dns/example.net.zone": ZONE });
  symlinkSync(join(outside, "config"), join(cwd, CONFIG));
  symlinkSync(outside, join(cwd, ".github"));
  const { status, stderr } = dcvlint(cwd, "init");
  expect(status).toBe(2);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(existsSync(join(outside, "config"))).toBe(false);
  expect(existsSync(join(outside, "workflows"))).toBe(false);
});

test("outside git there is no workflow, and nothing found is no error", () => {
  const cwd = repository({ "a.txt": "" }, false);
  const { status, stdout } = dcvlint(cwd, "init");
  expect(status).toBe(0);
  expect(stdout).toContain("Found no DNS as code that dcvlint reads.");
  expect(stdout).toContain("This is no git repository");
  expect(existsSync(join(cwd, WORKFLOW))).toBe(false);
});

test("names from the repository stay data: odd ones leave the filter out, and break no line", () => {
  const odd = 'd[!]"\n  - x: *evil\n';
  const cwd = repository({ [`${odd}/hosts.zone`]: "www A 192.0.2.7\n" });
  const { status, stdout } = dcvlint(cwd, "init");
  expect(status).toBe(0);
  expect(stdout).not.toContain("evil");
  expect(read(cwd, WORKFLOW)).not.toMatch(/paths|evil/);
  const lines = read(cwd, CONFIG).split("\n");
  expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
});

test("its workflow uses what the examples use", () => {
  const cwd = repository({ "dns/example.net.zone": ZONE });
  dcvlint(cwd, "init");
  const example = readFileSync(
    fileURLToPath(new URL("../../../examples/zone-files/.github/workflows/dns.yml", import.meta.url)),
    "utf8",
  );
  const used = (text: string) => text.match(/uses: .*/g);
  expect(used(read(cwd, WORKFLOW))).toEqual(used(example));
});
