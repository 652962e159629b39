import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bin, scratch } from "./command.js";

// What Terraform marks sensitive shows in no output, whatever is wrong with it.

const cwd = scratch("sensitive");

const SECRET = "s3cr3t";
const FORMATS = ["pretty", "json", "sarif", "github", "junit", "markdown", "html"];

/** Every attribute of it would be reported if it were no secret. */
const bad = (n: number, marks: Record<string, unknown>) => {
  const after = {
    managed_zone: "main",
    name: `_acme-challenge.${SECRET}${n}.example.com.example.com.`,
    type: "CNAME",
    ttl: 300,
    rrdatas: [`${SECRET}${n}.example.net`],
  };
  return {
    address: `google_dns_record_set.r${n}`,
    mode: "managed",
    type: "google_dns_record_set",
    name: `r${n}`,
    provider_name: "registry.terraform.io/hashicorp/google",
    change: {
      actions: n % 2 ? ["create"] : ["update"],
      before: n % 2 ? null : { ...after, rrdatas: [`${SECRET} old`] },
      after,
      after_unknown: {},
      before_sensitive: n % 2 ? false : marks,
      after_sensitive: n % 2 ? marks : {},
    },
  };
};

const plan = {
  format_version: "1.2",
  terraform_version: "1.9.8",
  variables: { token: { value: SECRET } },
  resource_changes: [
    bad(1, { name: true, rrdatas: true }),
    bad(2, { name: true, rrdatas: [true] }),
    bad(3, { name: true, rrdatas: [true], type: true }),
    // The zone's name is one too, and what stands in it bears it.
    {
      address: "azurerm_dns_zone.z",
      mode: "managed",
      type: "azurerm_dns_zone",
      name: "z",
      provider_name: "registry.terraform.io/hashicorp/azurerm",
      change: {
        actions: ["create"],
        before: null,
        after: { name: `${SECRET}.example` },
        after_unknown: {},
        before_sensitive: false,
        after_sensitive: { name: true },
      },
    },
    {
      address: "azurerm_dns_cname_record.c",
      mode: "managed",
      type: "azurerm_dns_cname_record",
      name: "c",
      provider_name: "registry.terraform.io/hashicorp/azurerm",
      change: {
        actions: ["create"],
        before: null,
        after: { zone_name: `${SECRET}.example`, name: `www.${SECRET}.example`, record: `${SECRET} x` },
        after_unknown: {},
        before_sensitive: false,
        after_sensitive: { zone_name: true, name: true, record: true },
      },
    },
  ],
  planned_values: { root_module: {} },
  prior_state: { values: { root_module: {} } },
  configuration: { root_module: { variables: { token: { default: SECRET, sensitive: true } } } },
};

const source = `variable "token" {
  default   = "${SECRET}"
  sensitive = true
}

locals {
  hidden = sensitive("${SECRET}.b")
}

resource "google_dns_record_set" "a" {
  managed_zone = "main"
  name         = "\${var.token}.example.com.example.com."
  type         = "CNAME"
  rrdatas      = ["\${var.token} https://x"]
}

resource "google_dns_record_set" "b" {
  managed_zone = "main"
  name         = "b.example.com."
  type         = "CNAME"
  rrdatas      = [local.hidden]
}

resource "google_dns_record_set" "seen" {
  managed_zone = "main"
  name         = "c.example.com."
  type         = "TXT"
  rrdatas      = ["\\"${"x".repeat(300)}\\""]
}
`;

mkdirSync(join(cwd, ".git"));
mkdirSync(join(cwd, "plans"));
writeFileSync(join(cwd, "plans/plan.json"), JSON.stringify(plan));
writeFileSync(join(cwd, "main.tf"), source);

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, encoding: "utf8" });
  return { status, text: stdout + stderr };
};

for (const path of ["plans/plan.json", "main.tf"]) {
  test(`${path}: in no format of lint`, () => {
    const files = FORMATS.flatMap((format) => ["--format", `${format}=${join(cwd, `${format}.out`)}`]);
    for (const args of [
      files,
      ["--fix-dry-run"],
      ["--fix-dry-run", "--unsafe-fixes"],
      ["--write-baseline", "b.json"],
    ]) {
      const { status, text } = run("lint", path, "--stats", ...args);
      if (status === 2) throw new Error(text);
      expect(text).not.toContain(SECRET);
    }
    for (const format of FORMATS) {
      const written = readFileSync(join(cwd, `${format}.out`), "utf8");
      // That something is left to say shows that the report was made.
      expect(written).toMatch(/undecided|notice|could not decide|sarif|<testsuites?|^$|::/i);
      expect(written).not.toContain(SECRET);
    }
    expect(readFileSync(join(cwd, "b.json"), "utf8")).not.toContain(SECRET);
  });

  test(`${path}: not among the records`, () => {
    for (const format of ["zone", "jsonl"]) {
      const { status, text } = run("records", path, "--format", format);
      expect(status).toBe(0);
      expect(text).not.toContain(SECRET);
    }
  });
}

test("without the marks there is much to say, so the silence above is due to them", () => {
  const open = JSON.parse(
    JSON.stringify(plan, (key, value) => (key === "after_sensitive" || key === "before_sensitive" ? {} : value)),
  );
  writeFileSync(join(cwd, "open.json"), JSON.stringify(open));
  const { status, text } = run("lint", "open.json");
  expect(status).toBe(1);
  expect(text).toContain(SECRET);
});

test("a file of variables that can't be read: the place alone", () => {
  writeFileSync(join(cwd, "terraform.tfvars"), `token = "${SECRET}" # and\ntoken = "${SECRET}" "\n`);
  const files = FORMATS.flatMap((format) => ["--format", `${format}=${join(cwd, `${format}.out`)}`]);
  const { text } = run("lint", "main.tf", "terraform.tfvars", ...files);
  expect(text).not.toContain(SECRET);
  const told = FORMATS.map((format) => readFileSync(join(cwd, `${format}.out`), "utf8")).join("");
  expect(told).toContain("terraform.tfvars:2:");
  expect(told).not.toContain(SECRET);
});
