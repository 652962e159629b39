import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReportedFinding } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { CORPUS, sayAbsent } from "../corpus.js";
import { lintProject, project, told } from "./project.js";

// Changes that people made to their DNS: what one mended is found before and gone after, and what none broke isn't found.

test("a change that mends a record is seen to", async () => {
  const record = (rdata: string) => `resource "google_dns_record_set" "www" {
  managed_zone = "main"
  name         = "www.example.com."
  type         = "CNAME"
  rrdatas      = ["${rdata}"]
}
`;
  expect(told(await lintProject(project({ "main.tf": record("lb.example.net") })))).toHaveLength(1);
  expect(told(await lintProject(project({ "main.tf": record("lb.example.net.") })))).toEqual([]);
});

interface Expectation {
  readonly file: string;
  readonly verdict: string;
  readonly rule: string;
  readonly lines: readonly number[];
}

/** The errors of one state of one change; `file` names the folder that holds it. */
async function errorsOf(file: string): Promise<readonly ReportedFinding[]> {
  const [repository, commit, state] = file.split("/").slice(1);
  const from = join(CORPUS as string, "pairs", repository, commit, state);
  // In a folder of its own: the corpus may lie in somebody's repository, and the config of that isn't theirs.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dcvlint-pair-")));
  mkdirSync(join(folder, ".git"));
  cpSync(from, folder, { recursive: true });
  const { result } = await lintProject(folder);
  return result.findings.filter(({ severity }) => severity === "error");
}

/** A record's value may have changed, and what is wrong with it be the same. */
const keyOf = ({ rule, record, span }: ReportedFinding) =>
  `${rule} ${record?.address ?? span?.start.line} ${span?.file}`;

if (!CORPUS || !existsSync(join(CORPUS, "pairs"))) sayAbsent("before and after of real changes");
else {
  const all = JSON.parse(readFileSync(join(CORPUS, "expectations.json"), "utf8")) as Expectation[];
  const pairs = all.filter(({ file }) => file.startsWith("pairs/") && file.endsWith(".tf"));
  const before = (file: string) => file.includes("/before/");
  describe("what a change mended", () => {
    for (const { file, lines, rule } of pairs.filter(({ verdict, file }) => verdict === "error" && before(file))) {
      test(`${file} ${rule}`, async () => {
        const then = await errorsOf(file);
        const path = file.split("/").slice(4).join("/");
        const near = ({ span, related }: ReportedFinding) =>
          [span, ...related.map(({ span }) => span)].some(
            (place) => place?.file === path && lines.some((line) => Math.abs(line - place.start.line) <= 5),
          );
        const found = then.filter(near);
        expect(found.length, "found before").toBeGreaterThan(0);
        const now = new Set((await errorsOf(file.replace("/before/", "/after/"))).map(keyOf));
        expect(found.filter((finding) => now.has(keyOf(finding)))).toEqual([]);
      });
    }
  });
  describe("what a change left as right as it was", () => {
    const kept = pairs.filter(({ verdict, file }) => verdict === "no-new-finding" && before(file));
    for (const folder of new Set(kept.map(({ file }) => file.split("/").slice(0, 4).join("/")))) {
      test(folder, async () => {
        const then = (await errorsOf(`${folder}/`)).map(keyOf).sort();
        const now = (await errorsOf(`${folder.replace(/before$/, "after")}/`)).map(keyOf).sort();
        expect(now).toEqual(then);
      });
    }
  });
}
