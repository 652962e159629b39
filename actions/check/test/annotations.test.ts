import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { newFolder, Repository } from "./repository.js";
import { places, pullRequest, push, run } from "./runner.js";
import { FAULTY, missingDot, ZONE } from "./zones.js";

const TXT = '_acme-challenge.www IN TXT "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs"\n';
const CNAME = "_acme-challenge.www IN CNAME x.acme-dns.example.net.\n";

async function change(base: Record<string, string>, head: Record<string, string | null>, inputs = {}) {
  const repository = new Repository(base, head);
  return run(repository.path, pullRequest(repository), inputs);
}

describe("on a pull request", () => {
  test("the added line that lacks its dot is annotated, and the step fails", async () => {
    const ran = await change({ "dns/example.com.zone": FAULTY }, { "dns/example.com.zone": FAULTY + missingDot() });
    expect(places(ran)).toEqual(["error dns/example.com.zone:8 missing-trailing-dot"]);
    expect(ran.annotations[0].message).toContain("acm-validations.aws.example.com.");
    expect(ran.status).toBe(1);
    expect(ran.outputs).toMatchObject({ errors: "1", warnings: "0", infos: "0", findings: "1", verdict: "fail" });
    expect(ran.outputs).not.toHaveProperty("sarif-file");
    expect(ran.summary).toContain("missing-trailing-dot");
    expect(ran.summary).toMatch(/Will be published:\*\* `_a798\S+ CNAME _424c\S+acm-validations\.aws\.example\.com\.`/);
    expect(ran.summary).toContain("```diff\n-_a798");
  });
  test("what stood there before isn't this change's, unless all is asked for", async () => {
    const base = { "example.com.zone": FAULTY };
    const head = { "example.com.zone": `${FAULTY}www IN A 192.0.2.2\n` };
    expect(await change(base, head)).toMatchObject({ status: 0, annotations: [], outputs: { verdict: "pass" } });
    expect(await change(base, head, { "changed-only": "false" })).toMatchObject({
      status: 1,
      outputs: { errors: "1" },
    });
  });
  test("a CNAME beside an unchanged TXT is this change's, on its own line", async () => {
    const ran = await change({ "z.zone": ZONE + TXT }, { "z.zone": ZONE + TXT + CNAME });
    expect(places(ran)).toEqual(["error z.zone:8 cname-and-other-data"]);
    expect(ran.status).toBe(1);
  });
  test("and so is a TXT beside an unchanged CNAME", async () => {
    const ran = await change({ "z.zone": ZONE + CNAME }, { "z.zone": ZONE + CNAME + TXT });
    expect(places(ran)[0]).toBe("error z.zone:8 cname-and-other-data");
  });
  test("a TXT above the unchanged CNAME that the finding stands on", async () => {
    const ran = await change({ "z.zone": ZONE + CNAME }, { "z.zone": ZONE + TXT + CNAME });
    expect(places(ran)[0]).toBe("error z.zone:7 cname-and-other-data");
  });
  test("a removed line is blamed for what breaks without it", async () => {
    const base = { "z.zone": `${ZONE}a CNAME b\nb A 192.0.2.2\n` };
    const ran = await change(base, { "z.zone": `${ZONE}a CNAME b\n` }, { "fail-on": "warning" });
    expect(places(ran)).toEqual(["warning z.zone:7 dangling-target"]);
    expect(ran.status).toBe(1);
  });
  test("an included file that the change deletes is the change's", async () => {
    const base = { "z.zone": `${ZONE}$INCLUDE hosts.inc\n`, "hosts.inc": "a IN A 192.0.2.2\n" };
    const ran = await change(base, { "hosts.inc": null });
    expect(places(ran)).toEqual(["error z.zone:7 include-not-found"]);
    expect(ran.status).toBe(1);
  });
  test("a renamed file has no findings that it hadn't", async () => {
    const ran = await change(
      { "a/example.com.zone": FAULTY },
      { "a/example.com.zone": null, "b/example.com.zone": FAULTY },
    );
    expect(ran.status).toBe(0);
    expect(places(ran)).toEqual([]);
  });
  test("a renamed file with a line more is blamed for that line", async () => {
    const ran = await change(
      { "a/example.com.zone": ZONE },
      { "a/example.com.zone": null, "b/example.com.zone": ZONE + missingDot() },
    );
    expect(places(ran)).toEqual(["error b/example.com.zone:7 missing-trailing-dot"]);
  });
  test("a deleted zone file is no finding", async () => {
    const ran = await change({ "a.zone": ZONE, "b.zone": FAULTY }, { "b.zone": null });
    expect([ran.status, places(ran)]).toEqual([0, []]);
  });
  test("paths with blanks, commas and letters of other scripts come out as they are", async () => {
    const path = "dns zonen/bücher, 例え: 100%.zone";
    const ran = await change({ [path]: ZONE }, { [path]: ZONE + missingDot() }, { "sarif-file": "out.sarif" });
    expect(places(ran)).toEqual([`error ${path}:7 missing-trailing-dot`]);
    const sarif = JSON.parse(readFileSync(ran.outputs["sarif-file"], "utf8"));
    const [{ physicalLocation }] = sarif.runs[0].results[0].locations;
    expect(physicalLocation.artifactLocation.uri).toBe(
      "dns%20zonen/b%C3%BCcher%2C%20%E4%BE%8B%E3%81%88%3A%20100%25.zone",
    );
  });
  test("fingerprints stay when lines move", async () => {
    const fingerprints = async (before: string) => {
      const head = { "z.zone": `${before}${ZONE}${missingDot()}` };
      const ran = await change({ "z.zone": ZONE }, head, { "sarif-file": "out.sarif" });
      return JSON.parse(readFileSync(ran.outputs["sarif-file"], "utf8")).runs[0].results.map(
        ({ partialFingerprints }: { partialFingerprints: object }) => partialFingerprints,
      );
    };
    expect(await fingerprints("")).toEqual(await fingerprints("; one\n; two\n\n"));
  });
  test("no DNS in the repository is a clear sentence and a success", async () => {
    const ran = await change({ "README.md": "x" }, { "README.md": "y" });
    expect(ran.log).toContain("No DNS found");
    expect(ran.summary).toContain("No DNS found");
    expect(ran).toMatchObject({ status: 0, outputs: { verdict: "pass", findings: "0" } });
  });
  test("no DNS in the change is one, too", async () => {
    const ran = await change({ "z.zone": FAULTY, "README.md": "x" }, { "README.md": "y" });
    expect(ran.log).toContain("The change touches none of the DNS files here, so there is nothing to report.");
    expect(ran).toMatchObject({ status: 0, outputs: { verdict: "pass" } });
  });
  test("a broken config fails the step with its line", async () => {
    const ran = await change({ "z.zone": ZONE }, { "dcvlint.config.yaml": "rules:\n  missing-dot: off\n" });
    expect(ran.log).toMatch(/^::error::config dcvlint\.config\.yaml:2: there is no rule "missing-dot"/m);
    expect(ran).toMatchObject({ status: 1, outputs: { verdict: "fail" } });
  });
  test("a path that isn't there fails the step, and the rest is reported", async () => {
    const ran = await change({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() }, { paths: "z.zone\ngone.zone" });
    expect(ran.log).toMatch(/^::error::gone\.zone/m);
    expect(places(ran)).toEqual(["error z.zone:7 missing-trailing-dot"]);
    expect(ran.status).toBe(1);
  });
});

describe("a change to Terraform", () => {
  const record = (value: string) => `resource "aws_route53_zone" "z" {
  name = "example.com"
}
resource "aws_route53_record" "www" {
  zone_id = aws_route53_zone.z.zone_id
  name    = "www"
  type    = "CNAME"
  ttl     = 300
  records = ["${value}"]
}
`;
  test("is blamed on the line of source, once, though the plan tells it too", async () => {
    const repository = new Repository({ "main.tf": record("web.example.net") }, { "main.tf": record("backend") });
    const change = (value: string, actions: string[]) => ({
      address: "aws_route53_record.www",
      mode: "managed",
      type: "aws_route53_record",
      name: "www",
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: {
        actions,
        before: { zone_id: "Z1", name: "www.example.com", type: "CNAME", ttl: 300, records: ["web.example.net"] },
        after: { zone_id: "Z1", name: "www.example.com", type: "CNAME", ttl: 300, records: [value] },
        after_unknown: {},
      },
    });
    writeFileSync(
      join(repository.path, "plan.json"),
      JSON.stringify({
        format_version: "1.2",
        terraform_version: "1.9.0",
        planned_values: { root_module: {} },
        resource_changes: [change("backend", ["update"])],
        configuration: { root_module: {} },
      }),
    );
    const ran = await run(repository.path, pullRequest(repository), { plan: "plan.json", paths: "." });
    expect(places(ran)).toEqual(["error main.tf:9 single-label-target"]);
  });
});

describe("five thousand findings", () => {
  const many = Array.from({ length: 5000 }, (_, i) => `h${i} IN CNAME lb${i}.example.com.au\n`).join("");
  test("are ten annotations, a count and a table that fits", async () => {
    const repository = new Repository({ "z.zone": ZONE }, { "z.zone": ZONE + many });
    const ran = await run(repository.path, pullRequest(repository), { "json-file": "out.json" });
    expect(places(ran)).toHaveLength(10);
    expect(ran.log).toMatch(/^… and 4990 more errors not shown as annotations$/m);
    expect(ran.outputs.errors).toBe("5000");
    expect(Buffer.byteLength(ran.summary)).toBeLessThanOrEqual(1024 * 1024);
    expect(Buffer.byteLength(ran.summary)).toBeGreaterThan(500 * 1024);
    expect(ran.summary).toMatch(/more findings not shown/);
    expect(ran.summary.match(/^\| error \|/gm)!.length).toBeGreaterThan(1000);
    expect(JSON.parse(readFileSync(ran.outputs["json-file"], "utf8")).summary.errors).toBe(5000);
  });
});

describe("inputs", () => {
  const event = ({ base, head }: Repository) => push(base, head);
  test("one that is wrong is named", async () => {
    const repository = new Repository({ "z.zone": ZONE }, { "a.md": "" });
    for (const [name, value] of [
      ["fail-on", "fatal"],
      ["mode", "lively"],
      ["annotations", "yes"],
      ["check-run", "1"],
    ]) {
      const ran = await run(repository.path, event(repository), { [name]: value });
      expect([ran.status, ran.log]).toEqual([1, expect.stringContaining(`::error::input ${name} is `)]);
    }
  });
  test("fail-on decides on the exit status alone", async () => {
    const repository = new Repository({}, { "z.zone": FAULTY });
    for (const [failOn, status] of [
      ["never", 0],
      ["error", 1],
      ["info", 1],
    ] as const) {
      const ran = await run(repository.path, event(repository), { "fail-on": failOn });
      expect([ran.status, ran.outputs.errors, ran.outputs.verdict]).toEqual([status, "1", status ? "fail" : "pass"]);
    }
  });
  test("without annotations the log says it in full, and without a summary there is none", async () => {
    const repository = new Repository({}, { "z.zone": FAULTY });
    const ran = await run(repository.path, event(repository), { annotations: "false", summary: "false" });
    expect(ran.annotations).toEqual([]);
    expect(ran.log).toMatch(/^z\.zone:7:\d+ error missing-trailing-dot$/m);
    expect(ran.summary).toBe("");
    expect(ran.status).toBe(1);
  });
  test("annotations, log and summary say what the command says", async () => {
    const repository = new Repository({}, { "z.zone": FAULTY });
    const ran = await run(repository.path, event(repository), { "json-file": "out.json" });
    const [{ what, why, how }] = JSON.parse(readFileSync(ran.outputs["json-file"], "utf8")).findings;
    expect(ran.annotations[0].message).toBe([what, why, how].join("\n"));
    for (const sentence of [why, how]) expect(ran.summary.replaceAll("`", "")).toContain(sentence);
  });
  test("reports are written relative to the working directory, and name paths from the top", async () => {
    // The config makes its folder the root.
    const files = { "dns/z.zone": FAULTY, "dns/dcvlint.config.yaml": "ignore: []\n" };
    const repository = new Repository(files, { "a.md": "" });
    const inputs = { "sarif-file": "out.sarif", "json-file": "out.json", "working-directory": "dns", paths: "z.zone" };
    const ran = await run(repository.path, event(repository), inputs);
    const sarif = readFileSync(join(repository.path, "dns/out.sarif"), "utf8");
    expect([...new Set(sarif.match(/"uri": "[^"]*"/g))]).toEqual(['"uri": "dns/z.zone"']);
    expect(JSON.parse(readFileSync(ran.outputs["json-file"], "utf8")).findings[0].location.path).toBe("dns/z.zone");
    expect(places(ran)).toEqual(["error dns/z.zone:7 missing-trailing-dot"]);
  });
  test("a repository that was checked out into a folder of the workspace has paths of its own", async () => {
    const repository = new Repository({ "dns/z.zone": ZONE }, { "dns/z.zone": ZONE + missingDot() });
    const workspace = { GITHUB_WORKSPACE: dirname(repository.path) };
    const inputs = { "working-directory": basename(repository.path) };
    const ran = await run(dirname(repository.path), pullRequest(repository), inputs, workspace);
    expect(places(ran)).toEqual(["error dns/z.zone:7 missing-trailing-dot"]);
  });
  test("a report's place that is a link is replaced, one behind a link that leads out is refused", async () => {
    const repository = new Repository({ "z.zone": FAULTY }, { "a.md": "" });
    const { path } = repository;
    const outside = newFolder();
    mkdirSync(outside, { recursive: true });
    writeFileSync(join(outside, "precious"), "precious");
    symlinkSync(join(outside, "precious"), join(path, "out.sarif"));
    symlinkSync(outside, join(path, "reports"));
    await run(path, event(repository), { "sarif-file": "out.sarif" });
    expect(JSON.parse(readFileSync(join(path, "out.sarif"), "utf8")).version).toBe("2.1.0");
    const ran = await run(path, event(repository), { "json-file": "reports/precious", "fail-on": "never" });
    expect([ran.status, ran.log]).toEqual([1, expect.stringMatching(/^::error::json-file: .*link/m)]);
    expect(ran.outputs.verdict).toBe("fail");
    expect(readFileSync(join(outside, "precious"), "utf8")).toBe("precious");
  });
  test("a summary that can't be written is a notice", async () => {
    const repository = new Repository({}, { "z.zone": ZONE });
    const ran = await run(repository.path, event(repository), {}, { GITHUB_STEP_SUMMARY: newFolder() });
    expect(ran.status).toBe(0);
    expect(ran.log).toMatch(/^::notice::The job summary can't be written/m);
  });
  test("what it didn't foresee is one error, not a stack", async () => {
    const repository = new Repository({}, { "z.zone": ZONE });
    const ran = await run(repository.path, event(repository), {}, { GITHUB_OUTPUT: newFolder() });
    expect(ran.status).toBe(1);
    expect(ran.log).toMatch(/^::error::/m);
    expect(ran.log).not.toMatch(/^\s+at /m);
  });
});
