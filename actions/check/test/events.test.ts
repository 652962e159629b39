import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { FakeGitHub } from "./fake-github.js";
import { gitIn, Repository } from "./repository.js";
import { places, pullRequest, push, run } from "./runner.js";
import { FAULTY, missingDot, ZONE } from "./zones.js";

const fakes: FakeGitHub[] = [];
afterEach(() => {
  for (const fake of fakes.splice(0)) {
    fake.stop();
    expect(fake.violations).toEqual([]);
  }
});
async function github(repository: Repository) {
  const fake = new FakeGitHub(repository);
  fakes.push(fake);
  return { fake, env: await fake.start() };
}
const TOKEN = { token: "t0ken" };
const NEW_FAULT = ["error z.zone:8 missing-trailing-dot"];

const faulty = () => new Repository({ "z.zone": FAULTY, "other.zone": ZONE }, { "z.zone": FAULTY + missingDot() });

const dead = (path: string): string => {
  gitIn(path, "remote", "set-url", "origin", "file:///nowhere/at/all");
  return path;
};

describe("a shallow clone", () => {
  test("of the merge commit fetches the commit that it merges into, and asks no API", async () => {
    const repository = faulty();
    repository.commitToMain({ "other.zone": FAULTY });
    const { fake, env } = await github(repository);
    const ran = await run(repository.checkOutMerge(), pullRequest(repository), TOKEN, env);
    // What main brought meanwhile isn't the change's.
    expect(places(ran)).toEqual(NEW_FAULT);
    expect(fake.asked).toEqual([]);
  });
  test("of the head asks where it branched off, and fetches that", async () => {
    const repository = faulty();
    const main = repository.commitToMain({ "other.zone": FAULTY, "z.zone": ZONE });
    const { fake, env } = await github(repository);
    const event = pullRequest({ base: main, head: repository.head });
    const ran = await run(repository.clone("refs/heads/change", 1), event, TOKEN, env);
    expect(places(ran)).toEqual(NEW_FAULT);
    expect(fake.asked).toEqual([expect.stringMatching(/^GET \/repos\/o\/r\/compare\//)]);
  });
  test("that can't fetch has the files and their patches from the API", async () => {
    const repository = faulty();
    const { fake, env } = await github(repository);
    const ran = await run(dead(repository.checkOutMerge()), pullRequest(repository), TOKEN, env);
    expect(places(ran)).toEqual(NEW_FAULT);
    expect(fake.asked).toEqual(["GET /repos/o/r/pulls/1/files"]);
    expect(ran.log).not.toContain("::notice");
  });
  test("whose patches are left out has the old texts from the API", async () => {
    const repository = new Repository(
      { "z.zone": FAULTY, "gone.zone": ZONE, "a/old name.zone": FAULTY },
      { "z.zone": FAULTY + missingDot(), "gone.zone": null, "a/old name.zone": null, "b/é.zone": FAULTY },
    );
    const { fake, env } = await github(repository);
    fake.patchless.add("z.zone");
    const ran = await run(dead(repository.checkOutMerge()), pullRequest(repository), TOKEN, env);
    expect(places(ran)).toEqual(NEW_FAULT);
    expect(fake.asked).toContain("GET /repos/o/r/contents/z.zone");
  });
  test("of a change with hundreds of files pages through them", async () => {
    const files = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`docs/${i}.md`, "x"]));
    const repository = new Repository({ "z.zone": FAULTY }, { ...files, "z.zone": FAULTY + missingDot() });
    const { fake, env } = await github(repository);
    const ran = await run(dead(repository.checkOutMerge()), pullRequest(repository), TOKEN, env);
    expect(places(ran)).toEqual(NEW_FAULT);
    expect(fake.asked).toHaveLength(3);
  });
  test("a removed line is told by the API too", async () => {
    const repository = new Repository(
      { "z.zone": `${ZONE}a CNAME b\nb A 192.0.2.2\n` },
      { "z.zone": `${ZONE}a CNAME b\n` },
    );
    const { env } = await github(repository);
    const ran = await run(dead(repository.checkOutMerge()), pullRequest(repository), TOKEN, env);
    expect(places(ran)).toEqual(["warning z.zone:7 dangling-target"]);
  });
  test("with neither reports everything, and says so", async () => {
    const repository = faulty();
    const ran = await run(dead(repository.checkOutMerge()), pullRequest(repository));
    expect(ran.log).toMatch(/^::notice::What this change touches can't be told: .*So everything is reported/m);
    expect(places(ran)).toEqual(["error z.zone:7 missing-trailing-dot", ...NEW_FAULT]);
    expect(ran.status).toBe(1);
  });
  test("whose API refuses reports everything, and says so", async () => {
    const repository = faulty();
    const { fake, env } = await github(repository);
    fake.rights = "none";
    const ran = await run(dead(repository.checkOutMerge()), pullRequest(repository), TOKEN, env);
    expect(ran.log).toMatch(/^::notice::What this change touches can't be told: .*the API answers 403/m);
    expect(places(ran)).toHaveLength(2);
  });
  test("a whole clone needs neither network nor token, wherever main has gone", async () => {
    const repository = faulty();
    repository.commitToMain({ "other.zone": FAULTY });
    for (const path of [repository.clone("refs/heads/change", 0), repository.checkOutMerge(0)]) {
      const ran = await run(dead(path), pullRequest(repository));
      expect(places(ran)).toEqual(NEW_FAULT);
    }
  });
});

describe("a pull request from a fork", () => {
  test("is annotated, summarised and failed with a token that may only read; what is refused is a notice", async () => {
    const repository = faulty();
    const { fake, env } = await github(repository);
    fake.rights = "read";
    const inputs = { ...TOKEN, "review-suggestions": "true", "check-run": "true" };
    const ran = await run(repository.checkOutMerge(), pullRequest(repository), inputs, env);
    expect(places(ran)).toEqual(NEW_FAULT);
    expect(ran.summary).toContain("missing-trailing-dot");
    expect([ran.status, ran.outputs.verdict]).toEqual([1, "fail"]);
    expect(ran.log.match(/^::notice::.*no right to it \(403\)/gm)).toHaveLength(2);
    expect([fake.reviews, fake.checks]).toEqual([[], []]);
  });
  test("passes with one, too", async () => {
    const repository = new Repository({ "z.zone": FAULTY }, { "z.zone": `${FAULTY}www IN A 192.0.2.2\n` });
    const { fake, env } = await github(repository);
    fake.rights = "none";
    const inputs = { ...TOKEN, "review-suggestions": "true", "check-run": "true" };
    const ran = await run(repository.checkOutMerge(), pullRequest(repository), inputs, env);
    expect([ran.status, ran.outputs.verdict, places(ran)]).toEqual([0, "pass", []]);
  });
});

describe("other events", () => {
  const both = ["error z.zone:7 missing-trailing-dot", ...NEW_FAULT];
  test("a push is judged whole, or by what it changed where that is asked for", async () => {
    const repository = faulty();
    const event = push(repository.base, repository.head);
    expect(places(await run(repository.path, event))).toEqual(both);
    expect(places(await run(repository.path, event, { "changed-only": "true" }))).toEqual(NEW_FAULT);
    const shallow = repository.clone("refs/heads/change", 1);
    expect(places(await run(shallow, event, { "changed-only": "true" }))).toEqual(NEW_FAULT);
  });
  test("a push whose base can't be fetched is compared by the API", async () => {
    const repository = faulty();
    const { fake, env } = await github(repository);
    const path = dead(repository.clone("refs/heads/change", 1));
    const event = push(repository.base, repository.head);
    const ran = await run(path, event, { ...TOKEN, "changed-only": "true" }, env);
    expect(places(ran)).toEqual(NEW_FAULT);
    expect(fake.asked).toHaveLength(1);
  });
  test("a push that makes the branch has no base", async () => {
    const repository = faulty();
    const ran = await run(repository.path, push("0".repeat(40), repository.head), { "changed-only": "true" });
    expect(ran.log).toMatch(/^::notice::This event names no base/m);
    expect(places(ran)).toEqual(both);
  });
  test("a merge group is compared with its base", async () => {
    const { path, base, head } = faulty();
    const event = { name: "merge_group", payload: { merge_group: { base_sha: base, head_sha: head } } };
    expect(places(await run(path, event))).toEqual(both);
    expect(places(await run(path, event, { "changed-only": "true" }))).toEqual(NEW_FAULT);
  });
  test("schedule and workflow_dispatch look at the whole repository", async () => {
    const { path } = faulty();
    for (const name of ["schedule", "workflow_dispatch"])
      expect(places(await run(path, { name, payload: {} }))).toEqual(both);
  });
  test("pull_request_target stops with a warning, unless that is allowed", async () => {
    const repository = faulty();
    const event = pullRequest(repository, "pull_request_target");
    const refused = await run(repository.path, event);
    expect(refused.annotations).toEqual([
      {
        kind: "warning",
        properties: {},
        message: expect.stringMatching(/^Nothing was checked.*allow-pull-request-target/),
      },
    ]);
    expect([refused.status, refused.outputs]).toEqual([0, { verdict: "cannot-tell" }]);
    const allowed = await run(repository.path, event, { "allow-pull-request-target": "true" });
    expect([allowed.status, places(allowed)]).toEqual([1, NEW_FAULT]);
  });
  test("a payload that can't be read is a sentence", async () => {
    const { path } = faulty();
    const ran = await run(path, { name: "push", payload: {} }, {}, { GITHUB_EVENT_PATH: path });
    expect([ran.status, ran.log]).toEqual([
      1,
      expect.stringMatching(/^::error::the event's payload .* can't be read$/m),
    ]);
  });
  test("a workspace without git is linted, and compared by the API", async () => {
    const repository = faulty();
    const { env } = await github(repository);
    const path = repository.clone("refs/heads/change", 1);
    rmSync(join(path, ".git"), { recursive: true });
    const ran = await run(path, pullRequest(repository), TOKEN, env);
    expect(places(ran)).toEqual(NEW_FAULT);
  });
});
