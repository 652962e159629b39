import { afterEach, describe, expect, test } from "vitest";
import { FakeGitHub } from "./fake-github.js";
import { Repository } from "./repository.js";
import { places, pullRequest, run } from "./runner.js";
import { FAULTY, missingDot, ZONE } from "./zones.js";

const fakes: FakeGitHub[] = [];
afterEach(() => {
  for (const fake of fakes.splice(0)) {
    fake.stop();
    expect(fake.violations).toEqual([]);
  }
});

const SUGGEST = { token: "t0ken", "review-suggestions": "true" };

async function started(...files: ConstructorParameters<typeof Repository>) {
  const repository = new Repository(...files);
  const fake = new FakeGitHub(repository);
  fakes.push(fake);
  const env = await fake.start();
  const review = (inputs = {}, more = {}) =>
    run(repository.path, pullRequest(repository), { ...SUGGEST, ...inputs }, { ...env, ...more });
  return { repository, fake, review };
}

/** What GitHub makes of a comment when its suggestion is accepted. */
function accept(text: string, comments: FakeGitHub["comments"]): string {
  const lines = text.split("\n");
  for (const { body, line, start_line } of [...comments].sort((a, b) => b.line! - a.line!)) {
    const [, , block] = /^(`{3,})suggestion\n([\s\S]*?)^\1$/m.exec(body)!;
    const first = start_line ?? line!;
    lines.splice(first - 1, line! - first + 1, ...(block === "" ? [] : block.slice(0, -1).split("\n")));
  }
  return lines.join("\n");
}

describe("a review", () => {
  test("suggests the fix on the line, with what is wrong", async () => {
    const { fake, review, repository } = await started({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() });
    const ran = await review();
    expect(ran.log).not.toContain("::notice");
    expect(fake.reviews).toHaveLength(1);
    expect(fake.reviews[0]).toMatchObject({ commit_id: repository.head, body: expect.stringContaining("1 change") });
    expect(fake.comments).toMatchObject([{ path: "z.zone", line: 7 }]);
    expect(fake.comments[0].body).toContain("```suggestion\n_a79865eb4cd1a6ab990a45779b4e0b96.h0 IN CNAME");
    expect(fake.comments[0].body).toContain("missing-trailing-dot");
  });
  test("isn't written twice when the step runs again", async () => {
    const { fake, review } = await started({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() });
    await review();
    const { reviews, comments } = structuredClone({ reviews: fake.reviews, comments: fake.comments });
    const before = fake.asked.length;
    await review();
    expect({ reviews: fake.reviews, comments: fake.comments }).toEqual({ reviews, comments });
    expect(fake.asked.slice(before).filter((one) => !one.startsWith("GET "))).toEqual([]);
  });
  test("is brought up to date on the next push: what stands stays, what is gone goes, what is new comes", async () => {
    const { fake, review } = await started(
      { "z.zone": ZONE },
      { "z.zone": ZONE + missingDot(1) + missingDot(2) + missingDot(3) },
    );
    await review();
    const [first, second, third] = fake.comments.map(({ id }) => id);
    // The second is mended, the others move, and there is a fourth.
    fake.push({ "z.zone": `${ZONE}a IN A 192.0.2.2\n${missingDot(1)}${missingDot(3)}${missingDot(4)}` });
    await review();
    expect(fake.reviews).toHaveLength(1);
    expect(fake.comments.map(({ id, line }) => [id, line])).toEqual([
      [first, 8],
      [third, 9],
      [expect.any(Number), 10],
    ]);
    expect(fake.comments.map(({ id }) => id)).not.toContain(second);
    expect(fake.reviews[0].body).toContain("3 changes");
  });
  test("without anything left to suggest is emptied, and none is begun with nothing to say", async () => {
    const { fake, review } = await started({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() });
    await review();
    fake.push({ "z.zone": `${ZONE}a IN A 192.0.2.2\n` });
    await review();
    expect(fake.comments).toEqual([]);
    expect(fake.reviews).toMatchObject([{ body: expect.stringContaining("no suggestion") }]);

    const clean = await started({ "z.zone": ZONE }, { "z.zone": `${ZONE}a IN A 192.0.2.2\n` });
    await clean.review();
    expect(clean.fake.reviews).toEqual([]);
  });
  test("leaves a comment that somebody answered", async () => {
    const { fake, review } = await started({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() });
    await review();
    const [{ id }] = fake.comments;
    const human = { login: "someone", type: "User" };
    fake.addComment({ path: "z.zone", body: "Is that so?", line: 7, in_reply_to_id: id }, 99, undefined, human);
    fake.push({ "z.zone": `${ZONE}a IN A 192.0.2.2\n` });
    await review();
    expect(fake.comments).toHaveLength(2);
  });
  test("believes no mark that a stranger copied", async () => {
    const { fake, review } = await started({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() });
    await review();
    const human = { login: "someone", type: "User" };
    const [{ body }] = fake.comments;
    const [{ body: summary }] = fake.reviews;
    fake.comments = [];
    fake.reviews.length = 0;
    const copied = fake.addComment({ path: "z.zone", body, line: 7 }, 98, undefined, human);
    fake.reviews.push({ id: 98, body: summary, user: human, commit_id: copied.commit });
    await review();
    expect(fake.reviews.map(({ user }) => user.type)).toEqual(["User", "Bot"]);
    expect(fake.comments.map(({ id, user }) => [id === copied.id, user.type])).toEqual([
      [true, "User"],
      [false, "Bot"],
    ]);
  });
  test("of another step of the workflow is another one", async () => {
    const { fake, review } = await started({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() });
    await review();
    await review({}, { GITHUB_ACTION: "__dcvlint_2" });
    expect(fake.reviews).toHaveLength(2);
    expect(fake.comments).toHaveLength(2);
  });
  test("lists fixes of lines that the diff doesn't show", async () => {
    const filler = Array.from({ length: 20 }, (_, i) => `f${i} IN A 192.0.2.${i + 1}\n`).join("");
    const { fake, review } = await started({ "z.zone": FAULTY + filler }, { "z.zone": FAULTY + filler + missingDot() });
    await review({ "changed-only": "false" });
    expect(fake.comments.map(({ line }) => line)).toEqual([28]);
    expect(fake.reviews[0].body).toMatch(/^- `z\.zone:7` \[missing-trailing-dot\]/m);
  });
  test("suggests nothing where the diff can't be had", async () => {
    const { fake, review } = await started({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() });
    fake.patchless.add("z.zone");
    const ran = await review();
    expect(places(ran)).toHaveLength(1);
    expect(fake.comments).toEqual([]);
  });
  test("suggests nothing where a merge shifts the lines", async () => {
    const { fake, repository } = await started({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() });
    repository.commitToMain({ "z.zone": `; a comment\n; another\n${ZONE}` });
    const env = { GITHUB_API_URL: fake.url };
    const ran = await run(repository.checkOutMerge(), pullRequest(repository), SUGGEST, env);
    expect(places(ran)).toEqual(["error z.zone:9 missing-trailing-dot"]);
    expect(fake.comments).toEqual([]);
  });
  test("GitHub's trouble is a notice, and the exit status stays what it is", async () => {
    const { fake, review } = await started({ "z.zone": ZONE }, { "z.zone": ZONE + missingDot() });
    fake.failing.add("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews");
    const ran = await review({ "fail-on": "never" });
    expect(ran.log).toMatch(/^::notice::The review wasn't written: GitHub answers 502/m);
    expect(ran.status).toBe(0);
  });
  test("applying every suggestion leaves nothing to lint", async () => {
    const head = [
      ZONE,
      missingDot(1),
      "www IN A 192.0.2.2\n",
      missingDot(2),
      // Twice the same record: one goes.
      "www IN A 192.0.2.2\n",
      "_b1946ac92492d2347c6235b4d2611184.x.example.com IN CNAME _591785b794601e212b260e25925636fd.hkvuiqjoua.acm-validations.aws.\n",
      '@ IN CAA 0 isue "letsencrypt.org"\n',
      '@ IN CAA 1 issue "amazon.com"\n',
      '@ IN CAA 0 iodef "security@example.com"\n',
    ].join("");
    const base = `${ZONE}@ IN CAA 0 issue "letsencrypt.org"\n@ IN CAA 0 issue "amazon.com"\n`;
    const { fake, review } = await started({ "z.zone": base }, { "z.zone": head });
    const first = await review({ "fail-on": "info" });
    // Seven with a fix, and that the slip in the tag takes its CA away.
    expect(places(first)).toHaveLength(8);
    // The doubled record's line end is where the next fix begins, so these two are one suggestion of two lines.
    expect(fake.comments).toHaveLength(6);
    expect(fake.comments.filter(({ start_line }) => start_line !== undefined)).toHaveLength(1);
    fake.push({ "z.zone": accept(head, fake.comments) });
    const second = await review({ "fail-on": "info" });
    expect(places(second)).toEqual([]);
    expect([second.status, second.outputs.findings]).toEqual([0, "0"]);
    expect(fake.comments).toEqual([]);
  });
});
