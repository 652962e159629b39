import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintAndFix } from "../../src/autofix.js";
import { loadConfig } from "../../src/find-config.js";
import { NOW } from "../zone-text.js";
import { change, lintProject, plan, project, told } from "./project.js";

const ZONE = { name: "example.com", zone_id: "Z1", id: "Z1", vpc: [] };

const NESTED = {
  "main.tf": `resource "google_dns_managed_zone" "main" {
  name     = "main"
  dns_name = "example.com."
}

module "apps" {
  source = "./modules/apps"
  zone   = google_dns_managed_zone.main.name
  apps = {
    web = { target = "lb.example.net." }
    api = { target = "lb.example.net" }
  }
}
`,
  "modules/apps/main.tf": `variable "zone" {}
variable "apps" {}
module "record" {
  for_each = var.apps
  source   = "../record"
  zone     = var.zone
  name     = each.key
  target   = each.value.target
}
`,
  "modules/record/main.tf": `variable "zone" {}
variable "name" {}
variable "target" {}

resource "google_dns_record_set" "this" {
  for_each     = toset(["CNAME"])
  managed_zone = var.zone
  name         = "\${var.name}.example.com."
  type         = each.key
  ttl          = 300
  rrdatas      = [var.target]
}

resource "google_dns_record_set" "fixed" {
  managed_zone = var.zone
  name         = "\${var.name}-fixed.example.com."
  type         = "MX"
  ttl          = 300
  rrdatas = [
    "10 mail.example.org.",
    "20 mail.example.net",
  ]
}
`,
};

const records = (app: string, target: string, name = app) => [
  change(`module.apps.module.record["${app}"].google_dns_record_set.this["CNAME"]`, {
    managed_zone: "main",
    name: `${name}.example.com.`,
    type: "CNAME",
    ttl: 300,
    rrdatas: [target],
  }),
  change(`module.apps.module.record["${app}"].google_dns_record_set.fixed`, {
    managed_zone: "main",
    name: `${name}-fixed.example.com.`,
    type: "MX",
    ttl: 300,
    rrdatas: ["10 mail.example.org.", "20 mail.example.net"],
  }),
];

const NESTED_PLAN = plan([
  change("google_dns_managed_zone.main", { name: "main", dns_name: "example.com." }),
  ...records("web", "lb.example.net."),
  ...records("api", "lb.example.net"),
]);

test("a plan's findings stand on the line that wrote the value, two modules deep and through for_each, and once", async () => {
  const folder = project({ ...NESTED, "plan.json": NESTED_PLAN });
  const run = await lintProject(folder);
  expect(told(run)).toEqual([
    'main.tf:11:23 missing-trailing-dot error module.apps.module.record["api"].google_dns_record_set.this["CNAME"]',
    'modules/record/main.tf:21:9 missing-trailing-dot error module.apps.module.record["web"].google_dns_record_set.fixed',
    'modules/record/main.tf:21:9 missing-trailing-dot error module.apps.module.record["api"].google_dns_record_set.fixed',
  ]);
  // The sources alone say the same.
  expect(told(await lintProject(project(NESTED)))).toEqual(told(run));
});

test("without sources a finding stands on the plan, and bears the address", async () => {
  const text = JSON.stringify(NESTED_PLAN, undefined, 1);
  const run = await lintProject(project({ "out/plan.json": text }), { paths: ["out/plan.json"] });
  const lines = text.split("\n").flatMap((line, i) => (line === "  {" ? [i + 1] : []));
  expect(told(run)[0]).toBe(
    `out/plan.json:${lines[2]}:3 missing-trailing-dot error module.apps.module.record["web"].google_dns_record_set.fixed`,
  );
});

test("a plan named alone finds the sources beside it, and says nothing of what it doesn't hold", async () => {
  const other = `resource "google_dns_record_set" "other" {
  managed_zone = "main"
  name         = "other.example.com."
  type         = "CNAME"
  rrdatas      = ["lb.example.net"]
}
`;
  const folder = project({ ...NESTED, "other.tf": other, "plan.json": NESTED_PLAN });
  const alone = await lintProject(folder, { paths: ["plan.json"] });
  expect(told(alone).every((line) => !line.includes("other.tf"))).toBe(true);
  expect(told(alone)).toHaveLength(3);
  const all = await lintProject(folder);
  expect(told(all).filter((line) => line.includes("other"))).toEqual([
    "other.tf:5:20 missing-trailing-dot error google_dns_record_set.other",
  ]);
});

test("of two environments with the same resources, the one that has the plan's values", async () => {
  const environment = (zone: string) => `resource "google_dns_managed_zone" "main" {
  name     = "main"
  dns_name = "${zone}."
}
resource "google_dns_record_set" "www" {
  managed_zone = google_dns_managed_zone.main.name
  name         = "www.${zone}."
  type         = "CNAME"
  rrdatas      = ["lb.example.net"]
}
`;
  const folder = project({
    "live/main.tf": environment("example.com"),
    "test/main.tf": environment("example.org"),
    "plan.json": plan([
      change("google_dns_managed_zone.main", { name: "main", dns_name: "example.org." }),
      change("google_dns_record_set.www", {
        managed_zone: "main",
        name: "www.example.org.",
        type: "CNAME",
        rrdatas: ["lb.example.net"],
      }),
    ]),
  });
  expect(told(await lintProject(folder))).toEqual([
    "live/main.tf:9:20 missing-trailing-dot error google_dns_record_set.www",
    "test/main.tf:9:20 missing-trailing-dot error google_dns_record_set.www",
  ]);
});

test("what a plan deletes isn't there, and what it doesn't know isn't judged", async () => {
  const run = await lintProject(
    project({
      "plan.json": plan([
        change("aws_route53_zone.main", ZONE, { actions: ["no-op"], before: ZONE }),
        change("aws_route53_record.old", null, {
          before: { zone_id: "Z1", name: "a", type: "TXT", records: ["x"], ttl: 300 },
        }),
        change("aws_route53_record.new", {
          zone_id: "Z1",
          name: "a",
          type: "CNAME",
          records: ["lb.example.net"],
          ttl: 300,
        }),
        change(
          "aws_route53_record.later",
          { zone_id: "Z1", name: "b", type: "CNAME", ttl: 300 },
          { unknown: { records: true } },
        ),
      ]),
    }),
  );
  expect(told(run)).toEqual([]);
  expect(run.result.summary).toMatchObject({ records: 2, undecided: 1 });
  expect(run.result.notices.map(({ what }) => what)).toEqual([
    "Could not decide on a record, the first one here: the record's data is unknown.",
  ]);
});

test("what is there already wasn't refused: the provider has another mind than we think", async () => {
  const zone = { name: "main", dns_name: "example.com." };
  const after = (n: string) => ({
    managed_zone: "main",
    name: `${n}.example.com`,
    type: "CNAME",
    ttl: 300,
    rrdatas: ["lb.example.net"],
  });
  const changes = (actions: readonly string[]) => [
    change("google_dns_managed_zone.main", zone, { actions, before: zone }),
    change("google_dns_record_set.a", after("a"), { actions, before: after("a") }),
    change(
      "google_dns_record_set.t",
      { ...after("t"), name: "t.example.com.", type: "TXT", rrdatas: ["v=spf1 -all"] },
      { actions, before: after("t") },
    ),
  ];
  expect(told(await lintProject(project({ "plan.json": plan(changes(["no-op"])) })))).toEqual([]);
  const changed = told(await lintProject(project({ "plan.json": plan(changes(["update"])) })));
  expect(changed.map((line) => line.replace(/^\S+ /, ""))).toEqual([
    "missing-trailing-dot error google_dns_record_set.a",
    "missing-trailing-dot error google_dns_record_set.a",
    "txt-quoting error google_dns_record_set.t",
  ]);
});

test("comments silence what stands on their line, in the block behind, or in the file; an idle one is told", async () => {
  const record = (name: string) => `resource "google_dns_record_set" "${name}" {
  managed_zone = "main"
  name         = "${name}.example.com."
  type         = "CNAME"
  rrdatas      = ["lb.example.net"]
}
`;
  const run = await lintProject(
    project({
      "main.tf": `# dcvlint-disable-next-line missing-trailing-dot -- kept for the tests
${record("a")}// dcvlint-disable-next-line missing-trailing-dot
${record("b")}${record("c").replace('"]', '"] # dcvlint-disable-line missing-trailing-dot -- é and 😀 before it count')}
/* dcvlint-disable-next-line doubled-domain -- nothing is doubled */
${record("d")}`,
      "other.tf": `# dcvlint-disable-file missing-trailing-dot -- generated\n${record("e")}`,
    }),
  );
  expect(told(run).map((line) => line.replace(/^(\S+) (\S+).*/, "$1 $2"))).toEqual([
    "main.tf:8:1 suppression-without-reason",
    "main.tf:22:1 unused-suppression",
    "main.tf:27:20 missing-trailing-dot",
  ]);
  expect(run.result.summary.suppressed).toBe(4);
});

test("fixes write what the provider wants, where it is written", async () => {
  const folder = project(NESTED);
  const { texts } = await lintAndFix({ cwd: folder, paths: ["."], config: await loadConfig(folder), now: NOW }, true);
  const fixed = [...texts].map(([file, bytes]) => [file, new TextDecoder().decode(bytes)] as const);
  expect(fixed.map(([file]) => file).sort()).toEqual(["main.tf", "modules/record/main.tf"]);
  for (const [file, text] of fixed) {
    const before = readFileSync(join(folder, file), "utf8");
    expect(text).toBe(
      before.replace('lb.example.net" }', 'lb.example.net." }').replace('mail.example.net"', 'mail.example.net."'),
    );
  }
});

test("values from variable files, the command line's last", async () => {
  const folder = project({
    "main.tf": `variable "target" {}
resource "google_dns_record_set" "www" {
  managed_zone = "main"
  name         = "www.example.com."
  type         = "CNAME"
  rrdatas      = [var.target]
}
`,
    "terraform.tfvars": 'target = "lb.example.net."\n',
    "prod/live.tfvars": '\ntarget = "lb.example.org"\n',
  });
  expect(told(await lintProject(folder))).toEqual([]);
  const run = await lintProject(folder, { variableFiles: ["prod/live.tfvars"] });
  expect(told(run)).toEqual(["prod/live.tfvars:2:11 missing-trailing-dot error google_dns_record_set.www"]);
  const missing = await lintProject(folder, { variableFiles: ["no.tfvars"] });
  expect(missing.failures).toEqual(["--var-file no.tfvars: it can't be read (ENOENT)"]);
});

test("a file that is named alone has its meaning from its folder, and findings of its own", async () => {
  const folder = project({
    "zone.tf": 'resource "azurerm_dns_zone" "main" {\n  name = "example.com"\n}\n',
    "a.tf":
      'resource "azurerm_dns_cname_record" "a" {\n  zone_name = azurerm_dns_zone.main.name\n  name = "a.example.com"\n  record = "lb.example.net"\n}\n',
    "b.tf":
      'resource "azurerm_dns_cname_record" "b" {\n  zone_name = azurerm_dns_zone.main.name\n  name = "b.example.com"\n  record = "lb.example.net"\n}\n',
  });
  const run = await lintProject(folder, { paths: ["b.tf"] });
  expect(told(run)).toEqual(["b.tf:3:11 doubled-domain error azurerm_dns_cname_record.b"]);
});
