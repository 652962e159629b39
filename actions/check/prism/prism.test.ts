import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { FakeGitHub } from "../test/fake-github.js";
import { gitIn, Repository } from "../test/repository.js";
import { places, pullRequest, run } from "../test/runner.js";
import { FAULTY, missingDot, ZONE } from "../test/zones.js";

// The Action against the fake behind Prism, a second judge of GitHub's description, which the fake doesn't know of.
//   npm install --no-save --ignore-scripts --prefix FOLDER @stoplight/prism-cli@5.16.0
//   DCVLINT_PRISM=FOLDER/node_modules/.bin/prism npm run test:prism

const prism = process.env.DCVLINT_PRISM;
if (!prism) throw new Error("DCVLINT_PRISM names no prism");
const description = fileURLToPath(new URL("../test/github-api.json", import.meta.url));

const open: { fake: FakeGitHub; child: ChildProcess }[] = [];
afterEach(() => {
  for (const { fake, child } of open.splice(0)) {
    child.kill();
    fake.stop();
    expect(fake.violations).toEqual([]);
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

async function behindPrism(repository: Repository) {
  const fake = new FakeGitHub(repository);
  const { GITHUB_API_URL: upstream } = await fake.start();
  const port = await freePort();
  const args = ["proxy", "--errors", "--host", "127.0.0.1", "--port", String(port), description, upstream];
  const child = spawn(prism!, args, { stdio: ["ignore", "pipe", "pipe"] });
  open.push({ fake, child });
  await new Promise<void>((done, fail) => {
    child.on("close", () => fail(new Error("prism ended")));
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding("utf8").on("data", (text: string) => text.includes("is listening") && done());
  });
  fake.publicUrl = `http://127.0.0.1:${port}`;
  return { fake, env: { GITHUB_API_URL: fake.publicUrl } };
}

const TOKEN = { token: "t0ken" };

describe("behind Prism", () => {
  test("files of a pull request are paged through", async () => {
    const files = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`docs/${i}.md`, "x"]));
    const repository = new Repository({ "z.zone": FAULTY }, { ...files, "z.zone": FAULTY + missingDot() });
    const { fake, env } = await behindPrism(repository);
    const path = repository.checkOutMerge();
    gitIn(path, "remote", "set-url", "origin", "file:///nowhere/at/all");
    const ran = await run(path, pullRequest(repository), TOKEN, env);
    expect(places(ran)).toEqual(["error z.zone:8 missing-trailing-dot"]);
    expect(fake.asked).toHaveLength(2);
  });
  test("a review is written, and brought up to date", async () => {
    const repository = new Repository({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot(1) + missingDot(2) });
    const { fake, env } = await behindPrism(repository);
    const review = () => run(repository.path, pullRequest(repository), { ...TOKEN, "review-suggestions": "true" }, env);
    expect((await review()).log).not.toContain("::notice");
    expect(fake.comments).toHaveLength(2);
    fake.push({ "z.zone": ZONE + missingDot(2) + missingDot(3) });
    expect((await review()).log).not.toContain("::notice");
    expect(fake.reviews).toHaveLength(1);
    expect(fake.comments).toHaveLength(2);
  });
  test("a check run carries all annotations", async () => {
    const lines = Array.from({ length: 130 }, (_, i) => `h${i} IN CNAME lb${i}.example.com.au\n`).join("");
    const repository = new Repository({ "z.zone": ZONE }, { "z.zone": ZONE + lines });
    const { fake, env } = await behindPrism(repository);
    const ran = await run(repository.path, pullRequest(repository), { ...TOKEN, "check-run": "true" }, env);
    expect(ran.log).not.toContain("::notice");
    expect(fake.checks[0].annotations).toHaveLength(130);
  });
  test("what isn't as described is refused", async () => {
    const { fake, env } = await behindPrism(new Repository({}, { "z.zone": ZONE }));
    const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "failure", message: "m" };
    const send = (count: number) =>
      fetch(`${env.GITHUB_API_URL}/repos/o/r/check-runs`, {
        method: "POST",
        headers: { authorization: "token t0ken", "content-type": "application/json" },
        body: JSON.stringify({
          name: "n",
          head_sha: "x",
          output: { title: "t", summary: "s", annotations: Array(count).fill(annotation) },
        }),
      });
    expect((await send(50)).status).toBe(201);
    expect((await send(51)).status).toBe(422);
    expect(fake.checks).toHaveLength(1);
  });
});
