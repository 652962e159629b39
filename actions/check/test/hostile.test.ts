import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { FakeGitHub } from "./fake-github.js";
import { Repository } from "./repository.js";
import { pullRequest, type Ran, run } from "./runner.js";
import { ZONE } from "./zones.js";

// Names, values, comments and file names of a pull request are a stranger's.

let fake: FakeGitHub | undefined;
afterEach(() => {
  fake?.stop();
  expect(fake?.violations ?? []).toEqual([]);
  fake = undefined;
});

const EVIL = "%0A::error::owned @everyone <img src=x onerror=alert(1)> `|` [a](//evil.example) ##[group]x";
const PATHS = [
  `dns/${EVIL.replaceAll("/", "⁄")}.zone`,
  "dns/two\n::error::lines\n::set-output name=verdict::pass.zone",
  "dns/::warning file=x::y\r##[error]z.zone",
  "dns/\u202egnp.enoz\u200b.zone",
  "dns/--output=x.zone",
  "dns/<!-- dcvlint:0000 -->.zone",
];
const text = `${ZONE}
"%0A::error::owned @everyone ##[error]x" IN CNAME a.example.com.au
x IN CNAME "<script>alert(1)</script>\`|\`.example.com.au"
@ IN CAA 0 isue "@everyone [a](//evil.example) \`\`\`\`"
@ IN CAA 0 iodef "::error::owned##[group]"
_acme-challenge IN TXT "]]> <b> @org/team #1 https://evil.example"
"\`\`\`suggestion" IN CNAME "\`\`\`\`.example.com.au" ; @everyone
z IN CNAME ::set-env.name=x::y.example.com.au
`;

/** The lines of a log that the runner would do something about. */
const commandsOf = (log: string) => log.split(/\r\n|[\r\n]/).filter((line) => /^\s*::|##\[/.test(line));

/** Markdown without its code and without links of our own. */
const proseOf = (markdown: string) =>
  markdown
    .replace(/^(`{3,})[\s\S]*?^\1$/gm, "")
    .replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "")
    .replace(/\[[a-z-]+\]\(<https:\/\/github\.com\/dcvlint\/dcvlint\/blob\/main\/docs\/rules\/[a-z-]+\.md>\)/g, "")
    .replace(/^<!-- dcvlint:[0-9a-f:]+ -->$/gm, "");

function expectHarmless({ log, summary, outputs }: Ran): void {
  for (const command of commandsOf(log)) {
    const [, properties, data] = /^::(?:error|warning|notice)( [^:]*)?::(.*)$/.exec(command) ?? [];
    expect(data, command).toBeDefined();
    for (const pair of (properties ?? "").trim().split(",").filter(Boolean))
      expect(pair).toMatch(/^(title|file|line|endLine|col|endColumn)=/);
    const decoded = data.replace(/%0D|%0A/g, "\n").replaceAll("%25", "%");
    expect(commandsOf(decoded), command).toEqual([]);
  }
  expectHarmlessMarkdown(summary);
  expect(outputs.verdict).toBe("fail");
}

function expectHarmlessMarkdown(markdown: string): void {
  const prose = proseOf(markdown).replaceAll("<br>", "");
  expect(prose.match(/.*(?:[@<>[\]]|https?:\/|##\[|evil).*/g)).toBeNull();
  expect(markdown).not.toMatch(/[\u202a-\u202e\u200b-\u200f\u2066-\u2069]/);
}

describe("text of the pull request", () => {
  test("can't speak to the runner, nor as Markdown or HTML, nor mention anybody", async () => {
    const repository = new Repository({ "z.zone": ZONE }, Object.fromEntries(PATHS.map((path) => [path, text])));
    const runs: Record<string, string>[] = [
      {},
      { annotations: "false" },
      { "changed-only": "false", "fail-on": "warning" },
    ];
    for (const inputs of runs) {
      const ran = await run(repository.path, pullRequest(repository), inputs);
      expect(Number(ran.outputs.findings)).toBeGreaterThan(10);
      expectHarmless(ran);
    }
  });
  test("nor in a review or a check run", async () => {
    const repository = new Repository({ "z.zone": ZONE }, Object.fromEntries(PATHS.map((path) => [path, text])));
    fake = new FakeGitHub(repository);
    const env = await fake.start();
    const inputs = { token: "t0ken", "review-suggestions": "true", "check-run": "true" };
    const ran = await run(repository.path, pullRequest(repository), inputs, env);
    expectHarmless(ran);
    expect(fake.comments.length).toBeGreaterThan(3);
    for (const { body } of [...fake.reviews, ...fake.comments]) expectHarmlessMarkdown(body);
    for (const { body } of fake.comments) expect(body.match(/^`{3,}suggestion$/gm)).toHaveLength(1);
    expectHarmlessMarkdown(fake.checks[0].summary);
    for (const { message } of fake.checks[0].annotations) expect(commandsOf(String(message))).toEqual([]);
  });
  test("in a config, a path of it or a payload, is one harmless line", async () => {
    const config = `rules:\n  "x\\n::error::owned ##[group]": off\n`;
    const repository = new Repository({ "z.zone": ZONE }, { "dcvlint.config.yaml": config });
    const { payload } = pullRequest(repository);
    const titled = { ...payload, title: "::error::owned", before: "::error::owned", merge_group: { base_sha: "--x" } };
    const ran = await run(repository.path, { name: "pull_request", payload: titled });
    expect(commandsOf(ran.log)).toHaveLength(1);
    expectHarmless(ran);
  });
  test("reaches no report file as anything but data", async () => {
    const repository = new Repository({ "z.zone": ZONE }, Object.fromEntries(PATHS.map((path) => [path, text])));
    const inputs = { "sarif-file": "out.sarif", "json-file": "out.json", "html-file": "out.html" };
    const { outputs } = await run(repository.path, pullRequest(repository), inputs);
    for (const file of [outputs["sarif-file"], outputs["json-file"]]) {
      const written = readFileSync(file, "utf8");
      expect(() => JSON.parse(written)).not.toThrow();
      expect(written).not.toMatch(/##\[|[\u202a-\u202e\u200b]/);
    }
    const page = readFileSync(outputs["html-file"], "utf8");
    expect(page).not.toMatch(/##\[|[\u202a-\u202e\u200b]|<(?:script|img|iframe|svg)| on[a-z]+="/i);
  });
  test("a sensitive value of a plan appears nowhere, nor does the token", async () => {
    const secret = "s3cret-value-of-somebody";
    const main = `variable "token" {
  sensitive = true
}
resource "aws_route53_record" "t" {
  zone_id = "Z1"
  name    = "_acme-challenge.example.com"
  type    = "TXT"
  ttl     = 300
  records = [var.token]
}
resource "aws_route53_record" "c" {
  zone_id = "Z1"
  name    = "_acme-challenge.example.com"
  type    = "CNAME"
  ttl     = 300
  records = ["x"]
}
`;
    const change = (name: string, type: string, records: string[], sensitive: unknown) => ({
      address: `aws_route53_record.${name}`,
      mode: "managed",
      type: "aws_route53_record",
      name,
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: {
        actions: ["create"],
        before: null,
        after: { zone_id: "Z1", name: "_acme-challenge.example.com", type, ttl: 300, records },
        after_unknown: {},
        after_sensitive: sensitive,
      },
    });
    const plan = {
      format_version: "1.2",
      terraform_version: "1.9.0",
      planned_values: { root_module: {} },
      resource_changes: [change("t", "TXT", [secret], { records: [true] }), change("c", "CNAME", ["x"], {})],
      configuration: { root_module: {} },
    };
    const repository = new Repository({ "README.md": "" }, { "main.tf": main, "plan.json": JSON.stringify(plan) });
    const inputs = {
      plan: "plan.json",
      "sarif-file": "o.sarif",
      "json-file": "o.json",
      "html-file": "o.html",
      token: "t0ken",
    };
    const ran = await run(repository.path, pullRequest(repository), inputs);
    expect(Number(ran.outputs.findings)).toBeGreaterThan(0);
    const all = [
      ran.log,
      ran.summary,
      ...["sarif-file", "json-file", "html-file"].map((name) => readFileSync(ran.outputs[name], "utf8")),
    ];
    for (const said of all) expect(said).not.toMatch(/s3cret|t0ken/);
  });
});
