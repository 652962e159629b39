import { afterEach, describe, expect, test } from "vitest";
import { FakeGitHub } from "./fake-github.js";
import { Repository } from "./repository.js";
import { pullRequest, run } from "./runner.js";
import { missingDot, ZONE } from "./zones.js";

const fakes: FakeGitHub[] = [];
afterEach(() => {
  for (const fake of fakes.splice(0)) {
    fake.stop();
    expect(fake.violations).toEqual([]);
  }
});

async function checked(lines: string, prepare: (fake: FakeGitHub) => void = () => {}) {
  const repository = new Repository({ "z.zone": ZONE }, { "z.zone": ZONE + lines });
  const fake = new FakeGitHub(repository);
  fakes.push(fake);
  const env = await fake.start();
  prepare(fake);
  const inputs = { token: "t0ken", "check-run": "true" };
  return { ran: await run(repository.path, pullRequest(repository), inputs, env), fake, repository };
}
const faults = (n: number) => Array.from({ length: n }, (_, i) => `h${i} IN CNAME lb${i}.example.com.au\n`).join("");

describe("a check run", () => {
  test("stands on the pull request's own commit and says what was found", async () => {
    const { fake, repository } = await checked(missingDot());
    expect(fake.checks).toMatchObject([
      {
        name: "dcvlint (dcvlint)",
        head_sha: repository.head,
        status: "completed",
        conclusion: "failure",
        title: "1 error",
      },
    ]);
    expect(fake.checks[0].annotations).toEqual([
      {
        path: "z.zone",
        start_line: 7,
        end_line: 7,
        start_column: 47,
        end_column: 110,
        annotation_level: "failure",
        title: "missing-trailing-dot",
        message: expect.stringContaining("has no final dot"),
      },
    ]);
    expect(fake.checks[0].summary).toContain("Will be published");
  });
  test("carries all annotations, fifty in a request", async () => {
    const { fake, ran } = await checked(faults(130));
    expect(ran.annotations).toHaveLength(10);
    expect(fake.checks).toMatchObject([{ status: "completed", conclusion: "failure" }]);
    expect(fake.checks[0].annotations).toHaveLength(130);
    expect(fake.asked.filter((one) => one.includes("check-runs"))).toHaveLength(3);
    expect(fake.checks[0].summary.length).toBeLessThan(65_535);
  });
  test("of a clean change succeeds", async () => {
    const { fake } = await checked("a IN A 192.0.2.2\n");
    expect(fake.checks).toMatchObject([{ conclusion: "success", title: "No problems found", annotations: [] }]);
  });
  test("isn't left in progress when GitHub stumbles half-way", async () => {
    const { fake, ran } = await checked(faults(130), ({ failing }) =>
      failing.add("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}"),
    );
    expect(fake.checks).toMatchObject([{ status: "completed", conclusion: "failure" }]);
    expect(ran.log).toMatch(/^::notice::The check run wasn't written in full: GitHub answers 502/m);
    expect(ran.status).toBe(1);
  });
});
